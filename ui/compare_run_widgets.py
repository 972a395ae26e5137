"""The fold with comparisons that are kept. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.texts import word
from ui.widgets import quiet_button


@dataclass(frozen=True, slots=True)
class RunWidgets:
    chosen: gr.Dropdown
    open: gr.Button
    replay: gr.Button
    json: gr.Button
    markdown: gr.Button
    csv: gr.Button
    bring: gr.UploadButton
    title: gr.Textbox
    rename: gr.Button
    delete: gr.Button
    file: gr.Textbox


def build_run_widgets() -> RunWidgets:
    """Add the fold with what is kept to the Blocks being built."""
    with gr.Accordion(word("runs"), open=False, elem_id="compare-runs"), gr.Row():
        chosen = gr.Dropdown(
            [], value=None, label=word("runs_choose"), interactive=True, elem_id="run-chosen"
        )
        open_, replay = quiet_button("run_open"), quiet_button("run_replay")
        as_json, as_markdown, as_csv = _file("JSON"), _file("Markdown"), _file("CSV")
        bring = gr.UploadButton(
            word("run_import"),
            file_types=[".json"],
            type="binary",
            size="sm",
            elem_id="run-import",
            elem_classes="parley-quiet",
        )
        title = gr.Textbox(label=word("run_title"), max_lines=1, elem_id="run-title")
        rename, delete = quiet_button("run_rename"), quiet_button("run_delete")
    file = gr.Textbox(visible="hidden", elem_id="run-file", label="JSON")
    return RunWidgets(
        chosen, open_, replay, as_json, as_markdown, as_csv, bring, title, rename, delete, file
    )


def _file(name: str) -> gr.Button:
    return gr.Button(
        name, size="sm", elem_id=f"run-{name.lower()}", elem_classes="parley-quiet", scale=0
    )
