"""What goes wrong with a file of conversations: it is told, nothing is half kept, and the
next call that can work does. The file of a database itself is tried in test_database.py."""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import FILE_NAME, Database, open_database
from store.errors import NotFound, NotKept
from store.types import ReplyRecord, new_id
from tests.store.making import reply
from tests.store.processes import NOBODY, line_of, start

ME = "local"
LONG = " ".join(f"word{number}" for number in range(20_000))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """SQLite alone: what goes wrong is its file."""
    return tmp_path


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


def said(message: str, answer: ReplyRecord | None = None) -> ChatTurn:
    return ChatTurn(id=new_id(), parent="", message=message, model="a:one", reply=answer)


def begun(kept: Conversations, turn: ChatTurn) -> str:
    conversation = kept.begin(ME, ChatSettings(), "a title")
    kept.add_turn(ME, conversation.id, turn)
    return conversation.id


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(NotKept) as raised:
        act()
    return raised.value.reason


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_what_may_only_be_read_is_shown_and_can_be_gone_on_with_once_it_may_be_written(
    open_folder: Path,
) -> None:
    database = open_database(open_folder)
    conversation = begun(Conversations(database), said("one", reply()))
    database.close()
    file = open_folder / FILE_NAME
    if os.getuid() == 0:  # may write anywhere: the other process is another user's
        open_folder.chmod(0o777)
        os.chown(file, NOBODY, -1)
    file.chmod(0o400)

    with start("guest", str(open_folder), conversation) as process:
        told = [line_of(process), line_of(process)]
        file.chmod(0o600)
        later = process.communicate("go on\n")[0].strip()

    assert told == ["a title", "read_only"]
    assert later == "2"


def test_what_a_full_disk_does_not_take_is_not_there_in_part(
    database: Database, kept: Conversations
) -> None:
    turn = said("a zebra", reply("stripes", "writing"))
    conversation = begun(kept, turn)
    with database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    before = kept.open(ME, conversation)

    assert refusal(lambda: kept.add_turn(ME, conversation, said(f"giraffe {LONG}"))) == "full"
    assert refusal(lambda: kept.grow(ME, conversation, turn.id, reply(f"giraffe {LONG}"))) == "full"
    assert kept.open(ME, conversation) == before
    assert kept.search(ME, "giraffe") == ()
    assert len(kept.search(ME, "stripes")) == 1

    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    kept.grow(ME, conversation, turn.id, reply(f"giraffe {LONG}"))
    assert len(kept.search(ME, "giraffe")) == 1
    assert database.problem is None


def test_while_another_program_holds_the_file_all_can_be_read_and_what_waited_is_written(
    tmp_path: Path, database: Database, kept: Conversations
) -> None:
    turn = said("a zebra", reply("stripes", "writing"))
    conversation = begun(kept, turn)
    with start("lock", str(tmp_path)) as process:
        assert line_of(process) == "locked"

        grown = reply("more stripes", "writing")
        for _ in range(2):  # for ten seconds: each call waits for five
            assert refusal(lambda: kept.grow(ME, conversation, turn.id, grown)) == "locked"
        assert kept.open(ME, conversation).turns == (turn,)
        assert [each.id for each in kept.list(ME)] == [conversation]
        assert len(kept.search(ME, "stripes")) == 1
        process.communicate()

    kept.grow(ME, conversation, turn.id, reply("all stripes"))

    assert kept.open(ME, conversation).turns[0].reply == reply("all stripes")
    assert database.problem is None


@pytest.mark.parametrize("kind", ["random", "halved", "zeros"])
def test_a_file_that_is_overwritten_while_it_is_used_is_set_aside(
    tmp_path: Path, database: Database, kept: Conversations, kind: str
) -> None:
    for number in range(40):
        begun(kept, said(f"number {number}", reply("x" * 2000)))
    file = tmp_path / FILE_NAME
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.truncate(size // 2 if kind == "halved" else size)
        if kind != "halved":
            stream.write(os.urandom(size) if kind == "random" else bytes(size))

    for _ in range(4):
        with suppress(NotKept):
            begun(kept, said("afterwards"))
    with suppress(NotKept):
        kept.list(ME)

    assert begun(kept, said("and once more"))
    assert len(kept.search(ME, "more")) == 1
    assert database.problem is None
    assert database.moved_aside is not None and database.moved_aside.exists()


def test_a_file_that_is_deleted_while_a_reply_grows_takes_the_next_conversation(
    tmp_path: Path, database: Database, kept: Conversations
) -> None:
    turn = said("count", reply("1", "writing"))
    conversation = begun(kept, turn)
    for path in list(tmp_path.iterdir()):
        path.unlink()

    with pytest.raises(NotFound):
        kept.grow(ME, conversation, turn.id, reply("1 2"))
    again = begun(kept, said("again", reply()))

    assert [each.id for each in kept.list(ME)] == [again]
    assert (tmp_path / FILE_NAME).exists() and database.problem is None
