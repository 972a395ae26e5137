"""What the forms that look inside are made of. No behaviour."""

from dataclasses import dataclass

import gradio as gr

from backends.parameters import Parameter
from ui.texts import word


@dataclass(frozen=True, slots=True)
class Doing:
    """What every form has. told: why nothing is asked; figures: what it took; result: HTML."""

    run: gr.Button
    stop: gr.Button
    told: gr.HTML
    figures: gr.HTML
    result: gr.HTML


def hint(key: str) -> None:
    """What the form is for."""
    gr.HTML(word(key), elem_classes="parley-hint", padding=False)


def model_to_ask(place: str) -> gr.Dropdown:
    """Empty until the part is opened, when its models are asked for."""
    return gr.Dropdown(
        [],
        value=None,
        label=word("inside_model"),
        allow_custom_value=True,
        filterable=True,
        num_choices_shown=None,
        interactive=True,
        elem_id=f"{place}-model",
        elem_classes="parley-inside-model",
    )


def slider(name: str, row: Parameter, value: int, hint: str = "") -> gr.Slider:
    """Over the range of a parameter. hint: the key of what stands below its name."""
    return gr.Slider(
        row.minimum or 0,
        row.maximum or 100,
        value=value,
        step=1,
        label=word(name.replace("-", "_")),
        info=word(hint) if hint else None,
        buttons=[],
        elem_id=name,
    )


def actions(place: str, run: str) -> tuple[gr.Button, gr.Button, gr.HTML]:
    """The button that begins, the one that stops, and where a refusal is told."""
    with gr.Row(elem_classes="parley-inside-actions"):
        begin = gr.Button(word(run), variant="primary", elem_id=f"{place}-run", scale=0)
        stop = gr.Button(word("stop"), elem_id=f"{place}-stop", scale=0, visible=False)
    return begin, stop, gr.HTML("", elem_classes="parley-inside-told", padding=False)


def answer(place: str, empty: str) -> tuple[gr.HTML, gr.HTML]:
    """Where figures and the result stand. empty: the key of what is said before."""
    with gr.Column(elem_classes="parley-inside-answer"):
        figures = gr.HTML(
            "", elem_id=f"{place}-figures", elem_classes="parley-inside-figures", padding=False
        )
        result = gr.HTML(
            word(empty),
            elem_id=f"{place}-result",
            elem_classes="parley-inside-result",
            padding=False,
        )
    return figures, result
