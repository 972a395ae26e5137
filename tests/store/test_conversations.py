"""Conversations on disk: as they grow, in the list, opened, deleted and brought back."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database, open_database
from store.errors import NotFound, NotKept
from store.growing import ALIVE_SECONDS
from store.schema import STEPS
from store.types import ReplyRecord, new_id
from tests.store.making import reply, whole_reply

ME, OTHER = "local", "visitor:" + "a" * 32
SETTINGS = ChatSettings(
    model="a:one", system="Be brief.", parameters={"temperature": 0.5, "stop": ["a", "b"]}
)


def turn(message: str, parent: str = "", answer: ReplyRecord | None = None) -> ChatTurn:
    return ChatTurn(
        id=new_id(),
        parent=parent,
        message=message,
        model="a:one",
        system="Be brief.",
        parameters={"seed": 3},
        created_at=1_700_000_000.5,
        reply=answer,
    )


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def begun(kept: Conversations, *messages: str, owner: str = ME) -> str:
    """The id of a conversation in which each message has its answer."""
    conversation, parent = kept.begin(owner, SETTINGS), ""
    for message in messages:
        said = turn(message, parent, reply(f"About {message}"))
        kept.add_turn(owner, conversation.id, said)
        parent = said.id
    return conversation.id


def test_a_conversation_comes_back_as_it_was_said(kept: Conversations) -> None:
    conversation = kept.begin(ME, SETTINGS)
    first = turn("What is 1 + 1?", answer=whole_reply("2", "One and one."))
    second = turn("Are you sure?", first.id, reply("Yes."))
    kept.add_turn(ME, conversation.id, first)
    kept.add_turn(ME, conversation.id, second)

    found = kept.open(ME, conversation.id)

    assert found.turns == (first, second)
    assert found.leaf == second.id
    assert found.branch() == (first, second)
    assert found.settings == SETTINGS
    assert found.title == "What is 1 + 1?"


def test_turns_with_one_parent_are_branches_and_the_chosen_one_is_shown(
    kept: Conversations,
) -> None:
    conversation = kept.begin(ME, SETTINGS)
    root, one, two = turn("root"), turn("one"), turn("two")
    one, two = replace(one, parent=root.id), replace(two, parent=root.id)
    for each in (root, one, two):
        kept.add_turn(ME, conversation.id, each)

    assert [each.message for each in kept.open(ME, conversation.id).branch()] == ["root", "two"]
    kept.choose(ME, conversation.id, one.id)
    assert [each.message for each in kept.open(ME, conversation.id).branch()] == ["root", "one"]
    kept.choose(ME, conversation.id, "")
    assert kept.open(ME, conversation.id).branch() == ()


def test_a_reply_that_nobody_writes_any_more_is_incomplete(database: Database) -> None:
    now = 0.0
    kept = Conversations(database, lambda: now)
    conversation, said = kept.begin(ME, SETTINGS), turn("count")
    kept.add_turn(ME, conversation.id, said)
    kept.grow(ME, conversation.id, said.id, reply("1 2", "writing"))

    alive = kept.open(ME, conversation.id).turns[0].reply
    assert alive and (alive.status, alive.text) == ("writing", "1 2")
    now = ALIVE_SECONDS + 1
    left = kept.open(ME, conversation.id).turns[0].reply
    assert left and (left.status, left.text) == ("incomplete", "1 2")
    other_process = Conversations(database)
    left = other_process.open(ME, conversation.id).turns[0].reply
    assert left and left.status == "incomplete"


def test_a_message_whose_answer_never_began_is_incomplete(database: Database) -> None:
    kept = Conversations(database)
    conversation = kept.begin(ME, SETTINGS)
    kept.add_turn(ME, conversation.id, turn("anyone?"))

    left = Conversations(database).open(ME, conversation.id).turns[0].reply

    assert left == ReplyRecord(status="incomplete")


def test_what_was_written_outlives_a_process_that_is_killed(place: Path | str) -> None:
    name = repr(place) if isinstance(place, str) else f"Path({str(place)!r})"
    code = f"""
import os, signal, sys
from pathlib import Path
from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import open_database
from store.types import ReplyRecord, new_id
kept = Conversations(open_database({name}))
talk = kept.begin("local", ChatSettings())
turn = ChatTurn(id=new_id(), parent="", message="count", model="a:one")
kept.add_turn("local", talk.id, turn)
kept.grow("local", talk.id, turn.id, ReplyRecord(status="writing", text="1 2 3"))
print(talk.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode != 0, done.stderr

    database = open_database(place)
    left = Conversations(database).open(ME, done.stdout.strip()).turns[0].reply
    database.close()

    assert left and (left.status, left.text) == ("incomplete", "1 2 3")


def test_a_reply_grows_without_touching_what_another_page_writes(kept: Conversations) -> None:
    conversation = kept.begin(ME, SETTINGS)
    one, two = turn("from one page"), turn("from the other")
    kept.add_turn(ME, conversation.id, one)
    kept.add_turn(ME, conversation.id, two)
    for text in ("a", "a b", "a b c"):
        kept.grow(ME, conversation.id, one.id, reply(text, "writing"))
        kept.grow(ME, conversation.id, two.id, reply(text.upper(), "writing"))
    kept.grow(ME, conversation.id, one.id, reply("a b c d"))

    found = {each.message: each.reply for each in kept.open(ME, conversation.id).turns}

    assert found == {
        "from one page": reply("a b c d"),
        "from the other": reply("A B C", "writing"),
    }


def test_the_list_is_newest_first_and_goes_on_where_it_stopped(kept: Conversations) -> None:
    ids = [begun(kept, f"number {number}") for number in range(5)]

    listed = kept.list(ME, 2)
    assert [each.id for each in listed] == ids[:2:-1]
    rest = kept.list(ME, 10, before=listed[-1].place)
    assert [each.id for each in (*listed, *rest)] == ids[::-1]

    kept.add_turn(ME, ids[0], turn("again"))
    assert kept.list(ME, 1)[0].id == ids[0]


def test_what_is_pinned_is_listed_apart(kept: Conversations) -> None:
    one, two = begun(kept, "one"), begun(kept, "two")

    kept.pin(ME, one, True)
    assert [each.id for each in kept.pinned(ME)] == [one]
    assert [each.id for each in kept.list(ME)] == [two]

    kept.pin(ME, one, False)
    assert kept.pinned(ME) == ()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("  A\n new\ttitle ", "A new title"),
        ("", "one"),
        ("  \n", "one"),
        ("x" * 300, "x" * 79 + "…"),
    ],
)
def test_a_title_is_one_line_and_a_blank_one_changes_nothing(
    kept: Conversations, typed: str, title: str
) -> None:
    conversation = begun(kept, "one")

    assert kept.rename(ME, conversation, typed) == title
    assert kept.open(ME, conversation).title == title


def test_what_was_deleted_is_nowhere_until_it_is_brought_back(kept: Conversations) -> None:
    conversation = begun(kept, "a zebra")

    kept.delete(ME, conversation)
    assert kept.list(ME) == kept.pinned(ME) == kept.search(ME, "zebra") == ()
    assert list(kept.all(ME)) == []
    with pytest.raises(NotFound):
        kept.open(ME, conversation)

    kept.restore(ME, conversation)
    assert kept.open(ME, conversation).turns
    assert kept.search(ME, "zebra")


def test_an_hour_later_it_is_gone_for_good(kept: Conversations, database: Database) -> None:
    conversation, other = begun(kept, "a zebra"), begun(kept, "a zebra too")
    kept.delete(ME, conversation)

    kept.purge(older_than=-1)

    with pytest.raises(NotFound):
        kept.restore(ME, conversation)
    assert [each.summary.id for each in kept.search(ME, "zebra")] == [other]
    with database.reading() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM chat_turns").scalar()
    assert left == 1


def test_another_owner_finds_and_changes_nothing(kept: Conversations) -> None:
    mine = begun(kept, "a zebra")
    said = kept.open(ME, mine).turns[0]

    for forbidden in (
        lambda: kept.open(OTHER, mine),
        lambda: kept.rename(OTHER, mine, "theirs"),
        lambda: kept.pin(OTHER, mine, True),
        lambda: kept.delete(OTHER, mine),
        lambda: kept.restore(OTHER, mine),
        lambda: kept.choose(OTHER, mine, ""),
        lambda: kept.settings(OTHER, mine, ChatSettings()),
        lambda: kept.add_turn(OTHER, mine, turn("theirs")),
        lambda: kept.grow(OTHER, mine, said.id, reply("theirs")),
    ):
        with pytest.raises(NotFound):
            forbidden()
    theirs = begun(kept, "mine", owner=OTHER)
    with pytest.raises(NotFound):
        kept.grow(OTHER, theirs, said.id, reply("theirs"))
    with pytest.raises(NotFound):
        kept.choose(OTHER, theirs, said.id)

    assert [each.id for each in kept.list(OTHER)] == [theirs]
    assert kept.search(OTHER, "zebra") == ()
    assert kept.open(ME, mine).turns == (said,)


@pytest.mark.parametrize("wrong", ["", "x", "0" * 31, "0" * 33, "../../etc/passwd", "\0" * 32])
def test_what_is_no_id_is_not_found(kept: Conversations, wrong: str) -> None:
    with pytest.raises(NotFound):
        kept.open(ME, wrong)


def test_conversations_from_a_file_are_kept_all_or_none(kept: Conversations) -> None:
    source = begun(kept, "one", "two")
    whole = kept.open(ME, source)
    fresh = replace(
        whole,
        id=new_id(),
        leaf="",
        turns=tuple(replace(each, id=new_id(), parent="") for each in whole.turns),
    )

    with pytest.raises(NotKept):  # the second has ids that are there already
        kept.bring(OTHER, [fresh, whole])
    assert kept.list(OTHER) == ()

    assert kept.bring(OTHER, [fresh]) == 1
    assert kept.open(OTHER, fresh.id).turns == fresh.turns
    assert [each.summary.id for each in kept.search(OTHER, "two")] == [fresh.id]


def test_a_database_from_before_conversations_keeps_its_runs(place: Path | str) -> None:
    earlier = Database(place, STEPS[:1])
    with earlier.writing() as connection:
        connection.exec_driver_sql("INSERT INTO runs VALUES ('r', 'local', 'old', 1.0, 1)")
    earlier.close()

    database = open_database(place)
    kept = Conversations(database)
    conversation = begun(kept, "new")

    assert kept.open(ME, conversation).title == "new"
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT title FROM runs").scalar() == "old"
    database.close()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_file_is_for_its_owner_alone(kept: Conversations, tmp_path: Path) -> None:
    begun(kept, "a secret")
    if os.name == "posix":
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
        assert set(modes.values()) == {0o600}
