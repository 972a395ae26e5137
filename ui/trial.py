"""One question as it went over the wire: what was sent, what came, and when. Pure."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backends.wiretap import Answered
from ui.reply import LiveReply

RowKind = Literal["request", "status", "line"]
LONGEST_REQUEST = 2_000  # characters of one among the raw lines; the last is shown whole elsewhere


@dataclass(frozen=True, slots=True)
class RawRow:
    """at: milliseconds since the first request went out."""

    at: float
    kind: RowKind
    text: str


class Attempt:
    """One request and the head of its answer. Times are seconds of the trial's clock.

    answered: when that came; answer: `None` until then, or when none came.
    """

    __slots__ = ("answer", "answered", "begun", "body")

    def __init__(self, body: Mapping[str, Any], begun: float) -> None:
        self.body, self.begun = body, begun
        self.answer: Answered | None = None
        self.answered = 0.0


class Trial:
    """A `Wiretap` that keeps what it hears.

    lines, size: all that came, size in bytes; beyond: those of the lines that are not kept.
    told_at: when the last head came, in seconds since 1970.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self.attempts: list[Attempt] = []
        self.rows: list[RawRow] = []
        self.lines = self.size = self.beyond = 0
        self.told_at = 0.0
        self._clock, self._wall_clock = clock, wall_clock

    def sending(self, body: Mapping[str, Any]) -> None:
        self.attempts.append(Attempt(body, self._clock()))
        text = compact(body)
        more = len(text) - LONGEST_REQUEST
        self._add("request", f"{text[:LONGEST_REQUEST]}… +{more:,}" if more > 0 else text)

    def answered(self, answer: Answered) -> None:
        attempt = self.attempts[-1]
        attempt.answer, attempt.answered = answer, self._clock()
        self.told_at = self._wall_clock()
        kind = answer.headers.get("content-type", "")
        self._add("status", f"HTTP {answer.status} {kind}".rstrip())

    def heard(self, line: str, size: int) -> None:
        self._add("line", line)
        self.lines += 1
        self.size += size

    def passed_over(self, lines: int, size: int) -> None:
        self.lines += lines
        self.beyond += lines
        self.size += size

    @property
    def last(self) -> Attempt | None:
        return self.attempts[-1] if self.attempts else None

    @property
    def answer(self) -> Answered | None:
        """The head of the last answer; while another request is out, none."""
        return self.last.answer if self.last else None

    @property
    def seconds_to_connect(self) -> float | None:
        """From asking for a connection until the first request went out on it."""
        attempt = self._first_sent()
        return attempt[1] - attempt[0].begun if attempt else None

    @property
    def seconds_to_head(self) -> float | None:
        """From the first request to the head of the last answer."""
        if not (self.last and self.last.answer):
            return None
        return self.last.answered - self._start()

    def _first_sent(self) -> tuple[Attempt, float] | None:
        for attempt in self.attempts:
            if attempt.answer and attempt.answer.sent is not None:
                return attempt, attempt.answer.sent
        return None

    def _start(self) -> float:
        """When the first request went out, as well as that is known."""
        first = self._first_sent()
        return first[1] if first else self.attempts[0].begun

    def _add(self, kind: RowKind, text: str) -> None:
        at = max(0.0, self._clock() - self._start()) * 1000
        self.rows.append(RawRow(at, kind, text))


def compact(value: object) -> str:
    """JSON on one line."""
    return _written(value, None)


def pretty(value: object) -> str:
    """JSON to be read."""
    return _written(value, 2)


def _written(value: object, indent: int | None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text.encode("utf-8", "replace").decode()  # halves of characters cannot be shown


def came_whole(trial: Trial) -> str:
    """The last answer's body where it is one JSON object or an error, written to be read.

    "" for an event stream.
    """
    kept: list[str] = []
    for row in reversed(trial.rows):
        if row.kind != "line":
            break
        kept.append(row.text)
    body = kept[0] if len(kept) == 1 else ""
    failed = trial.answer is not None and trial.answer.status >= 300
    if not body.lstrip("\ufeff \t\r\n").startswith("{"):
        return "\n".join(reversed(kept)) if failed else ""
    try:
        return pretty(json.loads(body))
    except (ValueError, RecursionError):  # broken, or too long to be there whole
        return body


def put_together(reply: LiveReply) -> dict[str, Any]:
    """The whole response that the pieces of a stream amount to; what did not come is left out."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    message |= {"reasoning_content": reply.reasoning} if reply.reasoning else {}
    message |= {"refusal": reply.refusal} if reply.refusal else {}
    if reply.calls:
        message["tool_calls"] = [
            {"type": "function", "function": {"name": name, "arguments": arguments}}
            for name, arguments in reply.calls.values()
        ]
    finished = reply.finished
    reason = finished.raw_reason if finished else None
    choice = {"index": 0, "message": message, "finish_reason": reason}
    whole: dict[str, Any] = {"object": "chat.completion"}
    whole |= {"model": finished.model} if finished and finished.model else {}
    return whole | {"choices": [choice]} | _usage(reply)


def _usage(reply: LiveReply) -> dict[str, Any]:
    figures = reply.figures()
    if figures.estimated:
        return {}
    counts = {
        "prompt_tokens": figures.input_tokens,
        "completion_tokens": figures.output_tokens,
        "completion_tokens_details": _known(reasoning_tokens=figures.reasoning_tokens),
        "prompt_tokens_details": _known(cached_tokens=figures.cached_tokens),
    }
    return {"usage": {name: count for name, count in counts.items() if count not in (None, {})}}


def _known(**counts: int | None) -> dict[str, int]:
    return {name: count for name, count in counts.items() if count is not None}
