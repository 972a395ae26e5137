"""What is left of an answer behind its end, read so that its connection can be used again.

A connection takes the next question only when the answer before was read to the end of
its body. Behind a stream's last event that is mostly a few bytes, which nobody waits
for: they are read in a task of its own while the reply is already whole.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import anyio
from anyio.lowlevel import checkpoint

from backends.errors import BackendError
from backends.exchange import BROKEN, Exchange

MOST = 65_536  # bytes; a connection with more to come is closed
LONGEST = 0.5  # seconds until it is closed all the same
TURNS = 10  # of the event loop; more than what needs no waiting takes


class Leftovers:
    """Reads what is left of answers that ended. Used inside a running event loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, exchange: Exchange) -> None:
        """From here on the answer is closed here, not by whoever read it."""
        task = asyncio.create_task(drain(*exchange.release()))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def moment(self) -> None:
        """Let go on what has come already, so that a question right behind has its connection."""
        for _ in range(TURNS):
            if not self._tasks:
                return
            await checkpoint()

    async def ended(self) -> None:
        """Return when nothing is read any more: soon, once the connections are closed."""
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def drain(pieces: AsyncIterator[bytes], stack: AsyncExitStack) -> None:
    """Read `pieces` to their end, or to a limit, and close `stack`. Raises nothing."""
    left = MOST
    try:
        async with stack:
            with anyio.move_on_after(LONGEST):
                async for piece in pieces:
                    left -= len(piece)
                    if left < 0:
                        break
    except (*BROKEN, BackendError):
        pass  # the reply is whole; only its connection is lost
