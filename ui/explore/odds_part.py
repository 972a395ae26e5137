"""How sure a model was of each token of a reply, and what else might have stood there."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from backends.types import Message
from ui.asking import Asking
from ui.events import QUIET, on
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
from ui.explore.odds_widgets import OddsWidgets
from ui.texts import language_of
from ui.transcript import frames


class OddsPart:
    """Handlers. A reply grows in `figures` and `result`; all else is shown before and after."""

    def __init__(self, asking: Asking, widgets: OddsWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def begin(
        self,
        request: gr.Request,
        session: ReplySession,
        model: str | None,
        prompt: str,
        alternatives: int,
        length: int,
    ) -> Shown:
        """Take the question, or say why it cannot be asked."""
        doing = self._widgets.doing
        if session.answering:
            return {}
        parameters = {
            "logprobs": True,
            "top_logprobs": int(alternatives),
            "max_completion_tokens": int(length),
        }
        try:
            self._asking.check(model or "", prompt, parameters)
        except REFUSED as refusal:
            return told(doing, why_refused(language_of(request), refusal))
        session.waiting = (model or "", prompt, parameters)
        return running(doing)

    async def answer(
        self, request: gr.Request, session: ReplySession
    ) -> AsyncGenerator[tuple[str, str], None]:
        """Stream the figures and the tokens."""
        language, asked = language_of(request), session.take()
        if asked is None:
            if session.reply:
                yield shown_odds(session.reply, session.alternatives, language)
            return
        model, prompt, parameters = asked
        question = self._asking.ask(model, (Message("user", prompt),), parameters)
        reply = session.reply = question.reply
        session.alternatives = parameters["top_logprobs"]
        try:
            async with aclosing(frames(reply, question.events)) as shown:
                async for _ in shown:
                    if not reply.ended:
                        yield figures_html(reply, language), growing_html(reply.tokens, reply.text)
        except Exception as bug:
            reply.fail(log_bug(bug))
        finally:
            reply.stop()  # a page that closed; without effect on a reply that ended
        yield shown_odds(reply, session.alternatives, language)

    async def end(self, session: ReplySession) -> Shown:
        return {} if session.answering else idle(self._widgets.doing)

    async def stop(self, session: ReplySession) -> None:
        session.stop()

    def wire(self) -> None:
        w, doing = self._widgets, self._widgets.doing
        given: list[Any] = [w.session, w.model, w.prompt, w.alternatives, w.length]
        buttons: list[Any] = [doing.told, doing.run, doing.stop]
        asked = on([doing.run.click, w.prompt.submit], self.begin, given, buttons, **QUIET)
        answered = asked.then(
            self.answer, w.session, [doing.figures, doing.result], concurrency_limit=None, **QUIET
        )
        answered.then(self.end, w.session, buttons[1:], **QUIET)
        doing.stop.click(self.stop, w.session, None, queue=False, **QUIET)
