"""The parameters panel: one control for each row of the table that has one.

An empty control means that the parameter is not sent, so the server's default
holds. Numbers are typed as text: Gradio's number field turns empty into 0.
"""

import json
from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.components import Component

from backends.parameters import PANEL, Parameter
from ui.events import QUIET, on
from ui.texts import word

UNSET = "–"


@dataclass(frozen=True, slots=True)
class ParameterPanel:
    """inputs: the controls in the order that `parameter_values.collect` takes them.

    resets: what happens when they are emptied by a button.
    """

    inputs: tuple[Component, ...]
    resets: tuple[Any, ...]


def build_parameter_panel(place: str = "") -> ParameterPanel:
    """Add the controls to the Blocks being built.

    place: what their names in the page begin with, where there are several panels.
    """
    gr.HTML(word("parameters_hint"), elem_classes="parley-hint", padding=False)
    controls: list[Component] = []
    for row in PANEL:
        control = _control(row, place)
        controls.append(control)
        if row.name == "response_format":
            controls.append(_schema(control, place))
    controls.append(
        gr.Textbox(
            label=word("extra"),
            placeholder='{"top_k": 40}',
            lines=2,
            elem_id=f"{place}parameter-extra",
            elem_classes="parley-json",
        )
    )
    reset_all = gr.Button(word("reset_all"), size="sm", elem_classes="parley-quiet")
    # Pressed by the page's script, which puts a reset mark beside each control that is set.
    reset_one = gr.Button("", visible="hidden", elem_id=f"{place}reset-one")
    names = json.dumps(
        [str(control.elem_id).removeprefix(f"{place}parameter-") for control in controls]
    )
    without_one = f"(...values) => window.parley.withoutOne(values, {names})"
    empty = ", ".join("''" for _ in controls)
    all_empty = reset_all.click(None, None, list(controls), js=f"() => [{empty}]", **QUIET)
    one_empty = reset_one.click(None, list(controls), list(controls), js=without_one, **QUIET)
    return ParameterPanel(tuple(controls), (all_empty, one_empty))


def _control(row: Parameter, place: str) -> Component:
    grey = UNSET if row.default is None else f"{UNSET} {row.default}"
    common: dict[str, Any] = {
        "label": word(f"label.{row.name}"),
        "info": word(f"meaning.{row.name}"),
        "elem_id": f"{place}parameter-{row.name}",
        "elem_classes": "parley-parameter",
    }
    formats = ("text", "json_object", "json_schema") if row.name == "response_format" else ()
    if choices := formats or row.choices:
        return gr.Dropdown([(grey, ""), *((c, c) for c in choices)], value="", **common)
    if row.type in ("number", "integer"):
        return gr.Textbox(placeholder=grey, max_lines=1, **common)
    placeholder = {"stop": word("stop_hint"), "logit_bias": '{"50256": -100}'}.get(row.name, grey)
    return gr.Textbox(placeholder=placeholder, lines=1, max_lines=4, **common)


def _schema(choice: Component, place: str) -> gr.Textbox:
    """The schema's own field, shown while JSON schema is chosen."""
    field = gr.Textbox(
        label=word("schema"),
        placeholder='{"type": "object", "properties": {…}}',
        lines=4,
        visible=False,
        elem_id=f"{place}parameter-schema",
        elem_classes="parley-json",
    )

    def show(value: str) -> gr.Textbox:
        return gr.Textbox(visible=value == "json_schema")

    on(
        choice.change,  # type: ignore[attr-defined]
        show,
        choice,
        field,
        queue=False,
        **QUIET,
    )
    return field
