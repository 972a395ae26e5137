"""What a mix of tokens costs with every model: a table, a chart, and models compared."""

from collections.abc import AsyncGenerator
from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.compare_view import sent
from ui.estimates import Planned, estimate
from ui.events import QUIET
from ui.explore.model_choice import LONGEST_QUERY, SIZES
from ui.explore.prices_rows import COST_BY_NAME, CostOrder
from ui.explore.prices_session import PricesSession
from ui.explore.prices_tools import LONGEST_TEXT, mix_from
from ui.explore.prices_view import PricesView, Shown
from ui.explore.prices_widgets import PricesWidgets, build_prices_widgets
from ui.price_plans import MOST_COMPARED
from ui.texts import language_of


def build_prices(asking: Asking, tab: gr.Tab) -> None:
    """Add the part to the Blocks being built. tab: what is chosen to see it."""
    PricesPart(asking, build_prices_widgets()).wire(tab)


class PricesPart:
    """Handlers. Each changes the session in place and returns what to show."""

    def __init__(self, asking: Asking, widgets: PricesWidgets) -> None:
        self._asking, self._widgets = asking, widgets
        self._view = PricesView(asking, widgets)

    async def load(
        self, request: gr.Request, session: PricesSession
    ) -> AsyncGenerator[Shown, None]:
        """What is known at once, then what the servers say."""
        language = language_of(request)
        first = not session.answers  # later, fields stay as the person left them
        yield (self._view.everything if first else self._view.all)(session, language)
        await self._asking.catalog.models()
        yield self._view.all(session, language)

    async def look(self, request: gr.Request, event: gr.EventData, session: PricesSession) -> Shown:
        """Other counts, another text, search, order, page or choice of models."""
        asked, language = sent(event), language_of(request)
        session.notice = ""
        match asked.get("action"):
            case "count":
                self._count(session, asked)
                return self._view.all(session, language)
            case "choose" | "empty":
                self._choose(session, str(asked.get("name") or ""))
                return self._view.table(session, language) | self._view.compared(session, language)
            case "sort":
                if column := COST_BY_NAME.get(str(asked.get("column"))):
                    session.sort(CostOrder(column))
            case "turn":
                number = asked.get("page")
                session.page = number if isinstance(number, int) else session.page
            case _:
                self._want(session, asked)
        return self._view.table(session, language)

    def _count(self, session: PricesSession, asked: dict[str, Any]) -> None:
        """Take the counts; with a text, its tokens become the input tokens."""
        text = asked.get("text")
        if isinstance(text, str) and len(text) > LONGEST_TEXT:
            session.faults = {"text": "prices_fault_text"}
            return
        session.estimated = isinstance(text, str)
        if isinstance(text, str):
            asked = asked | {"input": str(estimated_input(text))}
        session.mix, session.faults = mix_from(asked, session.mix)

    def _choose(self, session: PricesSession, name: str) -> None:
        """Add the model, or remove it if it is there; all of them for ""."""
        known = {each.facts.name for each in self._view.costs(session.mix)}
        session.chosen = [each for each in session.chosen if name and each in known]
        if name in session.chosen:
            session.chosen.remove(name)
        elif len(session.chosen) >= MOST_COMPARED:
            session.notice = "prices_most_chosen"
        elif name in known:
            session.chosen.append(name)

    def _want(self, session: PricesSession, asked: dict[str, Any]) -> None:
        query, size = asked.get("query"), asked.get("size")
        session.query = query[:LONGEST_QUERY] if isinstance(query, str) else ""
        session.size = next((each for each in SIZES if str(each) == str(size)), session.size)
        session.page = 0

    async def open(self, request: gr.Request, session: PricesSession) -> Shown:
        session.drawn = True
        return self._view.chart(session, language_of(request))

    async def close(self, session: PricesSession) -> Shown:
        """Opened again, the plot is a new one."""
        session.drawn = False
        return {self._widgets.plot: gr.BarPlot(visible=False)}

    def wire(self, tab: gr.Tab) -> None:
        """Connect every event to its handler; those of the fields are named in their script."""
        w = self._widgets
        pressed: Any = w.tools
        tab.select(self.load, w.session, [w.tools, *w.outputs], **QUIET)
        pressed.look(self.look, w.session, w.outputs, trigger_mode="multiple", **QUIET)
        w.fold.expand(self.open, w.session, [w.plot, w.said], **QUIET)
        w.fold.collapse(self.close, w.session, w.plot, **QUIET)


def estimated_input(text: str) -> int:
    """Input tokens of a request with this text, as estimates before sending count them."""
    if not text:
        return 0
    return estimate([Planned(model="", texts=(text,))], lambda _: None).input_tokens
