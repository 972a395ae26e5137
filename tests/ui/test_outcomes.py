"""Votes as wins, losses and ties."""

import pytest

from ui.outcomes import Outcome, Pair, among, beaten_by, groups, pairs
from ui.statistics import wilson


def test_pairs_count_wins_losses_and_ties_in_alphabetical_order() -> None:
    votes = [
        Outcome(("b", "a"), 0),
        Outcome(("a", "b"), 0),
        Outcome(("a", "b"), 0),
        Outcome(("b", "a"), None),
    ]

    assert pairs(votes) == [Pair(first="a", second="b", wins=2, losses=1, ties=1)]


def test_a_tie_is_half_a_win() -> None:
    pair = Pair(first="a", second="b", wins=3, losses=1, ties=2)

    assert (pair.votes, pair.rate) == (6, 4 / 6)
    assert pair.interval == wilson(4, 6)


def test_the_best_of_many_says_nothing_of_the_others_among_themselves() -> None:
    assert pairs([Outcome(("c", "a", "b"), 2)]) == [
        Pair(first="a", second="b", wins=0, losses=1, ties=0),
        Pair(first="b", second="c", wins=1, losses=0, ties=0),
    ]


def test_a_tie_of_many_is_a_tie_of_each_two() -> None:
    tied = pairs([Outcome(("c", "a", "b"), None)])

    assert [(pair.first, pair.second, pair.ties) for pair in tied] == [
        ("a", "b", 1),
        ("a", "c", 1),
        ("b", "c", 1),
    ]


def test_a_model_is_not_compared_with_itself() -> None:
    assert pairs([Outcome(("a", "a"), 0), Outcome(("a", "a"), None)]) == []
    assert pairs([Outcome(("a", "a", "b"), 1)]) == [
        Pair(first="a", second="b", wins=1, losses=0, ties=0)
    ]


@pytest.mark.parametrize("best", [-1, 2])
def test_the_best_must_have_been_shown(best: int) -> None:
    with pytest.raises(ValueError, match="a place among 2 models"):
        Outcome(("a", "b"), best)


def test_votes_among_a_group_leave_the_others_out() -> None:
    votes = [
        Outcome(("x", "a", "b"), 2),
        Outcome(("x", "a", "b"), 0),
        Outcome(("a", "x"), 0),
        Outcome(("a", "x", "b"), None),
    ]

    assert among(votes, frozenset("ab")) == [Outcome(("a", "b"), 1), Outcome(("a", "b"), None)]


def test_groups_hold_those_whom_wins_and_ties_lead_round() -> None:
    votes = [
        Outcome(("a", "b"), 0),
        Outcome(("b", "c"), 0),
        Outcome(("c", "a"), 0),
        Outcome(("c", "d"), 0),
        Outcome(("e", "f"), None),
    ]

    beaten = beaten_by(votes)

    assert beaten == {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "e": {"f"}, "f": {"e"}}
    assert set(groups(beaten)) == {frozenset("abc"), frozenset("d"), frozenset("ef")}
