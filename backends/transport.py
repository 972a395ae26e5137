"""An HTTP transport that reads no more of an answer than Parley can use.

The client library decompresses without a limit, so ten megabytes from a hostile
server could become ten gigabytes here. Parley asks for uncompressed answers; what
comes compressed all the same is unpacked here, piece by piece, and counted. Of an
answer that is an error only the beginning is read: its status says the most.

It also notes when a request goes out, so that connecting is not taken for thinking.
"""

import time
import zlib
from collections.abc import AsyncGenerator, AsyncIterable, Iterator, Mapping
from contextlib import aclosing
from typing import Any

import anyio
import httpx2
from anyio.lowlevel import checkpoint

from backends.errors import AnswerTooLarge, AnswerUnreadable, BackendError

PIECE = 65_536  # bytes that one step of unpacking may produce
ERROR_BYTES = 64_000  # the most that is read of an error's body
KEPT_SECONDS = 60.0  # that an idle connection waits for the next question
ERROR_SECONDS = 3.0  # and how long it may take
WINDOW = {"gzip": 31, "deflate": 15}  # zlib's names for the two formats


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Ends an answer with `AnswerTooLarge` after `limit` bytes, counted unpacked."""

    def __init__(self, server: str, limit: int, proxy: str | None = None) -> None:
        limits = httpx2.Limits(
            max_connections=1000, max_keepalive_connections=50, keepalive_expiry=KEPT_SECONDS
        )
        super().__init__(limits=limits, proxy=proxy)
        self._server, self._limit = server, limit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.extensions["trace"] = Departure()
        response = await super().handle_async_request(request)
        # The client would send cookies back for every visitor, and a bad one would spoil it.
        response.headers.pop("set-cookie", "")
        encoding = response.headers.pop("content-encoding", "identity").strip().lower()
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = BoundedStream(response.stream, encoding, self._server, self._limit)
            if response.status_code >= 300:
                return await shortened(response, response.stream)
        return response


class Departure:
    """When a request's first byte was written to its connection, told by the HTTP library.

    at: seconds of `time.monotonic()`, `None` until then. By that time the name is
    looked up, and the connection, its encryption and a proxy's tunnel stand.
    """

    def __init__(self) -> None:
        self.at: float | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        if self.at is None and event.endswith(".send_request_headers.started"):
            request = info.get("request")
            if getattr(request, "method", b"") != b"CONNECT":  # which only asks for the tunnel
                self.at = time.monotonic()


def sent_at(request: httpx2.Request) -> float | None:
    """When `request` went out, as in `Departure.at`; also of one that got no answer."""
    trace = request.extensions.get("trace")
    return trace.at if isinstance(trace, Departure) else None


class BoundedStream(httpx2.AsyncByteStream):
    def __init__(
        self, stream: httpx2.AsyncByteStream, encoding: str, server: str, limit: int
    ) -> None:
        self._stream, self._server, self._limit = stream, server, limit
        self._encoding = encoding
        self._unpacker = zlib.decompressobj(WINDOW[encoding]) if encoding in WINDOW else None

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        left = self._limit
        async with aclosing(self._unpacked()) as pieces:
            async for piece in pieces:
                left -= len(piece)
                if left < 0:
                    raise AnswerTooLarge(server=self._server, limit=f"{self._limit:,} bytes")
                yield piece

    async def _unpacked(self) -> AsyncGenerator[bytes, None]:
        if self._encoding not in ("identity", "", *WINDOW):
            raise unreadable(self._server)
        async with aclosing(generated(self._stream)) as pieces:
            async for packed in pieces:
                if self._unpacker is None:
                    yield packed
                    continue
                for piece in self._steps(packed):
                    yield piece
                    await checkpoint()  # much may come of little

    def _steps(self, packed: bytes) -> Iterator[bytes]:
        """What `packed` holds, at most `PIECE` bytes at a time."""
        while packed and self._unpacker:
            try:
                piece = self._unpacker.decompress(packed, PIECE)
            except zlib.error as error:
                raise unreadable(self._server) from error
            packed = self._unpacker.unconsumed_tail
            if piece:
                yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


async def generated(stream: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    """The same as a generator, which can be closed for certain."""
    async for piece in stream:
        yield piece


async def shortened(response: httpx2.Response, stream: BoundedStream) -> httpx2.Response:
    """An error with as much of its body as comes soon; with none when it breaks off."""
    body = bytearray()
    try:
        with anyio.move_on_after(ERROR_SECONDS):
            async with aclosing(aiter(stream)) as pieces:
                async for piece in pieces:
                    body += piece
                    if len(body) >= ERROR_BYTES:
                        break
    except (httpx2.HTTPError, OSError, BackendError):
        pass
    finally:
        await response.aclose()
    return httpx2.Response(
        response.status_code,
        headers=response.headers,
        content=bytes(body[:ERROR_BYTES]),
        extensions=response.extensions,
    )


def unreadable(server: str) -> AnswerUnreadable:
    return AnswerUnreadable(
        server=server, reason="it is compressed in a way that Parley does not read"
    )
