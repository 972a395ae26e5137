"""Votes as results, and results as a table to take away."""

import csv
import io

import pytest

from tests.ui.voting import thirty, vote
from ui.outcomes import Outcome, Pair
from ui.results import COLUMNS, outcome_of, results_csv, results_of
from ui.statistics import wilson

MODELS = ("a:one", "b:two", "c:three", "d:four")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    ("winner", "best"), [("1", 0), ("3", 2), ("tie", None)], ids=["first", "last", "tie"]
)
def test_a_vote_names_its_best_by_place(winner: str, best: int | None) -> None:
    models = ("b:two", "a:one", "c:three")

    assert outcome_of(vote(models, winner)) == Outcome(models, best)


def test_votes_are_counted_and_those_that_say_nothing_of_models_are_told_apart() -> None:
    results = results_of(
        [
            vote(("a:one", "b:two"), "1"),
            vote(("b:two", "a:one"), "tie"),
            vote(("a:one", "b:two"), "all_bad"),
            vote(("a:one", "a:one"), "2"),
            vote(("a:one", "a:one"), "all_bad"),
        ]
    )

    assert (results.votes, results.all_bad, results.same_model) == (5, 2, 1)
    assert results.pairs == [Pair(first="a:one", second="b:two", wins=1, losses=0, ties=1)]
    assert {rating.model: rating.votes for rating in results.ratings} == {"a:one": 2, "b:two": 2}


def test_without_votes_there_are_no_results() -> None:
    results = results_of([])

    assert (results.votes, results.all_bad, results.same_model) == (0, 0, 0)
    assert results.pairs == results.ratings == []
    assert results_csv(results) == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_the_csv_has_each_pair_with_the_ratings_of_both() -> None:
    results = results_of(vote(pair, winner) for pair, winner in thirty(MODELS))

    found = rows(results_csv(results))

    assert [(row["first"], row["second"]) for row in found] == [
        (pair.first, pair.second) for pair in results.pairs
    ]
    first = found[0]
    counts = [first[name] for name in ("wins", "losses", "ties", "votes")]
    assert counts == ["3", "1", "1", "5"]
    interval = wilson(3.5, 5)
    shares = [float(first[name]) for name in ("win_rate", "win_rate_low", "win_rate_high")]
    assert shares == pytest.approx([0.7, interval.low, interval.high], abs=1e-6)
    rated = {rating.model: rating for rating in results.ratings}
    for side in ("first", "second"):
        rating = rated[first[side]]
        assert rating.interval
        known = [rating.value, rating.interval.low, rating.interval.high]
        written = [first[f"{side}_{name}"] for name in ("rating", "rating_low", "rating_high")]
        assert [float(text) for text in written] == pytest.approx(known, abs=1e-6)


def test_where_a_model_has_no_rating_the_csv_is_empty() -> None:
    (row,) = rows(results_csv(results_of([vote(("a:one", "=b:two"), "1")])))

    assert (row["first"], row["second"]) == ("'=b:two", "a:one")
    assert (row["wins"], row["losses"], row["win_rate"]) == ("0", "1", "0.0")
    assert {row[f"{side}_rating_low"] for side in ("first", "second")} == {""}
