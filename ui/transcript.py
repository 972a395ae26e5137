"""When the page shows a new frame of a growing reply. Knows no Gradio."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from backends.errors import BackendError, Incomplete
from backends.types import ChatEvent
from ui.reply import LiveReply

FRAME = 0.04  # seconds between two frames, at least: 25 a second is smooth enough
TICK = 0.25  # seconds between two frames while nothing comes: the clock goes on


async def frames(
    reply: LiveReply, events: AsyncGenerator[ChatEvent, None]
) -> AsyncGenerator[LiveReply, None]:
    """Yield `reply` whenever it is worth showing again; the last time it has ended.

    The first token shows at once, then come at most 25 frames a second. While the
    server is silent a frame still comes every quarter second: the waiting time is
    shown, and a page that was closed in the meantime is noticed. Closing this
    generator, or `reply.stop()`, closes `events` and with it the connection.
    """
    news = asyncio.Event()
    reply.wake = news.set
    reading = asyncio.create_task(_read(reply, events, news))
    try:
        while not (reply.ended or reading.done()):
            shown = reply.status
            yield reply
            await _wait(news, TICK)
            if reply.status == shown and not reply.ended:
                await asyncio.sleep(FRAME)
            news.clear()
        if not reply.ended:
            await reading  # a bug in a backend is raised here, not shown as a failure
        yield reply
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read(
    reply: LiveReply, events: AsyncGenerator[ChatEvent, None], news: asyncio.Event
) -> None:
    try:
        async with aclosing(events):
            async for event in events:
                reply.add(event)
                news.set()
        if not reply.ended:
            reply.fail(Incomplete(server=reply.model))
    except BackendError as error:
        reply.fail(error)
    finally:
        news.set()


async def _wait(news: asyncio.Event, longest: float) -> None:
    try:
        await asyncio.wait_for(news.wait(), longest)
    except TimeoutError:
        pass
