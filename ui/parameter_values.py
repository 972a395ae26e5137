"""What stands in the parameters panel, as request parameters. Knows no Gradio."""

import json
from collections.abc import Sequence
from typing import Any, cast

from backends.parameters import PANEL, Parameter


class PanelError(Exception):
    """A control holds something that cannot become a value.

    key: the text for it; parameter: the control, "" where the text names it.
    """

    def __init__(self, key: str, parameter: str = "") -> None:
        super().__init__(key)
        self.key, self.parameter = key, parameter


def collect(values: Sequence[Any]) -> dict[str, Any]:
    """Request parameters from the controls' values, only those that were set.

    Raises `PanelError` for text that should be JSON and is not.
    """
    *panel, extra = values
    names = [name for row in PANEL for name in _names(row)]
    raw = dict(zip(names, panel, strict=True))
    schema = raw.pop("response_format.schema")
    chosen: dict[str, Any] = {}
    for row in PANEL:
        value = raw[row.name]
        if value in (None, "") or (isinstance(value, str) and not value.strip()):
            continue
        chosen[row.name] = _value(row, value, schema)
    return chosen | _json_object(extra, "extra_not_json")


def _names(row: Parameter) -> tuple[str, ...]:
    return (row.name, f"{row.name}.schema") if row.name == "response_format" else (row.name,)


def _value(row: Parameter, value: Any, schema: str) -> Any:
    match row.name:
        case "stop":
            lines = [line for line in value.split("\n") if line]
            return [line.replace("\\n", "\n").replace("\\t", "\t") for line in lines]
        case "logit_bias":
            return _json_object(value, "logit_bias_not_json")
        case "response_format" if value == "json_schema":
            return {"type": value, "json_schema": _named(_json_object(schema, "schema_not_json"))}
        case "response_format":
            return {"type": value}
        case _:
            return _number(row, value) if row.type in ("number", "integer") else value


def _number(row: Parameter, text: str) -> int | float:
    try:
        return int(text) if row.type == "integer" else float(text.replace(",", "."))
    except ValueError:
        raise PanelError(f"not_{row.type}", row.name) from None


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    """A bare JSON schema in the envelope that the API wants; an envelope as it is."""
    if not schema:
        raise PanelError("schema_not_json")
    if "schema" in schema and "name" in schema:
        return schema
    return {"name": "reply", "schema": schema}


def _json_object(text: str | None, key: str) -> dict[str, Any]:
    if not text or not text.strip():
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise PanelError(key) from None
    if not isinstance(value, dict):
        raise PanelError(key)
    return cast(dict[str, Any], value)
