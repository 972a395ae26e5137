"""A door in front of a model server, at which whoever connects has to wait.

With TLS the connection is not made before the door has opened.
"""

import time
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import anyio
import pytest
from anyio.abc import ByteReceiveStream, ByteSendStream, SocketAttribute, SocketStream

from tests import faults
from tests.provider import LocalProvider, serving

WAIT = 0.2  # seconds; for the difference to be seen, nothing is measured against it


class LateDoor:
    """Passes bytes on to a port of this machine, after a while.

    url: the API's root behind the door. opened_at: when somebody was let in for the
    first time, in seconds of `time.monotonic()`.
    """

    def __init__(self, behind: LocalProvider, port: int) -> None:
        self.url = behind.url.replace(str(behind.port), str(port))
        self.opened_at: float | None = None
        self._behind = behind

    async def greet(self, outside: SocketStream) -> None:
        async with outside:
            await anyio.sleep(WAIT)
            self.opened_at = self.opened_at or time.monotonic()
            async with (
                await anyio.connect_tcp("127.0.0.1", self._behind.port) as inside,
                anyio.create_task_group() as tasks,
            ):
                tasks.start_soon(pass_on, inside, outside)
                await pass_on(outside, inside)
                tasks.cancel_scope.cancel()


async def pass_on(source: ByteReceiveStream, target: ByteSendStream) -> None:
    try:
        async for piece in source:
            await target.send(piece)
    except (anyio.BrokenResourceError, anyio.ClosedResourceError):
        pass  # one of the two has left


@asynccontextmanager
async def late_door(behind: LocalProvider, port: int = 0) -> AsyncGenerator[LateDoor, None]:
    """port: where the door is, 0 for any place that is free."""
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1", local_port=port) as listener,
        anyio.create_task_group() as tasks,
    ):
        door = LateDoor(behind, listener.extra(SocketAttribute.local_port))
        tasks.start_soon(listener.serve, door.greet)
        yield door
        tasks.cancel_scope.cancel()


@contextmanager
def trusted_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Generator[LocalProvider, None, None]:
    """A server with TLS, for whose certificate the environment vouches. folder: for its files."""
    context = faults.self_signed(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "certificate.pem"))
    with serving(LocalProvider(tls=context)) as secure:
        yield secure
