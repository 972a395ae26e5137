"""Request parameters as what stands in the parameters panel: the way back of `collect`."""

import json
from collections.abc import Mapping
from typing import Any, cast

from backends.parameters import PANEL, Parameter
from ui.parameter_values import PanelError, collect

FORMATS = ("text", "json_object", "json_schema")


def spread(parameters: Mapping[str, Any]) -> list[str]:
    """The controls' values, in the order that `collect` takes them.

    What no control can hold as it is goes into the last, the field for extra parameters.
    """
    rest = dict(parameters)
    values: list[str] = []
    for row in PANEL:
        texts = _texts(row, rest[row.name]) if row.name in rest else _empty(row)
        if row.name in rest and _held(row, texts, rest[row.name]):
            del rest[row.name]
        elif row.name in rest:
            texts = _empty(row)
        values.extend(texts)
    return [*values, json.dumps(rest, ensure_ascii=False) if rest else ""]


def _empty(row: Parameter) -> list[str]:
    return ["", ""] if row.name == "response_format" else [""]


def _texts(row: Parameter, value: Any) -> list[str]:
    match row.name, value:
        case "stop", list():
            lines = [str(line) for line in cast(list[Any], value)]
            escaped = [line.replace("\n", "\\n").replace("\t", "\\t") for line in lines]
            return ["\n".join(escaped)]
        case "response_format", {"type": "json_schema", "json_schema": schema}:
            return ["json_schema", json.dumps(schema, ensure_ascii=False, indent=2)]
        case "response_format", {"type": str(kind)}:
            return [kind, ""]
        case _, str():
            return [value, *_empty(row)[1:]]
        case _:
            return [json.dumps(value, ensure_ascii=False), *_empty(row)[1:]]


def _held(row: Parameter, texts: list[str], value: Any) -> bool:
    """Whether the control would give back the very value."""
    choices = FORMATS if row.name == "response_format" else row.choices
    if choices and texts[0] not in choices:
        return False
    typed = [text for each in PANEL for text in (texts if each is row else _empty(each))]
    try:
        return collect([*typed, ""]).get(row.name) == value
    except (PanelError, AttributeError):
        return False
