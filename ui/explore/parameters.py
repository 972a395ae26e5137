"""Every request parameter of four API calls: a table to search, and details."""

from typing import Any

import gradio as gr

from backends.parameter_types import Parameter
from ui.asking import Asking
from ui.compare_view import sent
from ui.events import QUIET
from ui.explore.parameters_here import CHANGED, Evidence, asked_of, evidence_of, here
from ui.explore.parameters_panel import panel_html
from ui.explore.parameters_session import ReferenceSession
from ui.explore.parameters_table import table_html
from ui.explore.parameters_tools import tools_html
from ui.explore.parameters_widgets import ReferenceWidgets, build_reference_widgets
from ui.model_picker import choices
from ui.parameter_reference import BY_KEY, Wanted, found, wanted_from
from ui.texts import Language, language_of

Shown = dict[Any, Any]
IN_TURN: dict[str, Any] = {"concurrency_id": "reference", "concurrency_limit": 1}
"""What is asked for last is shown last, by whichever handler; each takes milliseconds."""


def build_parameters(asking: Asking, page: gr.Blocks, tab: gr.Tab) -> None:
    """Add the part to the Blocks being built. tab: what is chosen to see it."""
    ReferencePart(asking, build_reference_widgets()).wire(tab)


class ReferencePart:
    """Handlers. Each changes the session in place and returns what to show."""

    def __init__(self, asking: Asking, widgets: ReferenceWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def load(
        self, request: gr.Request, session: ReferenceSession, model: str | None
    ) -> Shown:
        """What is known at once."""
        language, w = language_of(request), self._widgets
        chosen = model or self._asking.first_model()
        offered = gr.Dropdown(choices(self._asking.catalog, chosen), value=chosen or None)
        tools = {w.tools: tools_html(session.wanted, language), w.model: offered}
        return tools | self._all(session, chosen, language)

    async def offer(self, model: str | None) -> Any:
        """The models to choose from, when the servers have answered."""
        await self._asking.catalog.models()
        if model:  # another may have been chosen in the meantime
            return gr.Dropdown(choices(self._asking.catalog, model))
        first = self._asking.first_model()
        return gr.Dropdown(choices(self._asking.catalog, first), value=first or None)

    async def look(
        self,
        request: gr.Request,
        event: gr.EventData,
        session: ReferenceSession,
        model: str | None,
    ) -> Shown:
        """Other filters, or none."""
        asked, language = sent(event), language_of(request)
        if asked.get("action") == "clear":
            session.wanted = Wanted()
            shown = {self._widgets.tools: tools_html(session.wanted, language)}
            return shown | self._table(session, model, language)
        session.wanted = wanted_from(asked)
        return self._table(session, model, language)

    async def show(
        self,
        request: gr.Request,
        event: gr.EventData,
        session: ReferenceSession,
        model: str | None,
    ) -> Shown:
        """Open the details of one parameter, or close them."""
        key = str(sent(event).get("key") or "")
        session.opened = key if key in BY_KEY else ""
        return self._panel(session, model, language_of(request))

    async def choose(
        self, request: gr.Request, session: ReferenceSession, model: str | None
    ) -> Shown:
        return self._all(session, model, language_of(request))

    def _all(self, session: ReferenceSession, model: str | None, language: Language) -> Shown:
        return self._table(session, model, language) | self._panel(session, model, language)

    def _evidence(self, model: str | None) -> Evidence | None:
        return evidence_of(self._asking, model) if model else None

    def _table(self, session: ReferenceSession, model: str | None, language: Language) -> Shown:
        wanted, evidence = session.wanted, self._evidence(model)

        def changed(row: Parameter) -> bool:
            if evidence is None:
                return False
            return here(row, asked_of(row, wanted.endpoint), evidence).state in CHANGED

        rows = found(wanted, changed)
        return {self._widgets.table: table_html(rows, wanted, model or "", evidence, language)}

    def _panel(self, session: ReferenceSession, model: str | None, language: Language) -> Shown:
        """Empty while no details are open."""
        row = BY_KEY.get(session.opened)
        html = panel_html(row, model or "", self._evidence(model), language) if row else ""
        return {self._widgets.panel: html}

    def wire(self, tab: gr.Tab) -> None:
        """Connect every event to its handler; those of the tools are named in their script."""
        w = self._widgets
        given: list[Any] = [w.session, w.model]
        everything: list[Any] = [w.tools, w.model, w.table, w.panel]
        many: dict[str, Any] = {"trigger_mode": "multiple", **IN_TURN, **QUIET}
        pressed: Any = w.tools
        loaded = tab.select(self.load, given, everything, **IN_TURN, **QUIET)
        loaded.then(self.offer, w.model, w.model, concurrency_limit=None, **QUIET)
        pressed.look(self.look, given, [w.tools, w.table], **many)
        pressed.show(self.show, given, w.panel, **many)
        w.model.change(self.choose, given, [w.table, w.panel], **many)
