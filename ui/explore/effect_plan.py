"""Which requests show what a parameter does, and what they come to. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backends.parameters import BY_NAME
from backends.prices import Rates
from backends.types import Message
from ui.effects import NOT_SET
from ui.estimates import Estimate, Planned, estimate, most_output
from ui.sweeps import SweepError, values_of

MOST_VALUES, MOST_SAMPLES, MOST_REQUESTS = 12, 20, 100
FEWEST_VALUES = 2
SUGGESTED = {
    "temperature": "0, 0.5, 1, 1.5",
    "top_p": "0.1, 0.5, 1",
    "max_completion_tokens": "20, 50, 100",
    "presence_penalty": "-2, 0, 2",
    "frequency_penalty": "-2, 0, 2",
    "seed": "1, 2, 3",
    "stop": ".; and",
    "reasoning_effort": "low, medium, high",
    "verbosity": "low, medium, high",
    "service_tier": "default, flex",
}
"""The parameters that change what comes back or how fast, each with values worth trying."""

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
RANGE = re.compile(
    rf"(?<![\w.])({_NUMBER})\s*(?:\.\.|到|至)\s*({_NUMBER})"
    rf"(?:\s*[,，]?\s*(?:step|by|步长|间隔)\s*({_NUMBER}))?(?![\w.])",
    re.IGNORECASE,
)
QUARTERS = 4  # into so many parts goes a range of numbers without a step


@dataclass(frozen=True, slots=True)
class Plan:
    """model: `backend:model`. values: of `parameter`; `NOT_SET` leaves it out. others: the
    parameters that go along with each. samples: requests with each value.
    """

    model: str
    messages: tuple[Message, ...]
    parameter: str
    values: tuple[Any, ...]
    others: Mapping[str, Any]
    samples: int

    @property
    def requests(self) -> int:
        return len(self.values) * self.samples

    def parameters(self, value: Any) -> dict[str, Any]:
        """All that goes along with `value`."""
        return {**self.others, **({} if value is NOT_SET else {self.parameter: value})}


def plan(
    model: str,
    messages: tuple[Message, ...],
    parameter: str,
    values_text: str,
    with_unset: bool,
    others: Mapping[str, Any],
    samples: int,
) -> Plan:
    """values_text: as `sweeps` reads it, and ranges such as 0..1 step 0.25.

    Raises `SweepError`.
    """
    name = parameter.strip()
    row = BY_NAME.get(name)
    if row and row.type in ("list", "object"):
        raise SweepError("effect_no_single_value", name=name)
    numeric = row is None or row.type in ("number", "integer")
    text = with_ranges(values_text, row is not None and row.type == "integer") if numeric else None
    chosen = values_of(name, values_text if text is None else text)
    values = (*((NOT_SET,) if with_unset else ()), *chosen)
    if len(values) < FEWEST_VALUES:
        raise SweepError("effect_too_few_values")
    if len(values) > MOST_VALUES:
        raise SweepError("effect_too_many_values", limit=MOST_VALUES, count=len(values))
    samples = max(1, min(samples, MOST_SAMPLES))
    if len(values) * samples > MOST_REQUESTS:
        raise SweepError(
            "effect_too_many_requests",
            values=len(values),
            samples=samples,
            count=len(values) * samples,
            limit=MOST_REQUESTS,
            most=MOST_REQUESTS // len(values),
        )
    kept = {other: value for other, value in others.items() if other != name}
    return Plan(model, messages, name, values, kept, samples)


def with_ranges(text: str, whole: bool) -> str:
    """Each range as the values in it: "0..1 step .5" is "0, 0.5, 1". whole: no fractions.

    Without a step a range of whole numbers has every one, any other has five values.
    """
    text = unicodedata.normalize("NFKC", text.replace("…", ".."))
    between = "; " if re.search("[;\n]", text) else ", "

    def spelled(found: re.Match[str]) -> str:
        start, end = Decimal(found[1]), Decimal(found[2])
        return between.join(
            f"{value.normalize():f}" for value in _range(start, end, found[3], whole)
        )

    return RANGE.sub(spelled, text)


def _range(start: Decimal, end: Decimal, typed: str | None, whole: bool) -> list[Decimal]:
    step = abs(Decimal(typed)) if typed else Decimal(1) if whole else abs(end - start) / QUARTERS
    if not step:
        if start == end:
            return [start]
        raise SweepError("effect_no_step")
    count = int(abs(end - start) / step) + 1
    if count > MOST_VALUES:
        raise SweepError("effect_too_many_values", limit=MOST_VALUES, count=count)
    return [start + (step if end > start else -step) * number for number in range(count)]


def estimated(wanted: Plan, rates: Callable[[str], Rates | None]) -> Estimate:
    """What the plan comes to."""
    texts = tuple(message.text for message in wanted.messages)
    return estimate(
        (
            Planned(
                model=wanted.model,
                texts=texts,
                most_output=most_output(wanted.parameters(value)),
                repeats=wanted.samples,
            )
            for value in wanted.values
        ),
        rates,
    )


def is_numeric(values: Sequence[Any]) -> bool:
    """All that are set are numbers, so that they have places on an axis."""
    chosen = [value for value in values if value is not NOT_SET]
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in chosen)
