"""The bytes of a 200 answer into JSON objects, whatever form the server gave it.

Asked for an event stream, some servers send one JSON object, some gateways a web
page, and some an event stream under another content type. So the first byte
decides, not the header.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, cast

import orjson

from backends.errors import AnswerTooLarge, AnswerUnreadable
from backends.redact import clean
from backends.server import AnswerLimits, Server
from backends.sse import EventReader, LineTooLong, ServerSentEvent
from backends.translate import refusal_in

QUOTED = 200  # characters of a web page that are shown
READ_OF_A_PAGE = 20_000  # bytes
NOT_A_STREAM = (b"{", b"[", b"<")  # how JSON and web pages begin
STREAM = re.compile(rb"^(?:(?:data|event|id|retry)?:|(?:data|event|id|retry)\s)", re.MULTILINE)
ANSWER = ("choices", "error", "object", "type")  # one of these is in every reply


class BodyReader:
    """Feed it bytes, get JSON objects; `None` stands for one that could not be read.

    Raises `AnswerUnreadable` for a web page, other text or nothing at all, and
    `AnswerTooLarge` for what is beyond a limit. done: the stream's `[DONE]` came.
    answer: names of which one is in every answer that comes as a single object.
    """

    def __init__(
        self, server: Server, limits: AnswerLimits, answer: tuple[str, ...] = ANSWER
    ) -> None:
        self._server, self._limits, self._answer = server, limits, answer
        self._start = bytearray()
        self._whole: bytearray | None = None  # the body, when it is not an event stream
        self._events: EventReader | None = None
        self._read = False  # an event came
        self.done = False

    def feed(self, piece: bytes) -> Iterator[dict[str, Any] | None]:
        if self._events is None and self._whole is None:
            # A byte order mark may come in parts, so its bytes go like white space.
            piece = piece.lstrip(b"\xef\xbb\xbf \t\r\n")
            if not piece:
                return
            if piece[:1] in NOT_A_STREAM:
                self._whole = bytearray()
            else:
                self._events = EventReader(self._limits.line)
        if self._events is not None:
            if len(self._start) < QUOTED:
                self._start += piece[:QUOTED]
            yield from self._objects(self._events.feed(piece))
        elif self._whole is not None:
            self._gather(self._whole, piece)

    def close(self) -> Iterator[dict[str, Any] | None]:
        if self._events is not None:
            yield from self._objects(self._events.close())
            if not self._read and not STREAM.search(self._start):
                raise self._unreadable("it is plain text", self._start)
        elif self._whole is None:
            raise self._unreadable("it was empty")
        elif self._whole.startswith(b"<"):
            raise self._unreadable("it is a web page", self._whole)
        else:
            yield self._object_of(parse(bytes(self._whole)))

    def _gather(self, whole: bytearray, piece: bytes) -> None:
        whole += piece
        if whole.startswith(b"<") and len(whole) > READ_OF_A_PAGE:
            raise self._unreadable("it is a web page", whole)
        if len(whole) > self._limits.whole:
            raise self._too_large(f"{self._limits.whole:,} bytes in one object")

    def _object_of(self, item: object) -> dict[str, Any]:
        """An answer that came whole, if it is one."""
        if not isinstance(item, dict):
            raise self._unreadable("it is broken JSON" if item is UNREADABLE else "it is no reply")
        answer = cast(dict[str, Any], item)
        if not any(name in answer for name in self._answer):
            raise self._unreadable("it is no reply", refusal_in(answer).message.encode())
        return answer

    def _objects(self, events: Iterator[ServerSentEvent]) -> Iterator[dict[str, Any] | None]:
        try:
            for event in events:
                self._read = True
                if self.done or event.data == "[DONE]":
                    self.done = True
                elif event.data:
                    yield from self._object(event)
        except LineTooLong:
            raise self._too_large(f"{self._limits.line:,} bytes a line") from None

    def _object(self, event: ServerSentEvent) -> Iterator[dict[str, Any] | None]:
        item = parse(event.data)
        if event.name == "error":
            said = event.data if item is UNREADABLE else item
            yield item if isinstance(item, dict) and "error" in item else {"error": said}
        elif isinstance(item, dict):
            yield cast(dict[str, Any], item)
        elif item is UNREADABLE:
            yield None

    def _too_large(self, limit: str) -> AnswerTooLarge:
        return AnswerTooLarge(server=self._server.name, limit=limit)

    def _unreadable(self, reason: str, said: bytes | bytearray = b"") -> AnswerUnreadable:
        server = self._server
        text = bytes(said[:READ_OF_A_PAGE]).decode("utf-8", "replace")
        return AnswerUnreadable(
            server=server.name,
            reason=reason,
            detail=clean(text, [server.api_key], QUOTED),
            variable=server.url_variable or "the server's address",
        )


UNREADABLE = object()
LONGEST_NUMBER = 1000  # digits; Python itself refuses a few thousand


def parse(text: str | bytes) -> object:
    """The JSON value of `text`, or `UNREADABLE`. Never raises, however deep or large."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:  # slower, but it takes large numbers and halves of characters
        item = json.loads(text, parse_int=_integer)
        # Nothing that Parley shows or keeps can hold half a character.
        return json.loads(json.dumps(item, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return UNREADABLE


def _integer(digits: str) -> float:
    return int(digits) if len(digits) < LONGEST_NUMBER else math.inf
