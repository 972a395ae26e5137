"""Conversations that are kept: written as they grow, listed, found, opened, deleted.

Every call names the owner first. Another owner's conversation is `NotFound`, like one that
never was; every call raises `NotKept` when the database does not work.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Row, and_, or_, select

from store.chat_schema import CHAT_REPLIES, CHAT_TURNS, CONVERSATIONS
from store.conversation_rows import (
    conversation_row,
    read_conversation,
    reply_row,
    row_of,
    summaries,
    title_values,
    turn_row,
)
from store.conversation_search import forget, index, search
from store.conversation_types import (
    ChatSettings,
    ChatTurn,
    Conversation,
    ConversationSummary,
    Found,
)
from store.database import Database
from store.errors import NotFound
from store.run_rows import column_text, to_json
from store.titles import one_line
from store.types import UNFINISHED, ReplyRecord, check_owner, is_id, new_id, reply_broken_off

MOST_LISTED = 5_000
ALIVE_SECONDS = 30.0
"""A reply that did not grow for so long is written by nobody any more."""
UNDO_SECONDS = 60 * 60.0
"""How long a deleted conversation can be brought back."""


class Conversations:
    """Conversations of all owners. One for a process, used from any thread.

    clock: seconds, never set back.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._grown: dict[str, float] = {}  # turn → when its reply grew last
        self._lock = threading.Lock()

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
            connection.execute(CONVERSATIONS.insert().values(conversation_row(conversation)))
        return conversation

    def add_turn(self, owner: str, conversation_id: str, turn: ChatTurn) -> None:
        """Keep one turn more, and show the branch that it is the end of."""
        now = round(time.time(), 3)
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            self._insert(connection, row.owner, row.id, turn)
            values: dict[str, Any] = {"leaf": turn.id, "changed_at": max(now, row.changed_at)}
            if not row.title:
                values |= title_values(one_line(turn.message))
            connection.execute(_this(row).values(values))
        self._note(turn.id, turn.reply)

    def grow(self, owner: str, conversation_id: str, turn_id: str, reply: ReplyRecord) -> None:
        """Keep how far the reply to a turn has come. Writes that reply alone.

        To be called at least every 2 s while it streams, and when it has ended.
        """
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            turn = _turn_row(connection, row.id, turn_id)
            self._put_reply(connection, turn.number, reply)
            index(connection, row.owner, turn.number, f"{turn.message}\n{reply.text}")
        self._note(turn_id, reply)

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
        return replace(conversation, turns=tuple(map(self._settled, conversation.turns)))

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
            changed_at, last = before
            same_time = and_(table.c.changed_at == changed_at, table.c.id < column_text(last))
            chosen = chosen.where(or_(table.c.changed_at < changed_at, same_time))
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
            connection.execute(_this(row).values(title_values(kept)))
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
        self.purge()

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
        table = CONVERSATIONS
        due = table.c.deleted_at < time.time() - older_than
        with self._database.writing() as connection:
            ids = [found for (found,) in connection.execute(select(table.c.id).where(due))]
            if ids:
                forget(connection, ids)
                connection.execute(table.delete().where(table.c.id.in_(ids)))

    def bring(self, owner: str, conversations: Iterable[Conversation]) -> int:
        """Keep conversations from a file, all or none; how many."""
        check_owner(owner)
        count = 0
        with self._database.writing() as connection:
            for conversation in conversations:
                row = conversation_row(replace(conversation, owner=owner))
                connection.execute(CONVERSATIONS.insert().values(row))
                for turn in conversation.turns:
                    self._insert(connection, owner, conversation.id, turn)
                count += 1
        return count

    def _insert(
        self, connection: Connection, owner: str, conversation_id: str, turn: ChatTurn
    ) -> None:
        row = turn_row(conversation_id, turn)
        added = connection.execute(CHAT_TURNS.insert().values(row))
        number = int(added.inserted_primary_key[0])  # type: ignore[index]
        if turn.reply:
            self._put_reply(connection, number, turn.reply)
        reply = turn.reply.text if turn.reply else ""
        index(connection, owner, number, f"{turn.message}\n{reply}")

    def _put_reply(self, connection: Connection, number: int, reply: ReplyRecord) -> None:
        values, same = reply_row(reply), CHAT_REPLIES.c.turn == number
        if connection.execute(CHAT_REPLIES.update().where(same).values(values)).rowcount == 0:
            connection.execute(CHAT_REPLIES.insert().values(turn=number, **values))

    def _note(self, turn_id: str, reply: ReplyRecord | None) -> None:
        """While it grows; forget those whose page never came to an end."""
        now = self._clock()
        with self._lock:
            for old in [turn for turn, at in self._grown.items() if now - at > ALIVE_SECONDS]:
                del self._grown[old]
            self._grown.pop(turn_id, None)
            if reply is None or reply.status in UNFINISHED:
                self._grown[turn_id] = now

    def _settled(self, turn: ChatTurn) -> ChatTurn:
        """The same turn; nothing of it is under way unless this process writes it."""
        with self._lock:
            grown = self._grown.get(turn.id)
        if grown is not None and self._clock() - grown <= ALIVE_SECONDS:
            return turn
        if turn.reply is None:
            return replace(turn, reply=ReplyRecord(status="incomplete"))
        return replace(turn, reply=reply_broken_off(turn.reply))


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
