import pytest

from store.pairs import Pair, pairs_of
from store.types import Vote, new_id

Counts = tuple[int, int, int, int]  # wins, losses, ties, all bad


def vote(winner: str, *models: str) -> Vote:
    """A vote on lanes with the keys "1", "2", …"""
    return Vote(
        id=new_id(),
        run_id=new_id(),
        owner="ann",
        turn=0,
        order=tuple(str(at + 1) for at in range(len(models))),
        winner=winner,
        blind=True,
        created_at=0.0,
        models=models,
    )


def counts(pairs: tuple[Pair, ...]) -> dict[str, Counts]:
    return {
        f"{pair.first}{pair.second}": (pair.wins, pair.losses, pair.ties, pair.all_bad)
        for pair in pairs
    }


@pytest.mark.parametrize(
    ("winner", "models", "expected"),
    [
        ("1", "ab", {"ab": (1, 0, 0, 0)}),
        ("2", "ab", {"ab": (0, 1, 0, 0)}),
        ("1", "ba", {"ab": (0, 1, 0, 0)}),
        ("tie", "ba", {"ab": (0, 0, 1, 0)}),
        ("all_bad", "ab", {"ab": (0, 0, 0, 1)}),
        # the winner beats each other one; the losers say nothing about each other
        ("2", "abc", {"ab": (0, 1, 0, 0), "bc": (1, 0, 0, 0)}),
        ("tie", "abc", {"ab": (0, 0, 1, 0), "ac": (0, 0, 1, 0), "bc": (0, 0, 1, 0)}),
        ("all_bad", "abc", {"ab": (0, 0, 0, 1), "ac": (0, 0, 0, 1), "bc": (0, 0, 0, 1)}),
        # the same model twice is no pair, and two wins or losses against another
        ("1", "aa", {}),
        ("tie", "aa", {}),
        ("1", "aab", {"ab": (1, 0, 0, 0)}),
        ("3", "aab", {"ab": (0, 2, 0, 0)}),
    ],
)
def test_one_vote_counts_for_its_pairs(
    winner: str, models: str, expected: dict[str, Counts]
) -> None:
    assert counts(pairs_of([vote(winner, *models)])) == expected


def test_votes_add_up_and_pairs_are_in_order() -> None:
    given = [vote("1", "b", "a"), vote("1", "a", "b"), vote("2", "b", "a"), vote("1", "c", "a")]

    pairs = pairs_of(given)

    assert [(pair.first, pair.second) for pair in pairs] == [("a", "b"), ("a", "c")]
    assert counts(pairs) == {"ab": (2, 1, 0, 0), "ac": (0, 1, 0, 0)}


def test_without_votes_there_is_no_pair() -> None:
    assert pairs_of([]) == ()
