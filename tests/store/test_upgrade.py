"""A database of an earlier Parley becomes one of this one, with all that is in it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from store.conversation_types import ChatSettings, ChatTurn
from store.database import Database, open_database
from store.errors import NotKept
from store.runs import Runs
from store.schema import RUNS_AND_VOTES, STEPS, version_of
from store.store import Store
from store.types import Run, Vote, new_id
from store.votes import Votes
from tests.store.making import lanes, reply, whole_run


@pytest.fixture
def earlier(place: Path | str) -> Iterator[Database]:
    """Of the first version."""
    database = Database(place, STEPS[:1])
    database.try_now()
    assert database.problem is None
    yield database
    database.close()


def compared(database: Database) -> tuple[Run, Run, Vote]:
    runs, whole = Runs(database), whole_run("Blue — 蓝")
    run = runs.begin("ann", lanes())
    vote = Votes(database).cast("ann", run.id, 0, ("2", "1"), "1", blind=True)
    return run, runs.begin("ann", whole.lanes, whole.title, whole.created_at), vote


def test_runs_and_votes_of_the_first_version_are_all_there(
    place: Path | str, earlier: Database
) -> None:
    run, whole, vote = compared(earlier)
    earlier.close()

    database = open_database(place)
    store = Store(database)

    assert store.runs.open("ann", run.id) == run
    assert store.runs.open("ann", whole.id) == whole
    assert store.votes.list("ann") == (vote,)
    assert store.runs.rename("ann", run.id, "renamed") == "renamed"
    database.close()


def test_conversations_are_kept_and_found_after_an_upgrade(
    place: Path | str, earlier: Database
) -> None:
    earlier.close()

    database = open_database(place)
    kept = Store(database).conversations
    conversation = kept.begin("ann", ChatSettings(model="a:one"))
    turn = ChatTurn(id=new_id(), parent="", message="今天天气", model="a:one", reply=reply("Fine."))
    kept.add_turn("ann", conversation.id, turn)

    assert kept.open("ann", conversation.id).turns == (turn,)
    assert [found.summary.id for found in kept.search("ann", "天气")] == [conversation.id]
    database.close()


def test_an_upgrade_that_fails_leaves_the_first_version_whole(
    place: Path | str, earlier: Database
) -> None:
    run, _, vote = compared(earlier)
    with earlier.writing() as connection:
        connection.execute(text("CREATE TABLE conversations (in_the_way TEXT)"))
    earlier.close()

    later = open_database(place)
    assert later.problem is not None and later.problem.reason == "failed"
    with pytest.raises(NotKept):
        Store(later).conversations.list("ann")
    later.close()

    with earlier.reading() as connection:
        assert version_of(connection) == 1
    assert Runs(earlier).open("ann", run.id) == run
    assert Votes(earlier).list("ann") == (vote,)


def test_a_newer_version_is_refused_and_what_it_holds_is_left_alone(
    place: Path | str, earlier: Database
) -> None:
    run, _, _ = compared(earlier)
    with earlier.writing() as connection:
        connection.execute(text("UPDATE schema_version SET version = 1000"))

    database = open_database(place)

    assert database.problem is not None and database.problem.reason == "newer"
    with pytest.raises(NotKept):
        Store(database).conversations.begin("ann", ChatSettings())
    database.close()
    with earlier.writing() as connection:
        connection.execute(text("UPDATE schema_version SET version = 1"))
    assert Runs(earlier).open("ann", run.id) == run


def test_the_step_to_the_first_version_is_as_it_was() -> None:
    """What it made exists on people's disks: another step may follow, this one stays."""
    said = hashlib.sha256("\n".join(RUNS_AND_VOTES).encode()).hexdigest()

    assert said == "bc29168ee72d97def5fa2795b598ddb00c2c6fbb8509c52200c81e0d01278bcf"
