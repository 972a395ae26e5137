"""Where things stand in a chart: axes, ticks and places. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from ui.effects import NOT_SET
from ui.explore.effect_plan import is_numeric

LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 48  # pixels around what is drawn
UNSET_WIDTH = 72  # of the place for "not set", left of the values that have places of their own
TICKS = 4
LONGEST_LABEL = 14  # letters
LETTER, IDEOGRAPH = 6.6, 12.0  # pixels, about, at 12 pixels high


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels."""

    width: int
    height: int

    @property
    def ground(self) -> int:
        """Where the figure is 0, from the top."""
        return self.height - BOTTOM


def places(values: Sequence[Any], size: Size) -> list[float]:
    """The middle of each value from the left, in pixels.

    Numbers stand as far apart as they are; anything else at equal distances. What is not set
    has no place among numbers: it stands before them.
    """
    left, right = LEFT, size.width - RIGHT
    if not is_numeric(values):
        width = (right - left) / max(len(values), 1)
        return [left + width * (at + 0.5) for at in range(len(values))]
    unset = NOT_SET in values
    first = left + (UNSET_WIDTH + 20 if unset else 20)
    known = [value for value in values if value is not NOT_SET]
    low, high = min(known, default=0), max(known, default=0)
    room = right - 20 - first

    def place(value: Any) -> float:
        if value is NOT_SET:
            return left + UNSET_WIDTH / 2
        share = (value - low) / (high - low) if high > low else 0.5
        return first + room * share

    return [place(value) for value in values]


def labelled(middles: Sequence[float], labels: Sequence[str]) -> list[bool]:
    """Which labels are written, so that none stands in another."""
    shown = [False] * len(middles)
    taken: list[tuple[float, float]] = []
    for at in sorted(range(len(middles)), key=lambda at: middles[at]):
        half = width_of(labels[at]) / 2 + 3
        low, high = middles[at] - half, middles[at] + half
        if all(high <= start or low >= end for start, end in taken):
            taken.append((low, high))
            shown[at] = True
    return shown


def width_of(label: str) -> float:
    """About how many pixels a label takes at 12 pixels high."""
    return sum(IDEOGRAPH if ord(character) > 0x2E80 else LETTER for character in label)


def shortened(label: str) -> str:
    """So that it is hardly longer than `LONGEST_LABEL` letters."""
    if width_of(label) <= LETTER * LONGEST_LABEL:
        return label
    most = LONGEST_LABEL if label.isascii() else LONGEST_LABEL // 2
    return f"{label[: most - 1]}…"


def height_scale(highest: float) -> tuple[float, float]:
    """The upper end of an axis from 0, and the step of its ticks: 1, 2 or 5 of some ten."""
    if highest <= 0:
        return 1.0, 0.5
    rough = highest / TICKS
    ten = 10.0 ** floor(log10(rough))
    step = next(ten * factor for factor in (1, 2, 5, 10) if ten * factor >= rough * (1 - 1e-9))
    count = -(-round(highest / step, 9) // 1)
    return step * max(count, 1), step


def digits_of(step: float) -> int:
    """How many digits behind the point tell ticks apart."""
    return 0 if step >= 1 else -floor(log10(step) + 1e-9)
