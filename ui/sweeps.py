"""One model with several values of one parameter, as choices to compare. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from backends.parameters import BY_NAME, RESERVED, Parameter, Problem, problems
from ui.session import Choice

FEWEST_VALUES, MOST_VALUES = 2, 8
SEMICOLONS, COMMAS, BLANKS = re.compile("[;；\n]"), re.compile("[,，、]"), re.compile(r"[,，、\s]")
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
INTEGER = re.compile(r"[+-]?\d{1,30}", re.ASCII)
LOGICAL = {"true": True, "false": False}
LONGEST_SHOWN = 40  # characters of a value in a sentence about it


class SweepError(Exception):
    """No choices can be made of what was typed.

    key, values: the sentence for it. problem: of "sweep_refused", why the table of parameters
    refuses the value; what it says is the sentence's `sentence`.
    """

    def __init__(self, key: str, problem: Problem | None = None, **values: object) -> None:
        super().__init__(key)
        self.key, self.problem, self.values = key, problem, values


def sweep(choice: Choice, parameter: str, values_text: str) -> list[Choice]:
    """`choice` with each of the values, 2 to 8, in the order given and each once.

    values_text: separated by commas, such as "0, 0.5, 1"; by blanks too where the
    parameter's values have none. Where semicolons or lines separate them, a comma is that
    of a number. A parameter that the table does not know takes numbers, true, false and text.
    Raises `SweepError`.
    """
    name = parameter.strip()
    values = values_of(name, values_text)
    if len(values) < FEWEST_VALUES:
        raise SweepError("sweep_too_few", least=FEWEST_VALUES)
    if len(values) > MOST_VALUES:
        raise SweepError("sweep_too_many", limit=MOST_VALUES, count=len(values))
    return [replace(choice, parameters={**choice.parameters, name: value}) for value in values]


def values_of(name: str, values_text: str) -> list[Any]:
    """The values of the parameter called `name`, as many as there are; raises `SweepError`."""
    if not name:
        raise SweepError("sweep_no_parameter")
    if name in RESERVED:
        raise SweepError("sweep_reserved", name=name)
    row = BY_NAME.get(name)
    if row and row.type in ("list", "object"):
        raise SweepError("sweep_no_single_value", name=name)
    values = _different([_value(row, part) for part in _parts(row, values_text)])
    for value in values:
        _check(name, value)
    return values


def _parts(row: Parameter | None, text: str) -> list[str]:
    one_word = row is not None and row.type in ("number", "integer", "boolean", "choice")
    if one_word:
        text = unicodedata.normalize("NFKC", text)  # ０．５ typed in Chinese is a number too
    text = text.strip()
    if SEMICOLONS.search(text):
        parts = SEMICOLONS.split(text)
        if row and row.type == "number":
            parts = [part.replace(",", ".") for part in parts]
    else:
        parts = (BLANKS if one_word else COMMAS).split(text)
    return [part.strip() for part in parts if part.strip()]


def _value(row: Parameter | None, text: str) -> Any:
    match row.type if row else "":
        case "number":
            return float(_matching(NUMBER, text, "sweep_not_number"))
        case "integer":
            return int(_matching(INTEGER, text, "sweep_not_integer"))
        case "boolean":
            if text.lower() not in LOGICAL:
                raise SweepError("sweep_not_boolean", value=_shown(text))
            return LOGICAL[text.lower()]
        case "choice":
            return text.lower()
        case "":
            return _guessed(text)
        case _:
            return text


def _matching(pattern: re.Pattern[str], text: str, key: str) -> str:
    if not pattern.fullmatch(text):
        raise SweepError(key, value=_shown(text))
    return text


def _guessed(text: str) -> Any:
    if text.lower() in LOGICAL:
        return LOGICAL[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def _different(values: Sequence[Any]) -> list[Any]:
    """Each once; `True` and 1 differ, though Python calls them equal."""
    return list({(isinstance(value, bool), value): value for value in values}.values())


def _check(name: str, value: Any) -> None:
    if found := problems({name: value}):
        raise SweepError("sweep_refused", found[0], value=_shown(str(value)))


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
