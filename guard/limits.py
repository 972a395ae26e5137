"""How often visitors may ask, and how many replies may be under way at the same time."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import ConfigurationError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from guard.policy import Visitor, VisitorLimits
from guard.refused import LimitName, Refused

log = logging.getLogger(__name__)

STORAGE_SECONDS = 1.0  # the longest wait for an answer of a shared storage
AGAIN_AFTER = 5.0  # seconds until one that failed is tried again
KEPT_FOR_NEWCOMERS = 4
"""One place in so many is for those who have none yet."""

Window = tuple[LimitName, str, int]
"""A limit, whose it is, and how many requests a minute it allows."""


class CannotLimit(Exception):
    """The storage cannot be used at all. `str(error)` is the mend."""


class Rates:
    """Requests by the minute, in a window that moves. Safe to use from any thread.

    storage: "" counts in this process; else a URL such as redis://host:6379, which several
    processes share. While such a storage fails, each process counts by itself.
    Raises `CannotLimit` where the storage can never work.
    """

    def __init__(self, storage: str = "") -> None:
        self._shared = MovingWindowRateLimiter(shared_storage(storage)) if storage else None
        self._own: MovingWindowRateLimiter | None = None
        self._lock = threading.Lock()
        self._failing, self._off_until = False, 0.0

    def look(self, visitor: Visitor, limits: VisitorLimits) -> None:
        """Raises `Refused` where `take` would; counts nothing."""
        self._with_limiter(lambda limiter: _look(limiter, _windows(visitor, limits)))

    def take(self, visitor: Visitor, limits: VisitorLimits) -> None:
        """Count one request, or raise `Refused` and count none."""
        windows = _windows(visitor, limits)

        def take(limiter: MovingWindowRateLimiter) -> None:
            _look(limiter, windows)
            for name, whose, most in windows:
                if not limiter.hit(RateLimitItemPerMinute(most), name, whose):
                    raise _too_often(limiter, name, whose, most)  # another thread was faster

        self._with_limiter(take)

    def _with_limiter(self, use: Callable[[MovingWindowRateLimiter], None]) -> None:
        if self._shared and time.monotonic() >= self._off_until:
            try:
                use(self._shared)
                self._failing = False
                return
            except Refused:
                raise
            except Exception as error:  # of whichever client the storage has
                self._tell(error)
        use(self._in_this_process())

    def _in_this_process(self) -> MovingWindowRateLimiter:
        with self._lock:  # made on first use: it brings a thread
            if self._own is None:
                self._own = MovingWindowRateLimiter(MemoryStorage())
            return self._own

    def _tell(self, error: Exception) -> None:
        self._off_until = time.monotonic() + AGAIN_AFTER
        if not self._failing:
            self._failing = True
            kind = type(error).__name__
            log.warning("PARLEY_LIMITS__STORAGE does not answer (%s): counting here alone", kind)


class Lease:
    """One reply under way. Given back once, however often it is tried, from any thread."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back = give_back
        self._lock = threading.Lock()
        self._held = True

    def give_back(self) -> None:
        with self._lock:
            held, self._held = self._held, False
        if held:
            self._give_back()


class Streams:
    """Replies under way in this process. Safe to use from any thread.

    No visitor takes all places, and a part of them is left to those who have none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: Counter[tuple[str, str]] = Counter()

    def look(self, visitor: Visitor, limits: VisitorLimits) -> None:
        """Raises `Refused` where `lease` would."""
        with self._lock:
            self._check(visitor, limits)

    def lease(self, visitor: Visitor, limits: VisitorLimits) -> Lease:
        """Take a place until it is given back. Raises `Refused` where none is free."""
        keys = _keys(visitor)
        with self._lock:
            self._check(visitor, limits)
            self._held.update(keys)

        def give_back() -> None:
            with self._lock:
                self._held.subtract(keys)
                self._held += Counter()  # forget those who hold none

        return Lease(give_back)

    def under_way(self, visitor: Visitor | None = None) -> int:
        """Of one visitor, or of all that are no owners."""
        with self._lock:
            return self._held[("visitor", visitor.id) if visitor else ("all", "")]

    def _check(self, visitor: Visitor, limits: VisitorLimits) -> None:
        mine = self._held["visitor", visitor.id]
        near = self._held["address", visitor.address]
        total = self._held["all", ""]
        if limits.streams is not None and mine >= limits.streams:
            raise Refused("streams", mine + 1, limits.streams)
        most = limits.address_streams
        if visitor.address and most is not None and near >= most:
            raise Refused("address_streams", near + 1, most)
        most = limits.all_streams
        if most is not None and total >= (most - most // KEPT_FOR_NEWCOMERS if mine else most):
            raise Refused("all_streams", total + 1, most)


def shared_storage(url: str) -> Storage:
    """The storage at `url`, which need not answer yet. Raises `CannotLimit`."""
    options = dict.fromkeys(("socket_timeout", "socket_connect_timeout"), STORAGE_SECONDS)
    try:
        storage = storage_from_string(url, **options)
    except ConfigurationError as error:
        raise CannotLimit(
            "PARLEY_LIMITS__STORAGE needs the package redis, or must be left out:"
            " pip install redis."
        ) from error
    assert isinstance(storage, Storage)  # the other kind is for async+redis:// alone
    return storage


def _keys(visitor: Visitor) -> list[tuple[str, str]]:
    """What a place counts for. Those of owners count for nobody else."""
    if visitor.role == "owner":
        return [("visitor", visitor.id)]
    near = [("address", visitor.address)] if visitor.address else []
    return [("visitor", visitor.id), ("all", ""), *near]


def _windows(visitor: Visitor, limits: VisitorLimits) -> list[Window]:
    return list(_each_window(visitor, limits))


def _each_window(visitor: Visitor, limits: VisitorLimits) -> Iterator[Window]:
    if limits.requests_per_minute is not None:
        yield "requests_per_minute", visitor.id, limits.requests_per_minute
    if visitor.address and limits.address_requests_per_minute is not None:
        most = limits.address_requests_per_minute
        yield "address_requests_per_minute", visitor.address, most


def _look(limiter: MovingWindowRateLimiter, windows: list[Window]) -> None:
    for name, whose, most in windows:
        if most == 0:
            raise Refused(name, 1, 0)
        if not limiter.test(RateLimitItemPerMinute(most), name, whose):
            raise _too_often(limiter, name, whose, most)


def _too_often(limiter: MovingWindowRateLimiter, name: LimitName, whose: str, most: int) -> Refused:
    item: RateLimitItem = RateLimitItemPerMinute(most)
    frees = limiter.get_window_stats(item, name, whose).reset_time
    return Refused(name, most + 1, most, datetime.fromtimestamp(frees, UTC))
