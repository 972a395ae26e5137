"""What Try it is made of. No behaviour."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.explore.inside_widgets import hint
from ui.explore.try_session import TrySession
from ui.parameter_panel import ParameterPanel, build_parameter_panel
from ui.texts import word
from ui.widgets import conversation

SCRIPT = Path(__file__).parents[1] / "assets" / "trial.js"
RAW = '<div class="try-lines" tabindex="0" role="region"></div>'


@dataclass(frozen=True, slots=True)
class TryWidgets:
    """told: why nothing is sent. raw takes `try_raw`'s lines; reply is shown as in the chat."""

    session: gr.State
    model: gr.Dropdown
    system: gr.Textbox
    prompt: gr.Textbox
    parameters: ParameterPanel
    send: gr.Button
    stop: gr.Button
    code: gr.Button
    told: gr.HTML
    request: gr.HTML
    facts: gr.HTML
    raw: gr.HTML
    response: gr.HTML
    reply: gr.Chatbot

    @property
    def inputs(self) -> list[Any]:
        """The form, in the order that `trial_requests.asked_of` takes it."""
        return [self.model, self.system, self.prompt, *self.parameters.inputs]


@dataclass(frozen=True, slots=True)
class _Form:
    model: gr.Dropdown
    system: gr.Textbox
    prompt: gr.Textbox
    send: gr.Button
    stop: gr.Button
    code: gr.Button
    told: gr.HTML
    parameters: ParameterPanel


def build_try_widgets() -> TryWidgets:
    """Add the part to the Blocks being built."""
    session = gr.State(TrySession())  # copied for each page that opens
    with gr.Row(elem_id="try", elem_classes="parley-inside"):
        with gr.Column(elem_id="try-form", elem_classes="parley-inside-form"):
            form = _form()
        with gr.Column(elem_id="try-shown"):
            request, facts = _html("try-request"), _html("try-facts")
            with gr.Row(elem_id="try-came"):
                with gr.Column(elem_id="try-wire"), gr.Tabs(elem_id="try-wire-parts"):
                    with gr.Tab(word("try_raw"), id="try-raw-part"):
                        raw = gr.HTML(
                            word("try_raw_empty"),
                            html_template=RAW,
                            js_on_load=SCRIPT.read_text(encoding="utf-8"),
                            label=word("try_raw"),
                            apply_default_css=False,
                            elem_id="try-raw",
                            padding=False,
                        )
                    with gr.Tab(word("try_response"), id="try-response-part"):
                        response = _html("try-response")
                with gr.Column(elem_id="try-rendered"):
                    gr.HTML(word("try_rendered"), elem_id="try-rendered-head", padding=False)
                    reply = conversation(
                        word("try_rendered"), elem_id="try-reply", elem_classes="compare-column"
                    )
    return TryWidgets(
        session, form.model, form.system, form.prompt, form.parameters, form.send, form.stop,
        form.code, form.told, request, facts, raw, response, reply,
    )  # fmt: skip


def _form() -> _Form:
    hint("try_hint")
    model = gr.Dropdown(
        [],
        value=None,
        label=word("try_model"),
        allow_custom_value=True,
        filterable=True,
        num_choices_shown=None,
        interactive=True,
        elem_id="try-model",
        elem_classes="parley-inside-model",
    )
    system = gr.Textbox(
        label=word("try_system"),
        placeholder=word("try_system_hint"),
        lines=1,
        max_lines=6,
        elem_id="try-system",
    )
    prompt = gr.Textbox(
        label=word("try_prompt"),
        placeholder=word("try_prompt_hint"),
        lines=3,
        max_lines=10,
        elem_id="try-prompt",
    )
    with gr.Row(elem_classes="parley-inside-actions"):
        send = gr.Button(word("try_send"), variant="primary", elem_id="try-run", scale=0)
        stop = gr.Button(word("stop"), elem_id="try-stop", scale=0, visible=False)
        code = gr.Button(
            word("copy_as_code"),
            size="sm",
            elem_id="try-code",
            elem_classes="parley-quiet",
            scale=0,
        )
    told = gr.HTML("", elem_id="try-told", elem_classes="parley-inside-told", padding=False)
    with gr.Accordion(word("parameters"), open=False, elem_id="try-parameters"):
        parameters = build_parameter_panel("try-")
    return _Form(model, system, prompt, send, stop, code, told, parameters)


def _html(name: str) -> gr.HTML:
    return gr.HTML("", apply_default_css=False, elem_id=name, padding=False)
