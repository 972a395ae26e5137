"""What the handlers of the prices' part show, as Gradio takes it."""

from collections import OrderedDict
from html import escape
from typing import Any

import gradio as gr

from backends.catalog_rows import CatalogRow
from ui.asking import Asking
from ui.explore.prices_chart import cost_chart, plot_of
from ui.explore.prices_matrix import matrix_html
from ui.explore.prices_rows import found, in_order
from ui.explore.prices_session import PricesSession
from ui.explore.prices_table import table_html
from ui.explore.prices_tools import told_html, tools_html
from ui.explore.prices_widgets import PricesWidgets
from ui.price_plans import Mix, ModelCost, costs
from ui.texts import Language

Shown = dict[Any, Any]
REMEMBERED = 8  # mixes whose costs are kept, for all pages together


class PricesView:
    def __init__(self, asking: Asking, widgets: PricesWidgets) -> None:
        self._asking, self._widgets = asking, widgets
        self._rows: tuple[CatalogRow, ...] = ()
        self._kept: OrderedDict[Mix, tuple[ModelCost, ...]] = OrderedDict()

    def costs(self, mix: Mix) -> tuple[ModelCost, ...]:
        """Of every known model, made once for a mix until other models are known."""
        rows = self._asking.catalog.known
        if rows != self._rows:
            self._rows = rows
            self._kept.clear()
        if mix not in self._kept:
            servers = {name: each.server for name, each in self._asking.backends.items()}
            self._kept[mix] = costs(rows, servers, mix)
        self._kept.move_to_end(mix)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return self._kept[mix]

    def everything(self, session: PricesSession, language: Language) -> Shown:
        return {self._widgets.tools: tools_html(session, language)} | self.all(session, language)

    def all(self, session: PricesSession, language: Language) -> Shown:
        """Everything but the fields, in which the person may be writing."""
        return (
            self.told(session, language)
            | self.table(session, language)
            | self.compared(session, language)
        )

    def told(self, session: PricesSession, language: Language) -> Shown:
        session.answers += 1
        return {self._widgets.told: told_html(session, language)}

    def table(self, session: PricesSession, language: Language) -> Shown:
        planned = self.costs(session.mix)
        rows = in_order(found(planned, session.query), session.order)
        return {self._widgets.table: table_html(rows, planned, session, language)}

    def compared(self, session: PricesSession, language: Language) -> Shown:
        """The ratios of the chosen models, and the chart while its fold is open."""
        chosen = self._chosen(session)
        shown: Shown = {self._widgets.matrix: matrix_html(chosen, session.notice, language)}
        return shown | (self.chart(session, language) if session.drawn else {})

    def chart(self, session: PricesSession, language: Language) -> Shown:
        w = self._widgets
        chart = cost_chart(self.costs(session.mix), self._chosen(session), language)
        if chart.drawn:
            return {w.plot: plot_of(chart, language), w.said: ""}
        return {w.plot: gr.BarPlot(visible=False), w.said: f"<p>{escape(chart.note)}</p>"}

    def _chosen(self, session: PricesSession) -> list[ModelCost]:
        """In the order chosen; those that are gone are left out."""
        if not session.chosen:
            return []
        known = {each.facts.name: each for each in self.costs(session.mix)}
        return [known[name] for name in session.chosen if name in known]
