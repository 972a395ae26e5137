"""The bytes of a 200 answer into JSON objects, whatever form the server gave it.

Asked for an event stream, some servers send one JSON object, some gateways a web
page, and some an event stream under another content type. So the first byte
decides, not the header.
"""

import json
from collections.abc import Iterator
from typing import Any, cast

import orjson

from backends.errors import AnswerTooLarge, AnswerUnreadable
from backends.redact import clean
from backends.server import AnswerLimits, Server
from backends.sse import EventReader, LineTooLong, ServerSentEvent

QUOTED = 200  # characters of a web page that are shown
NOT_A_STREAM = (b"{", b"[", b"<")  # how JSON and web pages begin


class BodyReader:
    """Feed it bytes, get JSON objects; `None` stands for one that could not be read.

    Raises `AnswerUnreadable` for a web page or nothing at all, and
    `AnswerTooLarge` for a line beyond the limit. done: the stream's `[DONE]` came.
    """

    def __init__(self, server: Server, limits: AnswerLimits) -> None:
        self._server, self._limits = server, limits
        self._start = bytearray()
        self._whole: bytearray | None = None  # the body, when it is not an event stream
        self._events: EventReader | None = None
        self.done = False

    def feed(self, piece: bytes) -> Iterator[dict[str, Any] | None]:
        if self._events is None and self._whole is None:
            self._start += piece
            if not (first := bytes(self._start).lstrip(b"\xef\xbb\xbf \t\r\n")):
                return
            if first[:1] in NOT_A_STREAM:
                self._whole = bytearray(first)
                return
            self._events = EventReader(self._limits.line)
            piece = bytes(self._start)
        if self._events is not None:
            yield from self._objects(self._events.feed(piece))
        elif self._whole is not None:
            self._whole += piece

    def close(self) -> Iterator[dict[str, Any] | None]:
        if self._events is not None:
            yield from self._objects(self._events.close())
        elif self._whole is None:
            raise self._unreadable("it was empty")
        elif self._whole.startswith(b"<"):
            page = bytes(self._whole[:20_000]).decode("utf-8", "replace")
            raise self._unreadable("it is a web page", clean(page, [self._server.api_key], QUOTED))
        else:
            item = parse(bytes(self._whole))
            if not isinstance(item, dict):
                raise self._unreadable("it is broken JSON")
            yield cast(dict[str, Any], item)

    def _objects(self, events: Iterator[ServerSentEvent]) -> Iterator[dict[str, Any] | None]:
        try:
            for event in events:
                if self.done or event.data == "[DONE]":
                    self.done = True
                elif event.data:
                    yield from self._object(event)
        except LineTooLong:
            raise AnswerTooLarge(
                server=self._server.name, limit=f"{self._limits.line:,} bytes a line"
            ) from None

    def _object(self, event: ServerSentEvent) -> Iterator[dict[str, Any] | None]:
        item = parse(event.data)
        if event.name == "error":
            yield item if isinstance(item, dict) and "error" in item else {"error": item}
        elif isinstance(item, dict):
            yield cast(dict[str, Any], item)
        elif item is UNREADABLE:
            yield None

    def _unreadable(self, reason: str, detail: str = "") -> AnswerUnreadable:
        server = self._server
        return AnswerUnreadable(
            server=server.name,
            reason=reason,
            detail=detail,
            variable=server.url_variable or "the server's address",
        )


UNREADABLE = object()


def parse(text: str | bytes) -> object:
    """The JSON value of `text`, or `UNREADABLE`. Never raises, however deep or large."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:  # slower, but it takes numbers of any size
        return json.loads(text)
    except (ValueError, RecursionError):
        return UNREADABLE
