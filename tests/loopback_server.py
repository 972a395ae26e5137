"""A real HTTP/1.1 server on 127.0.0.1, in a thread of its own, that follows scripts."""

import asyncio
import functools
import socket
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

import anyio.to_thread

from tests.wire import Head, Recorded, Reply, Sender, WatchedReader, read_request

PATIENCE = 10.0  # seconds; far above what anything here takes, so reached only on failure


class LoopbackServer:
    """Keeps each request it was sent and answers with the steps of `answer(request)`.

    connections: how many were ever accepted. most_active: the most replies that were
    under way at once. failures: exceptions from scripts, raised when serving ends.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self.connections = 0
        self.most_active = 0
        self.requests: list[Recorded] = []
        self.failures: list[BaseException] = []
        self._tls = tls
        self._ready = threading.Event()
        self._arrival = threading.Condition()
        self._conversations: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def answer(self, request: Recorded) -> Reply:
        """What to reply; a subclass says more than this."""
        return lambda request: [Head(404, length=0)]

    @property
    def root(self) -> str:
        """The server's address without a path."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def active(self) -> int:
        """Replies that are under way now."""
        return sum(not request.done.is_set() for request in tuple(self.requests))

    def wait_for_request(self, count: int = 1, seconds: float = PATIENCE) -> Recorded:
        """The `count`-th request, as soon as it is there. Blocks; see `arrived`."""
        with self._arrival:
            there = self._arrival.wait_for(lambda: len(self.requests) >= count, seconds)
            assert there, f"{len(self.requests)} of {count} requests came in {seconds} s"
            return self.requests[count - 1]

    async def arrived(self, count: int = 1, seconds: float = PATIENCE) -> Recorded:
        """The same for async tests, whose own event loop has to go on meanwhile."""
        wait = functools.partial(self.wait_for_request, count, seconds)
        return await anyio.to_thread.run_sync(wait, abandon_on_cancel=True)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE), "the server did not start"

    def stop(self) -> None:
        """Close every connection, whatever goes on there, and end; may be called twice."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the server did not stop"

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
            listener.setblocking(False)
            self.port = listener.getsockname()[1]
            listening = asyncio.create_task(self._listen(listener))
            self._ready.set()
            await self._stopping.wait()
            for _ in range(3):
                await asyncio.sleep(0)  # lets those in that knocked before, to be seen out below
            await self._end(listening)
        await self._end(*self._conversations)
        for _ in range(3):
            await asyncio.sleep(0)  # lets the transports close their sockets

    async def _end(self, *tasks: asyncio.Task[None]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self, listener: socket.socket) -> None:
        while True:
            connection, _ = await self._loop.sock_accept(listener)
            self.connections += 1
            conversation = asyncio.create_task(self._converse(connection))
            self._conversations.add(conversation)
            conversation.add_done_callback(self._conversations.discard)

    async def _converse(self, connection: socket.socket) -> None:
        reader = WatchedReader()
        # As asyncio's own servers do: no piece waits for the acknowledgement of another.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            transport, protocol = await self._loop.connect_accepted_socket(
                lambda: asyncio.StreamReaderProtocol(reader), connection, ssl=self._tls
            )
        except OSError:
            return  # the client would not have our certificate
        writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
        if self._tls is None:
            # Without a buffer of our own, whatever was written is in the client's hands.
            # (asyncio's TLS transport waits for ever if it may keep nothing.)
            transport.set_write_buffer_limits(0)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass  # the client closed the connection between two requests
        except Exception as error:
            self.failures.append(error)
        finally:
            transport.abort()

    async def _exchange(self, reader: WatchedReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its reply; whether the connection may carry another."""
        request = await read_request(reader)
        self._record(request)
        return await self._reply(request, reader, writer)

    def _record(self, request: Recorded) -> None:
        with self._arrival:
            request.number = len(self.requests) + 1
            self.requests.append(request)
            self.most_active = max(self.most_active, self.active)
            self._arrival.notify_all()

    async def _reply(
        self, request: Recorded, reader: WatchedReader, writer: asyncio.StreamWriter
    ) -> bool:
        steps = self.answer(request)(request)
        sending = asyncio.ensure_future(Sender(writer).perform(steps))
        leaving = asyncio.ensure_future(reader.hung_up.wait())
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            lost = sending.done() and isinstance(sending.exception(), ConnectionError)
            if lost or not sending.done():
                request.hung_up.set()
                return False
            return sending.result()
        finally:
            sending.cancel()
            leaving.cancel()
            request.closed_at = time.monotonic()
            request.done.set()


Server = TypeVar("Server", bound=LoopbackServer)


@contextmanager
def serving(server: Server) -> Generator[Server, None, None]:
    """Run `server` for the length of a `with` block; raises what its scripts raised."""
    server.start()
    try:
        yield server
    finally:
        server.stop()
    for failure in server.failures:
        raise failure


async def happened(event: threading.Event, seconds: float = PATIENCE) -> bool:
    """Whether `event` is set within `seconds`; for async tests, which must not block."""
    return await anyio.to_thread.run_sync(event.wait, seconds, abandon_on_cancel=True)
