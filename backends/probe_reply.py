"""One reply of a test: what is kept of it, and what it says about an ability. Pure."""

import re
import time
from collections.abc import Callable

from backends.errors import (
    BackendError,
    ModelNotFound,
    RequestRefused,
    ServerFailed,
    WrongAddress,
)
from backends.probe_requests import Asked
from backends.probe_types import Ability
from backends.redact import clean
from backends.server import Server
from backends.translate import Refusal
from backends.types import (
    ChatEvent,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    TokenLogprobs,
    ToolCallDelta,
    Usage,
)

SHORTEST_MEASURE = 0.05  # seconds; over less time a speed would say nothing
MOST_PIECES = 100
"""A server that does not keep the limit of tokens is cut off after so many pieces."""

# What refuses an ability names it, where its status alone does not tell.
MENTIONS: dict[Asked, re.Pattern[str]] = {
    "temperature": re.compile(r"temperature", re.IGNORECASE),
    "logprobs": re.compile(r"log_?probs", re.IGNORECASE),
    "json_schema": re.compile(r"response_format|json|structured|grammar", re.IGNORECASE),
    "tools": re.compile(r"\btools?\b|tool_|function", re.IGNORECASE),
    "images": re.compile(r"image|picture|vision|multi-?modal|mmproj|content part", re.IGNORECASE),
}
RED = re.compile(r"\bred\b", re.IGNORECASE)
# The server took the request; the model was cut off before it had said anything.
CUT_SHORT = re.compile(r"max_tokens or model output limit was reached", re.IGNORECASE)


class ProbeReply:
    """Folds events. sent, first, last: seconds of `clock`; `None`: not known."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.content_type = ""
        self.text = ""
        self.called = self.logprobs = False
        self.pieces = 0
        self.usage: Usage | None = None
        self.finished: Finished | None = None
        self._sent: float | None = None
        self._first: float | None = None
        self._last: float | None = None

    def add(self, event: ChatEvent) -> None:
        match event:
            case Started(headers=headers, sent=sent):
                self._sent, self.content_type = sent, headers.get("content-type", "")
            case TextDelta() | ReasoningDelta() | RefusalDelta() | ToolCallDelta():
                self._add_piece(event)
            case TokenLogprobs():
                self.logprobs = True
            case Usage():
                self.usage = event
            case Finished():
                self.finished = event
            case _:
                pass

    @property
    def too_long(self) -> bool:
        return self.pieces >= MOST_PIECES

    @property
    def streamed(self) -> bool:
        return "event-stream" in self.content_type

    @property
    def seconds_to_first_token(self) -> float | None:
        if self._sent is None or self._first is None:
            return None
        return max(0.0, self._first - self._sent)

    @property
    def tokens_per_second(self) -> float | None:
        """Of a reply that came in pieces; by the server's count where it has one."""
        if self._first is None or self._last is None or self.pieces < 2:
            return None
        took = self._last - self._first
        counted = self.usage.output_tokens if self.usage else None
        return (counted or self.pieces) / took if took >= SHORTEST_MEASURE else None

    def _add_piece(self, event: TextDelta | ReasoningDelta | RefusalDelta | ToolCallDelta) -> None:
        self._last = self._clock()
        if self._first is None:
            self._first = self._last
        self.pieces += 1
        if isinstance(event, TextDelta):
            self.text += event.text
        self.called = self.called or isinstance(event, ToolCallDelta)


def shown_by(reply: ProbeReply, asked: Asked) -> Ability:
    """What a reply to a request that was taken says about the ability."""
    text = reply.text.strip()
    match asked:
        case "temperature":
            return Ability("yes")
        case "logprobs":
            if reply.logprobs:
                return Ability("yes")
            return Ability("no", "without_effect") if text else Ability("yes", "not_seen")
        case "json_schema":
            if text.startswith("{"):
                return Ability("yes")
            return Ability("no", "without_effect") if text else Ability("yes", "not_seen")
        case "tools":
            return Ability("yes", "" if reply.called else "not_seen")
        case "images":
            return Ability("yes", "" if RED.search(text) else "not_seen")


def refused_by(server: Server, error: BackendError, refusal: Refusal, asked: Asked) -> Ability:
    """What a failure says about the ability, when the request without it went well."""
    said = f"{refusal.parameter} {refusal.message}"
    if CUT_SHORT.search(said):
        return Ability("yes", "not_seen")
    if refusal.code == "content_filter":
        return Ability("unknown", "failed", error)
    named = isinstance(error, ServerFailed | ModelNotFound | WrongAddress) and (
        MENTIONS[asked].search(said) is not None
    )
    if not (named or isinstance(error, RequestRefused)):
        return Ability("unknown", "failed", error)
    words = clean(refusal.message, [server.api_key])
    return Ability("no", "refused", RequestRefused(**(error.values | {"detail": words})))
