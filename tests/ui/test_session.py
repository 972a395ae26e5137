"""The conversation of one open page, and what of it goes to the model."""

import pytest

from backends.errors import BackendError, ContextExceeded, Incomplete, RateLimited, Unreachable
from backends.types import (
    Filtered,
    Finished,
    Message,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
)
from tests.ui.scripted import Script, reply
from ui.reply import LiveReply
from ui.session import ChatSession, Choice

ALPHA = Choice("test:alpha")
DONE = Finished("stop", "stop")


def session(*turns: tuple[str, LiveReply | None]) -> ChatSession:
    made = ChatSession()
    for message, answered in turns:
        made.ask(message, ALPHA)
        made.turns[-1].reply = answered
    return made


def said(text: str) -> LiveReply:
    return reply(TextDelta(text), DONE)


def sent(made: ChatSession) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in made.messages()]


def test_each_session_has_a_history_of_its_own() -> None:
    one, other = ChatSession(), ChatSession()

    one.ask("hello", ALPHA)

    assert other.turns == []
    assert other.messages() == ()


def test_every_turn_so_far_goes_to_the_model_and_the_system_prompt_first() -> None:
    made = session(("one", said("1")), ("two", said("2")))
    made.ask("three", Choice("test:beta", "Be brief."))

    assert sent(made) == [
        ("system", "Be brief."),
        ("user", "one"),
        ("assistant", "1"),
        ("user", "two"),
        ("assistant", "2"),
        ("user", "three"),
    ]


def test_the_system_prompt_is_that_of_the_last_message() -> None:
    made = ChatSession()
    made.ask("one", Choice("test:alpha", "Old."))
    made.ask("two", Choice("test:alpha", " \n"))

    assert ("system", "Old.") not in sent(made)
    assert sent(made)[0] == ("user", "one")


def test_texts_go_as_they_are() -> None:
    text = "\n  indented\n\ttext \n"
    made = session((text, said(text)))

    assert sent(made) == [("user", text), ("assistant", text)]


def test_reasoning_goes_along_with_its_reply() -> None:
    made = session(("one", reply(ReasoningDelta("hm"), TextDelta("1"), DONE)))

    assert made.messages()[1] == Message("assistant", "1", "hm")


@pytest.mark.parametrize(
    "script",
    [
        (Unreachable(server="test", url="u", reason="r"),),
        (RateLimited(server="test"),),
        (ReasoningDelta("only thought"), Incomplete(server="test")),
        (ToolCallDelta(0, "i", "f", "{}"), Finished("tool_calls")),
        (DONE,),
        (),
    ],
)
def test_a_turn_without_text_is_sent_without_an_answer(script: tuple[Script, ...]) -> None:
    made = session(("one", reply(*script)))
    made.ask("two", ALPHA)

    assert sent(made) == [("user", "one"), ("user", "two")]


@pytest.mark.parametrize("end", [None, Incomplete(server="test")])
def test_the_text_of_a_reply_that_did_not_come_to_its_end_is_sent(end: BackendError | None) -> None:
    half = reply(TextDelta("half"))
    if end:
        half.fail(end)
    else:
        half.stop()
    made = session(("one", half))
    made.ask("two", ALPHA)

    assert sent(made) == [("user", "one"), ("assistant", "half"), ("user", "two")]


def test_what_a_model_declined_is_sent_as_its_answer() -> None:
    assert sent(session(("one", reply(RefusalDelta("No."), DONE))))[1] == ("assistant", "No.")


@pytest.mark.parametrize(
    "script",
    [
        (Filtered("prompt", ("violence",)), Finished("content_filter", "content_filter")),
        (ContextExceeded(server="test", model="alpha"),),
    ],
    ids=["filtered", "too long"],
)
def test_a_message_that_was_turned_away_does_not_spoil_the_next(script: tuple[Script, ...]) -> None:
    made = session(("fine", said("1")), ("turned away", reply(*script)))
    made.ask("reworded", ALPHA)

    assert sent(made) == [("user", "fine"), ("assistant", "1"), ("user", "reworded")]
    assert [turn.message for turn in made.turns] == ["fine", "turned away", "reworded"]


def test_a_message_whose_reply_was_filtered_is_sent_again() -> None:
    cut = (Filtered("reply"), Finished("content_filter"))
    made = session(("one", reply(TextDelta("ha"), *cut)), ("two", reply(*cut)))

    assert sent(made) == [("user", "one"), ("assistant", "ha"), ("user", "two")]


def test_asking_again_cuts_the_turn_and_all_later_ones() -> None:
    made = session(("one", said("1")), ("two", said("2")), ("three", said("3")))

    made.ask_again(1, "zwei", Choice("test:beta"))

    assert [turn.message for turn in made.turns] == ["one", "zwei"]
    assert made.turns[1].choice.model == "test:beta"
    assert made.turns[1].reply is None


def test_undo_takes_back_the_last_turn_and_stops_it() -> None:
    writing = reply(TextDelta("2"))
    made = session(("one", said("1")), ("two", writing))

    taken = made.undo()

    assert (taken, writing.status) == ("two", "stopped")
    assert sent(made) == [("user", "one"), ("assistant", "1")]


def test_undo_of_an_empty_conversation_gives_nothing_back() -> None:
    assert ChatSession().undo() == ""


def test_clearing_stops_what_is_being_written() -> None:
    writing = reply(TextDelta("1"))
    made = session(("one", writing))

    made.clear()

    assert (made.turns, writing.status) == ([], "stopped")


def test_stopping_reaches_only_the_last_reply() -> None:
    made = session(("one", said("1")), ("two", reply(TextDelta("2"))), ("three", None))

    made.stop()

    assert [turn.reply and turn.reply.status for turn in made.turns] == [
        "done",
        "writing",
        "stopped",
    ]


@pytest.mark.parametrize(
    ("answered", "answering", "pending"),
    [
        (None, True, True),
        (reply(), True, False),
        (reply(TextDelta("a")), True, False),
        (said("a"), False, False),
        (reply(Incomplete(server="test")), False, False),
    ],
    ids=["unasked", "waiting", "writing", "done", "incomplete"],
)
def test_a_session_answers_until_its_last_reply_has_ended(
    answered: LiveReply | None, answering: bool, pending: bool
) -> None:
    made = session(("one", said("1")), ("two", answered))

    assert made.answering == answering
    assert (made.pending() is made.turns[-1]) == pending
    assert not ChatSession().answering
    assert ChatSession().pending() is None


def test_a_message_whose_model_was_never_asked_can_be_stopped_and_asked_again() -> None:
    session = ChatSession()
    session.ask("hello", Choice("test:alpha"))

    session.stop()

    assert not session.answering
    assert session.pending() is None
    session.ask_again(0, "hello", Choice("test:alpha"))
    assert session.pending() is not None


def test_a_retry_leaves_the_old_reply_on_a_branch_of_its_own() -> None:
    made = session(("one", said("1")), ("two", said("2")))
    old = made.turns[1]

    made.ask_again(1, "two", Choice("test:beta"))

    assert [turn.message for turn in made.turns] == ["one", "two"]
    assert made.branches(old) == [old, made.turns[1]]
    assert sent(made) == [("user", "one"), ("assistant", "1"), ("user", "two")]


def test_a_branch_is_shown_up_to_what_was_said_last_on_it() -> None:
    made = session(("one", said("1")), ("two", said("2")), ("three", said("3")))
    old = made.turns[0]
    made.ask_again(0, "uno", ALPHA)
    new = made.turns[0]

    made.show(old)
    assert [turn.message for turn in made.turns] == ["one", "two", "three"]

    made.show(new)
    assert [turn.message for turn in made.turns] == ["uno"]


def test_what_was_undone_is_still_a_branch() -> None:
    made = session(("one", said("1")), ("two", said("2")))

    assert made.undo() == "two"
    made.ask("deux", ALPHA)

    assert [turn.message for turn in made.branches(made.turns[1])] == ["two", "deux"]


def test_a_conversation_had_elsewhere_is_gone_on_with_on_its_own() -> None:
    elsewhere = session(("one", said("1")), ("two", said("2")))
    made = session(("something else", said("0")))

    made.put(elsewhere.turns)
    made.ask_again(0, "uno", ALPHA)

    assert [turn.message for turn in made.tree] == ["one", "two", "uno"]
    assert [turn.message for turn in elsewhere.turns] == ["one", "two"]


def test_what_the_person_says_of_themselves_goes_before_the_system_prompt() -> None:
    made = ChatSession()

    made.ask("hello", Choice("test:alpha", "Be brief.", about="I am a nurse."))
    assert sent(made)[0] == ("system", "I am a nurse.\n\nBe brief.")

    made.ask_again(0, "hello", Choice("test:alpha", about="I am a nurse."))
    assert sent(made)[0] == ("system", "I am a nurse.")

    made.ask_again(0, "hello", Choice("test:alpha", "  as it is\n", about=" "))
    assert sent(made)[0] == ("system", "  as it is\n")
