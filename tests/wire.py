"""One HTTP exchange, to the byte: the request that came, and the reply as a script of steps.

A `Reply` is called with the request and returns the steps that answer it. A script
that ends completes the reply; one that stops with `Cut` or `Reset` breaks it off.
"""

import asyncio
import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

# struct linger: two shorts on Windows, two ints elsewhere.
LINGER_NOT = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


@dataclass(slots=True, kw_only=True, eq=False)
class Recorded:
    """A request as it arrived, and what became of it.

    number: from 1 in order of arrival, given when it is recorded. target: path and query as sent.
    headers: names in lower case. body: {} where the content is no JSON object.
    arrived_at, closed_at: seconds of `time.monotonic()`.
    done: set once the reply has ended, whoever ended it.
    hung_up: set if that was the client, before the reply was complete.
    """

    method: str
    target: str
    headers: dict[str, str]
    number: int = 0
    content: bytes = b""
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    arrived_at: float = field(default_factory=time.monotonic)
    closed_at: float | None = None
    done: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers. length: bytes of the body; `None`: sent in chunks."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None

    @property
    def chunked(self) -> bool:
        return self.length is None and self.status != 204

    def encode(self) -> bytes:
        phrases = {status.value: status.phrase for status in HTTPStatus}
        lines = [f"HTTP/1.1 {self.status} {phrases.get(self.status, 'Unknown')}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if self.chunked:
            lines.append("Transfer-Encoding: chunked")
        elif self.length is not None:
            lines.append(f"Content-Length: {self.length}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, in seconds. It ends early when the client leaves or the server stops."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Close the connection in good order (FIN), but in the middle of the reply."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Tear the connection down (RST)."""


Step = Head | bytes | Pause | Cut | Reset
Reply = Callable[[Recorded], Iterable[Step]]


class WatchedReader(asyncio.StreamReader):
    """Knows at once that the client is gone, also while nobody reads."""

    def __init__(self) -> None:
        super().__init__(limit=1_000_000)
        self.hung_up = asyncio.Event()

    def feed_eof(self) -> None:
        super().feed_eof()
        self.hung_up.set()

    def set_exception(self, exc: Exception) -> None:
        super().set_exception(exc)
        self.hung_up.set()


async def read_request(reader: asyncio.StreamReader) -> Recorded:
    """The next request; IncompleteReadError or ConnectionError if none comes."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    content = await reader.readexactly(int(headers.get("content-length", "0")))
    return Recorded(
        method=method,
        target=target,
        headers=headers,
        content=content,
        body=json_object(content),
    )


def json_object(content: bytes) -> dict[str, Any]:
    try:
        body = json.loads(content)
    except ValueError:
        return {}
    return cast(dict[str, Any], body) if isinstance(body, dict) else {}


class Sender:
    """Performs the steps of one reply on a connection."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._held = b""

    async def perform(self, steps: Iterable[Step]) -> bool:
        """Send the whole reply; whether the connection may carry another one."""
        chunked = False
        for step in steps:
            await self._flush()
            match step:
                case Head():
                    chunked = step.chunked
                    self._held = step.encode()
                case bytes():
                    self._held = b"%x\r\n%b\r\n" % (len(step), step) if chunked else step
                case Pause(seconds):
                    await asyncio.sleep(seconds)
                case Cut():
                    return False
                case Reset():
                    self._reset()
                    return False
        # The last data and the end of the body go in one write, so that a client
        # which leaves after the last event has not hung up on half a reply.
        self._held += b"0\r\n\r\n" if chunked else b""
        await self._flush()
        return True

    async def _flush(self) -> None:
        if self._held:
            self._writer.write(self._held)
            self._held = b""
            await self._writer.drain()
            await asyncio.sleep(0)  # lets a fast reply notice that the client left

    def _reset(self) -> None:
        connection: socket.socket = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
        self._writer.transport.abort()
