"""Links that open one conversation to read it.

A token is told once and stands in the database as its hash alone: who reads the file
cannot open what was shared.
"""

import hashlib
import secrets
import time

from sqlalchemy import select

from store.chat_schema import CONVERSATIONS, LINKS
from store.conversation_rows import row_of
from store.conversation_types import Conversation
from store.conversations import Conversations
from store.database import Database
from store.errors import NotFound

LONGEST_TOKEN = 64  # characters; a good one has 32


class Links:
    """One for a process, used from any thread. Every call raises `NotKept` as others do."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database, self._conversations = database, conversations

    def make(self, owner: str, conversation_id: str) -> str:
        """A new token for it. Raises `NotFound`."""
        token = secrets.token_urlsafe(24)
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            values = {"token": _hash(token), "conversation_id": row.id, "created_at": time.time()}
            connection.execute(LINKS.insert().values(values))
        return token

    def has(self, owner: str, conversation_id: str) -> bool:
        """Whether a link opens it. Raises `NotFound`."""
        with self._database.reading() as connection:
            row = row_of(connection, owner, conversation_id)
            chosen = select(LINKS.c.token).where(LINKS.c.conversation_id == row.id)
            return connection.execute(chosen.limit(1)).first() is not None

    def revoke(self, owner: str, conversation_id: str) -> int:
        """From now on no link opens it; how many there were. Raises `NotFound`."""
        with self._database.writing() as connection:
            row = row_of(connection, owner, conversation_id)
            gone = connection.execute(LINKS.delete().where(LINKS.c.conversation_id == row.id))
            return gone.rowcount

    def open(self, token: str) -> Conversation:
        """What was shared, as it stands now. Raises `NotFound` for any other token."""
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise NotFound
        chosen = (
            select(CONVERSATIONS.c.owner, CONVERSATIONS.c.id)
            .join(LINKS, LINKS.c.conversation_id == CONVERSATIONS.c.id)
            .where(LINKS.c.token == _hash(token))
        )
        with self._database.reading() as connection:
            row = connection.execute(chosen).first()
        if row is None:
            raise NotFound
        return self._conversations.open(row.owner, row.id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
