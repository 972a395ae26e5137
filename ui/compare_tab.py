"""The compare tab: one prompt, several models, each with a history of its own."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, cast

import gradio as gr

from store.runs import Runs
from ui.asking import Asking
from ui.chat_widgets import ChatWidgets
from ui.compare_asking import ALL_REFUSALS, check_all, comparison_refusal
from ui.compare_bar import bar
from ui.compare_chat import ToChat
from ui.compare_links import Link, read_link
from ui.compare_panel import SettingsPanel
from ui.compare_runs import RunsPanel, fault_text
from ui.compare_session import LETTERS, MOST_LANES, CompareSession
from ui.compare_stream import CompareStream
from ui.compare_sweep import SweepPanel
from ui.compare_view import CompareView, Shown, options, sent
from ui.compare_widgets import CompareWidgets, build_compare_widgets
from ui.events import QUIET, on
from ui.texts import Language, language_of, say


def build_compare_tab(
    asking: Asking, runs: Runs, page: gr.Blocks, chat: ChatWidgets, tabs: gr.Tabs
) -> None:
    """Add the tab's widgets and events to `page`, which is being built.

    chat: where a column's conversation can go on; tabs: what a link chooses from.
    """
    CompareTab(asking, runs, build_compare_widgets(), chat, tabs).wire(page)


class CompareTab:
    """Handlers. Each changes the session in place and returns what to show.

    Those that stop or start a reply run in the event loop, as the replies do. `settings`
    are the values of the settings panel.
    """

    def __init__(
        self,
        asking: Asking,
        runs: Runs,
        widgets: CompareWidgets,
        chat: ChatWidgets,
        tabs: gr.Tabs,
    ) -> None:
        self._asking, self._runs, self._widgets = asking, runs, widgets
        self._tabs, self._chat_session = tabs, chat.session
        self._view = CompareView(widgets)
        self._panel = SettingsPanel(self._view, widgets.panel)
        self._stream = CompareStream(asking, runs)
        self._kept = RunsPanel(asking, runs, self._view, widgets.runs)
        self._sweep = SweepPanel(self._view, widgets.sweep)
        self._to_chat = ToChat(asking.catalog, self._view, chat, tabs)

    async def run(
        self, request: gr.Request, session: CompareSession, prompt: str | None, *settings: Any
    ) -> Shown:
        """Give the prompt to every column. A refused one stays in its box."""
        language, prompt = language_of(request), prompt or ""
        if session.answering:
            return self._view.told(say(language, "still_answering"))
        try:
            self._panel.keep(session, settings)
            check_all(self._asking, prompt, [session.choice_of(lane) for lane in session.lanes])
        except ALL_REFUSALS as refusal:
            return self._view.told(comparison_refusal(language, refusal, LETTERS))
        session.ask(prompt)
        return self._taken(session, language) | {self._widgets.prompt: ""}

    async def again(
        self, request: gr.Request, event: gr.EventData, session: CompareSession, *settings: Any
    ) -> Shown:
        """Ask one column's last message again, of the model that it names now."""
        language, asked = language_of(request), sent(event)
        lane = session.lane(str(asked.get("lane")))
        if lane is None or lane.turn is None or lane.chat.answering:
            return {}
        if model := str(asked.get("model", "")).strip():
            lane.choice = replace(lane.choice, model=model)
        message = lane.turn.message
        try:
            self._panel.keep(session, settings)
            choice = session.choice_of(lane)
            check_all(self._asking, message, [choice])
        except ALL_REFUSALS as refusal:
            letter = session.letter(lane.key)
            told = self._view.told(comparison_refusal(language, refusal, letter))
            return told | self._view.heads(session, language)
        lane.chat.ask_again(len(lane.chat.turns) - 1, message, choice)
        return self._taken(session, language)

    async def act(
        self, request: gr.Request, event: gr.EventData, session: CompareSession, *settings: Any
    ) -> Shown:
        """What can be done with one column, or with what all of them show."""
        language, asked = language_of(request), sent(event)
        with suppress(*ALL_REFUSALS):  # told when the control was left
            self._panel.keep(session, settings)
        action, key = str(asked.get("action")), str(asked.get("lane"))
        if action in ("add", "duplicate"):
            made = (
                session.add(self._next_model(session))
                if action == "add"
                else session.duplicate(key)
            )
            if made is None and len(session.lanes) == MOST_LANES:
                values = {"limit": MOST_LANES, "count": MOST_LANES + 1}
                return self._view.told(say(language, "too_many_models", **values))
        else:
            self._act(session, action, key, asked)
        return self._view.everything(session, language) | self._view.told()

    def _act(self, session: CompareSession, action: str, key: str, asked: dict[str, Any]) -> None:
        lane = session.lane(key)
        match action:
            case "stop" if lane:
                lane.chat.stop()
            case "remove":
                session.remove(key)
            case "left" | "right":
                session.move(key, -1 if action == "left" else 1)
            case "model" if lane:
                lane.choice = replace(lane.choice, model=str(asked.get("model", "")).strip())
            case "baseline":
                session.baseline = "" if session.baseline == key or lane is None else key
            case "raw":
                session.raw = not session.raw
            case "clear":
                session.clear()
            case _:
                pass

    async def stop(self, session: CompareSession) -> None:
        session.stop()

    async def idle(self, request: gr.Request, session: CompareSession) -> dict[Any, Any]:
        """Back to Run all, unless something runs again in the meantime.

        What was told while it ran goes with it; why nothing ran at all stays.
        """
        if session.answering:
            return {}
        told = self._view.told() if session.over else {}
        session.over = False
        if session.keeper and session.keeper.problem:
            told = self._view.told(fault_text(language_of(request), session.keeper.problem))
        return self._view.buttons(running=False) | told

    async def load(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[Shown, None]:
        """What the address asks for and what is known at once, then what the servers say."""
        language = language_of(request)
        query = cast(Mapping[str, str], dict(cast(Any, request).query_params))
        link = read_link(query, self._asking.admission.message_characters)
        yield self._loaded(session, language) | self._linked(session, link, language)
        await self._asking.catalog.models()
        yield self._loaded(session, language)

    def _linked(self, session: CompareSession, link: Link, language: Language) -> Shown:
        """Fill the form in; nothing starts by itself."""
        shown: Shown = {self._tabs: gr.Tabs(selected=link.tab)} if link.tab else {}
        if link.models:
            session.put(link.models)
            shown |= self._view.heads(session, language)
        if link.prompt:
            shown[self._widgets.prompt] = link.prompt
        if link.given > MOST_LANES:
            values = {"limit": MOST_LANES, "count": link.given}
            shown |= self._view.told(say(language, "too_many_models", **values))
        return shown

    def _loaded(self, session: CompareSession, language: Language) -> Shown:
        for lane in session.lanes:
            if not lane.choice.model:
                lane.choice = replace(lane.choice, model=self._next_model(session))
        return self._view.heads(session, language) | {
            self._widgets.bar: bar(language),
            self._widgets.models: options(self._asking.catalog.names()),
        }

    def _next_model(self, session: CompareSession) -> str:
        used = {lane.choice.model for lane in session.lanes}
        names = [self._asking.first_model(), *self._asking.catalog.names()]
        return next((name for name in names if name not in used), names[0])

    def _taken(self, session: CompareSession, language: Language) -> Shown:
        shown = self._view.everything(session, language) | self._view.buttons(running=True)
        return shown | self._view.told()

    def wire(self, page: gr.Blocks) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        everything: list[Any] = [w.heads, *w.columns]
        taken: list[Any] = [*everything, w.told, w.run, w.stop]
        with_settings: list[Any] = [w.session, *w.panel.inputs]
        many: dict[str, Any] = {"trigger_mode": "multiple", **QUIET}
        begun = on(
            [w.prompt.submit, w.run.click],
            self.run,
            [w.session, w.prompt, *w.panel.inputs],
            [*taken, w.prompt],
            **QUIET,
        )
        pressed: Any = w.heads  # its events are those that its script names
        again = pressed.again(self.again, with_settings, taken, **many)

        def answer(event: Any) -> None:
            answered = event.then(
                self._stream.answer, w.session, everything, concurrency_limit=None, **many
            )
            answered.then(self.idle, w.session, [w.run, w.stop, w.told], **many)

        answer(begun)
        answer(again)
        self._sweep.wire(w.session, [*everything, w.told])
        self._kept.wire(page, w.session, [*everything, w.run, w.stop, w.told], answer)
        pressed.act(self.act, with_settings, [*everything, w.told], **many)
        pressed.settings(
            self._panel.change, with_settings, [w.heads, w.told, *w.panel.inputs], **many
        )
        kept: tuple[Any, ...] = (self._panel.kept, with_settings, [w.heads, w.told])
        on(w.panel.left, *kept, **many)
        for reset in w.panel.parameters.resets:
            reset.then(*kept, **many)
        pressed.proceed(
            self._to_chat.proceed,
            [w.session, self._chat_session],
            [w.told, *self._to_chat.outputs],
            **many,
        )
        w.stop.click(self.stop, w.session, None, **QUIET)
        shown: list[Any] = [w.heads, w.bar, w.models, w.prompt, w.told, self._tabs]
        page.load(self.load, w.session, shown, **QUIET)
