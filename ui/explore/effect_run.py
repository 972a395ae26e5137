"""The requests of a plan while they are sent, a few at once. Knows no Gradio."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from math import ceil
from statistics import fmean
from typing import Any

from backends.errors import BackendError
from ui.asking import Asking
from ui.effects import Effect, effect_of
from ui.explore.effect_plan import Plan
from ui.reply import LiveReply
from ui.transcript import Growing

AT_ONCE = 4
PACE = 0.25  # seconds between two frames, at least: tables are read slower than text
STEP = 5  # seconds: a guess that changes all the time is none


class Row:
    """One value. replies: in the order of asking; `None` for those that were not asked yet."""

    def __init__(self, value: Any, samples: int) -> None:
        self.value = value
        self.replies: list[LiveReply | None] = [None] * samples
        self.effect = Effect(value=value, wanted=samples)
        self._measured = 0

    @property
    def asked(self) -> list[LiveReply]:
        return [reply for reply in self.replies if reply]

    @property
    def ended(self) -> int:
        return sum(reply.ended for reply in self.asked)

    async def measure(self, parameter: str) -> bool:
        """Take in the replies that ended; whether any did. Long texts hold nothing up."""
        if self.ended == self._measured:
            return False
        self._measured = self.ended
        wanted = len(self.replies)
        self.effect = await asyncio.to_thread(effect_of, self.value, parameter, wanted, self.asked)
        return True


class EffectRun:
    """Made inside a running event loop. changes: rises whenever figures are new."""

    def __init__(self, asking: Asking, plan: Plan) -> None:
        self.plan, self.changes = plan, 0
        self.rows = [Row(value, plan.samples) for value in plan.values]
        # The first sample of every value, then the second: what is stopped early can be compared.
        self._ahead = deque((row, at) for at in range(plan.samples) for row in self.rows)
        self._asking = asking
        self._growing = Growing(self._next)
        self.over = False

    @property
    def effects(self) -> Sequence[Effect]:
        return [row.effect for row in self.rows]

    @property
    def ended(self) -> int:
        """How many requests."""
        return sum(row.ended for row in self.rows)

    def stop(self) -> None:
        """What came stays; nothing more is sent."""
        self._ahead.clear()
        self._growing.stop()

    async def frames(self) -> AsyncGenerator[None, None]:
        """Send what is planned; yield when there is news, four times a second at most.

        The last time all has ended. Closing this stops everything.
        """
        for lane in range(AT_ONCE):
            self._next(str(lane))
        shown = 0.0
        try:
            async with aclosing(self._growing.frames()) as frames:
                async for _ in frames:
                    if time.monotonic() - shown >= PACE:
                        await self._measure()
                        yield
                        shown = time.monotonic()
        except Exception:
            self._ahead.clear()
            self._growing.fail(BackendError(server="Parley"))
            raise
        finally:
            self.stop()
            self.over = True
        await self._measure()
        yield

    def seconds_left(self) -> int | None:
        """Until all have ended, rounded up; `None`: not known yet."""
        replies = [reply for row in self.rows for reply in row.asked]
        took = [reply.figures().seconds for reply in replies if reply.status == "done"]
        running = [reply.figures().seconds for reply in replies if not reply.ended]
        if not took:
            return None
        ahead = fmean(took) * (len(self._ahead) + len(running)) - sum(running)
        lanes = max(len(running), 1)
        return max(ceil(ahead / lanes / STEP), 1) * STEP

    def _next(self, lane: str) -> None:
        """Send the next request, where the one before it has ended."""
        if not self._ahead:
            return
        row, at = self._ahead.popleft()
        plan = self.plan
        question = self._asking.ask(plan.model, plan.messages, plan.parameters(row.value))
        row.replies[at] = question.reply
        self._growing.add(lane, question.reply, question.events)

    async def _measure(self) -> None:
        news = [await row.measure(self.plan.parameter) for row in self.rows]
        self.changes += any(news)
