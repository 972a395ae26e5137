"""Runs several chats at once and merges what they say into one stream.

    async with aclosing(merge({"a": first, "b": second})) as merged:
        async for event in merged:
            ...

What goes wrong in one lane stays in that lane, as data; the others go on.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass

from backends.errors import BackendError, Incomplete
from backends.types import ChatEvent, Finished

Events = AsyncGenerator[ChatEvent, None]


@dataclass(frozen=True, slots=True)
class Failed:
    """A lane ended in an error; the other lanes go on."""

    error: BackendError


@dataclass(frozen=True, slots=True)
class LaneEvent:
    """An event, and which of the merged chats it belongs to."""

    lane: str
    event: ChatEvent | Failed


class Merged(AsyncIterator[LaneEvent]):
    """The events of every lane as they arrive; it ends when all lanes have ended.

    The last of each lane is `Finished` or `Failed`, unless the lane was stopped.
    Whoever reads it closes it (`contextlib.aclosing`). A mistake in a lane, which is
    no `BackendError`, is raised to the reader.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._unfinished: set[asyncio.Task[None]] = set()
        # A lane's task comes through it too, once it is done.
        self._queue: asyncio.Queue[tuple[asyncio.Task[None], LaneEvent | None]] = asyncio.Queue()

    def add(self, lane: str, events: Events) -> None:
        """Read `events` as well; they take the place of an earlier lane of that name."""
        self.stop(lane)
        task = asyncio.create_task(self._read(lane, events))
        self._lanes[lane] = task
        self._unfinished.add(task)
        task.add_done_callback(lambda done: self._queue.put_nowait((done, None)))

    def stop(self, lane: str) -> None:
        """Close the lane's stream; nothing comes from it any more, not even an end."""
        if task := self._lanes.pop(lane, None):
            task.cancel()

    async def __anext__(self) -> LaneEvent:
        while self._unfinished:
            task, event = await self._queue.get()
            if event is None:
                self._unfinished.discard(task)
                if not task.cancelled():
                    task.result()  # raises what was no `BackendError`
            elif self._lanes.get(event.lane) is task:
                return event
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Close every lane's stream; returns when they are closed."""
        for task in self._unfinished:
            task.cancel()
        await asyncio.gather(*self._unfinished, return_exceptions=True)
        self._unfinished.clear()
        self._lanes.clear()

    async def _read(self, lane: str, events: Events) -> None:
        task = asyncio.current_task()
        assert task
        event: ChatEvent | None = None
        try:
            async with aclosing(events):
                async for event in events:
                    self._queue.put_nowait((task, LaneEvent(lane, event)))
            if not isinstance(event, Finished):
                raise Incomplete()
        except BackendError as error:
            self._queue.put_nowait((task, LaneEvent(lane, Failed(error))))


def merge(lanes: Mapping[str, Events]) -> Merged:
    """Start every lane and merge them; inside a running event loop."""
    merged = Merged()
    for lane, events in lanes.items():
        merged.add(lane, events)
    return merged
