"""The parameters panel: one control for each row of the table that has one.

An empty control means that the parameter is not sent, so the server's default holds.
"""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from backends.parameters import PANEL, Parameter
from ui.texts import word

UNSET = "–"


@dataclass(frozen=True, slots=True)
class ParameterPanel:
    """inputs: the controls in the order that `collect` takes their values."""

    inputs: tuple[gr.components.Component, ...]


def build_parameter_panel() -> ParameterPanel:
    """Add the controls to the Blocks being built."""
    gr.HTML(word("parameters_hint"), elem_classes="parley-hint", padding=False)
    controls: list[gr.components.Component] = []
    for row in PANEL:
        control = _control(row)
        controls.append(control)
        if row.name == "response_format":
            controls.append(_schema(control))
    extra = gr.Textbox(
        label=word("extra"),
        placeholder='{"top_k": 40}',
        lines=2,
        elem_classes="parley-parameter parley-code",
    )
    controls.append(extra)
    reset = gr.Button(word("reset_all"), size="sm", elem_classes="parley-quiet")
    empty = ", ".join("''" if isinstance(c, gr.Dropdown | gr.Textbox) else "null" for c in controls)
    reset.click(None, None, list(controls), js=f"() => [{empty}]", api_visibility="private")
    return ParameterPanel(tuple(controls))


def _control(row: Parameter) -> gr.components.Component:
    label, info = word(f"label.{row.name}"), word(f"meaning.{row.name}")
    grey = UNSET if row.default is None else f"{UNSET} {row.default}"
    common: dict[str, Any] = {"label": label, "info": info, "elem_classes": "parley-parameter"}
    if row.type in ("number", "integer"):
        return gr.Number(
            None,
            placeholder=grey,
            step=row.step or 1,
            precision=0 if row.type == "integer" else None,
            **common,
        )
    choices = (
        ("text", "json_object", "json_schema") if row.name == "response_format" else row.choices
    )
    if choices:
        return gr.Dropdown([(grey, ""), *((c, c) for c in choices)], value="", **common)
    placeholder = word("stop_hint") if row.name == "stop" else grey
    if row.name == "logit_bias":
        placeholder = '{"50256": -100}'
    lines = 2 if row.name == "stop" else 1
    return gr.Textbox(placeholder=placeholder, lines=lines, max_lines=4, **common)


def _schema(choice: gr.components.Component) -> gr.Textbox:
    """The schema's own field, shown while JSON schema is chosen."""
    field = gr.Textbox(
        label=word("schema"),
        placeholder='{"type": "object", "properties": {…}}',
        lines=4,
        visible=False,
        elem_classes="parley-parameter parley-code",
    )
    choice.change(  # type: ignore[attr-defined]
        lambda value: gr.Textbox(visible=value == "json_schema"),
        choice,
        field,
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    return field
