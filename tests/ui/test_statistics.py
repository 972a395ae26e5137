"""What can be said of few observations."""

from decimal import Decimal
from math import nan

import pytest

from ui.statistics import Interval, Spread, share_of_identical, spread, wilson


@pytest.mark.parametrize(
    ("wins", "trials", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 2, 0.0945, 0.9055),
        (50, 100, 0.4038, 0.5962),
    ],
)
def test_the_wilson_interval_has_its_known_values(
    wins: float, trials: int, low: float, high: float
) -> None:
    found = wilson(wins, trials)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("trials", [1, 3, 10, 1_000_000])
def test_a_bound_at_either_end_is_the_end_itself(trials: int) -> None:
    assert wilson(0, trials).low == 0.0
    assert wilson(trials, trials).high == 1.0


@pytest.mark.parametrize(("wins", "trials"), [(3, 10), (6.5, 11), (0, 4)])
def test_the_wilson_interval_is_where_the_score_test_turns(wins: float, trials: int) -> None:
    found = wilson(wins, trials)

    for bound in (found.low, found.high):
        if 0 < bound < 1:
            score = (wins / trials - bound) / (bound * (1 - bound) / trials) ** 0.5
            assert abs(score) == pytest.approx(1.959964, abs=1e-5)


def test_losses_mirror_wins() -> None:
    won, lost = wilson(3, 20), wilson(17, 20)

    assert (won.low, won.high) == pytest.approx((1 - lost.high, 1 - lost.low))


def test_more_confidence_needs_a_wider_interval() -> None:
    assert wilson(5, 10, 0.99).low < wilson(5, 10).low < wilson(5, 10, 0.8).low


def test_without_trials_nothing_is_known() -> None:
    assert wilson(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize(
    ("wins", "trials", "confidence"),
    [(11, 10, 0.95), (-1, 10, 0.95), (1, -1, 0.95), (nan, 10, 0.95), (1, 2, 1.0), (1, 2, 0.0)],
)
def test_counts_that_cannot_be_are_refused(wins: float, trials: int, confidence: float) -> None:
    with pytest.raises(ValueError, match="must lie between"):
        wilson(wins, trials, confidence)


def test_a_spread_leaves_out_what_is_not_known() -> None:
    assert spread([0.5, None, 0.2, 0.9, None]) == Spread(0.5, 0.2, 0.9, 3)
    assert spread([4, 1]) == Spread(2.5, 1, 4, 2)
    assert spread([None, None]) is None
    assert spread(list[float]()) is None


def test_a_spread_of_money_stays_exact() -> None:
    found = spread([Decimal("0.1"), Decimal("0.2"), None])

    assert found == Spread(Decimal("0.15"), Decimal("0.1"), Decimal("0.2"), 2)


@pytest.mark.parametrize(
    ("texts", "share"),
    [
        (["a", "b", "a ", "\n a"], 0.75),
        (["a", "b"], 0.5),
        (["A", "a", "a.", "a b", "a  b"], 0.2),
        (["", " "], 1.0),
        (["only"], 1.0),
        ([], 0.0),
    ],
)
def test_replies_are_identical_but_for_white_space_round_them(
    texts: list[str], share: float
) -> None:
    assert share_of_identical(texts) == share
