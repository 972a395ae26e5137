"""An HTTP transport that reads no more of an answer than Parley can use.

The client library decompresses without a limit, so ten megabytes from a hostile
server could become ten gigabytes here. Parley asks for uncompressed answers; what
comes compressed all the same is unpacked here, piece by piece, and counted.
"""

import zlib
from collections.abc import AsyncIterator, Iterator

import httpx2

from backends.errors import AnswerTooLarge, AnswerUnreadable

PIECE = 65_536  # bytes that one step of unpacking may produce
WINDOW = {"gzip": 31, "deflate": 15}  # zlib's names for the two formats


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Ends an answer with `AnswerTooLarge` after `limit` bytes, counted unpacked."""

    def __init__(self, server: str, limit: int) -> None:
        super().__init__(limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=50))
        self._server, self._limit = server, limit

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        encoding = response.headers.pop("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", *WINDOW):
            await response.aclose()
            raise unreadable(self._server)
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = BoundedStream(response.stream, encoding, self._server, self._limit)
        return response


class BoundedStream(httpx2.AsyncByteStream):
    def __init__(
        self, stream: httpx2.AsyncByteStream, encoding: str, server: str, limit: int
    ) -> None:
        self._stream, self._server, self._limit = stream, server, limit
        self._unpack = zlib.decompressobj(WINDOW[encoding]) if encoding in WINDOW else None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._limit
        async for packed in self._stream:
            for piece in self._pieces(packed):
                left -= len(piece)
                if left < 0:
                    raise AnswerTooLarge(server=self._server, limit=f"{self._limit:,} bytes")
                yield piece

    def _pieces(self, packed: bytes) -> Iterator[bytes]:
        if self._unpack is None:
            yield packed
            return
        while packed:
            try:
                piece = self._unpack.decompress(packed, PIECE)
            except zlib.error as error:
                raise unreadable(self._server) from error
            packed = self._unpack.unconsumed_tail
            if piece:
                yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


def unreadable(server: str) -> AnswerUnreadable:
    return AnswerUnreadable(
        server=server, reason="it is compressed in a way that Parley does not read"
    )
