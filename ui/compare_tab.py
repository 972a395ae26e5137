"""The compare tab: one prompt, several models, each with a history of its own."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from html import escape
from typing import Any

import gradio as gr

from backends.counts import as_object
from backends.errors import BackendError
from ui.asking import Asking
from ui.compare_asking import ALL_REFUSALS, check_all, comparison_refusal, parameters_in
from ui.compare_heads import LETTERS, heads
from ui.compare_session import MOST_LANES, CompareSession, Lane
from ui.compare_widgets import CompareWidgets, build_compare_widgets
from ui.events import QUIET, on
from ui.rows import Row, rows_of_turn
from ui.session import Choice
from ui.texts import Language, language_of, say
from ui.transcript import Growing

log = logging.getLogger(__name__)


def build_compare_tab(asking: Asking, page: gr.Blocks) -> None:
    """Add the tab's widgets and events to `page`, which is being built."""
    CompareTab(asking, build_compare_widgets()).wire(page)


class Columns:
    """What stands in every column; what cannot change any more is made only once."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._earlier: dict[tuple[str, int], list[Row]] = {}

    def rows(self, session: CompareSession) -> list[list[Row]]:
        """For each of the eight columns its rows, none where there is no lane."""
        shown = [self._of(lane) for lane in session.lanes]
        return shown + [[] for _ in range(MOST_LANES - len(shown))]

    def _of(self, lane: Lane) -> list[Row]:
        *earlier, latest = lane.chat.turns or (None,)
        if latest is None:
            return []
        key = (lane.key, len(earlier))
        if key not in self._earlier:
            self._earlier[key] = [
                row for turn in earlier if turn for row in rows_of_turn(turn, self._language)
            ]
        return self._earlier[key] + rows_of_turn(latest, self._language, bare=True)


class CompareTab:
    """Handlers. Each changes the session in place and returns what to show.

    Those that stop or start a reply run in the event loop, as the replies do.
    """

    def __init__(self, asking: Asking, widgets: CompareWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def run(
        self,
        request: gr.Request,
        session: CompareSession,
        prompt: str | None,
        system: str | None,
        parameters: str | None,
    ) -> dict[Any, Any]:
        """Give the prompt to every column. A refused one stays in its box."""
        language, prompt = language_of(request), prompt or ""
        if session.answering:
            return self._told(say(language, "still_answering"))
        try:
            values = parameters_in(parameters)
            choices = [Choice(lane.choice.model, system or "", values) for lane in session.lanes]
            check_all(self._asking, prompt, choices)
        except ALL_REFUSALS as refusal:
            return self._told(comparison_refusal(language, refusal, LETTERS))
        for lane, choice in zip(session.lanes, choices, strict=True):
            lane.choice = choice
        session.ask(prompt)
        return self._taken(session, language) | {self._widgets.prompt: ""}

    async def again(
        self, request: gr.Request, event: gr.EventData, session: CompareSession
    ) -> dict[Any, Any]:
        """Ask one column's last message again, of the model that it names now."""
        language = language_of(request)
        lane = session.lane(str(_sent(event).get("lane")))
        if lane is None or lane.turn is None or lane.chat.answering:
            return {}
        message = lane.turn.message
        try:
            check_all(self._asking, message, [lane.choice])
        except ALL_REFUSALS as refusal:
            letter = LETTERS[session.lanes.index(lane)]
            return self._told(comparison_refusal(language, refusal, letter))
        lane.chat.ask_again(len(lane.chat.turns) - 1, message, lane.choice)
        return self._taken(session, language)

    async def act(
        self, request: gr.Request, event: gr.EventData, session: CompareSession
    ) -> dict[Any, Any]:
        """Stop or remove one column, or give it another model."""
        sent = _sent(event)
        lane = session.lane(str(sent.get("lane")))
        if lane is None:
            return {}
        match sent.get("action"):
            case "stop":
                lane.chat.stop()
            case "remove":
                session.remove(lane.key)
            case "model":
                lane.choice = replace(lane.choice, model=str(sent.get("model", "")).strip())
            case _:
                return {}
        return self._all(session, language_of(request))

    async def answer(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[list[Any], None]:
        """Stream the replies to all messages that wait; with those under way, if any are."""
        language = language_of(request)
        columns = Columns(language)
        running = session.growing if session.growing and session.growing.open else None
        growing = running or Growing()
        waiting = self._start(session, growing)
        if running or not waiting:
            yield [heads(session, language), *columns.rows(session)]
            return  # what was running shows the new ones too
        session.growing = growing
        try:
            async with aclosing(growing.frames()) as frames:
                async for _ in frames:
                    yield [heads(session, language), *columns.rows(session)]
        except Exception:
            log.exception("a comparison failed inside Parley")
            growing.fail(BackendError(server="Parley"))
            yield [heads(session, language), *columns.rows(session)]
        finally:
            growing.stop()  # a page that closed; without effect on replies that ended
            session.over = True

    async def stop(self, session: CompareSession) -> None:
        session.stop()

    async def add(self, request: gr.Request, session: CompareSession) -> dict[Any, Any]:
        """One more column, of a model that is not there yet if there is such a one."""
        language = language_of(request)
        if session.add(self._next_model(session)) is None:
            values = {"limit": MOST_LANES, "count": MOST_LANES + 1}
            return self._told(say(language, "too_many_models", **values))
        return {self._widgets.heads: heads(session, language), self._widgets.told: ""}

    async def clear(self, request: gr.Request, session: CompareSession) -> dict[Any, Any]:
        session.clear()
        return self._all(session, language_of(request)) | {self._widgets.told: ""}

    async def idle(self, session: CompareSession) -> dict[Any, Any]:
        """Back to Run all, unless something runs again in the meantime.

        What was told while it ran goes with it; why nothing ran at all stays.
        """
        if session.answering:
            return {}
        told = {self._widgets.told: ""} if session.over else {}
        session.over = False
        return self._buttons(running=False) | told

    async def load(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[dict[Any, Any], None]:
        """What is known at once, then what the servers say."""
        yield self._loaded(session, language_of(request))
        await self._asking.catalog.models()
        yield self._loaded(session, language_of(request))

    def _loaded(self, session: CompareSession, language: Language) -> dict[Any, Any]:
        for lane in session.lanes:
            if not lane.choice.model:
                lane.choice = replace(lane.choice, model=self._next_model(session))
        return {
            self._widgets.heads: heads(session, language),
            self._widgets.models: options(self._asking.catalog.names()),
        }

    def _next_model(self, session: CompareSession) -> str:
        used = {lane.choice.model for lane in session.lanes}
        names = [self._asking.first_model(), *self._asking.catalog.names()]
        return next((name for name in names if name not in used), names[0])

    def _start(self, session: CompareSession, growing: Growing) -> bool:
        """Send what waits; whether anything did."""
        pending = session.pending()
        for lane in pending:
            turn = lane.chat.turns[-1]
            choice, messages = turn.choice, lane.chat.messages()
            question = self._asking.ask(choice.model, messages, choice.parameters)
            turn.reply = question.reply
            growing.add(lane.key, question.reply, question.events)
        return bool(pending)

    def _taken(self, session: CompareSession, language: Language) -> dict[Any, Any]:
        shown = self._all(session, language) | self._buttons(running=True)
        return shown | {self._widgets.told: ""}

    def _all(self, session: CompareSession, language: Language) -> dict[Any, Any]:
        rows = Columns(language).rows(session)
        shown: dict[Any, Any] = dict(zip(self._widgets.columns, rows, strict=True))
        return shown | {self._widgets.heads: heads(session, language)}

    def _buttons(self, running: bool) -> dict[Any, Any]:
        return {
            self._widgets.run: gr.Button(visible=not running),
            self._widgets.stop: gr.Button(visible=running),
        }

    def _told(self, sentence: str) -> dict[Any, Any]:
        return {self._widgets.told: f'<p role="alert">{escape(sentence)}</p>'}

    def wire(self, page: gr.Blocks) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        everything: list[Any] = [w.heads, *w.columns]
        taken: list[Any] = [*everything, w.told, w.run, w.stop]
        many: dict[str, Any] = {"trigger_mode": "multiple", **QUIET}
        begun = on(
            [w.prompt.submit, w.run.click],
            self.run,
            [w.session, w.prompt, w.system, w.parameters],
            [*taken, w.prompt],
            **QUIET,
        )
        pressed: Any = w.heads  # its events are those that its script names
        again = pressed.again(self.again, w.session, taken, **many)
        for event in (begun, again):
            answered = event.then(
                self.answer, w.session, everything, concurrency_limit=None, **many
            )
            answered.then(self.idle, w.session, [w.run, w.stop, w.told], **many)
        pressed.act(self.act, w.session, [*everything, w.told], **many)
        w.stop.click(self.stop, w.session, None, **QUIET)
        w.add.click(self.add, w.session, [w.heads, w.told], **QUIET)
        w.new.click(self.clear, w.session, [*everything, w.told], **QUIET)
        page.load(self.load, w.session, [w.heads, w.models], **QUIET)


def options(names: list[str]) -> str:
    """The names that a column's model is chosen from, for the page's script."""
    choices = "".join(f'<option value="{escape(name)}"></option>' for name in names)
    return f'<datalist id="compare-models">{choices}</datalist>'


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What the page's script sent along; anyone can send anything."""
    return as_object(event._data)  # pyright: ignore[reportPrivateUsage]
