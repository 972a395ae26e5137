"""The conversation of a page as the plain values that are kept of it, and back. Pure."""

from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.types import ReplyRecord
from ui.reply_records import KeptReply, reply_record
from ui.session import ChatSession, Choice, Turn
from ui.texts import Language

KEPT = "kept"
"""How a reply stands that came from the store."""


def turn_record(turn: Turn, language: Language) -> ChatTurn:
    """The turn as it is now. language: of the sentence that says what failed."""
    return ChatTurn(
        id=turn.id,
        parent=turn.parent,
        message=turn.message,
        model=turn.choice.model,
        system=turn.choice.instructions(),
        parameters=turn.choice.parameters,
        created_at=turn.created_at,
        reply=reply_record(turn.reply, language) if turn.reply else None,
    )


def settings_of(choice: Choice, personal: bool) -> ChatSettings:
    return ChatSettings(
        model=choice.model, system=choice.system, parameters=choice.parameters, personal=personal
    )


def fill(session: ChatSession, conversation: Conversation) -> None:
    """Put a kept conversation into the session, in the place of what was there."""
    session.clear()
    session.tree[:] = map(_turn_of, conversation.turns)
    by_id = {turn.id: turn for turn in session.tree}
    if leaf := by_id.get(conversation.leaf):
        session.go_to(leaf)
    kept = session.kept
    kept.id, kept.leaf = conversation.id, conversation.leaf
    kept.personal = conversation.settings.personal
    # Whatever another page may still be writing is that page's to write.
    kept.written = {turn.id: KEPT for turn in session.tree}


def _turn_of(record: ChatTurn) -> Turn:
    turn = Turn(record.message, Choice(record.model, record.system, record.parameters))
    turn.id, turn.parent, turn.created_at = record.id, record.parent, record.created_at
    # A message that another page has just sent is answered there.
    reply = record.reply or ReplyRecord(status="incomplete")
    turn.reply = KeptReply(reply, record.model)
    return turn
