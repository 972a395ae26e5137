"""What stands in Explore's part with the parameters. No behaviour."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.explore.parameters_session import ReferenceSession
from ui.texts import word

SCRIPT = Path(__file__).parents[1] / "assets" / "reference.js"


@dataclass(frozen=True, slots=True)
class ReferenceWidgets:
    """tools: filters, and the script whose events are theirs. model: what the table's last
    column is about. panel: details of one parameter.
    """

    session: gr.State
    tools: gr.HTML
    model: gr.Dropdown
    table: gr.HTML
    panel: gr.HTML


def build_reference_widgets() -> ReferenceWidgets:
    """Add them to the Blocks being built."""
    session = gr.State(ReferenceSession())  # copied for each page that opens
    with gr.Column(elem_id="explore-parameters"):
        with gr.Row(elem_id="reference-bar"):
            tools = gr.HTML(
                "",
                js_on_load=SCRIPT.read_text(encoding="utf-8"),
                apply_default_css=False,
                elem_id="reference-tools",
                padding=False,
            )
            model = gr.Dropdown(
                [],
                value=None,
                label=word("reference_model"),
                show_label=False,
                container=False,
                allow_custom_value=True,
                filterable=True,
                num_choices_shown=None,
                interactive=True,
                elem_id="reference-model",
            )
        table = _html("reference-table")
        panel = _html("reference-panel")
    return ReferenceWidgets(session, tools, model, table, panel)


def _html(name: str) -> gr.HTML:
    return gr.HTML("", js_on_load=None, apply_default_css=False, elem_id=name, padding=False)
