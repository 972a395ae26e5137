"""Finding conversations by words in them, the newest first.

Each turn is one entry of an index, its message and its reply together, and each title one
of another. On SQLite that is FTS5, on PostgreSQL a `tsvector`; both are asked for words as
`store.words` makes them, so that nothing that is typed is a query of theirs.
"""

import hashlib
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, TextClause, select
from sqlalchemy import text as sql

from store.chat_schema import CHAT_REPLIES, CHAT_TURNS, CHAT_WORDS, CONVERSATIONS, TITLE_WORDS
from store.conversation_rows import summary_of
from store.conversation_types import Found
from store.words import Wanted, entry, phrases, snippet, terms

BATCH = 100  # entries that are looked at in one go
MOST_LOOKED_AT = 2_500
LARGEST_ENTRY = 500_000  # bytes that PostgreSQL takes; its limit is 1 MB


def index(connection: Connection, table: str, owner: str, number: int, text: str) -> None:
    """Make the words of `text` what turn or conversation `number` is found by."""
    words = [_mark(owner), *entry(text)]
    remove(connection, table, [number])
    values: dict[str, Any] = {"number": number}
    if connection.dialect.name == "sqlite":
        insert = f"INSERT INTO {table} (rowid, words) VALUES (:number, :words)"
        values["words"] = " ".join(words)
    else:
        insert = (
            f"INSERT INTO {table} (number, words)"
            " VALUES (:number, array_to_tsvector(CAST(:words AS TEXT[])))"
        )
        values["words"] = _within(words, LARGEST_ENTRY)
    connection.execute(_statement(insert), values)


def remove(connection: Connection, table: str, numbers: Iterable[int]) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else "number"
    values = [{"number": number} for number in numbers]
    if values:
        connection.execute(_statement(f"DELETE FROM {table} WHERE {key} = :number"), values)


def search(connection: Connection, owner: str, words: str, limit: int) -> tuple[Found, ...]:
    """At most `limit` conversations: those whose title has the words, then by their turns."""
    wanted = phrases(words)
    if not wanted or limit < 1:
        return ()
    titles = islice(_titles(connection, owner, wanted), limit)
    newest = sorted(titles, key=lambda each: each.summary.place, reverse=True)
    found = {each.summary.id: each for each in newest}
    turns = _turns(connection, owner, wanted, found)
    while len(found) < limit and (each := next(turns, None)):
        found[each.summary.id] = each
    return tuple(found.values())


def _titles(connection: Connection, owner: str, wanted: Wanted) -> Iterator[Found]:
    chosen = CONVERSATIONS.select().order_by(CONVERSATIONS.c.number.desc())
    for numbers in _numbers(connection, TITLE_WORDS, owner, wanted):
        for row in connection.execute(chosen.where(CONVERSATIONS.c.number.in_(numbers))):
            if _is_there(row, owner) and (shown := snippet(row.title, wanted)):
                yield Found(summary_of(row), "", *shown)


def _turns(
    connection: Connection, owner: str, wanted: Wanted, known: Container[str]
) -> Iterator[Found]:
    """known: ids of conversations that need not be found any more; it may grow meanwhile."""
    same = CONVERSATIONS.c.id == CHAT_TURNS.c.conversation_id
    joined = CHAT_TURNS.join(CONVERSATIONS, same).outerjoin(
        CHAT_REPLIES, CHAT_REPLIES.c.turn == CHAT_TURNS.c.number
    )
    turn: list[Any] = [CHAT_TURNS.c.id.label("turn_id"), CHAT_TURNS.c.message]
    chosen: Any = select(*CONVERSATIONS.c, *turn, CHAT_REPLIES.c.text.label("reply"))
    chosen = chosen.select_from(joined).order_by(CHAT_TURNS.c.number.desc())
    for numbers in _numbers(connection, CHAT_WORDS, owner, wanted):
        for row in connection.execute(chosen.where(CHAT_TURNS.c.number.in_(numbers))):
            if row.id in known or not _is_there(row, owner):
                continue
            if shown := snippet(f"{row.message}\n{row.reply or ''}", wanted):
                yield Found(summary_of(row), row.turn_id, *shown)


def _is_there(row: Row[Any], owner: str) -> bool:
    """Not asked of the database: it would rather go through all that the owner has."""
    return row.owner == owner and row.deleted_at is None


def _numbers(connection: Connection, table: str, owner: str, wanted: Wanted) -> Iterator[list[int]]:
    """Numbers of the entries with the words, the newest first, as many as are looked at."""
    words = {_mark(owner): False, **terms(wanted)}
    if connection.dialect.name == "sqlite":
        chosen = f"SELECT rowid FROM {table} WHERE {table} MATCH :words ORDER BY rowid DESC"
        asked = " AND ".join(f'"{word}"{" *" * begins}' for word, begins in words.items())
    else:
        chosen = (
            f"SELECT number FROM {table} WHERE words @@ CAST(:words AS TSQUERY)"
            " ORDER BY number DESC"
        )
        asked = " & ".join(f"'{word}'{':*' * begins}" for word, begins in words.items())
    # A limit and no cursor: with one, PostgreSQL would go through all that there is.
    values = {"words": asked, "limit": MOST_LOOKED_AT}
    with connection.execute(_statement(f"{chosen} LIMIT :limit"), values) as found:
        for batch in found.partitions(BATCH):
            yield [int(row[0]) for row in batch]


@cache
def _statement(words: str) -> TextClause:
    return sql(words)


def _mark(owner: str) -> str:
    """A word that stands for the owner in the index, and that no text has."""
    return f"_{hashlib.sha256(owner.encode()).hexdigest()[:24]}"


def _within(words: list[str], size: int) -> list[str]:
    """As many of the first words as take `size` bytes."""
    kept: list[str] = []
    for word in words:
        size -= len(word.encode()) + 8
        if size < 0:
            break
        kept.append(word)
    return kept
