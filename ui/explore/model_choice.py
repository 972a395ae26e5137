"""Which models of the table are wanted, in which order, and which of them are on the page. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from ui.explore.model_rows import ColumnName, ModelRow, Value, value_of

PRICES = ("0.1", "0.5", "1", "3", "10")
"""US dollars per million input tokens, as far up as a filter may go."""
CONTEXTS = ("8000", "32000", "128000", "200000", "1000000")
SIZES = (50, 100)  # rows of a page
LONGEST_QUERY = 200
MOST_OWNERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What filters say; "" is anything.

    query: words that must all stand in the name, the owner or the base model. server,
    owner: exactly. price: one of `PRICES`, "free", "known" or "unknown". context: one of
    `CONTEXTS` or "unknown".
    """

    query: str = ""
    server: str = ""
    owner: str = ""
    price: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """column: `None` keeps the order of the servers."""

    column: ColumnName | None = None
    descending: bool = False


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """rows: of this page. number: from 0. total: rows that were found; known: all there are."""

    rows: Sequence[Row]
    number: int
    pages: int
    first: int
    total: int
    known: int


def wanted_from(asked: dict[str, Any]) -> Wanted:
    """What the page's script sent; anyone can send anything."""
    price, context = (_text(asked.get(name)) for name in ("price", "context"))
    return Wanted(
        query=_text(asked.get("query"))[:LONGEST_QUERY],
        server=_text(asked.get("server")),
        owner=_text(asked.get("owner")),
        price=price if price in (*PRICES, "free", "known", "unknown") else "",
        context=context if context in (*CONTEXTS, "unknown") else "",
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def found(rows: Iterable[ModelRow], wanted: Wanted) -> list[ModelRow]:
    words = wanted.query.casefold().split()
    kept = list(rows)
    if words:
        kept = [row for row in kept if all(word in row.searched for word in words)]
    if wanted.server:
        kept = [row for row in kept if row.facts.server == wanted.server]
    if wanted.owner:
        kept = [row for row in kept if row.facts.owner == wanted.owner]
    if wanted.price:
        kept = [row for row in kept if _affordable(row.facts.input_usd, wanted.price)]
    if wanted.context:
        kept = [row for row in kept if _roomy(row.facts.context_window, wanted.context)]
    return kept


def _affordable(usd: Decimal | None, price: str) -> bool:
    match price:
        case "unknown":
            return usd is None
        case "known":
            return usd is not None
        case "free":
            return usd == 0
        case _:
            return usd is not None and usd <= Decimal(price)


def _roomy(tokens: int | None, context: str) -> bool:
    if context == "unknown":
        return tokens is None
    return tokens is not None and tokens >= int(context)


def in_order(rows: Sequence[ModelRow], order: Order) -> list[ModelRow]:
    """What is unknown stands last, whichever way; equal rows stay as they stood."""
    column = order.column
    if column is None:
        return list(rows)
    valued = [(value_of(row, column), row) for row in rows]
    known = [(_comparable(value), row) for value, row in valued if value is not None]
    known.sort(key=lambda pair: pair[0], reverse=order.descending)
    return [row for _, row in known] + [row for value, row in valued if value is None]


def _comparable(value: Value) -> Any:
    """Of one column all values are texts, or all are numbers."""
    return value.casefold() if isinstance(value, str) else value


def page_of(rows: Sequence[Row], number: int, size: int, known: int) -> Page[Row]:
    """number: from 0; beyond the last page it is the last."""
    pages = max(1, -(-len(rows) // size))
    number = max(0, min(number, pages - 1))
    shown = rows[number * size : (number + 1) * size]
    return Page(shown, number, pages, number * size + 1, len(rows), known)


def owners_of(rows: Iterable[ModelRow]) -> list[str]:
    """Owners to choose from: those of most models, by name."""
    counted = Counter(row.facts.owner for row in rows if row.facts.owner)
    return sorted((owner for owner, _ in counted.most_common(MOST_OWNERS)), key=str.casefold)
