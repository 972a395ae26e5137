from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from store.database import Database
from store.errors import AlreadyVoted, BadVote, NotFound
from store.runs import Runs
from store.types import new_id
from store.votes import Votes
from tests.store.making import lane, lanes, turn


def test_a_vote_is_kept_with_the_order_and_the_models_that_answered(
    runs: Runs, votes: Votes
) -> None:
    run = runs.begin("ann", lanes("a:one", "b:two", "c:three"))

    vote = votes.cast("ann", run.id, 0, ("3", "1", "2"), "1", blind=True)

    assert votes.list("ann") == (vote,)
    assert vote.models == ("c:three", "a:one", "b:two")
    assert (vote.run_id, vote.turn, vote.winner, vote.blind) == (run.id, 0, "1", True)


def test_a_vote_keeps_what_it_was_about_though_the_turn_is_retried(
    runs: Runs, votes: Votes
) -> None:
    one = lane("1", "a:one", turn("First.", 0), turn("Second.", 1), turn("Third.", 2))
    two = lane("2", "b:two", turn("Second.", 1, "b:two"))
    run = runs.begin("ann", (one, two))
    vote = votes.cast("ann", run.id, 1, ("2", "1"), "2")

    runs.grow(replace(run, lanes=(replace(one, model="x:other", turns=()),)))

    shown = votes.shown("ann", vote.id)
    assert shown == (two, replace(one, turns=one.turns[:2]))
    assert votes.list("ann")[0].models == ("b:two", "a:one")


def test_a_turn_takes_one_vote_and_the_next_turn_another(runs: Runs, votes: Votes) -> None:
    both = [lane(key, "a:one", turn(), turn("And?", 1)) for key in ("1", "2")]
    run = runs.begin("ann", tuple(both))
    first = votes.cast("ann", run.id, 0, ("1", "2"), "1")

    with pytest.raises(AlreadyVoted):
        votes.cast("ann", run.id, 0, ("2", "1"), "2")
    second = votes.cast("ann", run.id, 1, ("1", "2"), "tie")

    assert set(votes.list("ann", run.id)) == {first, second}


def test_of_many_votes_at_once_one_counts(runs: Runs, votes: Votes) -> None:
    run = runs.begin("ann", lanes())

    def vote(_: int) -> bool:
        try:
            votes.cast("ann", run.id, 0, ("1", "2"), "1")
        except AlreadyVoted:
            return False
        return True

    with ThreadPoolExecutor(10) as threads:
        counted = list(threads.map(vote, range(10)))

    assert counted.count(True) == len(votes.list("ann")) == 1


def test_nobody_votes_on_or_sees_the_run_of_another(runs: Runs, votes: Votes) -> None:
    run = runs.begin("ann", lanes())
    vote = votes.cast("ann", run.id, 0, ("1", "2"), "1")
    acts: list[Callable[[], object]] = [
        lambda: votes.cast("bob", run.id, 0, ("1", "2"), "2"),
        lambda: votes.shown("bob", vote.id),
        lambda: votes.cast("ann", new_id(), 0, ("1", "2"), "2"),
        lambda: votes.cast("ann", "\ud800", 0, ("1", "2"), "2"),
        lambda: votes.shown("ann", "\ud800"),
    ]

    for act in acts:
        with pytest.raises(NotFound):
            act()

    assert votes.list("bob") == votes.list("bob", run.id) == ()
    assert votes.list("ann", "\ud800") == ()
    assert votes.list("ann") == (vote,)


@pytest.mark.parametrize(
    ("turn_number", "order", "winner", "reason"),
    [
        (0, (), "tie", "too_few_lanes"),
        (0, ("1",), "1", "too_few_lanes"),
        (0, ("1", "1"), "1", "too_few_lanes"),
        (0, ("1", "9"), "1", "unknown_lane"),
        (0, ("1", "\ud800"), "1", "unknown_lane"),
        (0, ("1", "2"), "3", "unknown_winner"),
        (0, ("1", "2"), "", "unknown_winner"),
        (1, ("1", "2"), "1", "unknown_turn"),
        (-1, ("1", "2"), "1", "unknown_turn"),
        (10**30, ("1", "2"), "1", "unknown_turn"),
    ],
)
def test_a_vote_that_does_not_fit_the_run_is_refused(
    runs: Runs,
    votes: Votes,
    turn_number: int,
    order: tuple[str, ...],
    winner: str,
    reason: str,
) -> None:
    run = runs.begin("ann", lanes())

    with pytest.raises(BadVote) as raised:
        votes.cast("ann", run.id, turn_number, order, winner)

    assert raised.value.reason == reason
    assert votes.list("ann") == ()


def test_the_votes_of_a_deleted_run_go_with_it(runs: Runs, votes: Votes) -> None:
    run, other = runs.begin("ann", lanes()), runs.begin("ann", lanes())
    votes.cast("ann", run.id, 0, ("1", "2"), "1")
    stays = votes.cast("ann", other.id, 0, ("1", "2"), "1")

    runs.delete("ann", run.id)

    assert votes.list("ann") == (stays,)


def test_votes_are_there_after_a_restart(database: Database, runs: Runs, votes: Votes) -> None:
    run = runs.begin("ann", lanes())
    vote = votes.cast("ann", run.id, 0, ("1", "2"), "all_bad")
    database.close()

    assert votes.list("ann") == (vote,)
