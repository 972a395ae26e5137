"""Comparisons that are kept: list, open, run again, rename, delete, take away, bring in."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from store.errors import NotKept, StoreError
from store.run_files import read_run, write_run
from store.runs import Runs
from store.types import Run, RunSummary
from ui.asking import Asking
from ui.blind import hide_if_wanted
from ui.compare_asking import ALL_REFUSALS, check_all, comparison_refusal
from ui.compare_run_widgets import RunWidgets
from ui.compare_session import LETTERS, CompareSession
from ui.compare_view import CompareView, Shown
from ui.comparison_exports import ExportedLane, comparison_markdown, figures_csv
from ui.events import QUIET
from ui.faults import fault_text
from ui.keeping import Keeper
from ui.owners import owner_of
from ui.reply_records import KeptReply
from ui.run_records import fill, replay
from ui.session import Choice
from ui.texts import Language, language_of, say

DOWNLOAD = "(file) => window.parley.download(file)"


class RunsPanel:
    """Handlers of the fold. What they cannot do they say in one sentence."""

    def __init__(self, asking: Asking, runs: Runs, view: CompareView, widgets: RunWidgets) -> None:
        self._asking, self._runs = asking, runs
        self._view, self._widgets = view, widgets

    async def opened(self, request: gr.Request) -> Shown:
        """The list; and for as long as Parley runs, that what was kept before is elsewhere."""
        told, place = {}, self._runs.moved_aside
        if place:
            told = self._view.told(moved_aside_text(language_of(request), place))
        return told | await self._list(request, None)

    async def listed(self, request: gr.Request) -> Shown:
        return await self._list(request, None)

    async def open(self, request: gr.Request, session: CompareSession, run_id: str | None) -> Shown:
        """Show a kept comparison in the columns; it can be gone on with."""
        language, run = language_of(request), await self._find(request, run_id)
        if isinstance(run, str):
            return self._view.told(run)
        session.stop()
        fill(session, run)
        session.keeper = Keeper(self._runs, run)
        return self._view.everything(session, language) | self._view.told()

    async def again(
        self, request: gr.Request, session: CompareSession, run_id: str | None
    ) -> Shown:
        """The same messages to the same models with the same settings, as a new comparison."""
        language, run = language_of(request), await self._find(request, run_id)
        if isinstance(run, str):
            return self._view.told(run)
        if refused := self._refusal(run, language):
            return self._view.told(refused)
        session.stop()
        first, *rest = replay(session, run) or [""]
        session.keeper, session.to_come = None, rest
        if first:
            hide_if_wanted(session)
            session.ask(first)
        return (
            self._view.everything(session, language)
            | self._view.buttons(running=True)
            | self._view.told()
        )

    def _refusal(self, run: Run, language: Language) -> str:
        """Why it cannot be asked again, "" when it can: a file may hold anything."""
        choices = [Choice(lane.model, lane.system, lane.parameters) for lane in run.lanes]
        messages = {turn.message for lane in run.lanes for turn in lane.turns}
        try:
            for message in messages:
                check_all(self._asking, message, choices)
        except ALL_REFUSALS as refusal:
            return comparison_refusal(language, refusal, LETTERS)
        return ""

    async def rename(self, request: gr.Request, run_id: str | None, title: str) -> Shown:
        return await self._change(
            request, run_id, "run_renamed", lambda o, i: self._runs.rename(o, i, title or "")
        )

    async def delete(self, request: gr.Request, run_id: str | None) -> Shown:
        def remove(owner: str, known: str) -> str:
            title = self._runs.open(owner, known).title
            self._runs.delete(owner, known)
            return title

        return await self._change(request, run_id, "run_deleted", remove)

    async def bring(self, request: gr.Request, data: bytes | None) -> Shown:
        """Keep what a file holds as a comparison of one's own."""
        language = language_of(request)
        try:
            found = read_run(data or b"")
            run = await asyncio.to_thread(
                self._runs.begin, owner_of(request), found.lanes, found.title
            )
        except StoreError as error:
            return self._view.told(fault_text(language, error))
        told = self._view.told(say(language, "run_imported", title=run.title))
        return told | await self._list(request, run.id)

    async def to_json(self, request: gr.Request, run_id: str | None) -> Shown:
        return await self._file(request, run_id, "json", lambda run, _: write_run(run).decode())

    async def to_markdown(self, request: gr.Request, run_id: str | None) -> Shown:
        return await self._file(
            request, run_id, "md", lambda run, language: comparison_markdown(rows(run), language)
        )

    async def to_csv(self, request: gr.Request, run_id: str | None) -> Shown:
        return await self._file(request, run_id, "csv", lambda run, _: figures_csv(rows(run)))

    async def _file(
        self,
        request: gr.Request,
        run_id: str | None,
        ending: str,
        written: Callable[[Run, Language], str],
    ) -> Shown:
        language, run = language_of(request), await self._find(request, run_id)
        if isinstance(run, str):
            return self._view.told(run) | {self._widgets.file: ""}
        name = f"parley-{time.strftime('%Y-%m-%d', time.localtime(run.created_at))}.{ending}"
        file = json.dumps({"name": name, "text": written(run, language)})
        return self._view.told() | {self._widgets.file: file}

    async def _find(self, request: gr.Request, run_id: str | None) -> Run | str:
        """The run, or the sentence that says why there is none."""
        language = language_of(request)
        if not run_id:
            return say(language, "run_choose_first")
        try:
            return await asyncio.to_thread(self._runs.open, owner_of(request), run_id)
        except StoreError as error:
            return fault_text(language, error)

    async def _change(
        self,
        request: gr.Request,
        run_id: str | None,
        key: str,
        change: Callable[[str, str], str],
    ) -> Shown:
        language = language_of(request)
        if not run_id:
            return self._view.told(say(language, "run_choose_first"))
        try:
            title = await asyncio.to_thread(change, owner_of(request), run_id)
        except StoreError as error:
            return self._view.told(fault_text(language, error))
        kept = run_id if key == "run_renamed" else None
        told = self._view.told(say(language, key, title=title))
        return told | await self._list(request, kept)

    async def _list(self, request: gr.Request, chosen: str | None) -> Shown:
        try:
            found = await asyncio.to_thread(self._runs.list, owner_of(request), 200)
        except NotKept as error:
            return self._view.told(fault_text(language_of(request), error))
        choices = [(label_of(summary), summary.id) for summary in found]
        return {self._widgets.chosen: gr.Dropdown(choices, value=chosen)}

    def wire(self, page: gr.Blocks, session: gr.State, shown: list[Any], answer: Any) -> None:
        """shown: outputs of `everything`, buttons and what is told; answer: goes on a replay."""
        w = self._widgets
        told = shown[-1]
        listed: list[Any] = [told, w.chosen]
        page.load(self.opened, None, listed, **QUIET)
        w.chosen.focus(self.listed, None, listed, **QUIET)
        w.open.click(self.open, [session, w.chosen], shown, **QUIET)
        answer(w.replay.click(self.again, [session, w.chosen], shown, **QUIET))
        w.rename.click(self.rename, [w.chosen, w.title], listed, **QUIET)
        w.delete.click(self.delete, w.chosen, listed, **QUIET)
        w.bring.upload(self.bring, w.bring, listed, **QUIET)
        for button, made in (
            (w.json, self.to_json),
            (w.markdown, self.to_markdown),
            (w.csv, self.to_csv),
        ):
            button.click(made, w.chosen, [told, w.file], **QUIET).then(
                None, w.file, None, js=DOWNLOAD, **QUIET
            )


def label_of(summary: RunSummary) -> str:
    """When, what and with whom; the time is the server's.

    Models stand by name: their order in a comparison that still hides them would tell.
    """
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(summary.created_at))
    models = ", ".join(sorted(model.partition(":")[2] or model for model in summary.models))
    return f"{when} · {summary.title} · {models}"


def rows(run: Run) -> list[ExportedLane]:
    """Every reply of a run, message by message, as the files have it."""
    replies = [
        (turn.number, place, turn, reply)
        for place, lane in enumerate(run.lanes)
        for turn in lane.turns
        for reply in turn.replies
    ]
    return [
        ExportedLane(
            name=LETTERS[place],
            model=turn.model,
            parameters=turn.parameters,
            system=turn.system,
            prompt=turn.message,
            reply=reply.text or reply.refusal,
            figures=KeptReply(reply, turn.model).figures(),
            status=reply.status,
            error=reply.error,
        )
        for _, place, turn, reply in sorted(replies, key=lambda each: each[:2])
    ]


def moved_aside_text(language: Language, place: Path) -> str:
    return say(language, "moved_aside", place=place.name)
