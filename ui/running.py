"""What runs for a page, to be stopped when the page is gone. Knows no Gradio."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

LATE = 5.0  # seconds in which what a page asked before it left may still begin


class Running:
    """Pages by their session's name. Used in one event loop alone.

    A page that lost its connection may go on under the same name, so one that left is
    not turned away for ever.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._stops: dict[str, list[Callable[[], None]]] = {}
        self._left: dict[str, float] = {}  # page → when, the longest ago first
        self._clock = clock

    @contextmanager
    def until_gone(self, page: str | None, stop: Callable[[], None]) -> Generator[None, None, None]:
        """While the block runs, `stop` is called when the page leaves; now if it just did.

        page: `None` for who has no page to leave.
        """
        if page is None:
            yield
            return
        self._forget()
        if page in self._left:
            stop()
        stops = self._stops.setdefault(page, [])
        stops.append(stop)
        try:
            yield
        finally:
            stops.remove(stop)
            if not stops:
                self._stops.pop(page, None)

    def leave(self, page: str) -> None:
        """The page was closed: stop what runs for it."""
        self._forget()
        self._left.pop(page, None)
        self._left[page] = self._clock()
        for stop in tuple(self._stops.get(page, ())):
            stop()

    def _forget(self) -> None:
        """Those that left too long ago to ask for anything more."""
        limit = self._clock() - LATE
        while self._left and self._left[page := next(iter(self._left))] < limit:
            del self._left[page]
