"""The form in which old code becomes new. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.texts import word
from ui.widgets import quiet_button


@dataclass(frozen=True, slots=True)
class MigrationWidgets:
    """told: what came of it, or why nothing did. changes, open_points: lists, as HTML."""

    old: gr.Code
    example: gr.Button
    run: gr.Button
    told: gr.HTML
    new: gr.Code
    changes: gr.HTML
    open_points: gr.HTML


def build_migration_widgets() -> MigrationWidgets:
    """Add the form to the Blocks being built, for a fold or a section."""
    with gr.Column(elem_id="migration"):
        gr.HTML(word("migrate_hint"), elem_classes="parley-hint", padding=False)
        with gr.Row(elem_id="migration-code"):
            with gr.Column(elem_classes="migration-side"):
                old = _code("migrate_old", "migration-old", interactive=True)
                with gr.Row(elem_id="migration-actions"):
                    run = gr.Button(
                        word("migrate_run"), variant="primary", elem_id="migration-run", scale=0
                    )
                    example = quiet_button("migrate_example")
            with gr.Column(elem_classes="migration-side"):
                new = _code("migrate_new", "migration-new", interactive=False)
                told = gr.HTML("", elem_id="migration-told", padding=False)
        with gr.Row(elem_id="migration-notes"):
            open_points = gr.HTML("", elem_id="migration-open", padding=False)
            changes = gr.HTML("", elem_id="migration-changes", padding=False)
    return MigrationWidgets(old, example, run, told, new, changes, open_points)


def _code(label: str, name: str, interactive: bool) -> gr.Code:
    return gr.Code(
        "",
        language="python",
        label=word(label),
        interactive=interactive,
        buttons=[] if interactive else ["copy"],
        elem_id=name,
    )
