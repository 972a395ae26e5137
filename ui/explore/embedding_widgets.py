"""The form for texts that become vectors. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.explore.inside_session import EmbeddingSession
from ui.explore.inside_widgets import Doing, actions, answer, hint, model_to_ask
from ui.texts import word
from ui.widgets import quiet_button


@dataclass(frozen=True, slots=True)
class EmbeddingWidgets:
    session: gr.State
    model: gr.Dropdown
    dimensions: gr.Textbox
    texts: gr.Textbox
    upload: gr.UploadButton
    column: gr.Dropdown
    matrix_csv: gr.Button
    vectors_csv: gr.Button
    file: gr.Textbox
    doing: Doing


def build_embedding_widgets() -> EmbeddingWidgets:
    """Add the form to the Blocks being built."""
    with gr.Row(elem_classes="parley-inside"):
        with gr.Column(elem_classes="parley-inside-form"):
            hint("embeddings_hint")
            model = model_to_ask("embeddings")
            dimensions = gr.Textbox(
                label=word("embeddings_dimensions"),
                placeholder=word("embeddings_dimensions_hint"),
                max_lines=1,
                elem_id="embeddings-dimensions",
            )
            texts = gr.Textbox(
                label=word("embeddings_texts"), lines=7, max_lines=14, elem_id="embeddings-texts"
            )
            with gr.Row(elem_classes="parley-inside-actions"):
                upload = gr.UploadButton(
                    word("embeddings_csv"),
                    file_types=[".csv", ".tsv", ".txt"],
                    type="binary",
                    size="sm",
                    elem_id="embeddings-csv",
                    elem_classes="parley-quiet",
                )
            column = gr.Dropdown(
                [],
                value=None,
                label=word("embeddings_column"),
                interactive=True,
                visible=False,
                elem_id="embeddings-column",
                elem_classes="parley-inside-model",
            )
            run, stop, told = actions("embeddings", "embeddings_run")
            with gr.Row(elem_classes="parley-inside-actions"):
                matrix, vectors = (
                    quiet_button("similarity_matrix_csv"),
                    quiet_button("similarity_vectors_csv"),
                )
        figures, result = answer("embeddings", "embeddings_empty")
    file = gr.Textbox(visible="hidden", elem_id="embeddings-file", label="CSV")
    doing = Doing(run, stop, told, figures, result)
    session = gr.State(EmbeddingSession())
    return EmbeddingWidgets(
        session, model, dimensions, texts, upload, column, matrix, vectors, file, doing
    )
