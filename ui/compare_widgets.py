"""What stands on the compare tab, and where. No behaviour.

Eight columns always exist; the page shows as many as there are heads. So columns come
and go without Gradio building anything, and a stream has the same outputs throughout.
"""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.compare_heads import LETTERS, heads
from ui.compare_session import CompareSession
from ui.texts import word
from ui.widgets import conversation, quiet_button

SCRIPT = Path(__file__).parent / "assets" / "compare.js"
HEADS = '${value.tabs}<div class="compare-heads">${value.lanes.flat().join("")}</div>${value.note}'


@dataclass(frozen=True, slots=True)
class CompareWidgets:
    """columns: the conversations; heads: all that stands above them."""

    session: gr.State
    prompt: gr.Textbox
    run: gr.Button
    stop: gr.Button
    add: gr.Button
    new: gr.Button
    system: gr.Textbox
    parameters: gr.Textbox
    told: gr.HTML
    heads: gr.HTML
    columns: tuple[gr.Chatbot, ...]
    models: gr.HTML


def build_compare_widgets() -> CompareWidgets:
    """Add the tab's widgets to the Blocks being built."""
    empty = CompareSession(("", ""))
    session = gr.State(empty)  # copied for each page that opens
    with gr.Column(elem_id="compare"):
        with gr.Row(elem_id="compare-composer"):
            prompt = gr.Textbox(
                label=word("prompt"),
                placeholder=word("prompt_hint"),
                lines=1,
                max_lines=8,
                elem_id="prompt",
                scale=1,
            )
            run = gr.Button(word("run_all"), variant="primary", elem_id="run-all", scale=0)
            stop = gr.Button(word("stop_all"), elem_id="stop-all", scale=0, visible=False)
        with gr.Row(elem_id="compare-bar"):
            add = quiet_button("add_column")
            new = quiet_button("new_comparison")
            with gr.Accordion(word("for_all_columns"), open=False, elem_id="compare-shared"):
                system = gr.Textbox(label=word("shared_system"), lines=2, max_lines=6)
                parameters = gr.Textbox(
                    label=word("shared_parameters"),
                    placeholder='{"temperature": 0.7}',
                    lines=2,
                    max_lines=6,
                    elem_classes="parley-json",
                )
        told = gr.HTML("", elem_id="compare-told", padding=False)
        with gr.Column(elem_id="compare-scroll"):
            above = gr.HTML(
                heads(empty, "en"),
                html_template=HEADS,
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
                apply_default_css=False,
                elem_id="compare-above",
                padding=False,
            )
            with gr.Row(elem_id="compare-columns"):
                columns = tuple(
                    conversation(letter, elem_id=f"column-{letter}", elem_classes="compare-column")
                    for letter in LETTERS
                )
    models = gr.HTML("", elem_id="compare-names", padding=False, visible="hidden")
    return CompareWidgets(
        session, prompt, run, stop, add, new, system, parameters, told, above, columns, models
    )
