"""The fold with a chart of what columns took. No behaviour.

The plots come to the page when there is something to draw: a closed fold loads nothing.
"""

from dataclasses import dataclass
from typing import Literal

import gradio as gr

from ui.texts import word

Plot = Literal["first", "speed", "cost"]
PLOTS: tuple[Plot, ...] = ("first", "speed", "cost")
HEIGHT = 200  # pixels, of what is drawn
SCROLLABLE = """
const plots = element.closest("#chart-plots");
plots.tabIndex = 0;
plots.setAttribute("role", "group");
plots.setAttribute("aria-label", document.querySelector("#compare-chart > button").innerText);
"""
"""Where the plots are higher than their place, the keyboard scrolls them too."""


@dataclass(frozen=True, slots=True)
class ChartWidgets:
    """plots: one for each of `PLOTS`. said: what is told in place of them."""

    fold: gr.Accordion
    plots: tuple[gr.BarPlot, ...]
    said: gr.HTML

    @property
    def outputs(self) -> list[gr.BarPlot | gr.HTML]:
        return [*self.plots, self.said]


def build_chart_widgets() -> ChartWidgets:
    """Add the fold to the Blocks being built."""
    with gr.Accordion(word("chart"), open=False, elem_id="compare-chart") as fold:
        with gr.Column(elem_id="chart-plots"):
            plots = tuple(
                gr.BarPlot(
                    x="column",
                    y="value",
                    sort="x",  # labels begin with their column's letter
                    y_lim=[0, None],  # bars that begin elsewhere mislead
                    height=HEIGHT,
                    label="",
                    show_label=True,
                    visible=False,
                    elem_id=f"chart-{plot}",
                )
                for plot in PLOTS
            )
            said = gr.HTML("", js_on_load=SCROLLABLE, elem_id="chart-said", padding=False)
    return ChartWidgets(fold, plots, said)
