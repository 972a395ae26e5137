"""Which rows of the table of costs are wanted, and in which order. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from ui.price_plans import ModelCost

CostColumn = Literal["model", "request", "day", "month", "server", "source"]
COST_COLUMNS: tuple[CostColumn, ...] = get_args(CostColumn)
"""In the order in which they stand."""
COST_BY_NAME: Mapping[str, CostColumn] = {name: name for name in COST_COLUMNS}
COSTS = frozenset({"request", "day", "month"})


@dataclass(frozen=True, slots=True)
class CostOrder:
    column: CostColumn = "month"
    descending: bool = False


def found(planned: Iterable[ModelCost], query: str) -> list[ModelCost]:
    """Those whose server or model has every word of the query."""
    words = query.casefold().split()
    if not words:
        return list(planned)
    return [each for each in planned if _has(each.facts.name.casefold(), words)]


def _has(name: str, words: Sequence[str]) -> bool:
    return all(word in name for word in words)


def in_order(planned: Iterable[ModelCost], order: CostOrder) -> list[ModelCost]:
    """What is unknown stands last, whichever way; equal rows stay as they stood."""
    value = VALUES[order.column]
    valued = [(value(each), each) for each in planned]
    known = [pair for pair in valued if pair[0] is not None]
    known.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [each for _, each in known] + [each for key, each in valued if key is None]


def _cost(planned: ModelCost) -> Decimal | None:
    """A day and a month cost as many times as much with every model."""
    return planned.request


def _source(planned: ModelCost) -> tuple[str, str] | None:
    facts = planned.facts
    return None if facts.price_source == "unknown" else (facts.price_source, facts.priced_as)


VALUES: Mapping[CostColumn, Callable[[ModelCost], Any]] = {
    "model": lambda planned: planned.facts.model.casefold(),
    "request": _cost,
    "day": _cost,
    "month": _cost,
    "server": lambda planned: planned.facts.server.casefold(),
    "source": _source,
}
