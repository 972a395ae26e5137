"""Keeping the chat of a page while it grows."""

from pathlib import Path

import pytest

from backends.types import Finished, TextDelta
from store.conversation_types import Conversation
from store.conversations import Conversations
from store.database import FILE_NAME, Database, open_database
from tests.ui.scripted import Clock, reply, unpriced
from ui.chat_history import EVERY, ChatHistory
from ui.chat_records import fill
from ui.reply import LiveReply
from ui.session import ChatSession, Choice

pytestmark = pytest.mark.anyio
OWNER = "local"
CHOICE = Choice("test:alpha", "Be brief.", {"temperature": 0.5}, about="I am a nurse.")
DONE = Finished("stop", "stop")


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    return Conversations(open_database(tmp_path))


def only(conversations: Conversations) -> Conversation:
    (summary,) = conversations.list(OWNER)
    return conversations.open(OWNER, summary.id)


def texts(conversation: Conversation) -> list[tuple[str, str]]:
    return [(turn.message, turn.reply.text if turn.reply else "") for turn in conversation.turns]


async def test_a_growing_chat_is_one_conversation(conversations: Conversations) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    await history.save(OWNER, session, "en")
    growing = session.turns[0].reply = LiveReply("test:alpha", unpriced)
    growing.add(TextDelta("1"))
    await history.save(OWNER, session, "en")
    growing.add(TextDelta("2"))
    growing.add(DONE)
    await history.save(OWNER, session, "en")
    session.ask("two", CHOICE)
    session.turns[1].reply = reply(TextDelta("3"), DONE)
    await history.save(OWNER, session, "en")

    kept = only(conversations)
    assert texts(kept) == [("one", "12"), ("two", "3")]
    assert kept.turns[0].system == "I am a nurse.\n\nBe brief."
    assert (kept.settings.system, kept.settings.parameters) == ("Be brief.", {"temperature": 0.5})
    assert session.kept.id == kept.id


async def test_it_is_written_at_once_and_then_only_every_so_often(
    conversations: Conversations,
) -> None:
    clock = Clock()
    history, session = ChatHistory(conversations, clock), ChatSession()

    async def touched() -> str:
        history.touch(OWNER, session, "en")
        for task in history.under_way:
            await task
        return texts(only(conversations))[0][1]

    session.ask("one", CHOICE)
    growing = session.turns[0].reply = LiveReply("test:alpha", unpriced)
    growing.add(TextDelta("a"))
    assert await touched() == "a"

    clock.now += EVERY / 2
    growing.add(TextDelta("b"))
    assert await touched() == "a"

    clock.now += EVERY
    assert await touched() == "ab"


async def test_what_is_left_for_another_chat_is_written_to_its_end(
    conversations: Conversations,
) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    growing = session.turns[0].reply = LiveReply("test:alpha", unpriced)
    growing.add(TextDelta("as far as it"))

    history.leave(OWNER, session, "en")
    session.clear()
    session.ask("two", CHOICE)
    await history.save(OWNER, session, "en")
    for task in history.under_way:
        await task

    found = [conversations.open(OWNER, each.id) for each in conversations.list(OWNER)]
    assert sorted(texts(each) for each in found) == [[("one", "as far as it")], [("two", "")]]
    (left,) = [each.turns[0].reply for each in found if each.title == "one"]
    assert left and left.status == "stopped"


async def test_a_temporary_chat_is_never_written(conversations: Conversations) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.kept.temporary = True
    session.ask("a secret", CHOICE)

    await history.save(OWNER, session, "en")

    assert conversations.list(OWNER) == ()


async def test_one_that_was_deleted_is_kept_anew_when_it_is_gone_on_with(
    conversations: Conversations,
) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    session.turns[0].reply = reply(TextDelta("1"), DONE)
    await history.save(OWNER, session, "en")
    conversations.delete(OWNER, session.kept.id)

    session.ask("two", CHOICE)
    await history.save(OWNER, session, "en")
    await history.save(OWNER, session, "en")

    assert texts(only(conversations)) == [("one", "1"), ("two", "")]


async def test_another_branch_and_one_taken_back_are_noted(conversations: Conversations) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    session.turns[0].reply = reply(TextDelta("1"), DONE)
    first = session.turns[0]
    session.ask_again(0, "uno", CHOICE)
    session.turns[0].reply = reply(TextDelta("2"), DONE)
    await history.save(OWNER, session, "en")
    assert [turn.message for turn in only(conversations).branch()] == ["uno"]

    session.show(first)
    await history.save(OWNER, session, "en")
    assert [turn.message for turn in only(conversations).branch()] == ["one"]

    session.undo()
    await history.save(OWNER, session, "en")
    assert only(conversations).branch() == ()


async def test_a_kept_conversation_is_gone_on_with_as_itself(conversations: Conversations) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    session.turns[0].reply = reply(TextDelta("1"), DONE)
    await history.save(OWNER, session, "en")

    later = ChatSession()
    fill(later, only(conversations))
    later.ask("two", CHOICE)
    later.turns[1].reply = reply(TextDelta("2"), DONE)
    await history.save(OWNER, later, "en")

    assert texts(only(conversations)) == [("one", "1"), ("two", "2")]


async def test_what_another_page_is_writing_is_not_written_over(
    conversations: Conversations,
) -> None:
    history, session = ChatHistory(conversations), ChatSession()
    session.ask("one", CHOICE)
    growing = session.turns[0].reply = LiveReply("test:alpha", unpriced)
    growing.add(TextDelta("a"))
    await history.save(OWNER, session, "en")
    other = ChatSession()
    fill(other, only(conversations))

    growing.add(TextDelta("b"))
    growing.add(DONE)
    await history.save(OWNER, session, "en")
    other.ask("two", CHOICE)
    await history.save(OWNER, other, "en")

    assert texts(only(conversations)) == [("one", "ab"), ("two", "")]


async def test_a_fault_is_noted_and_saving_goes_on_once_it_is_mended(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()  # nothing can be opened there
    database = Database(tmp_path, retry_seconds=0)
    history, session = ChatHistory(Conversations(database)), ChatSession()
    session.ask("one", CHOICE)
    await history.save(OWNER, session, "en")
    assert session.kept.problem

    (tmp_path / FILE_NAME).rmdir()
    session.turns[0].reply = reply(TextDelta("1"), DONE)
    await history.save(OWNER, session, "en")

    assert session.kept.problem is None
    assert texts(only(history.conversations)) == [("one", "1")]
