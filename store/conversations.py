"""Conversations that are kept: written as they grow, listed, found, opened, deleted.

Every call names the owner first. Another owner's conversation is `NotFound`, like one that
never was; every call raises `NotKept` when the database does not work.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, select, tuple_

from store.chat_schema import CHAT_TURNS, CONVERSATIONS
from store.conversation_rows import read_conversation, row_of, summaries
from store.conversation_search import search
from store.conversation_types import (
    ChatSettings,
    ChatTurn,
    Conversation,
    ConversationSummary,
    Found,
)
from store.conversation_writing import (
    insert_conversation,
    insert_turn,
    purge,
    put_reply,
    put_title,
)
from store.database import Database
from store.errors import NotFound
from store.growing import Growing
from store.run_rows import column_text, to_json
from store.titles import one_line
from store.types import ReplyRecord, check_owner, is_id, new_id

MOST_LISTED = 5_000
UNDO_SECONDS = 60 * 60.0
"""How long a deleted conversation can be brought back."""


class Conversations:
    """Conversations of all owners. One for a process, used from any thread.

    clock: seconds, never set back.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._growing = database, Growing(clock)

    @property
    def moved_aside(self) -> Path | None:
        """Where a damaged file went when the one in use took its place."""
        return self._database.moved_aside

    def begin(self, owner: str, settings: ChatSettings, title: str = "") -> Conversation:
        """Keep a new one without turns. title: of its first message where it is blank."""
        now = round(time.time(), 3)
        conversation = Conversation(
            id=new_id(),
            owner=check_owner(owner),
            title=one_line(title),
            created_at=now,
            changed_at=now,
            settings=settings,
        )
        with self._database.writing() as connection:
            insert_conversation(connection, conversation)
            purge(connection, UNDO_SECONDS)
        return conversation

    def add_turn(self, owner: str, conversation_id: str, turn: ChatTurn) -> None:
        """Keep one turn more, and show the branch that it is the end of."""
        now = round(time.time(), 3)
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            insert_turn(connection, row.owner, row.id, turn)
            changed_at = max(now, row.changed_at)
            connection.execute(_this(row).values(leaf=turn.id, changed_at=changed_at))
            if not row.title:
                put_title(connection, row.owner, row.number, one_line(turn.message))
        self._growing.note(turn.id, turn.reply)

    def grow(self, owner: str, conversation_id: str, turn_id: str, reply: ReplyRecord) -> None:
        """Keep how far the reply to a turn has come. Writes that reply alone.

        To be called at least every 2 s while it streams, and when it has ended.
        """
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            turn = _turn_row(connection, row.id, turn_id)
            put_reply(connection, row.owner, turn.number, turn.message, reply)
        self._growing.note(turn_id, reply)

    def choose(self, owner: str, conversation_id: str, leaf: str) -> None:
        """Show the branch that ends with turn `leaf`; "" shows none."""
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            if leaf:
                _turn_row(connection, row.id, leaf)
            connection.execute(_this(row).values(leaf=leaf))

    def settings(self, owner: str, conversation_id: str, settings: ChatSettings) -> None:
        """Keep what the next message goes to."""
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            connection.execute(_this(row).values(settings=to_json(settings)))

    def open(self, owner: str, conversation_id: str) -> Conversation:
        """As it stands. Replies whose writer is gone are marked incomplete."""
        with self._database.reading() as connection:
            row = row_of(connection, owner, conversation_id)
            conversation = read_conversation(connection, row)
        return replace(conversation, turns=tuple(map(self._growing.settled, conversation.turns)))

    def all(self, owner: str) -> Iterator[Conversation]:
        """Every one in full, the newest first, read one after the other."""
        with self._database.reading() as connection:
            mine = CONVERSATIONS.c.owner == check_owner(owner), CONVERSATIONS.c.deleted_at.is_(None)
            chosen = select(CONVERSATIONS.c.id).where(*mine)
            found = connection.execute(chosen.order_by(CONVERSATIONS.c.changed_at.desc()))
            ids = [conversation_id for (conversation_id,) in found]
        for conversation_id in ids:
            try:
                yield self.open(owner, conversation_id)
            except NotFound:  # deleted meanwhile
                continue

    def list(
        self, owner: str, limit: int = 50, before: tuple[float, str] | None = None
    ) -> tuple[ConversationSummary, ...]:
        """Those that are not pinned, the newest first.

        before: the `place` of the last one seen, for the next page.
        """
        table = CONVERSATIONS
        chosen = _listed(owner, pinned=False)
        if before:
            place = tuple_(table.c.changed_at, table.c.id)
            chosen = chosen.where(place < (before[0], column_text(before[1])))
        with self._database.reading() as connection:
            chosen = chosen.limit(min(max(limit, 1), MOST_LISTED))
            return summaries(cast(Any, connection.execute(chosen)))

    def pinned(self, owner: str) -> tuple[ConversationSummary, ...]:
        with self._database.reading() as connection:
            chosen = _listed(owner, pinned=True).limit(MOST_LISTED)
            return summaries(cast(Any, connection.execute(chosen)))

    def search(self, owner: str, words: str, limit: int = 50) -> tuple[Found, ...]:
        """Conversations that have all the words in their title or in one of their turns.

        words: anything; the last may be the beginning of a word. Small letters find
        capital ones, and letters without accents those with.
        """
        with self._database.reading() as connection:
            return search(connection, check_owner(owner), words, limit)

    def rename(self, owner: str, conversation_id: str, title: str) -> str:
        """The title as it is kept: one line, not too long. A blank one changes nothing."""
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            kept = one_line(title) or row.title
            put_title(connection, row.owner, row.number, kept)
        return kept

    def pin(self, owner: str, conversation_id: str, pinned: bool) -> None:
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            connection.execute(_this(row).values(pinned=int(pinned)))

    def delete(self, owner: str, conversation_id: str) -> None:
        """It is gone from everything, and for good an hour later."""
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            connection.execute(_this(row).values(deleted_at=time.time()))
            purge(connection, UNDO_SECONDS)

    def restore(self, owner: str, conversation_id: str) -> None:
        """Bring back one that was deleted. Raises `NotFound` when it is gone for good."""
        table = CONVERSATIONS
        mine = and_(table.c.id == column_text(conversation_id), table.c.owner == check_owner(owner))
        with self._database.writing() as connection:
            done = connection.execute(table.update().where(mine).values(deleted_at=None))
            if done.rowcount != 1:
                raise NotFound

    def purge(self, older_than: float = UNDO_SECONDS) -> None:
        """Delete for good what was deleted so many seconds ago."""
        with self._database.writing() as connection:
            purge(connection, older_than)

    def bring(self, owner: str, conversations: Iterable[Conversation]) -> int:
        """Keep conversations from a file, all or none; how many."""
        check_owner(owner)
        brought = [replace(each, owner=owner) for each in conversations]
        with self._database.writing() as connection:
            for conversation in brought:
                insert_conversation(connection, conversation)
        return len(brought)


def _listed(owner: str, pinned: bool) -> Any:
    table = CONVERSATIONS
    mine = and_(table.c.owner == check_owner(owner), table.c.pinned == int(pinned))
    there = and_(mine, table.c.deleted_at.is_(None))
    return table.select().where(there).order_by(table.c.changed_at.desc(), table.c.id.desc())


def _this(row: Row[Any]) -> Any:
    return CONVERSATIONS.update().where(CONVERSATIONS.c.id == row.id)


def _turn_row(connection: Connection, conversation_id: str, turn_id: str) -> Row[Any]:
    """Raises `NotFound` unless it is a turn of that conversation."""
    same = CHAT_TURNS.c.id == turn_id, CHAT_TURNS.c.conversation_id == conversation_id
    row = connection.execute(CHAT_TURNS.select().where(*same)).first() if is_id(turn_id) else None
    if row is None:
        raise NotFound
    return row
