"""One piece of work that several callers wait for together."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Flight:
    """Work in flight, started once and shared; it ends with the last who waits for it.

    Made inside a running event loop, and to be waited for on that loop alone.
    """

    def __init__(self, work: Coroutine[Any, Any, None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(work)
        self._waiting = 0

    @property
    def joinable(self) -> bool:
        """Whether a further caller, on the running loop, may wait for it."""
        here = self._loop is asyncio.get_running_loop()
        return here and self._waiting > 0 and not self._task.done()

    async def wait(self) -> None:
        """Return when the work is done; a cancelled caller leaves it to the others."""
        self._waiting += 1
        try:
            await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting and not self._task.done():
                self._task.cancel()
                await asyncio.gather(self._task, return_exceptions=True)
