"""A test of one model while it runs, and what it will come to. Knows no Gradio."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from backends.probe import MOST_REQUESTS
from backends.probe_requests import ASKED, COUNT, IMAGE_TOKENS, MOST_OUTPUT, with_more
from backends.probe_types import Probe
from ui.asking import Asking
from ui.estimate_text import estimate_text
from ui.estimates import Planned, estimate
from ui.model_rates import rates_of
from ui.texts import Language, say

TICK = 0.5  # seconds until a page that was closed in the meantime is noticed


def planned(model: str) -> list[Planned]:
    """The requests of a test, of a model that takes all as it is usually put."""
    requests = [Planned(model=model, texts=(COUNT,), most_output=MOST_OUTPUT)]
    for asked in ASKED:
        picture = asked == "images"
        # The picture's address is no text; all else is read as it is written.
        texts = () if picture else (json.dumps(with_more({}, asked)),)
        requests.append(
            Planned(
                model=model,
                texts=(COUNT, *texts),
                most_output=MOST_OUTPUT,
                more_input=IMAGE_TOKENS if picture else 0,
            )
        )
    return requests


def question(asking: Asking, model: str, language: Language) -> str:
    """What a test would send and cost, and whether to go on."""
    found = estimate(planned(model), lambda name: rates_of(asking, name))
    text = estimate_text(found, language)
    return say(language, "probe_question", model=model, estimate=text, most=MOST_REQUESTS)


class RunningTest:
    """Made inside a running event loop. found: what is known so far; `None` before the first reply.

    name: `backend:model`.
    """

    def __init__(self, asking: Asking, name: str) -> None:
        """Raises `BackendError` for a model that cannot be tested."""
        self.name = name
        self.found: Probe | None = None
        self.stopped = False
        self._asking = asking
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._run(asking.probe(name)))

    @property
    def over(self) -> bool:
        return self._task.done()

    def stop(self) -> None:
        """What was found out stays."""
        if not self._task.done():
            self.stopped = True
            self._task.cancel()

    async def frames(self) -> AsyncGenerator[None, None]:
        """Yield whenever there is news, and now and then without. Closing this stops the test."""
        try:
            while not self.over:
                yield
                await _wait(self._news, TICK)
                self._news.clear()
        finally:
            self.stop()
            ended = (await asyncio.gather(self._task, return_exceptions=True))[0]
            self._keep()
        if isinstance(ended, Exception):
            raise ended

    async def _run(self, steps: AsyncGenerator[Probe, None]) -> None:
        try:
            async with aclosing(steps):
                async for found in steps:
                    self.found = found
                    self._news.set()
        finally:
            self._news.set()

    def _keep(self) -> None:
        """A test that was stopped early takes no whole one's place."""
        if self.found is None:
            return
        server, model = self._asking.catalog.split(self.name)
        about = self._asking.backends[server].server
        if self.found.complete or self._asking.probes.of(about, model) is None:
            self._asking.probes.keep(about, model, replace(self.found, complete=True))


async def _wait(news: asyncio.Event, longest: float) -> None:
    try:
        await asyncio.wait_for(news.wait(), longest)
    except TimeoutError:
        pass
