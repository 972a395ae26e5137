"""A conversation as rows, and rows as a conversation."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from store.chat_schema import CHAT_REPLIES, CHAT_TURNS, CONVERSATIONS
from store.conversation_types import ChatSettings, ChatTurn, Conversation, ConversationSummary
from store.errors import NotFound, NotKept, NotReadable
from store.run_rows import NO_TEXT, column_text, to_json
from store.shape import from_plain
from store.types import ReplyRecord, check_owner, is_id


def conversation_row(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "owner": conversation.owner,
        "title": column_text(conversation.title),
        "created_at": conversation.created_at,
        "changed_at": conversation.changed_at,
        "pinned": int(conversation.pinned),
        "settings": to_json(conversation.settings),
        "leaf": conversation.leaf,
    }


def turn_row(conversation_id: str, turn: ChatTurn) -> dict[str, Any]:
    return {
        "id": turn.id,
        "conversation_id": conversation_id,
        "parent": turn.parent,
        "message": column_text(turn.message),
        "model": column_text(turn.model),
        "system": column_text(turn.system),
        "parameters": to_json(turn.parameters),
        "created_at": turn.created_at,
    }


def reply_row(reply: ReplyRecord) -> dict[str, Any]:
    return {
        "text": column_text(reply.text),
        "reasoning": column_text(reply.reasoning),
        "details": to_json(replace(reply, **NO_TEXT)),
    }


def row_of(connection: Connection, owner: str, conversation_id: str) -> Row[Any]:
    """The row of `conversations`. Raises `NotFound` unless it is this owner's and there."""
    check_owner(owner)
    row = None
    if is_id(conversation_id):
        same = CONVERSATIONS.c.id == conversation_id, CONVERSATIONS.c.owner == owner
        row = connection.execute(CONVERSATIONS.select().where(*same)).first()
    if row is None or row.deleted_at is not None:
        raise NotFound
    return row


def read_conversation(connection: Connection, row: Row[Any]) -> Conversation:
    """Raises `NotKept` for rows that make no sense."""
    joined = CHAT_TURNS.outerjoin(CHAT_REPLIES, CHAT_REPLIES.c.turn == CHAT_TURNS.c.number)
    chosen = (
        select(CHAT_TURNS, CHAT_REPLIES.c.text, CHAT_REPLIES.c.reasoning, CHAT_REPLIES.c.details)
        .select_from(joined)
        .where(CHAT_TURNS.c.conversation_id == row.id)
        .order_by(CHAT_TURNS.c.number)
    )
    try:
        turns = tuple(map(_turn, connection.execute(chosen)))
        settings = cast(ChatSettings, from_plain(ChatSettings, json.loads(row.settings)))
    except (ValueError, NotReadable) as error:
        raise NotKept("damaged") from error
    return Conversation(
        id=row.id,
        owner=row.owner,
        title=row.title,
        created_at=row.created_at,
        changed_at=row.changed_at,
        pinned=bool(row.pinned),
        settings=settings,
        turns=turns,
        leaf=row.leaf,
    )


def summaries(rows: Iterable[Row[Any]]) -> tuple[ConversationSummary, ...]:
    return tuple(map(summary_of, rows))


def summary_of(row: Row[Any]) -> ConversationSummary:
    return ConversationSummary(
        id=row.id,
        title=row.title,
        created_at=row.created_at,
        changed_at=row.changed_at,
        pinned=bool(row.pinned),
    )


def _turn(row: Row[Any]) -> ChatTurn:
    reply = None
    if row.details is not None:
        details = cast(ReplyRecord, from_plain(ReplyRecord, json.loads(row.details)))
        reply = replace(details, text=row.text, reasoning=row.reasoning)
    return ChatTurn(
        id=row.id,
        parent=row.parent,
        message=row.message,
        model=row.model,
        system=row.system,
        parameters=json.loads(row.parameters),
        created_at=row.created_at,
        reply=reply,
    )
