"""Try it: one request, seen as it goes over the wire."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from html import escape
from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.code_requests import AskedRequest
from ui.events import QUIET, on
from ui.explore.inside_parts import REFUSED, log_bug, why_refused
from ui.explore.try_facts import facts_html
from ui.explore.try_html import no_request_html, request_html, waiting_html
from ui.explore.try_session import TrySession
from ui.explore.try_view import Shown, TryView
from ui.explore.try_widgets import TryWidgets, build_try_widgets
from ui.model_picker import choices
from ui.running import Running
from ui.texts import Language, language_of
from ui.transcript import frames
from ui.trial import Trial
from ui.trial_requests import asked_of, prepared, sent

LIVE: dict[str, Any] = {"queue": False, "trigger_mode": "always_last", **QUIET}
"""At once, and of what is typed meanwhile only the last."""


def build_try(asking: Asking, running: Running, tab: gr.Tab) -> TryWidgets:
    """Add the part to the Blocks being built. tab: what is chosen to see it."""
    widgets = build_try_widgets()
    TryPart(asking, running, widgets).wire(tab)
    return widgets


class TryPart:
    """Handlers. `form`: model, system prompt, prompt and the parameters panel's controls."""

    def __init__(self, asking: Asking, running: Running, widgets: TryWidgets) -> None:
        self._asking, self._running, self._widgets = asking, running, widgets

    async def open(self, request: gr.Request, session: TrySession, model: str | None) -> Any:
        """What is known at once."""
        language, w = language_of(request), self._widgets
        shown: dict[Any, Any] = {w.model: self._models(model)}
        if session.trial is None:
            shown |= {w.facts: facts_html(None, None, language), w.response: waiting_html(language)}
        return shown

    async def offer(self, model: str | None) -> Any:
        """The models to choose from, when the servers have answered."""
        await self._asking.catalog.models()
        return self._models(model)

    async def preview(self, request: gr.Request, *form: Any) -> str:
        """The request that would be sent now."""
        return self._next(form, language_of(request))

    async def begin(self, request: gr.Request, session: TrySession, *form: Any) -> dict[Any, Any]:
        """Take the request, or say why it cannot be sent."""
        w, language = self._widgets, language_of(request)
        if session.answering:
            return {}
        try:
            asked = self._checked(form)
            going = request_html(prepared(self._asking, asked), "going", language)
        except REFUSED as refusal:
            told = why_refused(language, refusal)
            return {w.told: told_html(told)}
        session.waiting = asked
        buttons = {w.send: gr.Button(visible=False), w.stop: gr.Button(visible=True)}
        return {**buttons, w.told: "", w.request: going}

    async def answer(self, request: gr.Request, session: TrySession) -> AsyncGenerator[Shown, None]:
        """Stream the reply, the wire and what is known of both."""
        language, asked = language_of(request), session.take()
        if asked is None:
            if session.reply and session.trial:
                yield TryView(session.reply, session.trial, language).values()
            return
        trial = Trial()
        question = self._asking.ask(asked.model, asked.messages, asked.parameters, trial)
        reply = question.reply
        session.begin(asked, reply, trial)
        view = TryView(reply, trial, language)
        with self._running.until_gone(request.session_hash, session.stop):
            try:
                async with aclosing(frames(reply, question.events)) as shown:
                    async for _ in shown:
                        yield view.values()
            except Exception as bug:
                reply.fail(log_bug(bug))
            finally:
                reply.stop()  # a page that closed; without effect on a reply that ended
        yield view.values()

    async def end(self, request: gr.Request, session: TrySession, *form: Any) -> dict[Any, Any]:
        """The form again, and the request as it was really sent while the form still says it."""
        w, language = self._widgets, language_of(request)
        if session.answering:
            return {}
        buttons = {w.send: gr.Button(visible=True), w.stop: gr.Button(visible=False)}
        return {**buttons, w.request: self._sent(session, form, language)}

    async def stop(self, session: TrySession) -> None:
        session.stop()

    def _models(self, model: str | None) -> Any:
        chosen = model or self._asking.first_model() or None
        return gr.Dropdown(choices(self._asking.catalog, chosen), value=chosen)

    def _checked(self, form: tuple[Any, ...]) -> AskedRequest:
        """Raises one of `REFUSED`."""
        asked = asked_of(*form)
        self._asking.check(asked.model, asked.messages[-1].text, asked.parameters)
        return asked

    def _next(self, form: tuple[Any, ...], language: Language) -> str:
        try:
            asked = asked_of(*form)
            if asked.messages[-1].text.strip():
                self._checked(form)
            return request_html(prepared(self._asking, asked), "next", language)
        except REFUSED as refusal:
            return no_request_html(why_refused(language, refusal), language)

    def _sent(self, session: TrySession, form: tuple[Any, ...], language: Language) -> str:
        try:
            same = asked_of(*form) == session.asked
        except REFUSED:
            same = False
        if not (same and session.asked and session.trial and session.trial.last):
            return self._next(form, language)
        shown = sent(self._asking, session.asked, session.trial.last.body)
        return request_html(shown, "sent", language, len(session.trial.attempts))

    def wire(self, tab: gr.Tab) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        form: list[Any] = w.inputs
        opened = tab.select(
            self.open, [w.session, w.model], [w.model, w.facts, w.response], **QUIET
        )
        opened.then(self.offer, w.model, w.model, concurrency_limit=None, **QUIET)
        opened.then(self.preview, form, w.request, **LIVE)
        on([each.change for each in form], self.preview, form, w.request, **LIVE)
        asked = on(
            [w.send.click, w.prompt.submit],
            self.begin,
            [w.session, *form],
            [w.told, w.send, w.stop, w.request],
            **QUIET,
        )
        answered = asked.then(
            self.answer,
            w.session,
            [w.reply, w.raw, w.facts, w.response],
            concurrency_limit=None,
            **QUIET,
        )
        answered.then(self.end, [w.session, *form], [w.send, w.stop, w.request], **QUIET)
        w.stop.click(self.stop, w.session, None, queue=False, **QUIET)


def told_html(sentence: str) -> str:
    return f'<p role="alert">{escape(sentence)}</p>'
