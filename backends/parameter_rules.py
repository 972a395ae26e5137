"""What each request parameter demands of its value: by its type, then by its name."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from backends.parameter_problem import Problem
from backends.parameter_types import Parameter, ParameterType

MAX_METADATA_KEY = 64
MAX_METADATA_VALUE = 512
FORMAT_TYPES = ("text", "json_object", "json_schema")
SCHEMA_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def judge(row: Parameter, value: Any) -> Problem | None:
    """What is wrong with `value` for the parameter in `row`; `None`: nothing."""
    if value is None and row.nullable:
        return None
    return _OF_TYPE[row.type](row, value) or _of_name(row, value)


def _wrong_type(row: Parameter) -> Problem:
    types = ("string",) if row.type == "choice" else tuple(row.type.split(" or "))
    bounds = (row.minimum, row.maximum) if row.type in ("number", "integer") else (None, None)
    return Problem(parameter=row.name, kind="type", low=bounds[0], high=bounds[1], expected=types)


def _not_finite(row: Parameter, part: str = "") -> Problem:
    return Problem(parameter=row.name, kind="finite", low=row.minimum, high=row.maximum, part=part)


def _too_long(row: Parameter, most: int, part: str = "") -> Problem:
    return Problem(parameter=row.name, kind="length", high=most, part=part, unit="characters")


def _number(row: Parameter, value: Any) -> Problem | None:
    kinds = (int,) if row.type == "integer" else (int, float)
    if isinstance(value, float) and not math.isfinite(value):
        return _not_finite(row)
    if isinstance(value, bool) or not isinstance(value, kinds):
        return _wrong_type(row)
    return _range(row, value)


def _range(row: Parameter, value: float, part: str = "") -> Problem | None:
    low, high = row.minimum, row.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return Problem(parameter=row.name, kind="range", low=low, high=high, part=part)
    return None


def _boolean(row: Parameter, value: Any) -> Problem | None:
    return None if isinstance(value, bool) else _wrong_type(row)


def _string(row: Parameter, value: Any) -> Problem | None:
    if not isinstance(value, str):
        return _wrong_type(row)
    if row.choices and value not in row.choices:
        return Problem(parameter=row.name, kind="choice", expected=row.choices)
    if row.max_length is not None and len(value) > row.max_length:
        return _too_long(row, row.max_length)
    return None


def _count(row: Parameter, number: int) -> Problem | None:
    if number < row.min_items or (row.max_items is not None and number > row.max_items):
        return Problem(
            parameter=row.name,
            kind="length",
            low=row.min_items or None,
            high=row.max_items,
            unit="items",
        )
    return None


def _list(row: Parameter, value: Any) -> Problem | None:
    if not isinstance(value, list | tuple):
        return _wrong_type(row)
    items = cast("list[Any] | tuple[Any, ...]", value)
    if problem := _count(row, len(items)):
        return problem
    for place, item in enumerate(items, 1):
        part = f"item {place}"
        if row.choices and item not in row.choices:
            return Problem(parameter=row.name, kind="choice", expected=row.choices, part=part)
        if not row.choices and not isinstance(item, Mapping):
            return Problem(parameter=row.name, kind="type", expected=("object",), part=part)
    return None


def _object(row: Parameter, value: Any) -> Problem | None:
    if not isinstance(value, Mapping):
        return _wrong_type(row)
    pairs = cast(Mapping[Any, Any], value)
    missing = tuple(key for key in row.required_keys if key not in pairs)
    if missing:
        return Problem(parameter=row.name, kind="shape", expected=missing)
    return _count(row, len(pairs))


def _string_or_list(row: Parameter, value: Any) -> Problem | None:
    if not isinstance(value, str | list | tuple):
        return _wrong_type(row)
    items: tuple[Any, ...] = (value,) if isinstance(value, str) else tuple(cast("list[Any]", value))
    if problem := _count(row, len(items)):
        return problem
    for place, item in enumerate(items, 1):
        part = "" if isinstance(value, str) else f"item {place}"
        if not isinstance(item, str):
            return Problem(parameter=row.name, kind="type", expected=("string",), part=part)
        if not item:
            return Problem(parameter=row.name, kind="length", low=1, part=part, unit="characters")
    return None


def _string_or_object(row: Parameter, value: Any) -> Problem | None:
    if isinstance(value, str):
        return _string(row, value)
    return None if isinstance(value, Mapping) else _wrong_type(row)


def _of_name(row: Parameter, value: Any) -> Problem | None:
    """What the type alone does not say."""
    rule = _OF_NAME.get(row.name)
    return rule(row, value) if rule else None


def _logit_bias(row: Parameter, value: Mapping[Any, Any]) -> Problem | None:
    for token, bias in value.items():
        part = str(token)
        if isinstance(bias, float) and not math.isfinite(bias):
            return _not_finite(row, part)
        if isinstance(bias, bool) or not isinstance(bias, int | float):
            return Problem(
                parameter=row.name,
                kind="type",
                low=row.minimum,
                high=row.maximum,
                expected=("number",),
                part=part,
            )
        if problem := _range(row, bias, part):
            return problem
    return None


def _metadata(row: Parameter, value: Mapping[Any, Any]) -> Problem | None:
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            return Problem(parameter=row.name, kind="type", expected=("string",), part=str(key))
        if len(key) > MAX_METADATA_KEY:
            return _too_long(row, MAX_METADATA_KEY, "a key")
        if len(text) > MAX_METADATA_VALUE:
            return _too_long(row, MAX_METADATA_VALUE, key)
    return None


def _response_format(row: Parameter, value: Mapping[Any, Any]) -> Problem | None:
    if value["type"] not in FORMAT_TYPES:
        return Problem(parameter=row.name, kind="choice", expected=FORMAT_TYPES, part="type")
    if value["type"] != "json_schema":
        return None
    schema = value.get("json_schema")
    if not isinstance(schema, Mapping) or "name" not in schema:
        return Problem(parameter=row.name, kind="shape", expected=("json_schema.name",))
    name = cast(Mapping[Any, Any], schema)["name"]
    if not isinstance(name, str) or not SCHEMA_NAME.fullmatch(name):
        wanted = ("letters, digits, _ and - only",)
        return Problem(
            parameter=row.name,
            kind="shape",
            low=1,
            high=64,
            expected=wanted,
            part="json_schema.name",
            unit="characters",
        )
    return None


_OF_TYPE: dict[ParameterType, Callable[[Parameter, Any], Problem | None]] = {
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
    "string": _string,
    "choice": _string,
    "list": _list,
    "object": _object,
    "string or list": _string_or_list,
    "string or object": _string_or_object,
}
_OF_NAME: dict[str, Callable[[Parameter, Mapping[Any, Any]], Problem | None]] = {
    "logit_bias": _logit_bias,
    "metadata": _metadata,
    "response_format": _response_format,
}
