"""The fold in which a sweep is described. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from backends.parameters import PANEL
from ui.texts import word
from ui.widgets import quiet_button


@dataclass(frozen=True, slots=True)
class SweepWidgets:
    parameter: gr.Dropdown
    values: gr.Textbox
    make: gr.Button


def build_sweep_widgets() -> SweepWidgets:
    """Add the fold to the Blocks being built."""
    names = [row.name for row in PANEL if row.type not in ("list", "object")]
    with gr.Accordion(word("sweep"), open=False, elem_id="compare-sweep"), gr.Row():
        parameter = gr.Dropdown(
            names,
            value="temperature",
            label=word("sweep_parameter"),
            allow_custom_value=True,
            elem_id="sweep-parameter",
        )
        values = gr.Textbox(
            label=word("sweep_values"), placeholder="0, 0.5, 1, 1.5", elem_id="sweep-values"
        )
        make = quiet_button("sweep_make")
    return SweepWidgets(parameter, values, make)
