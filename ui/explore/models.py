"""The models of every server: a table to search and sort, details, tests, and ways on."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, cast

import gradio as gr

from backends.errors import BackendError
from ui.asking import Asking
from ui.compare_session import CompareSession
from ui.compare_view import sent
from ui.events import QUIET
from ui.explore.go import Going
from ui.explore.model_choice import SIZES, Wanted, wanted_from
from ui.explore.model_export import models_csv, models_markdown
from ui.explore.model_rows import BY_NAME, columns_from
from ui.explore.model_tests import RunningTest
from ui.explore.models_session import ModelsSession
from ui.explore.models_table import button
from ui.explore.models_tools import told_html
from ui.explore.models_view import ModelsView, Shown, today
from ui.explore.models_widgets import ModelsWidgets, build_models_widgets
from ui.texts import Language, language_of, say
from ui.texts_of_errors import explain

DOWNLOAD = "(file) => window.parley.download(file)"


def build_models(asking: Asking, tab: gr.Tab, going: Going) -> None:
    """Add the part to the Blocks being built. tab: what is chosen to see it."""
    widgets = build_models_widgets()
    ModelsPart(asking, widgets, going).wire(tab)


class ModelsPart:
    """Handlers. Each changes the session in place and returns what to show."""

    def __init__(self, asking: Asking, widgets: ModelsWidgets, going: Going) -> None:
        self._asking, self._widgets, self._going = asking, widgets, going
        self._view = ModelsView(asking, widgets)

    async def load(
        self, request: gr.Request, session: ModelsSession
    ) -> AsyncGenerator[Shown, None]:
        """What is known at once, then what the servers say."""
        language = language_of(request)
        yield self._view.everything(session, language)
        await self._asking.catalog.models()
        yield self._view.everything(session, language)

    async def ask_again(
        self, request: gr.Request, session: ModelsSession
    ) -> AsyncGenerator[Shown, None]:
        language = language_of(request)
        yield self._view.asking(language)
        await self._asking.catalog.models(refresh=True)
        yield self._view.everything(session, language)

    async def look(self, request: gr.Request, event: gr.EventData, session: ModelsSession) -> Shown:
        """Other filters, another order, page or choice of columns."""
        asked = sent(event)
        match asked.get("action"):
            case "sort":
                if column := BY_NAME.get(str(asked.get("column"))):
                    session.sort(column)
            case "turn":
                number = asked.get("page")
                session.page = number if isinstance(number, int) else session.page
            case "clear":
                session.wanted, session.page = Wanted(), 0
                return self._view.everything(session, language_of(request))
            case _:
                self._want(session, asked)
        return self._view.table(session, language_of(request))

    def _want(self, session: ModelsSession, asked: dict[str, Any]) -> None:
        wanted = wanted_from(asked)
        columns = asked.get("columns")
        if isinstance(columns, list):
            session.columns = columns_from(cast(list[object], columns))
        size = asked.get("size")
        chosen = next((each for each in SIZES if str(each) == str(size)), session.size)
        if (wanted, chosen) != (session.wanted, session.size):
            session.page = 0
        session.wanted, session.size = wanted, chosen

    async def show(self, request: gr.Request, event: gr.EventData, session: ModelsSession) -> Shown:
        """Open or close the details of one model, or ask whether it is to be tested."""
        asked, language = sent(event), language_of(request)
        name = str(asked.get("name") or session.opened)
        match asked.get("action"):
            case "close":
                session.open("")
            case "dismiss":
                session.question = ""
            case "ask":
                session.open(name)
                session.notice, session.question = "", name
                if session.testing and session.testing != name:
                    said = say(language, "probe_elsewhere", model=session.testing)
                    session.notice, session.question = told_html(said), ""
            case _:
                session.open(name)
        if session.opened and self._view.row(session.opened) is None:
            session.open("")
            session.notice = told_html(say(language, "models_gone"))
        return self._view.panel(session, language) | self._view.told(session, language)

    async def go(
        self,
        request: gr.Request,
        event: gr.EventData,
        session: ModelsSession,
        comparison: CompareSession,
    ) -> Shown:
        """To the chat or to the comparison, with a model or without."""
        asked, language = sent(event), language_of(request)
        name = str(asked.get("name") or session.opened)
        if asked.get("action") == "visit":
            return self._going.to_compare()
        if self._view.row(name) is None:
            session.notice = told_html(say(language, "models_gone"))
            return self._told(session, language)
        if asked.get("action") == "chat":
            return self._going.to_chat(name)
        added, told, shown = self._going.add(comparison, name, language)
        visit = button("visit", say(language, "models_visit"), "models-action")
        session.notice = told_html(told, visit if added else "")
        return shown | self._told(session, language)

    def _told(self, session: ModelsSession, language: Language) -> Shown:
        return self._view.told(session, language) | self._view.panel(session, language)

    async def test(
        self, request: gr.Request, session: ModelsSession
    ) -> AsyncGenerator[Shown, None]:
        """Test the model whose question was answered with yes, and show how far it is."""
        language, name = language_of(request), session.question
        session.question = ""
        if not name or session.testing:
            yield self._view.panel(session, language)
            return
        try:
            test = session.test = RunningTest(self._asking, name)
        except BackendError as error:
            session.notice = told_html(" ".join(explain(language, error)))
            yield self._view.panel(session, language)
            return
        async with aclosing(test.frames()) as frames:
            async for _ in frames:
                yield self._view.panel(session, language)
        if test.stopped:
            count = test.found.requests if test.found else 1
            session.notice = told_html(say(language, "probe_stopped", count=count))
        yield self._view.panel(session, language) | self._view.table(session, language)

    async def halt(self, session: ModelsSession) -> None:
        if session.test:
            session.test.stop()

    async def take(self, request: gr.Request, event: gr.EventData, session: ModelsSession) -> str:
        """All rows that were found, in their order, with the columns that are shown."""
        markdown = sent(event).get("format") == "markdown"
        text = await asyncio.to_thread(self._file, session, markdown, language_of(request))
        ending = "md" if markdown else "csv"
        name = f"parley-models-{time.strftime('%Y-%m-%d')}.{ending}"
        return json.dumps({"name": name, "text": text})

    def _file(self, session: ModelsSession, markdown: bool, language: Language) -> str:
        rows = self._view.found(session)
        if markdown:
            return models_markdown(rows, session.columns, language, today())
        return models_csv(rows, session.columns)

    def wire(self, tab: gr.Tab) -> None:
        """Connect every event to its handler; those of the tools are named in their script."""
        w, going = self._widgets, self._going
        many: dict[str, Any] = {"trigger_mode": "multiple", **QUIET}
        pressed: Any = w.tools
        everything: list[Any] = [w.tools, w.told, w.table, w.panel]
        tab.select(self.load, w.session, everything, **QUIET)
        pressed.again(self.ask_again, w.session, everything, **many)
        pressed.look(self.look, w.session, everything, **many)
        pressed.show(self.show, w.session, [w.panel, w.told], **many)
        pressed.go(
            self.go,
            [w.session, going.compare.session],
            [w.panel, w.told, *going.outputs],
            **many,
        )
        pressed.sure(self.test, w.session, [w.panel, w.table], **many)
        pressed.halt(self.halt, w.session, None, queue=False, **QUIET)
        taken = pressed.take(self.take, w.session, w.file, **many)
        taken.then(None, w.file, None, js=DOWNLOAD, **QUIET)
