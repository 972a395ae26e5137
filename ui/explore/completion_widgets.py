"""The form for legacy completions. No behaviour."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from backends.completions import COMPLETION_PARAMETERS
from backends.parameters import Parameter
from ui.explore.inside_session import ReplySession
from ui.explore.inside_widgets import Doing, actions, answer, hint, model_to_ask, slider
from ui.parameter_panel import UNSET
from ui.texts import word


@dataclass(frozen=True, slots=True)
class CompletionWidgets:
    session: gr.State
    model: gr.Dropdown
    prompt: gr.Textbox
    suffix: gr.Textbox
    echo: gr.Checkbox
    best_of: gr.Slider
    max_tokens: gr.Textbox
    temperature: gr.Textbox
    logprobs: gr.Dropdown
    doing: Doing

    @property
    def settings(self) -> list[Any]:
        """The parameters' controls, in the order that the form's handler takes them."""
        return [
            self.suffix,
            self.echo,
            self.best_of,
            self.max_tokens,
            self.temperature,
            self.logprobs,
        ]


def build_completion_widgets() -> CompletionWidgets:
    """Add the form to the Blocks being built."""
    with gr.Row(elem_classes="parley-inside"):
        with gr.Column(elem_classes="parley-inside-form"):
            hint("completion_hint")
            model = model_to_ask("completion")
            prompt = gr.Textbox(
                label=word("inside_prompt"),
                placeholder=word("completion_prompt_hint"),
                lines=4,
                max_lines=12,
                elem_id="completion-prompt",
            )
            suffix = gr.Textbox(
                label=word("completion_suffix"),
                placeholder=word("completion_suffix_hint"),
                lines=1,
                max_lines=4,
                elem_id="completion-suffix",
            )
            with gr.Row(elem_classes="parley-inside-pair"):
                max_tokens = _number("max_tokens", "completion_max_tokens")
                temperature = _number("temperature", "label.temperature")
            best_of = slider(
                "completion-best-of", COMPLETION_PARAMETERS["best_of"], 1, "completion_best_of_hint"
            )
            logprobs = gr.Dropdown(
                _choices_of(COMPLETION_PARAMETERS["logprobs"]),
                value="",
                label=word("completion_logprobs"),
                interactive=True,
                elem_id="completion-logprobs",
                elem_classes="parley-inside-model",
            )
            echo = gr.Checkbox(label=word("completion_echo"), elem_id="completion-echo")
            run, stop, told = actions("completion", "completion_run")
        figures, result = answer("completion", "completion_empty")
    return CompletionWidgets(
        gr.State(ReplySession()),
        model,
        prompt,
        suffix,
        echo,
        best_of,
        max_tokens,
        temperature,
        logprobs,
        Doing(run, stop, told, figures, result),
    )


def _number(name: str, label: str) -> gr.Textbox:
    """Typed as text: a field of Gradio's for numbers cannot be empty."""
    default = COMPLETION_PARAMETERS[name].default
    return gr.Textbox(
        label=word(label),
        placeholder=f"{UNSET} {default}",
        max_lines=1,
        min_width=120,
        elem_id=f"completion-{name.replace('_', '-')}",
    )


def _choices_of(row: Parameter) -> list[tuple[str, str]]:
    numbers = range(int(row.minimum or 0), int(row.maximum or 0) + 1)
    return [(UNSET, ""), *((str(number), str(number)) for number in numbers)]
