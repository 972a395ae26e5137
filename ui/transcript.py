"""When the page shows a new frame of growing replies, of one or of several. Knows no Gradio."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from backends.compare import Failed, Merged
from backends.errors import BackendError
from backends.types import ChatEvent
from ui.reply import LiveReply

FRAME = 0.04  # seconds between two frames, at least: 25 a second is smooth enough
TICK = 0.25  # seconds between two frames while nothing comes: the clock goes on


async def frames(
    reply: LiveReply, events: AsyncGenerator[ChatEvent, None]
) -> AsyncGenerator[LiveReply, None]:
    """Yield `reply` whenever it is worth showing again; the last time it has ended.

    Closing this generator, or `reply.stop()`, closes `events` and with it the connection.
    """
    growing = Growing()
    growing.add("", reply, events)
    async with aclosing(growing.frames()) as shown:
        async for _ in shown:
            yield reply


class Growing:
    """Replies that grow side by side and are shown in the same frames.

    Made inside a running event loop, and used on that loop alone. ended: called with a
    lane whose reply ended by itself; it may add the next one, and nothing pauses.
    """

    def __init__(self, ended: Callable[[str], None] = lambda lane: None) -> None:
        self._merged, self._ended = Merged(), ended
        self._replies: dict[str, LiveReply] = {}
        self._news = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None
        self._over = False

    @property
    def open(self) -> bool:
        """A reply that is added now will be read and shown."""
        return not (self._over or (self._reading and self._reading.done()))

    def add(self, lane: str, reply: LiveReply, events: AsyncGenerator[ChatEvent, None]) -> None:
        """Let `reply` grow in `lane`, in the place of one that grew there before.

        `reply.stop()` ends it alone, and closes its connection.
        """

        def stopped() -> None:
            if self._replies.get(lane) is reply:
                self._merged.stop(lane)
            self._news.set()

        reply.wake = stopped
        self._replies[lane] = reply
        self._merged.add(lane, events)
        self._news.set()

    def stop(self) -> None:
        """End every reply that still grows; what came stays."""
        for reply in self._replies.values():
            reply.stop()

    def fail(self, error: BackendError) -> None:
        """End every reply that still grows in `error`."""
        for reply in self._replies.values():
            if not reply.ended:
                reply.fail(error)

    async def frames(self) -> AsyncGenerator[None, None]:
        """Yield whenever the replies are worth showing again; at last all have ended.

        A first token shows at once, then come at most 25 frames a second for all
        together. While the servers are silent a frame still comes every quarter second:
        the waiting time is shown, and a page that was closed in the meantime is noticed.
        Closing this generator closes every connection.
        """
        reading = self._reading = asyncio.create_task(self._read())
        try:
            while not (self._all_ended() or reading.done()):
                shown = self._statuses()
                yield
                await _wait(self._news, TICK)
                if self._statuses() == shown:
                    await asyncio.sleep(FRAME)
                self._news.clear()
            self._over = True
            if not self._all_ended():
                await reading  # a mistake in a backend is raised here, not shown as a failure
            yield
        finally:
            self._over = True
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await self._merged.aclose()

    async def _read(self) -> None:
        try:
            async for news in self._merged:
                reply = self._replies[news.lane]
                if isinstance(news.event, Failed):
                    reply.fail(news.event.error)
                else:
                    reply.add(news.event)
                if reply.ended:
                    self._ended(news.lane)
                self._news.set()
        finally:
            self._news.set()

    def _all_ended(self) -> bool:
        return all(reply.ended for reply in self._replies.values())

    def _statuses(self) -> list[str]:
        return [reply.status for reply in self._replies.values()]


async def _wait(news: asyncio.Event, longest: float) -> None:
    try:
        await asyncio.wait_for(news.wait(), longest)
    except TimeoutError:
        pass
