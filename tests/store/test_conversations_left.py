"""What is left of conversations after a kill, damage, and an hour."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database, open_database
from store.errors import NotFound, NotKept
from store.store import Store
from store.types import new_id
from tests.store.making import reply
from tests.store.processes import line_of, start

ME = "local"


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def begun(kept: Conversations, title: str) -> str:
    conversation = kept.begin(ME, ChatSettings(), title)
    turn = ChatTurn(id=new_id(), parent="", message="Why?", model="a:one", reply=reply())
    kept.add_turn(ME, conversation.id, turn)
    return conversation.id


def an_hour_passes(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE conversations SET deleted_at = deleted_at - 3601"))


def test_after_a_kill_all_that_was_grown_is_there_to_be_opened_and_found(
    place: Path | str,
) -> None:
    with start("reply", str(place)) as process:
        told = [line_of(process) for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
    conversation, count = told[-1].split()

    database = open_database(place)
    kept = Conversations(database)
    left = kept.open(ME, conversation).turns[0].reply

    assert database.problem is database.moved_aside is None
    assert left and left.status == "incomplete"
    assert left.text.split()[: int(count)] == [f"w{number}" for number in range(int(count))]
    assert [hit.summary.id for hit in kept.search(ME, f"w{int(count) - 1}")] == [conversation]
    database.close()


@pytest.mark.parametrize("words", ["no json", "{}", '{"status": "flying"}', "[]"])
def test_a_row_that_makes_no_sense_is_told_and_the_others_can_be_opened(
    database: Database, kept: Conversations, words: str
) -> None:
    good, bad = begun(kept, "good"), begun(kept, "bad")
    with database.writing() as connection:
        change = (
            "UPDATE chat_replies SET details = :words WHERE turn IN"
            " (SELECT number FROM chat_turns WHERE conversation_id = :id)"
        )
        connection.execute(text(change), {"words": words, "id": bad})

    with pytest.raises(NotKept) as raised:
        kept.open(ME, bad)

    assert raised.value.reason == "damaged"
    assert kept.open(ME, good).turns
    kept.delete(ME, bad)
    assert [each.title for each in kept.list(ME)] == ["good"]


@pytest.mark.parametrize("by", ["the next start", "the next conversation", "the next deletion"])
def test_what_was_deleted_an_hour_ago_goes_for_good(
    database: Database, kept: Conversations, by: str
) -> None:
    store, other = Store(database), begun(kept, "other")
    deeds = {
        "the next start": store.tidy,
        "the next conversation": lambda: begun(kept, "new"),
        "the next deletion": lambda: kept.delete(ME, other),
    }
    recent, old = begun(kept, "recent"), begun(kept, "old")
    token = store.links.make(ME, old)
    kept.delete(ME, old)
    an_hour_passes(database)
    with database.writing() as connection:  # by hand, since each deletion takes old ones along
        change = "UPDATE conversations SET deleted_at = :now WHERE id = :id"
        connection.execute(text(change), {"id": recent, "now": time.time()})

    deeds[by]()

    with pytest.raises(NotFound):
        kept.restore(ME, old)
    with pytest.raises(NotFound):
        store.links.open(token)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM links")).scalar() == 0
    kept.restore(ME, recent)
    assert kept.open(ME, recent).title == "recent"


def test_a_start_goes_on_though_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(open_database(tmp_path / "file"))

    store.tidy()

    with pytest.raises(NotKept):
        store.conversations.begin(ME, ChatSettings())
