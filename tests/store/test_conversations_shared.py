"""Conversations that several threads, pages or processes write, and what a fault leaves."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.conversations import Conversations
from store.database import Database, open_database
from store.errors import NotKept
from store.shape import to_plain
from store.store import Store
from store.types import ReplyRecord, new_id
from tests.properties import STEADY
from tests.store.making import reply
from tests.store.processes import line_of
from tests.store.talking import start
from tests.store.talks import conversations, whole_conversation

ANN = "ann"
ONE_PLACE = settings(
    STEADY,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def turn(message: str, answer: ReplyRecord | None = None, parent: str = "") -> ChatTurn:
    return ChatTurn(id=new_id(), parent=parent, message=message, model="a:one", reply=answer)


def without_zeros(conversation: Conversation) -> str:
    """As PostgreSQL takes it: the character 0 has another in its place."""
    plain = json.dumps(to_plain(conversation), sort_keys=True)
    return plain.replace("\\u0000", "\\ufffd")


@ONE_PLACE
@given(given_one=conversations())
def test_whatever_is_said_comes_back(kept: Conversations, given_one: Conversation) -> None:
    whole = replace(given_one, id=new_id(), owner=ANN)

    assert kept.bring(ANN, [whole]) == 1

    assert without_zeros(kept.open(ANN, whole.id)) == without_zeros(whole)


def test_a_conversation_in_which_every_field_is_set_comes_back(kept: Conversations) -> None:
    whole = replace(whole_conversation("Blue — 蓝 — 🟦"), id=new_id(), owner=ANN)

    kept.bring(ANN, [whole])

    assert kept.open(ANN, whole.id) == whole
    assert kept.pinned(ANN)[0].title == whole.title
    assert kept.search(ANN, "蓝")


def test_what_no_database_can_hold_is_replaced_and_the_rest_is_kept(kept: Conversations) -> None:
    conversation = kept.begin(ANN, ChatSettings(system="\ud83d"))

    kept.add_turn(ANN, conversation.id, turn("a \ud83d b \0 c", reply("d \udc00 e \0 f")))

    found = kept.open(ANN, conversation.id)
    assert found.title == found.turns[0].message == "a \ufffd b \ufffd c"
    assert found.turns[0].reply == reply("d \ufffd e \ufffd f")
    assert kept.search(ANN, "e f")


def test_many_threads_lose_no_turn_of_one_conversation(kept: Conversations) -> None:
    conversation = kept.begin(ANN, ChatSettings(), "shared")

    def work(number: int) -> str:
        said = turn(f"number {number}")
        kept.add_turn(ANN, conversation.id, said)
        for count in range(4):
            grown = reply(f"{number} " * count, "writing" if count < 3 else "done")
            kept.grow(ANN, conversation.id, said.id, grown)
            assert kept.list(ANN)
        return said.id

    with ThreadPoolExecutor(20) as threads:
        said = set(threads.map(work, range(20)))

    found = kept.open(ANN, conversation.id)
    assert {each.id for each in found.turns} == said
    assert found.leaf in said
    assert all(each.reply == reply(f"{each.message.split()[1]} " * 3) for each in found.turns)


def test_two_processes_lose_no_turn_of_one_conversation(
    place: Path | str, kept: Conversations
) -> None:
    conversation = kept.begin(ANN, ChatSettings(), "shared")
    processes = [start("say", str(place), conversation.id, "20") for _ in range(2)]

    for process in processes:
        process.communicate()

    assert [process.returncode for process in processes] == [0, 0]
    found = kept.open(ANN, conversation.id)
    assert {each.message for each in found.turns} == {
        f"{process.pid} {number}" for process in processes for number in range(20)
    }
    assert all(each.reply and each.reply.status == "done" for each in found.turns)
    assert kept.search(ANN, f"{processes[0].pid} 19")


def test_after_a_kill_all_that_was_grown_is_there_to_be_opened_and_found(
    place: Path | str,
) -> None:
    with start("grow", str(place)) as process:
        told = [line_of(process) for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
    conversation, count = told[-1].split()

    database = open_database(place)
    kept = Conversations(database)
    left = kept.open(ANN, conversation).turns[0].reply

    assert database.problem is database.moved_aside is None
    assert left and left.status == "incomplete"
    assert left.text.split()[: int(count)] == [f"w{number}" for number in range(int(count))]
    assert [hit.summary.id for hit in kept.search(ANN, f"w{int(count) - 1}")] == [conversation]
    database.close()


@pytest.mark.parametrize("words", ["no json", "{}", '{"status": "flying"}', "[]"])
def test_a_row_that_makes_no_sense_is_told_and_the_others_can_be_opened(
    database: Database, kept: Conversations, words: str
) -> None:
    good, bad = kept.begin(ANN, ChatSettings()), kept.begin(ANN, ChatSettings())
    for each in (good, bad):
        kept.add_turn(ANN, each.id, turn("Which colour?", reply()))
    with database.writing() as connection:
        change = (
            "UPDATE chat_replies SET details = :words WHERE turn IN"
            " (SELECT number FROM chat_turns WHERE conversation_id = :id)"
        )
        connection.execute(text(change), {"words": words, "id": bad.id})

    with pytest.raises(NotKept) as raised:
        kept.open(ANN, bad.id)

    assert raised.value.reason == "damaged"
    assert kept.open(ANN, good.id).turns
    kept.delete(ANN, bad.id)


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_on_a_full_disk_nothing_is_half_written_and_writing_goes_on_later(
    database: Database, kept: Conversations
) -> None:
    conversation = kept.begin(ANN, ChatSettings())
    said = turn("a zebra", reply("1 2", "writing"))
    kept.add_turn(ANN, conversation.id, said)
    with database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    for act in (
        lambda: kept.grow(ANN, conversation.id, said.id, reply("elephant " * 100_000)),
        lambda: kept.add_turn(ANN, conversation.id, turn("elephant " * 100_000)),
    ):
        with pytest.raises(NotKept) as raised:
            act()
        assert raised.value.reason == "full"
    assert kept.open(ANN, conversation.id).turns == (said,)
    assert kept.search(ANN, "zebra") and not kept.search(ANN, "elephant")
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")

    kept.grow(ANN, conversation.id, said.id, reply("an elephant"))

    assert kept.search(ANN, "elephant")


def test_what_was_deleted_long_ago_goes_for_good_at_the_next_start_or_deed(
    database: Database, kept: Conversations
) -> None:
    conversation = kept.begin(ANN, ChatSettings(), "old")
    for act in (Store(database).tidy, lambda: kept.begin(ANN, ChatSettings())):
        kept.delete(ANN, conversation.id)
        act()
        kept.restore(ANN, conversation.id)  # not so soon
    for act in (Store(database).tidy, lambda: kept.begin(ANN, ChatSettings())):
        old = kept.begin(ANN, ChatSettings(), "old").id
        kept.delete(ANN, old)
        _an_hour_passes(database)

        act()

        with database.reading() as connection:
            left = connection.execute(text(f"SELECT 1 FROM conversations WHERE id = '{old}'"))
            assert left.all() == []
    assert [found.summary.id for found in kept.search(ANN, "old")] == [conversation.id]


def _an_hour_passes(database: Database) -> None:
    with database.writing() as connection:
        earlier = "UPDATE conversations SET deleted_at = deleted_at - 3601"
        connection.execute(text(earlier))


def test_a_start_goes_on_though_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = Store(open_database(tmp_path / "file"))

    store.tidy()

    with pytest.raises(NotKept):
        store.conversations.begin(ANN, ChatSettings())
