"""What can be said of few observations, and how surely. Pure."""

import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Generic, TypeVar

Number = TypeVar("Number", float, Decimal)


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds, both inclusive, in the unit of what they enclose."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread(Generic[Number]):
    """count: how many values were known. low, high: the smallest and the largest of them."""

    median: Number
    low: Number
    high: Number
    count: int


def normal_quantile(confidence: float) -> float:
    """How many standard deviations enclose `confidence` of a normal distribution: 1.96 for 0.95.

    Raises `ValueError` unless 0 < confidence < 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence ({confidence}) must lie between 0 and 1")
    return statistics.NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(wins: float, trials: int, confidence: float = 0.95) -> Interval:
    """The score interval for a share of wins, from 0 to 1.

    E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22 (1927), 209-212.

    wins: a tie counts as half a win. It varies less than a win or a loss, so with ties
    the interval is rather too wide than too narrow.
    Without trials nothing is known: 0 to 1. Raises `ValueError` for counts that cannot be.
    """
    quantile = normal_quantile(confidence)
    if not 0 <= wins <= trials:
        raise ValueError(f"wins ({wins}) must lie between 0 and trials ({trials})")
    if trials == 0:
        return Interval(0.0, 1.0)
    share = wins / trials
    weight = quantile**2 / trials
    middle = share + weight / 2
    reach = quantile * sqrt((share * (1 - share) + weight / 4) / trials)
    # At either end one bound is the end itself, but for the rounding.
    low = 0.0 if wins == 0 else max(0.0, (middle - reach) / (1 + weight))
    high = 1.0 if wins == trials else min(1.0, (middle + reach) / (1 + weight))
    return Interval(low, high)


def spread(values: Iterable[Number | None]) -> Spread[Number] | None:
    """Median and range of the values that are known; `None` when none is."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Spread(statistics.median(known), min(known), max(known), len(known))


def share_of_identical(texts: Iterable[str]) -> float:
    """How many of the texts equal the most common one, from 0 to 1.

    White space at either end does not count. One text is identical with itself (1.0);
    without texts it is 0.0.
    """
    counts = Counter(text.strip() for text in texts)
    return max(counts.values()) / counts.total() if counts else 0.0
