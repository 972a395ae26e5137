"""What stands in Explore's part with the models. No behaviour."""

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from ui.explore.models_session import ModelsSession

SCRIPT = Path(__file__).parents[1] / "assets" / "models.js"


@dataclass(frozen=True, slots=True)
class ModelsWidgets:
    """tools: filters, and the script whose events are theirs; told: failures and news; panel:
    details of one model; file: takes what is to be downloaded.
    """

    session: gr.State
    tools: gr.HTML
    told: gr.HTML
    table: gr.HTML
    panel: gr.HTML
    file: gr.Textbox


def build_models_widgets() -> ModelsWidgets:
    """Add them to the Blocks being built."""
    session = gr.State(ModelsSession())  # copied for each page that opens
    with gr.Column(elem_id="explore-models"):
        tools = gr.HTML(
            "",
            js_on_load=SCRIPT.read_text(encoding="utf-8"),
            apply_default_css=False,
            elem_id="models-tools",
            padding=False,
        )
        told = _html("models-told")
        table = _html("models-table")
        panel = _html("models-panel")
    file = gr.Textbox(visible="hidden", elem_id="models-file", label="CSV")
    return ModelsWidgets(session, tools, told, table, panel, file)


def _html(name: str) -> gr.HTML:
    return gr.HTML("", js_on_load=None, apply_default_css=False, elem_id=name, padding=False)
