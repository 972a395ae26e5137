"""The fold in which another model reads the replies. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from ui.fusing import FuseSession, template_for
from ui.texts import word
from ui.widgets import conversation, quiet_button


@dataclass(frozen=True, slots=True)
class FuseWidgets:
    """told: why nothing is asked; cost: the estimate; order: which number was which column."""

    session: gr.State
    purpose: gr.Radio
    model: gr.Dropdown
    template: gr.Textbox
    estimate: gr.Button
    restore: gr.Button
    ask: gr.Button
    cancel: gr.Button
    stop: gr.Button
    told: gr.HTML
    cost: gr.HTML
    reply: gr.Chatbot
    order: gr.HTML


def build_fuse_widgets() -> FuseWidgets:
    """Add the fold to the Blocks being built."""
    session = gr.State(FuseSession())  # copied for each page that opens
    with gr.Accordion(word("fuse"), open=False, elem_id="compare-fuse"):
        with gr.Row(elem_id="fuse-body"):
            with gr.Column(elem_id="fuse-question"):
                purpose = gr.Radio(
                    [(word("fuse_write"), "fuse"), (word("fuse_score"), "judge")],
                    value="fuse",
                    label=word("fuse_purpose"),
                    elem_id="fuse-purpose",
                )
                model = gr.Dropdown(
                    [],
                    value=None,
                    label=word("fuse_model"),
                    info=word("fuse_model_hint"),
                    allow_custom_value=True,
                    filterable=True,
                    num_choices_shown=None,
                    interactive=True,
                    elem_id="fuse-model",
                )
                template = gr.Textbox(
                    template_for("fuse", "en"),
                    label=word("fuse_template"),
                    lines=6,
                    max_lines=6,
                    elem_id="fuse-template",
                )
                told = gr.HTML("", elem_id="fuse-told", padding=False)
                cost = gr.HTML("", elem_id="fuse-cost", padding=False)
                with gr.Row(elem_id="fuse-actions"):
                    estimate = gr.Button(
                        word("fuse_estimate"), size="sm", elem_id="fuse-estimate", scale=0
                    )
                    ask = gr.Button(
                        word("send"),
                        variant="primary",
                        size="sm",
                        elem_id="fuse-ask",
                        scale=0,
                        visible=False,
                    )
                    cancel = gr.Button(
                        word("fuse_cancel"),
                        size="sm",
                        elem_id="fuse-cancel",
                        scale=0,
                        visible=False,
                    )
                    stop = gr.Button(
                        word("stop"), size="sm", elem_id="fuse-stop", scale=0, visible=False
                    )
                    restore = quiet_button("fuse_restore")
            with gr.Column(elem_id="fuse-answer"):
                reply = conversation(
                    word("fuse_reply"), elem_id="fuse-reply", elem_classes="compare-column"
                )
                order = gr.HTML("", elem_id="fuse-order", padding=False)
    return FuseWidgets(
        session,
        purpose,
        model,
        template,
        estimate,
        restore,
        ask,
        cancel,
        stop,
        told,
        cost,
        reply,
        order,
    )
