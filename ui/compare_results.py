"""What all votes of one person say: shown in a fold, and taken away."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import gradio as gr

from store.errors import NotFound, NotKept
from store.types import LaneRecord, Vote
from store.votes import Votes
from ui.compare_result_widgets import ResultWidgets
from ui.compare_runs import DOWNLOAD
from ui.compare_view import CompareView, Shown
from ui.events import QUIET
from ui.faults import fault_text
from ui.owners import owner_of
from ui.preferences import preference_pairs
from ui.result_tables import result_tables
from ui.results import Results, results_csv, results_of
from ui.texts import language_of, say


class ResultsPanel:
    """Handlers of the fold. What they cannot do they say in one sentence.

    file: takes what is to be downloaded.
    """

    def __init__(
        self, votes: Votes, view: CompareView, widgets: ResultWidgets, file: gr.Textbox
    ) -> None:
        self._votes, self._view, self._widgets, self._file = votes, view, widgets, file

    async def refreshed(self, request: gr.Request) -> Shown:
        """The tables as the votes are now: also for whoever has just changed them.

        Shows in `ResultWidgets.tables`, or in what is told why it cannot.
        """
        language = language_of(request)
        try:
            results = await asyncio.to_thread(self._results, owner_of(request))
        except NotKept as error:
            return self._view.told(fault_text(language, error))
        return {self._widgets.tables: result_tables(results, language)}

    async def to_csv(self, request: gr.Request) -> Shown:
        def table(owner: str) -> str:
            results = self._results(owner)
            return results_csv(results) if results.votes else ""

        return await self._taken(request, "parley-results", "csv", table, "results_none")

    async def to_pairs(self, request: gr.Request) -> Shown:
        def lines(owner: str) -> str:
            return preference_pairs(self._with_lanes(owner))

        return await self._taken(request, "parley-preferences", "jsonl", lines, "results_no_pairs")

    async def _taken(
        self,
        request: gr.Request,
        name: str,
        ending: str,
        written: Callable[[str], str],
        nothing: str,
    ) -> Shown:
        """written: an owner → the file's text, "" for none. nothing: the word that says so."""
        language = language_of(request)
        try:
            text = await asyncio.to_thread(written, owner_of(request))
        except NotKept as error:
            return self._view.told(fault_text(language, error)) | {self._file: ""}
        if not text:
            return self._view.told(say(language, nothing)) | {self._file: ""}
        file = {"name": f"{name}-{time.strftime('%Y-%m-%d')}.{ending}", "text": text}
        return self._view.told() | {self._file: json.dumps(file)}

    def _results(self, owner: str) -> Results:
        return results_of(self._votes.list(owner))

    def _with_lanes(self, owner: str) -> Iterator[tuple[Vote, tuple[LaneRecord, ...]]]:
        for vote in self._votes.list(owner):
            with suppress(NotFound):  # its comparison was deleted in the meantime
                yield vote, self._votes.shown(owner, vote.id)

    def wire(self, page: gr.Blocks, told: gr.HTML) -> None:
        """told: shows what cannot be done."""
        w = self._widgets
        for event in (page.load, w.fold.expand):
            event(self.refreshed, None, [told, w.tables], **QUIET)
        for button, made in ((w.csv, self.to_csv), (w.pairs, self.to_pairs)):
            button.click(made, None, [told, self._file], **QUIET).then(
                None, self._file, None, js=DOWNLOAD, **QUIET
            )
