"""One reply as it grows: its text, its state, its figures."""

import math
import time
from collections.abc import Iterator
from contextlib import aclosing
from decimal import Decimal
from pathlib import Path

import pytest

from backends.errors import BackendError, Incomplete, RateLimited, TimedOut
from backends.server import Deadlines
from backends.types import (
    ChatEvent,
    Filtered,
    Finished,
    Notice,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    TokenLogprob,
    TokenLogprobs,
    ToolCallDelta,
    Usage,
)
from tests.backends.late_door import late_door, trusted_server
from tests.backends.listening import ask, opened, server_at
from tests.replies import text
from tests.ui.scripted import Clock, Script, play, reply, unpriced
from tests.wire import Pause, Recorded, Step
from ui.reply import LiveReply

pytestmark = pytest.mark.anyio

DONE = Finished("stop", "stop", "alpha-2026")
STARTED = Started("alpha", "req_1", {})


@pytest.mark.parametrize(
    "piece",
    [
        TextDelta("a"),
        ReasoningDelta("a"),
        RefusalDelta("a"),
        ToolCallDelta(0, "id", "look", ""),
    ],
)
def test_the_first_token_is_the_first_piece_of_any_kind(piece: ChatEvent) -> None:
    made = reply(0.5, STARTED, 0.25, piece, 2.0, TextDelta("b"), DONE)

    assert made.figures().seconds_to_first_token == 0.75


def test_tokens_are_kept_in_order_and_are_no_pieces() -> None:
    first, second = TokenLogprob("a", -0.5), TokenLogprob("b", -1.0)

    made = reply(STARTED, TokenLogprobs((first,)), 1.0, TokenLogprobs((second,)), DONE)

    assert made.tokens == [first, second]
    assert made.figures().seconds_to_first_token is None


def test_no_piece_means_no_first_token() -> None:
    made = reply(STARTED, 1.0, Usage(5, 0), DONE)

    assert made.figures().seconds_to_first_token is None
    assert made.figures().tokens_per_second is None


def test_a_piece_in_the_first_instant_is_the_first_token() -> None:
    made = reply(TextDelta("a"), 1.0, TextDelta("b"))

    assert made.figures().seconds_to_first_token == 0


def test_the_time_begins_when_the_request_went_out() -> None:
    made = reply(3.0, Started("alpha", "", {}, sent=2.0), 1.0, TextDelta("a"), 2.0, DONE)

    assert (made.figures().seconds_to_first_token, made.figures().seconds) == (2.0, 4.0)


def test_until_it_is_known_when_the_request_went_out_the_time_begins_with_the_reply() -> None:
    assert reply(3.0).figures().seconds == 3.0
    assert reply(3.0, RateLimited(server="test")).figures().seconds == 3.0


def test_waiting_for_another_attempt_is_counted() -> None:
    retrying = Notice("retrying", seconds=5)
    made = reply(1.0, retrying, 5.0, Started("alpha", "", {}, sent=0.5), 1.0, TextDelta("a"), DONE)

    assert made.figures().seconds_to_first_token == 6.5


def test_fetching_the_model_is_not_counted() -> None:
    fetching = Notice("fetching", done=9, total=9)
    made = reply(60.0, fetching, Started("alpha", "", {}, sent=60.0), 1.0, TextDelta("a"), DONE)

    assert (made.figures().seconds_to_first_token, made.figures().seconds) == (1.0, 1.0)


@pytest.mark.parametrize("sent", [None, -1.0, 3.5, 1e9, math.nan, math.inf, -math.inf])
def test_a_moment_before_the_question_or_in_the_future_is_not_believed(sent: float | None) -> None:
    made = reply(3.0, Started("alpha", "", {}, sent), 1.0, TextDelta("a"), DONE)

    assert (made.figures().seconds_to_first_token, made.figures().seconds) == (4.0, 4.0)


def test_a_moment_that_is_told_after_the_first_token_is_not_believed() -> None:
    made = reply(TextDelta("a"), 2.0, Started("alpha", "", {}, sent=1.0), DONE)

    assert (made.figures().seconds_to_first_token, made.figures().seconds) == (0, 2.0)


async def test_connecting_is_not_counted_and_waiting_for_the_answer_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoke: list[float] = []

    def late(request: Recorded) -> Iterator[Step]:
        yield Pause(0.05)
        spoke.append(time.monotonic())
        yield from text("Hello")(request)

    with trusted_server(tmp_path, monkeypatch) as secure:
        secure.replies.append(late)
        async with late_door(secure) as door:
            server = server_at(secure, base_url=door.url)
            async with opened(server, Deadlines(connect=30.0)) as backend:
                made = LiveReply("lab:alpha", unpriced)
                async with aclosing(backend.stream(ask())) as events:
                    async for event in events:
                        made.add(event)
                    ended_at = time.monotonic()

    took = made.figures()
    assert made.status == "done"
    assert door.opened_at
    assert took.seconds <= ended_at - door.opened_at
    assert took.seconds_to_first_token
    assert took.seconds_to_first_token >= spoke[0] - secure.asked[0].arrived_at


def test_the_total_grows_until_the_end_and_then_stays() -> None:
    clock = Clock()
    made = LiveReply("test:alpha", unpriced, clock=clock)

    play(made, clock, 1.0, TextDelta("a"), 1.0)
    growing = made.figures().seconds
    play(made, clock, 1.0, DONE, 5.0)

    assert (growing, made.figures().seconds) == (2.0, 3.0)


def test_the_speed_is_measured_from_the_first_to_the_last_piece() -> None:
    made = reply(7.0, TextDelta("a"), 2.0, TextDelta("b"), 3.0, Usage(5, 40), DONE)

    assert made.figures().tokens_per_second == 20.0


@pytest.mark.parametrize("end", [TimedOut(server="test", seconds=30), None])
def test_a_silence_before_a_bad_end_does_not_lower_the_speed(end: BackendError | None) -> None:
    made = reply(TextDelta("a" * 40), 2.0, TextDelta("b" * 40), 30.0)

    if end:
        made.fail(end)
    else:
        made.stop()

    assert made.figures().tokens_per_second == 10.0


@pytest.mark.parametrize(
    "script",
    [
        (TextDelta("all at once"), Usage(5, 400), DONE),
        (TextDelta("a"), 0.01, TextDelta("b"), Usage(5, 400), DONE),
        (TextDelta("a"), 1.0, TextDelta("b"), Usage(5, 0), DONE),
    ],
    ids=["one piece", "within an instant", "no tokens"],
)
def test_where_there_is_nothing_to_measure_no_speed_is_made_up(script: tuple[Script, ...]) -> None:
    assert reply(*script).figures().tokens_per_second is None


def test_hidden_reasoning_is_left_out_of_the_speed() -> None:
    made = reply(9.0, TextDelta("a"), 2.0, TextDelta("b"), Usage(5, 140, 100), DONE)

    assert made.figures().tokens_per_second == 20.0


def test_streamed_reasoning_counts_for_the_speed() -> None:
    made = reply(ReasoningDelta("hm"), 2.0, TextDelta("b"), Usage(5, 140, 100), DONE)

    assert made.figures().tokens_per_second == 70.0


def test_more_reasoning_than_output_makes_no_negative_speed() -> None:
    made = reply(TextDelta("a"), 2.0, TextDelta("b"), Usage(5, 40, 100), DONE)

    assert made.figures().tokens_per_second == 0


def test_tokens_are_estimated_until_the_server_counts_them() -> None:
    clock = Clock()
    made = LiveReply("test:alpha", unpriced, clock=clock)

    play(made, clock, TextDelta("a"), TextDelta("b"), TextDelta("c"))
    pieces = made.figures()
    play(made, clock, TextDelta("long " * 8))
    letters = made.figures()
    play(made, clock, Usage(5, 7, cached_tokens=2), DONE)
    counted = made.figures()

    assert (pieces.output_tokens, pieces.estimated) == (3, True)
    assert (letters.output_tokens, letters.estimated) == (10, True)
    assert (counted.input_tokens, counted.output_tokens, counted.estimated) == (5, 7, False)
    assert counted.cached_tokens == 2


def test_usage_that_leaves_out_the_output_leaves_the_estimate() -> None:
    made = reply(TextDelta("a"), Usage(5, None), DONE)

    assert (made.figures().input_tokens, made.figures().output_tokens) == (5, 1)
    assert made.figures().estimated


@pytest.mark.parametrize("usd", [None, Decimal(0), Decimal("0.0004")])
def test_the_cost_is_that_of_the_usage_and_the_model_that_answered(usd: Decimal | None) -> None:
    asked: list[tuple[Usage, str]] = []

    def price(usage: Usage, served: str) -> Decimal | None:
        asked.append((usage, served))
        return usd

    made = LiveReply("test:alpha", price)
    play(made, Clock(), TextDelta("a"), Usage(5, 7), DONE)

    assert made.figures().cost_usd == usd
    assert asked[-1] == (Usage(5, 7), "alpha-2026")


def test_without_usage_the_cost_is_unknown() -> None:
    made = LiveReply("test:alpha", lambda usage, served: Decimal(1))
    play(made, Clock(), TextDelta("a"), DONE)

    assert made.figures().cost_usd is None


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ((), "waiting"),
        ((STARTED,), "waiting"),
        ((Notice("retrying", seconds=3),), "waiting"),
        ((STARTED, TextDelta("a")), "writing"),
        ((STARTED, ReasoningDelta("a")), "writing"),
        ((STARTED, TextDelta("a"), DONE), "done"),
        ((STARTED, DONE), "done"),
        ((RateLimited(server="test"),), "failed"),
        ((STARTED, TextDelta("a"), RateLimited(server="test")), "incomplete"),
        ((STARTED, ReasoningDelta("a"), RateLimited(server="test")), "incomplete"),
        ((STARTED, RefusalDelta("a"), RateLimited(server="test")), "incomplete"),
        ((STARTED, Incomplete(server="test")), "incomplete"),
    ],
)
def test_the_status_says_where_the_reply_is(script: tuple[Script, ...], status: str) -> None:
    made = reply(*script)

    assert made.status == status
    assert made.ended == (status not in ("waiting", "writing"))


def test_a_reply_that_is_stopped_keeps_what_came_and_wakes_who_waits() -> None:
    made = reply(TextDelta("half"), Notice("retrying", seconds=3))
    woken: list[str] = []
    made.wake = lambda: woken.append(made.status)

    made.stop()
    made.stop()

    assert (made.text, made.status, made.holding) == ("half", "stopped", None)
    assert woken == ["stopped"]


@pytest.mark.parametrize(
    ("script", "status"),
    [((TextDelta("a"), DONE), "done"), ((TextDelta("a"), Incomplete()), "incomplete")],
)
def test_stopping_has_no_effect_after_the_end(script: tuple[Script, ...], status: str) -> None:
    made = reply(*script)

    made.stop()

    assert made.status == status


def test_nothing_that_comes_after_the_end_changes_the_reply() -> None:
    clock = Clock()
    made = LiveReply("test:alpha", unpriced, clock=clock)
    play(made, clock, TextDelta("a"), 1.0)
    made.stop()

    play(made, clock, 5.0, TextDelta("b"), Usage(1, 1), DONE, RateLimited(server="test"))

    assert (made.text, made.status, made.error) == ("a", "stopped", None)
    assert made.figures().seconds == 1.0


def test_text_reasoning_and_refusal_are_kept_when_it_breaks_off() -> None:
    made = reply(ReasoningDelta("r"), TextDelta("t"), RefusalDelta("n"), Incomplete(server="test"))

    assert (made.reasoning, made.text, made.refusal) == ("r", "t", "n")


def test_a_notice_that_comes_twice_is_kept_once() -> None:
    dropped, renamed = Notice("dropped", "seed"), Notice("renamed", "max_tokens", "limit")

    made = reply(dropped, renamed, dropped, Notice("dropped", "stop"))

    assert made.notices == [dropped, renamed, Notice("dropped", "stop")]


@pytest.mark.parametrize("kind", ["retrying", "fetching"])
def test_why_nothing_comes_yet_is_forgotten_once_the_server_answers(kind: str) -> None:
    notice = Notice("retrying" if kind == "retrying" else "fetching", seconds=3, total=9)

    made = reply(notice)
    before = made.holding
    made.add(STARTED)

    assert (before, made.holding, made.notices) == (notice, None, [])
    assert made.request_id == "req_1"


def test_tool_calls_are_put_together_by_their_index() -> None:
    made = reply(
        ToolCallDelta(0, "a", "weather", '{"city":'),
        ToolCallDelta(1, "b", "time", "{"),
        ToolCallDelta(0, "", "", '"Bern"}'),
        ToolCallDelta(1, "", "", "}"),
    )

    assert made.calls == {0: ["weather", '{"city":"Bern"}'], 1: ["time", "{}"]}


def test_what_the_filter_did_is_kept() -> None:
    made = reply(Filtered("reply", ("violence",)), Finished("content_filter", "content_filter"))

    assert made.filtered == Filtered("reply", ("violence",))


def test_reasoning_lasts_until_the_answer_begins() -> None:
    clock = Clock()
    made = LiveReply("test:alpha", unpriced, clock=clock)

    play(made, clock, 1.0, ReasoningDelta("a"), 2.0)
    while_it_lasts = (made.reasoning_goes_on, made.seconds_of_reasoning)
    play(made, clock, 1.0, TextDelta("b"), 9.0, DONE)

    assert while_it_lasts == (True, 2.0)
    assert (made.reasoning_goes_on, made.seconds_of_reasoning) == (False, 3.0)


def test_reasoning_without_an_answer_lasts_until_the_end() -> None:
    made = reply(ReasoningDelta("a"), 4.0, Finished("length", "length"))

    assert (made.reasoning_goes_on, made.seconds_of_reasoning) == (False, 4.0)
    assert reply(TextDelta("a")).seconds_of_reasoning == 0
    assert reply().seconds_of_reasoning is None
