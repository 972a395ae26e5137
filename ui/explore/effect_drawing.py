"""A chart as SVG: axes, points, ranges, a line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from ui.effects import NOT_SET, FigureName, Point
from ui.explore.effect_axes import (
    LEFT,
    RIGHT,
    TOP,
    UNSET_WIDTH,
    Size,
    digits_of,
    height_scale,
    labelled,
    places,
    shortened,
)
from ui.explore.effect_plan import is_numeric
from ui.explore.effect_words import number, percent, value_text
from ui.figures import dollars, seconds
from ui.texts import Language, say

SHARES = ("distinct_1", "distinct_2", "identical", "similarity")


@dataclass(frozen=True, slots=True)
class Drawing:
    """values: all that have a place, also those of which nothing is known yet."""

    values: Sequence[Any]
    found: Sequence[Point]
    parameter: str
    figure: FigureName
    language: Language

    @property
    def title(self) -> str:
        """What is measured, and in which unit."""
        return say(self.language, f"effect_axis_{self.figure}")

    def svg(self, size: Size, kind: str) -> str:
        """kind: its class. All that it shows is told in its name too."""
        middles = places(self.values, size)
        drawn = [self._rows(size), self._columns(middles, size), self._line(middles, size)]
        drawn += [self._point(point, middles[point.place], size) for point in self.found]
        told = "; ".join(map(self._told, self.found))
        named = escape(f"{self.title}, {self.parameter}: {told}")
        return (
            f'<svg class="{kind}" width="{size.width}" height="{size.height}"'
            f' viewBox="0 0 {size.width} {size.height}" role="img" aria-label="{named}">'
            f"{''.join(drawn)}</svg>"
        )

    def _scale(self) -> tuple[float, float]:
        """The upper end and the step of the figure's axis."""
        if self.figure in SHARES:
            return 1.0, 0.25
        return height_scale(max(point.high for point in self.found))

    def _y(self, value: float, size: Size) -> float:
        return size.ground - (size.ground - TOP) * value / self._scale()[0]

    def _rows(self, size: Size) -> str:
        """The axis of the figure: lines across and their numbers."""
        top, step = self._scale()
        right = size.width - RIGHT
        lines: list[str] = []
        for value in (at * step for at in range(round(top / step) + 1)):
            y = f"{self._y(value, size):.1f}"
            lines.append(
                f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y}" y2="{y}"/>'
                f'<text class="end" x="{LEFT - 8}" y="{y}" dy="4">{self._tick(value, step)}</text>'
            )
        return "".join(lines)

    def _tick(self, value: float, step: float) -> str:
        if self.figure in ("identical", "similarity"):
            return percent(value)
        return f"{'$' if self.figure == 'cost' else ''}{value:,.{digits_of(step)}f}"

    def _columns(self, middles: Sequence[float], size: Size) -> str:
        """The axis of the parameter: values, and its name below them."""
        labels = [shortened(value_text(value, self.language)) for value in self.values]
        ground = size.ground
        ticks = [
            f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{ground}" y2="{ground + 5}"/>'
            + (f'<text x="{x:.1f}" y="{ground + 19}">{escape(label)}</text>' if written else "")
            for x, label, written in zip(middles, labels, labelled(middles, labels), strict=True)
        ]
        if NOT_SET in self.values and is_numeric(self.values):
            x = LEFT + UNSET_WIDTH
            ticks.append(f'<line class="apart" x1="{x}" x2="{x}" y1="{TOP}" y2="{ground}"/>')
        x, y = (LEFT + size.width - RIGHT) // 2, size.height - 8
        return f'{"".join(ticks)}<text class="axis" x="{x}" y="{y}">{escape(self.parameter)}</text>'

    def _line(self, middles: Sequence[float], size: Size) -> str:
        """Through the numbers that were sent, from the lowest."""
        if not is_numeric(self.values):
            return ""
        sent = [point for point in self.found if point.sent and point.value is not NOT_SET]
        joined = [
            f"{middles[point.place]:.1f},{self._y(point.at, size):.1f}"
            for point in sorted(sent, key=lambda point: point.value)
        ]
        return f'<polyline points="{" ".join(joined)}"/>' if len(joined) > 1 else ""

    def _point(self, point: Point, x: float, size: Size) -> str:
        at, low, high = (
            f"{self._y(value, size):.1f}" for value in (point.at, point.low, point.high)
        )
        left, right = f"{x - 4:.1f}", f"{x + 4:.1f}"
        reach = f"M{x:.1f} {low}V{high}M{left} {low}H{right}M{left} {high}H{right}"
        drawn = f'<path class="range" d="{reach}"/>' if point.low < point.high else ""
        kind = "sent" if point.sent else "unsent"
        return (
            f"<g><title>{escape(f'{self.parameter} {self._told(point)}')}</title>{drawn}"
            f'<circle class="{kind}" cx="{x:.1f}" cy="{at}" r="4.5"/></g>'
        )

    def _told(self, point: Point) -> str:
        """Such as "0.5: 41 (38–50)"."""
        told = f"{value_text(point.value, self.language)}: {self._number(point.at)}"
        if point.low < point.high:
            told = f"{told} ({self._number(point.low)}–{self._number(point.high)})"
        return told if point.sent else f"{told}, {say(self.language, 'effect_not_sent')}"

    def _number(self, value: float) -> str:
        match self.figure:
            case "tokens" | "words" | "characters":
                return number(value)
            case "distinct_1" | "distinct_2":
                return f"{value:.2f}"
            case "identical" | "similarity":
                return percent(value)
            case "first":
                return f"{seconds(value)} s"
            case "cost":
                return dollars(Decimal(str(value)))
