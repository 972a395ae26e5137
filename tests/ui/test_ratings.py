"""Ratings from votes, held against other ways to compute them."""

from collections.abc import Sequence
from math import log, sqrt
from random import Random

import numpy as np
import pytest

from ui.outcomes import Outcome
from ui.ratings import ENOUGH, Rating, bradley_terry

POINTS = 400 / log(10)


def votes(one: str, other: str, wins: int, losses: int, ties: int = 0) -> list[Outcome]:
    pair = (one, other)
    return [Outcome(pair, 0)] * wins + [Outcome(pair, 1)] * losses + [Outcome(pair, None)] * ties


def value(rating: Rating) -> float:
    assert rating.value is not None
    return rating.value


def reach(rating: Rating) -> float:
    assert rating.interval is not None
    return (rating.interval.high - rating.interval.low) / 2


def reasons(outcomes: Sequence[Outcome]) -> dict[str, str | None]:
    return {rating.model: rating.reason for rating in bradley_terry(outcomes)}


def log_likelihood(strengths: "np.ndarray", outcomes: Sequence[Outcome], names: str) -> float:
    """Term by term from the definition, ties as a fraction of a win for each."""
    whole = 0.0
    for outcome in outcomes:
        shown = [strengths[names.index(model)] for model in outcome.models]
        best = shown if outcome.best is None else [shown[outcome.best]]
        whole += sum(each - np.log(np.sum(np.exp(shown))) for each in best) / len(best)
    return float(whole)


def newton(outcomes: Sequence[Outcome], names: str) -> tuple["np.ndarray", "np.ndarray"]:
    """Strengths (logarithms, mean 0) and standard errors, by Newton's method with numpy."""
    strengths = np.zeros(len(names))
    hessian = np.zeros((len(names), len(names)))
    for _ in range(60):
        gradient, hessian = np.zeros(len(names)), np.zeros((len(names), len(names)))
        for outcome in outcomes:
            shown = np.zeros((len(outcome.models), len(names)))
            shown[range(len(outcome.models)), [names.index(each) for each in outcome.models]] = 1
            likely = np.exp(shown @ strengths)
            mean = shown.T @ (likely / likely.sum())
            taken = shown.mean(axis=0) if outcome.best is None else shown[outcome.best]
            gradient += taken - mean
            hessian += np.outer(mean, mean) - shown.T @ np.diag(likely / likely.sum()) @ shown
        strengths -= np.linalg.pinv(hessian) @ gradient
        strengths -= strengths.mean()
    return strengths, np.sqrt(np.diag(np.linalg.pinv(-hessian)))


def drawn(seed: int, names: str, count: int, columns: Sequence[int]) -> list[Outcome]:
    """Votes among models of which each is stronger than the one before."""
    random = Random(seed)
    found: list[Outcome] = []
    for _ in range(count):
        models = tuple(random.choices(names, k=random.choice(columns)))
        strengths = [1.6 ** names.index(model) for model in models]
        best = random.choices(range(len(models)), strengths)[0]
        found.append(Outcome(models, None if random.random() < 0.2 else best))
    return found


def test_two_models_differ_by_what_their_wins_say() -> None:
    strong, weak = bradley_terry(votes("weak", "strong", wins=10, losses=30))

    assert (strong.model, weak.model) == ("strong", "weak")
    assert value(strong) - value(weak) == pytest.approx(POINTS * log(30 / 10))
    assert value(strong) + value(weak) == pytest.approx(2000)
    # Of the logarithm of the odds the variance is 1/wins + 1/losses; half of it is each one's.
    assert reach(strong) == pytest.approx(1.959964 * POINTS * sqrt(1 / 10 + 1 / 30) / 2)


def test_ten_times_as_many_wins_are_400_points() -> None:
    strong, weak = bradley_terry(votes("a", "b", wins=100, losses=10))

    assert value(strong) - value(weak) == pytest.approx(400)


def test_a_tie_is_half_a_win_for_each() -> None:
    with_ties = bradley_terry(votes("a", "b", wins=10, losses=4, ties=6))
    without = bradley_terry(votes("a", "b", wins=13, losses=7))

    assert [value(each) for each in with_ties] == pytest.approx([value(each) for each in without])
    assert [each.votes for each in with_ties] == [20, 20]


@pytest.mark.parametrize(
    ("seed", "names", "columns"),
    [(1, "abc", (2,)), (2, "abcdef", (2,)), (3, "abcde", (2, 3, 4)), (4, "abcdefgh", (8,))],
)
def test_ratings_and_intervals_agree_with_newtons_method(
    seed: int, names: str, columns: tuple[int, ...]
) -> None:
    outcomes = drawn(seed, names, 150, columns)
    strengths, errors = newton(outcomes, names)

    found = {rating.model: rating for rating in bradley_terry(outcomes)}

    assert found.keys() == set(names)
    for at, name in enumerate(names):
        assert value(found[name]) == pytest.approx(1000 + POINTS * strengths[at], abs=1e-5)
        assert reach(found[name]) == pytest.approx(1.959964 * POINTS * errors[at], rel=1e-5)


def test_no_other_ratings_make_the_votes_more_likely() -> None:
    names = "abcd"
    outcomes = drawn(5, names, 80, (2, 3))
    found = {rating.model: value(rating) for rating in bradley_terry(outcomes)}
    best = np.array([(found[name] - 1000) / POINTS for name in names])
    highest = log_likelihood(best, outcomes, names)

    for at in range(len(names)):
        for step in (-0.01, 0.01):
            moved = best.copy()
            moved[at] += step
            assert log_likelihood(moved, outcomes, names) < highest


def test_models_that_hang_together_by_few_votes_are_rated_exactly() -> None:
    names = [f"m{at:02}" for at in range(30)]
    chain = [vote for a, b in zip(names, names[1:], strict=False) for vote in votes(a, b, 100, 1)]

    found = [value(rating) for rating in bradley_terry(chain)]

    steps = [one - other for one, other in zip(found, found[1:], strict=False)]
    assert steps == pytest.approx([POINTS * log(100)] * 29)


def test_the_best_of_eight_counts_once() -> None:
    names = tuple("abcdefgh")

    found = bradley_terry([Outcome(names, at % 8) for at in range(80)])

    # Chosen 10 times of 80 each. Seven separate victories a vote would give half as much.
    expected = 1.959964 * POINTS * sqrt((1 - 1 / 8) / 10)
    assert [value(each) for each in found] == pytest.approx([1000] * 8)
    assert [reach(each) for each in found] == pytest.approx([expected] * 8)


def test_more_votes_narrow_the_interval_and_move_nothing() -> None:
    few, many = votes("a", "b", 8, 4), votes("a", "b", 800, 400)

    assert value(bradley_terry(few)[0]) == pytest.approx(value(bradley_terry(many)[0]))
    assert reach(bradley_terry(few)[0]) == pytest.approx(10 * reach(bradley_terry(many)[0]))


def test_the_order_of_votes_and_columns_does_not_matter() -> None:
    outcomes = drawn(6, "abcd", 100, (2, 3))
    turned = [
        Outcome(vote.models[::-1], None if vote.best is None else len(vote.models) - 1 - vote.best)
        for vote in reversed(outcomes)
    ]

    one, other = bradley_terry(outcomes), bradley_terry(turned)

    assert [each.model for each in one] == [each.model for each in other]
    assert [value(each) for each in one] == pytest.approx([value(each) for each in other])


def test_fewer_decided_votes_than_enough_give_no_rating() -> None:
    almost = votes("a", "b", wins=ENOUGH - 2, losses=1, ties=100)

    assert reasons(almost) == {"a": "too_few", "b": "too_few"}
    assert reasons([*almost, Outcome(("b", "a"), 0)]) == {"a": None, "b": None}


def test_without_votes_there_is_nothing() -> None:
    assert bradley_terry([]) == []


def test_a_model_beside_itself_says_nothing() -> None:
    (alone,) = bradley_terry([Outcome(("a", "a"), 0)] * 50)

    assert (alone.value, alone.interval, alone.votes, alone.reason) == (None, None, 0, "too_few")


def test_who_never_lost_and_who_never_won_have_no_rating() -> None:
    outcomes = [
        *votes("best", "a", 10, 0),
        *votes("a", "b", 10, 5),
        *votes("b", "worst", 10, 0),
    ]

    assert reasons(outcomes) == {
        "a": None,
        "b": None,
        "best": "never_lost",
        "worst": "never_won",
    }
    assert {each.model: each.votes for each in bradley_terry(outcomes)}["best"] == 10


def test_a_single_tie_is_enough_to_be_rated() -> None:
    assert reasons([*votes("best", "a", 20, 0, ties=1)]) == {"best": None, "a": None}


def test_a_ladder_without_a_way_back_rates_nobody() -> None:
    assert reasons([*votes("a", "b", 20, 0), *votes("b", "c", 20, 0)]) == {
        "a": "never_lost",
        "b": "not_connected",
        "c": "never_won",
    }


def test_of_groups_that_never_met_the_one_with_more_votes_is_rated() -> None:
    outcomes = [
        *votes("a", "b", 30, 20),
        *votes("c", "d", 2, 1),
        *votes("d", "e", 2, 1),
    ]

    assert reasons(outcomes) == {
        "a": None,
        "b": None,
        "c": "not_connected",
        "d": "not_connected",
        "e": "not_connected",
    }


def test_a_group_with_too_few_votes_of_its_own_is_not_rated() -> None:
    outcomes = [*votes("best", "a", 20, 0), *votes("a", "b", 3, 2)]

    assert reasons(outcomes) == {"a": "too_few", "b": "too_few", "best": "never_lost"}


def test_those_without_a_rating_come_last() -> None:
    outcomes = [*votes("a", "z", 20, 0), *votes("z", "y", 15, 5)]

    assert [each.model for each in bradley_terry(outcomes)] == ["z", "y", "a"]
