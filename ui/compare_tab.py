"""The compare tab: one prompt, several models, each with a history of its own."""

from dataclasses import replace
from typing import Any

import gradio as gr

from store.store import Store
from ui.asking import Asking
from ui.blind import hide_if_wanted
from ui.chat_widgets import ChatWidgets
from ui.compare_acts import Acts
from ui.compare_asking import ALL_REFUSALS, check_all, refusal_in
from ui.compare_chart import ChartPanel, ViewWithChart
from ui.compare_chat import ToChat
from ui.compare_costs import is_costly, question
from ui.compare_fuse import FusePanel
from ui.compare_loading import Loading
from ui.compare_panel import SettingsPanel
from ui.compare_presets import ColumnPresets
from ui.compare_repeat import RepeatPanel
from ui.compare_results import ResultsPanel
from ui.compare_runs import RunsPanel
from ui.compare_session import LETTERS, CompareSession
from ui.compare_stream import CompareStream
from ui.compare_sweep import SweepPanel
from ui.compare_view import Shown, sent
from ui.compare_votes import VotePanel
from ui.compare_widgets import CompareWidgets, build_compare_widgets
from ui.events import QUIET, on
from ui.faults import fault_text
from ui.preset_shelf import PresetLists
from ui.running import Running
from ui.texts import Language, language_of, say


def build_compare_tab(
    asking: Asking,
    store: Store,
    running: Running,
    page: gr.Blocks,
    chat: ChatWidgets,
    tabs: gr.Tabs,
) -> CompareWidgets:
    """Add the tab's widgets and events to `page`, which is being built.

    chat: where a column's conversation can go on; tabs: what a link chooses from.
    """
    widgets = build_compare_widgets()
    CompareTab(asking, store, running, widgets, chat, tabs).wire(page)
    return widgets


class CompareTab:
    """Handlers. Each changes the session in place and returns what to show.

    Those that stop or start a reply run in the event loop, as the replies do. `settings`
    are the values of the settings panel.
    """

    def __init__(
        self,
        asking: Asking,
        store: Store,
        running: Running,
        widgets: CompareWidgets,
        chat: ChatWidgets,
        tabs: gr.Tabs,
    ) -> None:
        self._asking, self._widgets = asking, widgets
        self._tabs, self._chat_session = tabs, chat.session
        self._chart = ChartPanel(widgets.chart)
        self._view = ViewWithChart(widgets, self._chart)
        self._panel = SettingsPanel(self._view, widgets.panel)
        self._stream = CompareStream(asking, store.runs, running)
        self._kept = RunsPanel(asking, store.runs, self._view, widgets.runs)
        self._results = ResultsPanel(store.votes, self._view, widgets.results, widgets.runs.file)
        lists = PresetLists(chat.presets.here.chosen, widgets.presets.chosen)
        self._presets = ColumnPresets(
            asking, store.presets, lists, self._view, self._panel, widgets.presets
        )
        self._repeat = RepeatPanel(self._view)
        self._vote = VotePanel(store.votes, self._view)
        self._sweep = SweepPanel(self._view, widgets.sweep)
        self._fuse = FusePanel(asking, running, widgets.fuse)
        self._acts = Acts(asking, self._view, self._panel)
        self._loading = Loading(asking, self._view, widgets, tabs)
        self._to_chat = ToChat(asking.catalog, self._view, chat, tabs)

    async def run(
        self, request: gr.Request, session: CompareSession, prompt: str | None, *settings: Any
    ) -> Shown:
        """Give the prompt to every column, once its cost is known where it may be high."""
        return self._run(language_of(request), session, prompt or "", settings, sure=False)

    async def run_sure(
        self, request: gr.Request, session: CompareSession, prompt: str | None, *settings: Any
    ) -> Shown:
        """The same, after the person has seen the estimate."""
        return self._run(language_of(request), session, prompt or "", settings, sure=True)

    def _run(
        self,
        language: Language,
        session: CompareSession,
        prompt: str,
        settings: tuple[Any, ...],
        sure: bool,
    ) -> Shown:
        """A refused prompt stays in its box."""
        if session.answering:
            return self._view.told(say(language, "still_answering"))
        try:
            self._panel.keep(session, settings)
            check_all(self._asking, prompt, [session.choice_of(lane) for lane in session.lanes])
        except ALL_REFUSALS as refusal:
            return self._view.told(refusal_in(session, language, refusal, LETTERS))
        if is_costly(session) and not sure:
            return self._view.told(*question(self._asking, session, prompt, language))
        session.swept = False
        hide_if_wanted(session)
        session.ask(prompt)
        taken = self._taken(session, language) | {self._widgets.prompt: ""}
        alone = session.blind and len(session.lanes) == 1
        return taken | self._view.told(say(language, "blind_needs_two") if alone else "")

    async def again(
        self, request: gr.Request, event: gr.EventData, session: CompareSession, *settings: Any
    ) -> Shown:
        """Ask one column's last message again, of the model that it names now."""
        language, asked = language_of(request), sent(event)
        lane = session.lane(str(asked.get("lane")))
        if lane is None or lane.turn is None or lane.chat.answering:
            return {}
        if model := str(asked.get("model", "")).strip():
            if session.hidden:
                return self._view.told(say(language, "not_while_hidden"))
            lane.choice = replace(lane.choice, model=model)
        message = lane.turn.message
        try:
            self._panel.keep(session, settings)
            choice = session.choice_of(lane)
            check_all(self._asking, message, [choice])
        except ALL_REFUSALS as refusal:
            letter = session.letter(lane.key)
            told = self._view.told(refusal_in(session, language, refusal, letter))
            return told | self._view.heads(session, language)
        session.voted = ""  # it was about the reply that goes
        wanted = lane.turn.wanted  # what was agreed to; the number for the next may be higher
        lane.chat.ask_again(len(lane.chat.turns) - 1, message, choice, wanted)
        return self._taken(session, language)

    async def stop(self, session: CompareSession) -> None:
        session.stop()

    async def idle(self, request: gr.Request, session: CompareSession) -> dict[Any, Any]:
        """Back to Run all, unless something runs again in the meantime.

        What was told while it ran goes with it; why nothing ran at all stays.
        """
        if session.answering:
            return {}
        language = language_of(request)
        told = self._view.told() if session.over else {}
        session.over, session.growing = False, None
        if session.keeper and session.keeper.problem:
            told = self._view.told(fault_text(language, session.keeper.problem))
        shown = self._view.heads(session, language)  # now that nothing comes, a vote can
        shown |= self._chart.current(session, language)
        return self._view.buttons(running=False) | shown | told

    def _taken(self, session: CompareSession, language: Language) -> Shown:
        shown = self._view.everything(session, language) | self._view.buttons(running=True)
        return shown | self._view.told()

    def wire(self, page: gr.Blocks) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        streamed: list[Any] = [w.heads, *w.columns]
        everything: list[Any] = [*streamed, *w.chart.outputs]
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
                self._stream.answer, w.session, streamed, concurrency_limit=None, **many
            )
            idle: list[Any] = [w.heads, w.run, w.stop, w.told, *w.chart.outputs]
            answered.then(self.idle, w.session, idle, **many)

        sure = pressed.sure(
            self.run_sure,
            [w.session, w.prompt, *w.panel.inputs],
            [*taken, w.prompt],
            **QUIET,
        )
        answer(begun)
        answer(sure)
        answer(again)
        self._sweep.wire(w.session, [*everything, w.told])
        self._fuse.wire(page, w.session)
        self._kept.wire(page, w.session, [*everything, w.run, w.stop, w.told], answer)
        self._presets.wire(w.session, w.panel.inputs, [*everything, w.told])
        self._results.wire(page, w.told)
        pressed.repeat(self._repeat.change, w.session, [*everything, w.told], **many)
        pressed.act(self._acts.act, with_settings, [*everything, w.told], **many)
        self._chart.wire(w.session)
        voted = self._vote.wire(w.session, w.heads, [*everything, w.told])
        voted.then(self._results.refreshed, None, [w.told, w.results.tables], **QUIET)
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
        page.load(self._loading.load, w.session, shown, **QUIET)
