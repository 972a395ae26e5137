"""Which replies a fusing or judging model reads, and what exactly it is asked."""

import pytest

from backends.catalog import Catalog
from backends.errors import ServerFailed
from backends.types import Finished, RefusalDelta, TextDelta
from guard.admission import Admission, NotAdmitted
from tests.ui.scripted import Listening, reply, turn, unpriced
from ui.anonymous import TEMPLATES
from ui.asking import Asking
from ui.compare_asking import NotCompared
from ui.compare_session import CompareSession
from ui.fusing import FuseSession, Plan, gathered, is_unchanged, plan_of, template_for
from ui.reply import LiveReply

TEMPLATE = "Q: {question} R: {replies}"


def asking(characters: int = 200_000) -> Asking:
    backends = {"test": Listening("test")}
    return Asking(backends, Catalog(backends), Admission(characters))


def said(text: str) -> LiveReply:
    return reply(TextDelta(text), Finished("stop"))


def compared(*replies: LiveReply | None, message: str = "Why?") -> CompareSession:
    """A column for each; those without a reply were never asked."""
    session = CompareSession([f"test:m{number}" for number in range(len(replies))])
    for lane, answer in zip(session.lanes, replies, strict=True):
        if answer:
            lane.chat.turns.append(turn(message, answer))
    return session


def planned(session: CompareSession, model: str = "test:judge", template: str = TEMPLATE) -> Plan:
    return plan_of(asking(), session, model, template, 1, "en")


def test_the_latest_replies_are_gathered_by_letter() -> None:
    session = compared(said("earlier one"), said("earlier two"))
    for lane, text in zip(session.lanes, ("one", "two"), strict=True):
        lane.chat.turns.append(turn("And then?", said(text)))

    found = gathered(session)

    assert (found.question, found.replies) == ("And then?", {"A": "one", "B": "two"})
    assert found.left_out == ()


def test_columns_without_words_are_left_out_and_named() -> None:
    failed = reply(ServerFailed(server="test", status=500))
    session = compared(said("one"), failed, said("  \n"), None, said("five"))

    found = gathered(session)

    assert found.replies == {"A": "one", "E": "five"}
    assert found.left_out == ("B", "C", "D")


def test_a_refusal_in_words_and_a_reply_that_broke_off_are_replies() -> None:
    refused = reply(RefusalDelta("I will not."), Finished("stop"))
    broken = reply(TextDelta("half of"), ServerFailed(server="test", status=500))

    assert gathered(compared(refused, broken)).replies == {"A": "I will not.", "B": "half of"}


def test_what_answers_another_question_is_left_out() -> None:
    session = compared(said("one"), said("two"), said("three"))
    session.lanes[0].chat.turns.append(turn("Something else?", said("else")))

    found = gathered(session)

    assert (found.question, found.left_out) == ("Why?", ("A",))


def test_the_prompt_holds_question_and_replies_and_no_name() -> None:
    plan = planned(compared(said("one"), said("two")))

    assert plan.model == "test:judge"
    assert plan.prompt.startswith("Q: Why? R: === Reply 1 ===")
    places = [plan.prompt.index(text) for text in ("one", "two")]
    assert (places[0] < places[1]) == (plan.order == ("A", "B"))
    assert "test:" not in plan.prompt and "alpha" not in plan.prompt


def test_a_plan_is_the_same_as_long_as_nothing_changes() -> None:
    session = compared(said("one"), said("two"))
    before = planned(session)

    assert planned(session) == before
    session.lanes[0].chat.turns[-1] = turn("Why?", said("another one"))
    assert planned(session) != before


@pytest.mark.parametrize(
    ("session", "key"),
    [
        (compared(said("one"), None), "fuse_too_few"),
        (compared(None, None), "fuse_too_few"),
        (compared(said("one"), said("two"), LiveReply("test:m", unpriced)), "still_answering"),
    ],
)
def test_there_must_be_two_replies_that_have_ended(session: CompareSession, key: str) -> None:
    with pytest.raises(NotCompared) as refused:
        planned(session)

    assert refused.value.key == key


def test_a_prompt_without_the_replies_is_refused() -> None:
    with pytest.raises(NotCompared) as refused:
        planned(compared(said("one"), said("two")), template="Only {question}")

    assert refused.value.key == "prompt_without_replies"


def test_a_model_must_be_chosen() -> None:
    with pytest.raises(NotAdmitted) as refused:
        planned(compared(said("one"), said("two")), model=" ")

    assert refused.value.cause == "no_model"


def test_a_prompt_that_is_too_long_with_its_replies_is_refused() -> None:
    session = compared(said("one" * 50), said("two" * 50))

    with pytest.raises(NotCompared) as refused:
        plan_of(asking(characters=100), session, "test:judge", TEMPLATE, 1, "en")

    assert refused.value.key == "fuse_too_long"
    assert refused.value.values["limit"] == 100


@pytest.mark.parametrize("purpose", ["fuse", "judge"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_only_what_nobody_edited_is_unchanged(purpose: str, language: str) -> None:
    template = TEMPLATES[purpose][language]  # type: ignore[index]

    assert is_unchanged(template) and is_unchanged(f"{template}\n") and is_unchanged(" ")
    assert not is_unchanged(f"{template} Be brief.")
    assert template_for(purpose, language) == template  # type: ignore[arg-type]


def test_stopping_ends_what_is_written_and_what_waits() -> None:
    fusing, plan = FuseSession(), planned(compared(said("one"), said("two")))
    fusing.confirm(plan)
    assert fusing.answering

    fusing.stop()

    assert not fusing.answering and fusing.waiting is None
    fusing.reply = LiveReply("test:judge", unpriced)
    assert fusing.answering
    fusing.stop()
    assert fusing.reply.status == "stopped"
