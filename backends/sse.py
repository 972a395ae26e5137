"""Bytes of an event stream, in whatever pieces they arrive, into its events.

Follows the WHATWG rules for `text/event-stream`, and forgives what servers get
wrong: a missing blank line at the end, bytes that are not UTF-8, a byte order
mark. Comments and empty events, which servers send to keep a connection open,
are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass


class LineTooLong(ValueError):
    """A line, or the data of one event, passed the limit."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event. name: its `event:` field, "" when it has none."""

    name: str
    data: str


class EventReader:
    """Feed it bytes, get the events that they complete.

    limit: the longest line, and the most data in one event, in bytes; more raises
    `LineTooLong`, after which the reader is of no further use.
    """

    def __init__(self, limit: int = 1_000_000) -> None:
        self._limit = limit
        self._rest = bytearray()
        self._first = True
        self._name = ""
        self._data: list[str] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[ServerSentEvent]:
        searched = max(0, len(self._rest) - 1)
        self._rest += piece
        if self._first:
            if not self._skip_byte_order_mark():
                return
            searched = 0
        yield from self._events(self._complete_lines(searched))
        if len(self._rest) > self._limit:
            raise LineTooLong

    def close(self) -> Iterator[ServerSentEvent]:
        """The last event, when the stream ended without the blank line after it."""
        self._skip_byte_order_mark()
        yield from self._events([*bytes(self._rest).splitlines(), b""])

    def _skip_byte_order_mark(self) -> bool:
        """False while the bytes so far may still turn out to be half of one."""
        mark = b"\xef\xbb\xbf"
        if self._first and len(self._rest) < len(mark) and mark.startswith(bytes(self._rest)):
            return False
        if self._first and self._rest.startswith(mark):
            del self._rest[: len(mark)]
        self._first = False
        return True

    def _complete_lines(self, start: int) -> list[bytes]:
        """Whole lines, without their ends. A last CR waits: an LF may belong to it.

        start: no line ends before it, so a long line is not searched again and again.
        """
        end = max(self._rest.rfind(b"\n", start), self._rest.rfind(b"\r", start, -1)) + 1
        if not end:
            return []
        lines = bytes(self._rest[:end]).splitlines()
        del self._rest[:end]
        return lines

    def _events(self, lines: list[bytes]) -> Iterator[ServerSentEvent]:
        for line in lines:
            if len(line) > self._limit:
                raise LineTooLong
            if line:
                self._field(line)
                continue
            if self._data:
                yield ServerSentEvent(self._name, "\n".join(self._data))
            self._name, self._data, self._size = "", [], 0

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if name == b"data":
            self._size += len(line)
            if self._size > self._limit:
                raise LineTooLong
            self._data.append(text)
        elif name == b"event":
            self._name = text
