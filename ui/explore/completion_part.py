"""The API before chat: a model goes on with a text."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from backends.completions import COMPLETION_PARAMETERS, completion_problems
from ui.asking import Asking, WrongParameters
from ui.events import QUIET
from ui.explore.completion_widgets import CompletionWidgets
from ui.explore.inside_parts import (
    REFUSED,
    Shown,
    figures_html,
    idle,
    log_bug,
    running,
    told,
    why_refused,
)
from ui.explore.inside_session import ReplySession
from ui.explore.odds_html import growing_html
from ui.explore.odds_shown import shown_odds
from ui.parameter_values import PanelError
from ui.texts import language_of
from ui.transcript import frames


class CompletionPart:
    """Handlers. A text grows in `figures` and `result`; all else is shown before and after."""

    def __init__(self, asking: Asking, widgets: CompletionWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def begin(
        self,
        request: gr.Request,
        session: ReplySession,
        model: str | None,
        prompt: str,
        *settings: Any,
    ) -> Shown:
        """Take the prompt, or say why it cannot be sent."""
        doing = self._widgets.doing
        if session.answering:
            return {}
        try:
            parameters = chosen(*settings)
            self._asking.check(model or "", prompt, {})
            if found := completion_problems(parameters):
                raise WrongParameters(found)
        except REFUSED as refusal:
            return told(doing, why_refused(language_of(request), refusal))
        session.waiting = (model or "", prompt, parameters)
        return running(doing)

    async def answer(
        self, request: gr.Request, session: ReplySession
    ) -> AsyncGenerator[tuple[str, str], None]:
        """Stream the figures and the text."""
        language, asked = language_of(request), session.take()
        if asked is None:
            if session.reply:
                yield shown_odds(session.reply, session.alternatives, language, "completion")
            return
        question = self._asking.complete(*asked)
        reply = session.reply = question.reply
        session.alternatives = asked[2].get("logprobs")
        try:
            async with aclosing(frames(reply, question.events)) as shown:
                async for _ in shown:
                    if not reply.ended:
                        yield figures_html(reply, language), growing_html(reply.tokens, reply.text)
        except Exception as bug:
            reply.fail(log_bug(bug))
        finally:
            reply.stop()  # a page that closed; without effect on a reply that ended
        yield shown_odds(reply, session.alternatives, language, "completion")

    async def end(self, session: ReplySession) -> Shown:
        return {} if session.answering else idle(self._widgets.doing)

    async def stop(self, session: ReplySession) -> None:
        session.stop()

    def wire(self) -> None:
        w, doing = self._widgets, self._widgets.doing
        given: list[Any] = [w.session, w.model, w.prompt, *w.settings]
        buttons: list[Any] = [doing.told, doing.run, doing.stop]
        asked = doing.run.click(self.begin, given, buttons, **QUIET)
        answered = asked.then(
            self.answer, w.session, [doing.figures, doing.result], concurrency_limit=None, **QUIET
        )
        answered.then(self.end, w.session, buttons[1:], **QUIET)
        doing.stop.click(self.stop, w.session, None, queue=False, **QUIET)


def chosen(
    suffix: str, echo: bool, best_of: int, max_tokens: str, temperature: str, logprobs: str
) -> dict[str, Any]:
    """Request parameters from the form's values, only those that were set.

    Raises `PanelError` for text that should be a number and is not.
    """
    given: dict[str, Any] = {
        "suffix": suffix or None,
        "echo": echo or None,
        "best_of": int(best_of) if best_of > 1 else None,
        "max_tokens": number("max_tokens", max_tokens),
        "temperature": number("temperature", temperature),
        "logprobs": number("logprobs", logprobs),
    }
    return {name: value for name, value in given.items() if value is not None}


def number(name: str, text: str | None) -> int | float | None:
    """What was typed, `None` for nothing. Raises `PanelError` for anything but a number."""
    text = (text or "").strip()
    if not text:
        return None
    kind = COMPLETION_PARAMETERS[name].type
    try:
        return int(text) if kind == "integer" else float(text.replace(",", "."))
    except ValueError:
        raise PanelError(f"not_{kind}", name) from None
