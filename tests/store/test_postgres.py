"""PostgreSQL in place of the file: what only its server can do, and what goes wrong with it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import Database, open_database
from store.errors import NotKept
from store.postgres import WRITER
from store.types import new_id
from tests.store.making import reply
from tests.store.postgres_server import PostgresServer

ME = "local"


@pytest.fixture
def place(postgres: PostgresServer) -> str:
    return postgres.fresh()


@pytest.fixture
def kept(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def somebody(place: str) -> Iterator[psycopg.Connection[Any]]:
    """Another client of the same server, in a transaction of its own."""
    with psycopg.connect(place) as connection:
        yield connection
        connection.rollback()


def begun(kept: Conversations, message: str, answer: str = "") -> str:
    conversation = kept.begin(ME, ChatSettings(), "a title")
    turn = ChatTurn(
        id=new_id(), parent="", message=message, model="a:one", reply=reply(answer or message)
    )
    kept.add_turn(ME, conversation.id, turn)
    return conversation.id


def refusal(kept: Conversations) -> str:
    with pytest.raises(NotKept) as raised:
        kept.begin(ME, ChatSettings())
    return raised.value.reason


def test_a_server_that_was_started_again_is_gone_on_with(
    postgres: PostgresServer, kept: Conversations, database: Database
) -> None:
    conversation = begun(kept, "a zebra")
    postgres.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )

    assert kept.open(ME, conversation).title == "a title"
    begun(kept, "another")
    assert database.problem is None


def test_a_connection_that_breaks_in_the_middle_of_writing_keeps_nothing(
    postgres: PostgresServer, kept: Conversations, database: Database
) -> None:
    with pytest.raises(NotKept), database.writing() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        connection.exec_driver_sql(
            "INSERT INTO runs VALUES ('0123456789abcdef0123456789abcdef', 'local', 't', 0, 1)"
        )
        postgres.execute(f"SELECT pg_terminate_backend({pid})")
        connection.exec_driver_sql("SELECT 1")

    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar() == 0
    assert database.problem is None


def test_who_waits_for_another_writer_too_long_is_told_and_can_still_read(
    kept: Conversations, database: Database, somebody: psycopg.Connection[Any]
) -> None:
    conversation = begun(kept, "a zebra")
    somebody.execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))

    assert refusal(kept) == "locked"
    assert kept.open(ME, conversation).title == "a title"
    somebody.rollback()

    begun(kept, "another")
    assert database.problem is None


def test_reading_sees_one_state_however_much_is_written_meanwhile(
    kept: Conversations, database: Database
) -> None:
    begun(kept, "one")
    with database.reading() as connection:
        counts = [connection.exec_driver_sql("SELECT count(*) FROM chat_turns").scalar()]
        begun(kept, "two")
        counts.append(connection.exec_driver_sql("SELECT count(*) FROM chat_turns").scalar())

    assert counts == [1, 1]


def test_a_database_that_may_only_be_read_is_told_and_read(place: str, kept: Conversations) -> None:
    conversation = begun(kept, "a zebra")
    database = open_database(f"{place}%20-cdefault_transaction_read_only%3Don")
    guest = Conversations(database)

    assert guest.open(ME, conversation).title == "a title"
    assert len(guest.search(ME, "zebra")) == 1
    assert refusal(guest) == "read_only"
    database.close()


def test_a_wrong_name_or_password_is_told_without_it(postgres: PostgresServer) -> None:
    url = postgres.url().replace("//parley@/postgres", "//nobody:hunter2@/postgres")
    database = open_database(url)

    assert database.problem is not None and database.problem.reason == "failed"
    assert "hunter2" not in f"{database.problem} {database.problem.__cause__}"
    database.close()


def test_a_server_that_cannot_be_reached_is_found_once_it_can(postgres: PostgresServer) -> None:
    name = "later"
    database = Database(postgres.url().replace("/postgres?", f"/{name}?"), retry_seconds=0)
    kept = Conversations(database)
    assert refusal(kept) == "failed"

    postgres.execute(f"CREATE DATABASE {name}")
    begun(kept, "a zebra")

    assert database.problem is None
    database.close()
    postgres.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" ".join(f"{number}of300000" for number in range(300_000)), "0of300000"),
        ("".join(map(chr, range(0x4E00, 0x9FFF))) * 30, "一丁丂"),
        ("x" * 3_000_000, "xxxx"),
        (" ".join(["again"] * 400_000), "again"),
        (f" first {chr(0x1D4B3) * 2_000} ".join(["last"] * 200), "first last"),
    ],
    ids=["many words", "many characters", "one word", "one word often", "wide letters"],
)
def test_a_text_of_any_size_is_kept_and_found_by_its_beginning(
    kept: Conversations, text: str, words: str
) -> None:
    conversation = begun(kept, "tell me", text)

    (turn,) = kept.open(ME, conversation).turns
    assert turn.reply is not None and turn.reply.text == text
    assert [each.summary.id for each in kept.search(ME, words)] == [conversation]


def test_every_character_that_a_text_may_hold_is_kept(kept: Conversations) -> None:
    text = "".join(map(chr, range(1, 0xD800))) + "\0\ud800🟦\U0010ffff"

    conversation = begun(kept, text)

    (turn,) = kept.open(ME, conversation).turns
    assert turn.message == text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
