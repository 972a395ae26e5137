"""What the handlers of the models' part show, as Gradio takes it."""

from datetime import UTC, date, datetime
from typing import Any

from ui.asking import Asking
from ui.explore.model_choice import found, in_order, owners_of, page_of
from ui.explore.model_rows import ModelRow
from ui.explore.model_shelf import ModelShelf
from ui.explore.model_tests import question
from ui.explore.models_panel import panel_html, question_html, running_html
from ui.explore.models_session import ModelsSession
from ui.explore.models_table import table_html
from ui.explore.models_tools import failed_html, told_html, tools_html
from ui.explore.models_widgets import ModelsWidgets
from ui.texts import Language, say

Shown = dict[Any, Any]


def today() -> date:
    return datetime.now(UTC).date()


class ModelsView:
    def __init__(self, asking: Asking, widgets: ModelsWidgets) -> None:
        self._asking, self._widgets = asking, widgets
        self._shelf = ModelShelf(asking)

    def found(self, session: ModelsSession) -> list[ModelRow]:
        """All rows that the filters let through, in the page's order."""
        return in_order(found(self._shelf.rows(), session.wanted), session.order)

    def table(self, session: ModelsSession, language: Language) -> Shown:
        known = len(self._shelf.rows())
        page = page_of(self.found(session), session.page, session.size, known)
        session.page = page.number
        html = table_html(page, session.columns, session.order, session.size, language, today())
        return {self._widgets.table: html}

    def everything(self, session: ModelsSession, language: Language) -> Shown:
        tools = tools_html(
            session.wanted,
            list(self._asking.backends),
            owners_of(self._shelf.rows()),
            session.columns,
            language,
        )
        shown = {self._widgets.tools: tools} | self.told(session, language)
        return shown | self.table(session, language) | self.panel(session, language)

    def told(self, session: ModelsSession, language: Language) -> Shown:
        """Servers that failed; what was done last stands here while no details are open."""
        failed = failed_html(self._asking.catalog.states, language)
        return {self._widgets.told: failed + ("" if session.opened else session.notice)}

    def asking(self, language: Language) -> Shown:
        return {self._widgets.told: told_html(say(language, "models_asking"))}

    def panel(self, session: ModelsSession, language: Language) -> Shown:
        """Empty while no details are open."""
        row = self._shelf.row(session.opened) if session.opened else None
        if row is None:
            return {self._widgets.panel: ""}
        testing = session.testing == row.name
        probe = session.test.found if testing and session.test else None
        in_settings = bool(self._asking.backends[row.facts.server].server.models)
        told = self._panel_told(session, testing, language)
        html = panel_html(row, in_settings, told, probe, language, today())
        return {self._widgets.panel: html}

    def _panel_told(self, session: ModelsSession, testing: bool, language: Language) -> str:
        if testing and session.test:
            return running_html(session.test.found, language)
        if session.question == session.opened:
            return question_html(question(self._asking, session.opened, language), language)
        return session.notice

    def row(self, name: str) -> ModelRow | None:
        return self._shelf.row(name)
