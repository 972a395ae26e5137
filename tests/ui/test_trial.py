"""What is kept of a request on the wire, and how it is shown: without a server or a page."""

import json
from html import unescape

import pytest

from backends.errors import KeyRefused
from backends.types import (
    Finished,
    Notice,
    ReasoningDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from backends.wiretap import Answered
from tests.ui.scripted import Clock, Script, play, unpriced
from ui.explore.try_facts import facts_html, size_text, wait_text
from ui.explore.try_html import no_request_html, request_html, response_html
from ui.explore.try_raw import RawLines
from ui.explore.try_view import TryView
from ui.reply import LiveReply
from ui.trial import LONGEST_REQUEST, Trial, came_whole, put_together
from ui.trial_requests import Prepared

NASTY = "</pre><script>alert(1)</script>&\u202e\"'"
DONE = Finished("stop", "stop", "alpha-2")
BODY = {"model": "alpha", "messages": [{"role": "user", "content": "Hi"}]}
HEAD = {"content-type": "text/event-stream", "x-request-id": "req_9"}


class Tried:
    """A trial and its reply on one clock; times are seconds."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.trial = Trial(self.clock, lambda: 0.0)
        self.reply = LiveReply("test:alpha", unpriced, clock=self.clock)

    def after(self, seconds: float) -> Trial:
        self.clock.now += seconds
        return self.trial

    def hear(self, *script: Script) -> None:
        play(self.reply, self.clock, *script)


@pytest.fixture
def tried() -> Tried:
    """Sent at 0.01 s after a connection, answered at 0.2 s, its first line at 0.25 s."""
    made = Tried()
    made.trial.sending(BODY)
    made.after(0.2).answered(Answered(200, HEAD, 0.01))
    made.after(0.05).heard('data: {"a": 1}', 14)
    return made


def test_every_row_has_its_time_since_the_first_request_went_out(tried: Tried) -> None:
    rows = [(round(row.at), row.kind) for row in tried.trial.rows]

    assert rows == [(0, "request"), (190, "status"), (240, "line")]
    assert tried.trial.rows[1].text == "HTTP 200 text/event-stream"
    assert tried.trial.seconds_to_connect == pytest.approx(0.01)
    assert tried.trial.seconds_to_head == pytest.approx(0.19)


def test_times_of_a_second_request_count_from_the_first() -> None:
    tried = Tried()
    tried.trial.sending(BODY)
    tried.after(0.1).answered(Answered(400, {}, 0.0))
    tried.after(0.0).heard('{"error": {}}', 13)
    tried.after(0.1).sending(BODY)
    tried.after(0.3).answered(Answered(200, HEAD, 0.2))

    assert [round(row.at) for row in tried.trial.rows] == [0, 100, 100, 200, 500]
    assert tried.trial.seconds_to_head == pytest.approx(0.5)
    assert "2 (400 → 200)" in facts_html(tried.trial, tried.reply, "en")


def test_a_request_that_got_no_answer_has_no_times() -> None:
    tried = Tried()
    tried.trial.sending(BODY)
    tried.hear(KeyRefused(server="test", variable="X"))

    assert tried.trial.seconds_to_connect is None
    assert tried.trial.seconds_to_head is None
    assert "1 (no answer)" in facts_html(tried.trial, tried.reply, "en")


def test_lines_that_are_not_kept_are_counted(tried: Tried) -> None:
    tried.trial.passed_over(300, 9_000)

    assert (tried.trial.lines, tried.trial.size, tried.trial.beyond) == (301, 9_014, 300)
    assert "301 lines, 9.0 kB" in facts_html(tried.trial, tried.reply, "en")


def test_the_raw_lines_only_ever_grow(tried: Tried) -> None:
    raw = RawLines(tried.trial, "en")
    first = raw.text(False)
    tried.after(1.0).heard(f"data: {NASTY}", 40)
    tried.trial.passed_over(2, 10)
    second, third = raw.text(False), raw.text(True)

    assert second.startswith(first)
    assert third.startswith(second)
    assert raw.text(True) == third
    name, *rows = [json.loads(line) for line in third.splitlines()]
    assert isinstance(name, str)
    assert [row[1] for row in rows] == ["request", "status", "line", "line", "note"]
    assert rows[0][2] == f"request 1 {json.dumps(BODY)}"
    assert rows[3] == [1240, "line", f"data: {NASTY}"]
    assert rows[4] == [None, "note", "The first 2 lines are shown; 2 more came."]
    assert "<" not in third


def test_a_long_request_is_cut_among_the_raw_lines() -> None:
    tried = Tried()
    tried.trial.sending({"prompt": "x" * 5_000})

    assert len(tried.trial.rows[0].text) < LONGEST_REQUEST + 20
    assert tried.trial.rows[0].text.endswith("… +3,014")


def test_halves_of_characters_can_be_shown() -> None:
    tried = Tried()
    tried.trial.sending({"user": "a\ud83d"})

    assert tried.trial.rows[0].text == '{"user": "a?"}'


def test_facts_have_their_places_from_the_beginning(tried: Tried) -> None:
    before = facts_html(None, None, "en")
    while_waiting = facts_html(tried.trial, tried.reply, "en")
    tried.hear(Started("alpha", "req_9", HEAD, 0.01), TextDelta("x"), 0.5, TextDelta("y"))
    tried.hear(Usage(12, 80), DONE)
    after = facts_html(tried.trial, tried.reply, "en")

    for tag in ("<dt>", "<tr>", "<dd"):
        assert before.count(tag) == while_waiting.count(tag) == after.count(tag)
    for fact in ("not sent yet", "–"):
        assert fact in before
    for fact in ("complete", "alpha-2", "req_9", "1 (200)", "10 ms", "190 ms", "12 → 80 tokens"):
        assert f">{fact}</dd>" in after
    assert after.count('<td colspan="3">not reported</td>') == 2


def test_rate_limits_are_told_in_numbers_and_times() -> None:
    tried = Tried()
    tried.trial.sending(BODY)
    headers = {
        "x-ratelimit-limit-tokens": "4000000",
        "x-ratelimit-reset-tokens": "6m0s",
        "x-ratelimit-remaining-tokens": NASTY,
        f"x-ratelimit-limit-{NASTY}": "1",
    }
    tried.trial.answered(Answered(200, headers, 0.0))

    shown = facts_html(tried.trial, tried.reply, "zh")

    assert ">4,000,000</td>" in shown
    assert 'title="6m0s">6 分 0 秒</td>' in shown
    assert "<script" not in shown


@pytest.mark.parametrize(
    ("wait", "shown"),
    [
        (0.012, "12 ms"),
        (6.25, "6.25 s"),
        (59.7, "1 min 0 s"),
        (179.56, "3 min 0 s"),
        (3_725.0, "1 h 2 min"),
    ],
)
def test_a_wait_is_told_in_two_units_at_most(wait: float, shown: str) -> None:
    assert wait_text(wait, "en") == shown


def test_sizes_are_told_in_bytes_thousands_and_millions() -> None:
    assert [size_text(size) for size in (999, 1_000, 1_234_567)] == ["999 B", "1.0 kB", "1.2 MB"]


def test_the_response_is_put_together_from_all_pieces(tried: Tried) -> None:
    tried.hear(ReasoningDelta("Hm"), TextDelta("Hello "), TextDelta("there"))
    tried.hear(ToolCallDelta(0, "id", "get", '{"a":'), ToolCallDelta(0, "", "", "1}"))
    tried.hear(Usage(12, 80, 3), DONE)

    assert put_together(tried.reply) == {
        "object": "chat.completion",
        "model": "alpha-2",
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": "Hello there",
                    "reasoning_content": "Hm",
                    "tool_calls": [
                        {"type": "function", "function": {"name": "get", "arguments": '{"a":1}'}}
                    ],
                },
                "finish_reason": "stop",
            }
        ],
        "usage": {
            "prompt_tokens": 12,
            "completion_tokens": 80,
            "completion_tokens_details": {"reasoning_tokens": 3},
        },
    }
    shown = response_html(tried.trial, tried.reply, "en")
    assert "put together from the events" in shown


@pytest.mark.parametrize(
    ("status", "body", "shown"),
    [
        (200, '{"a": [1]}', '{\n  "a": [\n    1\n  ]\n}'),
        (401, '{"error": "no"}', '{\n  "error": "no"\n}'),
        (502, "<html>Bad gateway</html>", "<html>Bad gateway</html>"),
        (500, "{broken", "{broken"),
        (200, '{"deep": ' + "[" * 50_000, '{"deep": ' + "[" * 50_000),
        (200, "data: {}", ""),
    ],
)
def test_a_body_that_came_whole_is_shown_as_it_came(status: int, body: str, shown: str) -> None:
    tried = Tried()
    tried.trial.sending(BODY)
    tried.trial.answered(Answered(status, {}, 0.0))
    tried.trial.heard(body, len(body))

    assert came_whole(tried.trial) == shown


def test_before_its_end_there_is_no_response_and_without_an_answer_none(tried: Tried) -> None:
    assert "appears here" in response_html(tried.trial, tried.reply, "en")

    silent = Tried()
    silent.hear(KeyRefused(server="test", variable="X"))

    assert "No response came." in response_html(silent.trial, silent.reply, "en")


def test_the_request_is_shown_letter_by_letter() -> None:
    body = {"messages": [{"role": "user", "content": NASTY}]}
    notices = (Notice("dropped", NASTY), Notice("renamed", "a", "b"), Notice("ignored", "n"))
    shown = request_html(Prepared(f"http://h/{NASTY}", False, body, notices), "next", "en")

    assert "<script" not in shown
    assert shown.count("</pre>") == 1
    assert json.dumps(NASTY, ensure_ascii=False) in unescape(shown)
    assert "a goes to this server as b<" in shown
    assert "n is left out, Parley sets it itself" in shown
    assert "<script" not in no_request_html(NASTY, "zh")


def test_which_of_several_requests_is_shown_is_told() -> None:
    shown = Prepared("http://h", False, BODY)

    assert "will be sent like this" in request_html(shown, "next", "en")
    assert "is being sent" in request_html(shown, "going", "en")
    assert "was sent like this<" in request_html(shown, "sent", "en")
    assert "as request 3 of 3" in request_html(shown, "sent", "en", 3)
    assert "本机的内置模型" in request_html(Prepared("/v1", True, BODY), "next", "zh")


def test_a_very_long_request_is_cut_on_the_page() -> None:
    shown = request_html(Prepared("http://h", False, {"prompt": "x" * 150_000}), "next", "en")

    assert len(shown) < 102_000
    assert "more characters are sent and not shown" in shown


def test_the_wire_is_looked_at_less_often_than_the_reply(tried: Tried) -> None:
    view = TryView(tried.reply, tried.trial, "en", tried.clock)
    tried.hear(TextDelta("Hello"))
    _, raw, *_ = view.values()
    tried.after(0.04).heard("data: {}", 8)
    tried.hear(TextDelta(" there"))

    rows, soon, *_ = view.values()
    tried.after(0.2)
    _, later, *_ = view.values()

    assert rows[0]["content"][0]["text"] == "Hello there"
    assert soon == raw
    assert later.startswith(raw)
    assert len(later) > len(raw)


def test_at_its_end_all_is_shown_at_once(tried: Tried) -> None:
    view = TryView(tried.reply, tried.trial, "en", tried.clock)
    view.values()
    tried.after(0.01).heard("data: [DONE]", 12)
    tried.hear(TextDelta("x"), DONE)

    _, raw, facts, response = view.values()

    assert "[DONE]" in raw
    assert "complete" in facts
    assert "put together" in response
