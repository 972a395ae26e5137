"""Many pages, threads and processes that write to one conversation: nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database, open_database
from store.errors import NotFound
from store.types import new_id
from tests.store.making import reply
from tests.store.processes import line_of, start

ME = "local"
THREADS, TURNS = 16, 4


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def talk(kept: Conversations, conversation: str, name: str) -> list[ChatTurn]:
    """Turns that follow one another, each with a reply that grows; as they should be kept."""
    done: list[ChatTurn] = []
    for number in range(TURNS):
        answer = reply(f"all of {name}n{number}")
        parent = done[-1].id if done else ""
        turn = ChatTurn(id=new_id(), parent=parent, message=name, model="a:one", reply=answer)
        begun = ChatTurn(id=turn.id, parent=parent, message=name, model="a:one")
        kept.add_turn(ME, conversation, begun)
        for text in ("a", "a part"):
            kept.grow(ME, conversation, turn.id, reply(text, "writing"))
        kept.grow(ME, conversation, turn.id, answer)
        done.append(turn)
    return done


def test_threads_that_add_turns_and_grow_replies_lose_nothing(
    kept: Conversations, database: Database
) -> None:
    conversation = kept.begin(ME, ChatSettings()).id
    names = [f"thread{number}" for number in range(THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(partial(talk, kept, conversation), names))

    found = kept.open(ME, conversation)
    assert {turn.id: turn for turn in found.turns} == {
        turn.id: turn for part in parts for turn in part
    }
    assert found.leaf in {part[-1].id for part in parts}
    assert found.title in names
    for name in names:
        (hit,) = kept.search(ME, f"{name}n{TURNS - 1}")
        assert hit.summary.id == conversation
    assert database.problem is None


def test_who_reads_meanwhile_sees_each_turn_after_its_parent(kept: Conversations) -> None:
    conversation = kept.begin(ME, ChatSettings()).id

    def read(_: int) -> None:
        seen = {""}
        for turn in kept.open(ME, conversation).turns:
            assert turn.parent in seen
            seen.add(turn.id)
        assert kept.list(ME, 1)[0].id == conversation
        kept.search(ME, "part")

    with ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(talk, kept, conversation, f"t{number}") for number in range(4)]
        list(pool.map(read, range(40)))
        for each in writing:
            each.result()

    assert len(kept.open(ME, conversation).turns) == 4 * TURNS


def test_of_those_who_delete_and_write_at_once_none_leaves_anything_behind(
    kept: Conversations, database: Database
) -> None:
    ids = [kept.begin(ME, ChatSettings(), "a title").id for _ in range(12)]

    def work(conversation: str) -> None:
        with suppress(NotFound):
            talk(kept, conversation, "zebra")

    with ThreadPoolExecutor(8) as pool:
        working = [pool.submit(work, each) for each in ids]
        for each in ids:
            kept.delete(ME, each)
            kept.purge(older_than=-1)
        for each in working:
            each.result()

    assert kept.list(ME) == kept.search(ME, "zebra") == kept.search(ME, "title") == ()
    with database.reading() as connection:
        for table in ("chat_turns", "chat_replies", "chat_words", "title_words"):
            left = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            assert (table, left) == (table, 0)


@pytest.fixture
def another(place: Path | str) -> Iterator[Conversations]:
    """What a second Parley has open over the same database."""
    database = open_database(place)
    yield Conversations(database)
    database.close()


def test_processes_that_write_to_one_conversation_lose_nothing(
    place: Path | str, kept: Conversations
) -> None:
    conversation = kept.begin(ME, ChatSettings()).id
    processes = [start("talk", str(place), conversation, "8") for _ in range(2)]

    names = [line_of(process) for process in processes for _ in range(8)]
    for process in processes:
        process.communicate()
    mine = talk(kept, conversation, "mine")

    assert [process.returncode for process in processes] == [0, 0]
    found = {turn.message: turn.reply for turn in kept.open(ME, conversation).turns}
    assert found == {name: reply(f"1 2 {name}") for name in names} | {"mine": mine[-1].reply}
    for name in names:
        assert [hit.summary.id for hit in kept.search(ME, name)] == [conversation]


def test_what_one_process_keeps_another_finds_at_once(
    kept: Conversations, another: Conversations
) -> None:
    conversation = kept.begin(ME, ChatSettings(), "a zebra").id
    (turn, *_) = talk(kept, conversation, "stripes")

    assert [each.id for each in another.list(ME)] == [conversation]
    assert another.open(ME, conversation) == kept.open(ME, conversation)
    assert len(another.search(ME, "zebra")) == len(another.search(ME, "stripes")) == 1
    another.delete(ME, conversation)
    with pytest.raises(NotFound):
        kept.grow(ME, conversation, turn.id, reply("too late"))
