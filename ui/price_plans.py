"""What a mix of tokens would cost with each model, and how models compare for it. Pure.

Costs come from the price function that replies are priced with, not from a rate times a
count: so long prompts cost what they cost.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backends.catalog_rows import CatalogRow
from backends.prices import price
from backends.server import Server
from backends.types import Usage

DAYS = 30
"""Days of a month."""
MOST = 1_000_000_000
"""The largest count that is taken, of tokens in a request and of requests a day."""
FEWEST_COMPARED, MOST_COMPARED = 2, 8
LONGEST_COUNT = 40  # characters
SCALES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "万": 10**4, "亿": 10**8}
COUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:[,_ ']\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?:e(?P<power>[+-]?\d{1,9}))? ?(?P<scale>[kmb万亿]?)"
)
"""Digits, perhaps in groups of three, a power of ten, and a word for thousands or more."""

Fault = Literal["words", "negative", "fraction", "huge"]


class WrongCount(ValueError):
    """A text that is no count. fault: what is wrong with it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """What is to be priced: tokens of one request, and requests a day.

    cached_tokens: those of the input tokens that the server has in its cache.
    """

    input_tokens: int = 1_000
    cached_tokens: int = 0
    output_tokens: int = 500
    requests_a_day: int = 100


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What a mix costs with one model, in US dollars; `None`: its price is unknown.

    free: nobody sends a bill, whatever the mix; then all costs are 0.
    """

    facts: CatalogRow
    request: Decimal | None
    day: Decimal | None
    month: Decimal | None
    free: bool = False


def count_in(text: str) -> int:
    """The whole number from 0 to `MOST` in a text: "1,000,000", "1e6", "2k", "1.5M", "3万".

    Raises `WrongCount`.
    """
    plain = unicodedata.normalize("NFKC", text[: LONGEST_COUNT + 1]).strip().casefold()
    found = COUNT.fullmatch(plain.replace("\N{MINUS SIGN}", "-"))
    if found is None:
        long = len(text.strip()) > LONGEST_COUNT and text.strip().isdecimal()
        raise WrongCount("huge" if long else "words")
    digits = Decimal(re.sub(r"[,_ ']", "", found["digits"]))
    power = int(found["power"] or 0)
    if digits and found["sign"] == "-":
        raise WrongCount("negative")
    return _whole(digits, power, SCALES[found["scale"]])


def _whole(digits: Decimal, power: int, scale: int) -> int:
    if not digits:
        return 0
    if digits.adjusted() + power > len(str(MOST)):  # before a number of that length is made
        raise WrongCount("huge")
    if digits.adjusted() + power < -LONGEST_COUNT:
        raise WrongCount("fraction")
    value = digits.scaleb(power) * scale
    if value > MOST:
        raise WrongCount("huge")
    if value != value.to_integral_value():
        raise WrongCount("fraction")
    return int(value)


def costs(
    rows: Iterable[CatalogRow], servers: Mapping[str, Server], mix: Mix
) -> tuple[ModelCost, ...]:
    """One for each row, in their order. servers: those of the rows, by name."""
    usage = Usage(
        input_tokens=mix.input_tokens,
        output_tokens=mix.output_tokens,
        cached_tokens=mix.cached_tokens,
    )
    asked: dict[tuple[object, ...], tuple[Decimal | None, bool]] = {}
    made: list[ModelCost] = []
    for row in rows:
        # Thousands of names stand for a few hundred prices; each is asked for once.
        rates = (row.input_usd, row.cached_usd, row.output_usd, row.tiered)
        key = (row.server, row.price_source, row.priced_as, *rates)
        if key not in asked:
            asked[key] = _price(servers[row.server], row, usage)
        made.append(_planned(row, mix, *asked[key]))
    return tuple(made)


def _price(server: Server, row: CatalogRow, usage: Usage) -> tuple[Decimal | None, bool]:
    if row.price_source == "unknown":
        return None, False
    found = price(server, row.model, usage, row.base_model)
    return found.usd, found.free or row.input_usd == row.output_usd == 0


def _planned(row: CatalogRow, mix: Mix, request: Decimal | None, free: bool) -> ModelCost:
    if request is None:
        return ModelCost(row, None, None, None)
    day = request * mix.requests_a_day
    return ModelCost(row, request, day, day * DAYS, free)


def unknown(planned: Iterable[ModelCost]) -> int:
    """Of how many the price is not known."""
    return sum(each.request is None for each in planned)


def cheapest(planned: Iterable[ModelCost], most: int) -> list[ModelCost]:
    """Those with a known price that is not free, the cheapest first."""
    priced = [each for each in planned if each.request is not None and not each.free]
    return sorted(priced, key=lambda each: each.request or Decimal(0))[:most]


def ratios(planned: Sequence[ModelCost]) -> list[list[Decimal | None]]:
    """How many times as much the model of the row costs as that of the column.

    `None` where a price is unknown or a cost is 0.
    """
    return [[_ratio(row.request, column.request) for column in planned] for row in planned]


def _ratio(cost: Decimal | None, other: Decimal | None) -> Decimal | None:
    return cost / other if cost and other else None


def near_match(facts: CatalogRow) -> bool:
    """Whether the price is that of a model whose name is not quite this one's."""
    own = (facts.base_model or facts.model).casefold().removeprefix("models/")
    return bool(facts.priced_as) and facts.priced_as.casefold() != own
