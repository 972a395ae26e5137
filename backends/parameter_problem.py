"""Why a request parameter may not be sent, as data that can be said in any language."""

from dataclasses import dataclass
from typing import Literal

ProblemKind = Literal["type", "range", "choice", "length", "finite", "shape"]
Unit = Literal["", "characters", "items", "bytes", "levels of nesting"]

SPOKEN = {
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "string": "text",
    "list": "a list",
    "object": "an object",
}
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a value may not be sent. `str(problem)` is one English sentence.

    The value itself is not in it, so it is safe to show and to log.

    part: which part of the value, such as "json_schema.name"; "" for all of it.
    low, high: the allowed range, inclusive; `None`: no bound on that side.
    expected: for "type" the types, for "choice" the words, for "shape" what the
    value must contain.
    unit: what low and high count, such as "characters"; "" for the value itself.
    """

    parameter: str
    kind: ProblemKind
    low: float | None = None
    high: float | None = None
    expected: tuple[str, ...] = ()
    part: str = ""
    unit: Unit = ""

    def __str__(self) -> str:
        part = f", in {self.part[:LONGEST_NAME]}," if self.part else ""
        return f"{self.parameter[:LONGEST_NAME]}{part} must {self._demand()}."

    def _demand(self) -> str:
        extent = self._extent()
        match self.kind:
            case "type":
                types = " or ".join(SPOKEN.get(name, name) for name in self.expected)
                return f"be {types} {extent}".rstrip()
            case "range":
                return f"be {extent}"
            case "choice":
                return f"be one of: {', '.join(self.expected)}"
            case "length":
                return f"have {extent}"
            case "finite":
                return f"be a finite number {extent}".rstrip()
            case "shape":
                return f"have {' and '.join(self.expected)}{extent and ', ' + extent}"

    def _extent(self) -> str:
        low, high = self.low, self.high
        if low is None and high is None:
            return ""
        unit = self.unit.removesuffix("s") if (low, high) == (1, None) else self.unit
        if low is None:
            return f"at most {high} {unit}".rstrip()
        bounds = f"at least {low}" if high is None else f"from {low} to {high}"
        return f"{bounds} {unit}".rstrip()
