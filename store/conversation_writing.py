"""What is written of conversations, each within the caller's transaction.

Whatever can be searched goes into the index by the same transaction.
"""

import time
from typing import Any

from sqlalchemy import Connection, select

from store.chat_schema import CHAT_REPLIES, CHAT_TURNS, CHAT_WORDS, CONVERSATIONS, TITLE_WORDS
from store.conversation_rows import conversation_row, reply_row, turn_row
from store.conversation_search import index, remove
from store.conversation_types import ChatTurn, Conversation
from store.types import ReplyRecord


def insert_conversation(connection: Connection, conversation: Conversation) -> None:
    """With its turns. They may not be there yet."""
    row = conversation_row(conversation)
    number = _inserted(connection.execute(CONVERSATIONS.insert(), row))
    index(connection, TITLE_WORDS, conversation.owner, number, row["title"])
    for turn in conversation.turns:
        insert_turn(connection, conversation.owner, conversation.id, turn)


def insert_turn(connection: Connection, owner: str, conversation_id: str, turn: ChatTurn) -> None:
    row = turn_row(conversation_id, turn)
    number = _inserted(connection.execute(CHAT_TURNS.insert(), row))
    if turn.reply:
        connection.execute(CHAT_REPLIES.insert(), {"turn": number, **reply_row(turn.reply)})
    _index_turn(connection, owner, number, turn.message, turn.reply)


def put_reply(
    connection: Connection, owner: str, number: int, message: str, reply: ReplyRecord
) -> None:
    """The reply to turn `number`, in the place of what was there of it."""
    values, same = reply_row(reply), CHAT_REPLIES.c.turn == number
    if connection.execute(CHAT_REPLIES.update().where(same).values(values)).rowcount == 0:
        connection.execute(CHAT_REPLIES.insert(), {"turn": number, **values})
    _index_turn(connection, owner, number, message, reply)


def put_title(connection: Connection, owner: str, number: int, title: str) -> None:
    same = CONVERSATIONS.c.number == number
    connection.execute(CONVERSATIONS.update().where(same).values(title=title))
    index(connection, TITLE_WORDS, owner, number, title)


def purge(connection: Connection, older_than: float) -> None:
    """Delete for good what was deleted so many seconds ago."""
    table, due = CONVERSATIONS, CONVERSATIONS.c.deleted_at < time.time() - older_than
    gone = select(table.c.id).where(due)
    numbers = list(connection.execute(select(table.c.number).where(due)).scalars())
    if numbers:
        turns = select(CHAT_TURNS.c.number).where(CHAT_TURNS.c.conversation_id.in_(gone))
        remove(connection, CHAT_WORDS, connection.execute(turns).scalars().all())
        remove(connection, TITLE_WORDS, numbers)
        connection.execute(table.delete().where(due))


def _index_turn(
    connection: Connection, owner: str, number: int, message: str, reply: ReplyRecord | None
) -> None:
    index(connection, CHAT_WORDS, owner, number, f"{message}\n{reply.text if reply else ''}")


def _inserted(result: Any) -> int:
    return int(result.inserted_primary_key[0])
