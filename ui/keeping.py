"""Keeps the comparison of one page on disk while it grows. Knows no Gradio."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from store.errors import MovedOn, NotFound, NotKept
from store.runs import Runs
from store.types import LaneRecord, Run

EVERY = 1.5  # seconds between two writes: a killed server loses less than two


class Keeper:
    """run: as it was last written, `None` before anything was kept.

    problem: why nothing is being saved at present, `None` while all is well. It does not
    hold up the comparison, and goes away by itself.
    """

    def __init__(
        self, runs: Runs, run: Run | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.run = run
        self.problem: NotKept | None = None
        self._runs, self._clock = runs, clock
        self._written = -EVERY
        self._one_at_a_time = asyncio.Lock()

    async def keep(self, owner: str, lanes: Callable[[], tuple[LaneRecord, ...]]) -> None:
        """Write what `lanes` gives, if it is time to."""
        if self._clock() - self._written >= EVERY:
            await self.keep_now(owner, lanes())

    async def keep_now(self, owner: str, lanes: tuple[LaneRecord, ...]) -> None:
        async with self._one_at_a_time:
            self._written = self._clock()
            try:
                self.run = await asyncio.to_thread(self._write, owner, lanes)
                self.problem = None
            except NotKept as problem:
                self.problem = problem

    def _write(self, owner: str, lanes: tuple[LaneRecord, ...]) -> Run:
        if self.run is None:
            return self._runs.begin(owner, lanes)
        try:
            return self._runs.grow(replace(self.run, lanes=lanes))
        except MovedOn:  # another page goes on with it; this one goes on with its own
            return self._runs.begin(owner, lanes, self.run.title)
        except NotFound:  # deleted meanwhile, but still on this page
            return self._runs.begin(owner, lanes)
