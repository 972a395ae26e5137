"""Several replies to one message: what they have in common, and how far they have come."""

import pytest

from backends.errors import Unreachable
from backends.types import Finished, TextDelta, Usage
from tests.ui.scripted import reply
from ui.compare_progress import progress, seconds_left
from ui.compare_repeat import repeat_count, turn_to
from ui.compare_session import CompareSession
from ui.comparison import lane_views
from ui.reply import LiveReply
from ui.session import Choice, Turn
from ui.statistics import Spread

DONE = Finished("stop", "stop")
ALPHA = Choice("test:alpha")


def said(text: str, first: float, tokens: int, free: bool = False) -> LiveReply:
    """First token after `first` seconds, the end two seconds later."""
    usage = Usage(5, tokens)
    return reply(first, TextDelta(text), 2.0, TextDelta("."), usage, DONE, free=free)


def turn(*replies: LiveReply, wanted: int) -> Turn:
    made = Turn("hello", ALPHA, wanted=wanted)
    for each in replies:
        made.reply = each
    return made


def test_a_turn_goes_on_until_it_has_all_its_replies() -> None:
    made = turn(said("a", 1.0, 10), wanted=2)
    assert not made.ended

    made.reply = said("b", 1.0, 10)

    assert made.ended
    assert [each.text for each in made.replies] == ["a.", "b."]


def test_after_a_reply_that_failed_or_was_stopped_no_other_is_asked_for() -> None:
    stopped = reply(TextDelta("a"))
    stopped.stop()

    assert turn(reply(Unreachable(server="lab")), wanted=5).ended
    assert turn(stopped, wanted=5).ended


def test_the_figures_of_a_repeated_column_are_medians_with_ranges() -> None:
    replies = [said("a", first, tokens) for first, tokens in ((0.5, 10), (2.5, 30), (1.0, 12))]
    view = lane_views([turn(*replies, wanted=3)])[0]

    assert view and view.repeats
    assert view.figures.seconds_to_first_token == 1.0
    assert view.figures.seconds == 3.0
    assert view.figures.tokens_per_second == 6.0
    assert view.repeats.tokens == Spread(12, 10, 30, 3)
    assert view.repeats.identical == 1.0
    assert (view.repeats.shown, view.repeats.count, view.repeats.complete) == (3, 3, 3)


def test_only_complete_replies_count() -> None:
    broken = reply(0.1, TextDelta("a"), Unreachable(server="lab"))
    view = lane_views([turn(said("a", 1.0, 10), broken, wanted=5)])[0]

    assert view and view.repeats
    assert view.repeats.complete == 1
    assert view.repeats.wanted == 2
    assert view.repeats.identical is None
    assert view.figures.seconds_to_first_token == 1.0


def test_the_best_median_is_marked() -> None:
    fast = turn(said("a", 1.0, 20), said("a", 3.0, 20), said("a", 1.2, 20), wanted=3)
    slow = turn(said("a", 0.1, 10), said("a", 2.0, 10), said("a", 2.0, 10), wanted=3)

    marks = [view.marks for view in lane_views([fast, slow, None]) if view]

    assert marks == [{"first", "speed"}, set()]


def test_a_column_that_was_asked_once_is_shown_as_ever() -> None:
    view = lane_views([turn(said("a", 1.0, 10), wanted=1)])[0]

    assert view and view.repeats is None
    assert view.figures.seconds_to_first_token == 1.0


def test_any_of_the_replies_can_be_gone_on_with() -> None:
    session = CompareSession(("test:alpha",))
    session.repeats = 3
    session.ask("hello")
    lane = session.lanes[0]
    for text in ("a", "b", "c"):
        lane.chat.turns[0].reply = said(text, 1.0, 10)

    turn_to(session, lane.key, -1)
    turn_to(session, lane.key, -1)
    turn_to(session, lane.key, -1)  # there is none before the first
    session.ask("and then")

    assert [message.text for message in lane.chat.messages()] == ["hello", "a.", "and then"]


def test_no_other_reply_is_shown_while_replies_still_come() -> None:
    session = CompareSession(("test:alpha",))
    session.repeats = 3
    session.ask("hello")
    lane = session.lanes[0]
    lane.chat.turns[0].reply = said("a", 1.0, 10)
    latest = lane.chat.turns[0].reply = said("b", 1.0, 10)

    turn_to(session, lane.key, -1)
    turn_to(session, "gone", -1)

    assert lane.chat.turns[0].reply is latest


@pytest.mark.parametrize("value", [1, 20, "2", " 7 "])
def test_a_column_may_be_asked_up_to_twenty_times(value: object) -> None:
    assert repeat_count(value) == int(str(value))


@pytest.mark.parametrize(
    "value", [0, 21, 1000, -1, 2.5, "", None, "many", "٣", "1e1", "9" * 5000, [2], True]
)
def test_another_number_of_repeats_is_refused(value: object) -> None:
    assert repeat_count(value) is None


def test_what_is_left_is_told_by_the_slowest_column() -> None:
    quick = turn(said("a", 0.0, 10), wanted=4)  # 2 s each
    slow = turn(said("a", 8.0, 10), wanted=3)  # 10 s each

    assert seconds_left([quick]) == 10  # 6 in steps of five
    assert seconds_left([quick, slow]) == 20
    assert seconds_left([turn(wanted=3)]) is None


def test_the_progress_counts_every_reply_of_every_column() -> None:
    session = CompareSession(("test:alpha", "test:beta"))
    assert progress(session, "en") == ""
    session.repeats = 3
    session.ask("hello")
    for lane in session.lanes:
        lane.chat.turns[0].reply = said("a", 1.0, 10)

    assert "2 of 6 replies, about 10 s left" in progress(session, "en")
    assert "Cancel" in progress(session, "en")
    assert "已完成 2 / 6 个回复" in progress(session, "zh")
