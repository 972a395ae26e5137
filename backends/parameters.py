"""Request parameters: the table, and whether a value may go into a request.

A value is judged before it is sent, so that a slip costs a sentence instead of
a request. What the table does not know is passed on: compatible servers have
parameters of their own.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from backends.parameter_problem import Problem, ProblemKind
from backends.parameter_rules import judge
from backends.parameter_table import (
    BY_NAME,
    KNOWN,
    PANEL,
    PARAMETERS,
    RESERVED,
)
from backends.parameter_types import Parameter, ParameterStatus, ParameterType

__all__ = [
    "BY_NAME",
    "KNOWN",
    "MAX_BYTES",
    "MAX_DEPTH",
    "PANEL",
    "PARAMETERS",
    "RESERVED",
    "Parameter",
    "ParameterStatus",
    "ParameterType",
    "Problem",
    "ProblemKind",
    "check",
    "problems",
]

MAX_DEPTH = 20
MAX_BYTES = 100_000


def check(name: str, value: Any) -> Problem | None:
    """Judge one value that a person set; `None` means that it may be sent.

    A name that the table does not know is always fine. Reserved names are judged
    like any other: leaving them out is the backend's part.
    """
    row = BY_NAME.get(name)
    return judge(row, value) if row else None


def problems(parameters: Mapping[str, Any]) -> list[Problem]:
    """Judge a whole object of parameters; an empty list means that it may be sent.

    Besides each value it holds the object to what JSON can carry, to `MAX_DEPTH`
    levels of nesting in a value and to `MAX_BYTES` in all.
    """
    found: list[Problem] = []
    size = 0
    for name, value in parameters.items():
        measured = _measure(name, value)
        if isinstance(measured, Problem):
            found.append(measured)
        else:
            size += measured
    if size > MAX_BYTES:
        found.append(Problem(parameter="parameters", kind="length", high=MAX_BYTES, unit="bytes"))
    return found


def _measure(name: str, value: Any) -> int | Problem:
    """Bytes of one parameter as JSON, or why it may not be sent."""
    if _too_deep(value):
        return Problem(parameter=name, kind="length", high=MAX_DEPTH, unit="levels of nesting")
    if problem := check(name, value):
        return problem
    try:
        return len(json.dumps({name: value}, ensure_ascii=False, allow_nan=False).encode())
    except UnicodeEncodeError:
        return Problem(parameter=name, kind="shape", expected=("valid Unicode text",))
    except ValueError:
        return Problem(parameter=name, kind="finite")
    except TypeError:
        return Problem(parameter=name, kind="type", expected=("a JSON value",))


def _too_deep(value: Any) -> bool:
    """Whether `value` nests deeper than `MAX_DEPTH`, without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return any(isinstance(outer, Mapping | list | tuple) for outer in level)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from cast(Mapping[Any, Any], value).values()
    elif isinstance(value, list | tuple):
        yield from cast("list[Any]", value)
