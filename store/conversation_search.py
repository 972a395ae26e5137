"""Finding conversations by words in them, the newest first.

Each turn is one entry of the index: its message and its reply. On SQLite that is FTS5, on
PostgreSQL a `tsvector`; both get text in which each Chinese character is a word.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, select
from sqlalchemy import text as sql

from store.chat_schema import CHAT_REPLIES, CHAT_TURNS, CONVERSATIONS
from store.conversation_rows import summary_of
from store.conversation_types import Found
from store.words import has_all, phrases, snippet, spaced

BATCH = 200  # entries that are looked at in one go
MOST_LOOKED_AT = 5_000
LONGEST_ENTRY = 300_000  # characters that PostgreSQL takes; its limit is 1 MB of words


def index(connection: Connection, owner: str, number: int, words: str) -> None:
    """Make `words` what turn `number` is found by."""
    marked = spaced(words)
    values: dict[str, Any] = {"number": number, "owner": _mark(owner), "words": marked}
    match connection.dialect.name:
        case "sqlite":
            connection.execute(sql("DELETE FROM chat_words WHERE rowid = :number"), values)
            insert = "INSERT INTO chat_words (rowid, owner, words) VALUES (:number, :owner, :words)"
        case "postgresql":
            values["words"] = marked[:LONGEST_ENTRY]
            insert = (
                "INSERT INTO chat_words (number, words) VALUES (:number, to_tsvector('simple',"
                " :words)) ON CONFLICT (number) DO UPDATE SET words = excluded.words"
            )
        case _:
            return
    connection.execute(sql(insert), values)


def forget(connection: Connection, conversation_ids: list[str]) -> None:
    """Take the turns of conversations that are about to be purged out of the index."""
    if connection.dialect.name != "sqlite":  # elsewhere they go with their turns
        return
    chosen = select(CHAT_TURNS.c.number).where(CHAT_TURNS.c.conversation_id.in_(conversation_ids))
    numbers = [{"number": number} for (number,) in connection.execute(chosen)]
    if numbers:
        connection.execute(sql("DELETE FROM chat_words WHERE rowid = :number"), numbers)


def search(connection: Connection, owner: str, words: str, limit: int) -> tuple[Found, ...]:
    """At most `limit` conversations: those whose title has the words, then by their turns."""
    wanted = phrases(words)
    if not wanted:
        return ()
    found: dict[str, Found] = {}
    for row in _titles(connection, owner, wanted, limit):
        text, marks = snippet(row.title, wanted)
        found[row.id] = Found(summary_of(row), "", text, marks)
    for row in _turns(connection, owner, wanted):
        if len(found) >= limit:
            break
        if row.id not in found:
            text, marks = snippet(f"{row.message}\n{row.reply or ''}", wanted)
            found[row.id] = Found(summary_of(row), row.turn_id, text, marks)
    return tuple(found.values())


def _titles(
    connection: Connection, owner: str, wanted: list[list[str]], limit: int
) -> list[Row[Any]]:
    table = CONVERSATIONS
    has = [
        table.c.title_words.contains(word, autoescape=True) for words in wanted for word in words
    ]
    mine = and_(table.c.owner == owner, table.c.deleted_at.is_(None))
    chosen = table.select().where(mine, *has).order_by(table.c.changed_at.desc())
    rows = connection.execute(chosen.limit(limit * 10))  # a part of a word is no match
    return [row for row in rows if has_all(row.title, wanted)][:limit]


def _turns(connection: Connection, owner: str, wanted: list[list[str]]) -> Iterator[Row[Any]]:
    """Turns with the words, the newest first, each with the columns of its conversation."""
    below = 2**62
    for _ in range(MOST_LOOKED_AT // BATCH):
        numbers = _numbers(connection, owner, wanted, below)
        if numbers:
            yield from _rows(connection, owner, numbers)
        if len(numbers) < BATCH:
            return
        below = numbers[-1]


def _numbers(connection: Connection, owner: str, wanted: list[list[str]], below: int) -> list[int]:
    values: dict[str, Any] = {"below": below, "limit": BATCH}
    match connection.dialect.name:
        case "sqlite":
            values["wanted"] = f"owner : {_mark(owner)} AND words : ({_fts5(wanted)})"
            statement = (
                "SELECT rowid FROM chat_words WHERE chat_words MATCH :wanted AND rowid < :below"
                " ORDER BY rowid DESC LIMIT :limit"
            )
        case "postgresql":
            values |= {"wanted": _tsquery(wanted), "owner": owner}
            statement = (
                "SELECT w.number FROM chat_words w JOIN chat_turns t ON t.number = w.number"
                " JOIN conversations c ON c.id = t.conversation_id AND c.owner = :owner"
                " WHERE w.words @@ to_tsquery('simple', :wanted) AND w.number < :below"
                " ORDER BY w.number DESC LIMIT :limit"
            )
        case _:
            return []
    return [int(row[0]) for row in connection.execute(sql(statement), values)]


def _rows(connection: Connection, owner: str, numbers: list[int]) -> list[Row[Any]]:
    joined = CHAT_TURNS.join(
        CONVERSATIONS, CONVERSATIONS.c.id == CHAT_TURNS.c.conversation_id
    ).outerjoin(CHAT_REPLIES, CHAT_REPLIES.c.turn == CHAT_TURNS.c.number)
    columns = [column for column in CONVERSATIONS.c]
    turn = (
        CHAT_TURNS.c.id.label("turn_id"),
        CHAT_TURNS.c.message,
        CHAT_REPLIES.c.text.label("reply"),
    )
    chosen = (
        select(*columns, *turn)
        .select_from(joined)
        .where(CHAT_TURNS.c.number.in_(numbers))
        .where(CONVERSATIONS.c.owner == owner, CONVERSATIONS.c.deleted_at.is_(None))
        .order_by(CHAT_TURNS.c.number.desc())
    )
    return list(cast(Iterable[Row[Any]], connection.execute(chosen)))


def _mark(owner: str) -> str:
    """A word that stands for the owner in the index, and that no text is likely to have."""
    return f"o{hashlib.sha256(owner.encode()).hexdigest()[:24]}"


def _fts5(wanted: list[list[str]]) -> str:
    """All phrases, the last as the beginning of a word. Only letters and digits are in it."""
    quoted = [f'"{" ".join(words)}"' for words in wanted]
    return " AND ".join([*quoted[:-1], f"{quoted[-1]} *"])


def _tsquery(wanted: list[list[str]]) -> str:
    joined = [" <-> ".join(f"'{word}'" for word in words) for words in wanted]
    return " & ".join([*(f"({each})" for each in joined[:-1]), f"({joined[-1]}:*)"])
