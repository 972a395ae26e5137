"""The fold with what votes say. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.texts import word
from ui.widgets import quiet_button


@dataclass(frozen=True, slots=True)
class ResultWidgets:
    fold: gr.Accordion
    tables: gr.HTML
    csv: gr.Button
    pairs: gr.Button


def build_result_widgets() -> ResultWidgets:
    """Add the fold to the Blocks being built."""
    with gr.Accordion(word("results"), open=False, elem_id="compare-results") as fold:
        tables = gr.HTML("", elem_id="results-tables", padding=False)
        with gr.Row():
            csv, pairs = quiet_button("results_csv"), quiet_button("results_pairs")
    return ResultWidgets(fold, tables, csv, pairs)
