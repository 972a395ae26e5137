"""What is kept of a comparison, and what comes back of it."""

import json
from decimal import Decimal

import pytest

from backends.errors import Incomplete
from backends.types import Finished, Notice, ReasoningDelta, TextDelta, Usage
from store.run_files import read_run, write_run
from store.types import Run
from tests.ui.scripted import reply
from ui.compare_session import CompareSession
from ui.reply import LiveReply
from ui.run_records import fill, lanes_of, replay
from ui.session import Choice
from ui.texts import Language

DONE = Finished("stop", "stop", "alpha-2026")


def compared() -> CompareSession:
    """Two lanes; one answers, one breaks off; then a third column and a second message."""
    session = CompareSession(["test:alpha", "test:beta"])
    session.shared = Choice("", "Be brief.", {"temperature": 0.5})
    session.ask("one")
    first, second = session.lanes
    first.chat.turns[0].reply = reply(
        ReasoningDelta("hm"), Notice("dropped", "seed"), TextDelta("1"), Usage(3, 2), DONE
    )
    broken = reply(TextDelta("tw"))
    broken.fail(Incomplete(server="test"))
    second.chat.turns[0].reply = broken
    session.add("test:gamma")
    session.ask("two")
    return session


def kept(session: CompareSession, language: Language = "en") -> Run:
    lanes = lanes_of(session, language)
    return Run(id="0" * 32, owner="local", title="one", created_at=1.0, lanes=lanes)


def test_a_lane_that_came_later_begins_with_a_later_message() -> None:
    numbers = [[turn.number for turn in lane.turns] for lane in lanes_of(compared(), "en")]

    assert numbers == [[0, 1], [0, 1], [1]]


def test_every_turn_keeps_what_it_went_to() -> None:
    session = compared()
    session.lanes[0].choice = Choice("test:other")

    lane = lanes_of(session, "en")[0]

    assert lane.model == "test:other"
    assert (lane.turns[0].model, lane.turns[0].system) == ("test:alpha", "Be brief.")
    assert lane.turns[0].parameters == {"temperature": 0.5}


def test_texts_figures_notices_and_errors_come_back_as_they_were() -> None:
    session, again = compared(), CompareSession()

    fill(again, kept(session))

    for lane, back in zip(session.lanes, again.lanes, strict=True):
        for turn, shown in zip(lane.chat.turns, back.chat.turns, strict=True):
            assert shown.message == turn.message
            assert (shown.reply is None) == (turn.reply is None)
            if turn.reply and shown.reply:
                assert shown.reply.ended
                assert shown.reply.status == turn.reply.status
                assert shown.reply.text == turn.reply.text
                assert shown.reply.reasoning == turn.reply.reasoning
                assert shown.reply.notices == turn.reply.notices
                assert shown.reply.figures() == turn.reply.figures()
    broken = again.lanes[1].chat.turns[0].reply
    assert broken and "broke off the reply" in str(broken.error)


def test_what_comes_back_is_kept_again_without_a_change() -> None:
    session, again = compared(), CompareSession()
    run = kept(session)

    fill(again, run)

    keyless = [lane.turns for lane in lanes_of(again, "en")]
    assert keyless == [lane.turns for lane in run.lanes]


def test_a_file_of_a_run_fills_the_page_too() -> None:
    session, again = compared(), CompareSession()

    fill(again, read_run(write_run(kept(session))))

    assert [lane.choice.model for lane in again.lanes] == ["test:alpha", "test:beta", "test:gamma"]
    reply_back = again.lanes[0].chat.turns[0].reply
    assert reply_back and reply_back.text == "1"


def test_a_replay_has_the_settings_and_messages_but_no_replies() -> None:
    again = CompareSession()
    again.repeats = 20  # for the comparison before: what a replay costs is not multiplied

    messages = replay(again, kept(compared()))

    assert messages == ["one", "two"]
    assert [again.choice_of(lane).system for lane in again.lanes] == ["Be brief."] * 3
    assert not again.begun
    assert again.repeats == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_error_is_kept_in_the_words_that_were_read(language: Language) -> None:
    lanes = lanes_of(compared(), language)

    sentence = lanes[1].turns[0].replies[0].error
    assert ("中断" in sentence) == (language == "zh")


def test_a_cost_survives_the_file_to_the_last_digit() -> None:
    session = compared()
    done = LiveReply("test:alpha", lambda _usage, _served: Decimal("0.0000123456789"))
    for event in (TextDelta("x"), Usage(1, 1), DONE):
        done.add(event)
    session.lanes[0].chat.turns[1].reply = done

    data = write_run(kept(session))

    assert json.loads(data)
    figures = read_run(data).lanes[0].turns[1].replies[0].figures
    assert figures.cost_usd == Decimal("0.0000123456789")


def test_settings_that_all_share_are_shared_again_and_own_ones_stay_own() -> None:
    session, again = compared(), CompareSession()
    session.set_same("parameters", False)
    session.lanes[1].choice = Choice("test:beta", "", {"temperature": 1.0})

    fill(again, kept(session))

    assert again.same == {"system"}
    assert again.choice_of(again.lanes[0]) == Choice(
        "test:alpha", "Be brief.", {"temperature": 0.5}
    )
    assert again.choice_of(again.lanes[1]).parameters == {"temperature": 1.0}
