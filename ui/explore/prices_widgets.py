"""What stands in Explore's part with the prices. No behaviour."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.explore.prices_session import PricesSession
from ui.texts import word

SCRIPT = Path(__file__).parents[1] / "assets" / "prices.js"
HEIGHT = 260  # pixels, of what is drawn


@dataclass(frozen=True, slots=True)
class PricesWidgets:
    """tools: the fields, and the script whose events are theirs. told: what that script is
    told. plot: comes to the page when the fold is opened; said: what is told in its place.
    """

    session: gr.State
    tools: gr.HTML
    told: gr.HTML
    table: gr.HTML
    matrix: gr.HTML
    fold: gr.Accordion
    plot: gr.BarPlot
    said: gr.HTML

    @property
    def outputs(self) -> list[gr.HTML | gr.BarPlot]:
        """All that a change of the fields may change."""
        return [self.told, self.table, self.matrix, self.plot, self.said]


def build_prices_widgets() -> PricesWidgets:
    """Add them to the Blocks being built."""
    session = gr.State(PricesSession())  # copied for each page that opens
    with gr.Column(elem_id="explore-prices"):
        tools = gr.HTML(
            "",
            js_on_load=SCRIPT.read_text(encoding="utf-8"),
            apply_default_css=False,
            elem_id="prices-tools",
            padding=False,
        )
        told, table, matrix = (_html(f"prices-{name}") for name in ("told", "table", "matrix"))
        with gr.Accordion(word("prices_chart"), open=False, elem_id="prices-chart") as fold:
            plot = gr.BarPlot(
                x="label",
                y="value",
                sort="x",  # labels begin with a letter each
                y_lim=[0, None],  # bars that begin elsewhere mislead
                height=HEIGHT,
                label="",
                show_label=True,
                visible=False,
                elem_id="prices-plot",
            )
            said = _html("prices-said")
    return PricesWidgets(session, tools, told, table, matrix, fold, plot, said)


def _html(name: str) -> gr.HTML:
    return gr.HTML("", js_on_load=None, apply_default_css=False, elem_id=name, padding=False)
