"""Reserve before a request, settle after it: what a day's budgets still allow.

What is spent is told to a storage, such as `store.spending.Spending`. While that does not
work, this process counts by itself, so that budgets hold and nobody waits for a disk.
"""

import hashlib
import hmac
import logging
import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from guard.budget import check_day, day_of
from guard.policy import Visitor, VisitorLimits
from guard.refused import Refused
from guard.spending import Account, Cost, MemorySpending, SpendingStorage, Sums, together

log = logging.getLogger(__name__)

AGAIN_AFTER = 5.0
MOST_UNKEPT = 10_000  # bookings that wait for it; each holds some hundred bytes
Result = TypeVar("Result")


class NotWorking(Exception):
    """The storage fails at present."""


class Ledger:
    """One for a process, used from any thread; its calls may wait for the disk.

    storage: `None` keeps nothing beyond this process. secret: gives what the addresses of
    visitors are hashed with, so that none can be read from what is kept; asked for once it
    is needed. now: the time, with its zone.
    """

    def __init__(
        self,
        storage: SpendingStorage | None = None,
        secret: Callable[[], bytes] = lambda: secrets.token_bytes(32),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        again_after: float = AGAIN_AFTER,
    ) -> None:
        self._storage, self._spare = storage, MemorySpending()
        self._secret, self._now = cache(secret), now
        self._off_until, self._again_after = 0.0, again_after
        self._lock = threading.Lock()
        self._unkept: list[Callable[[], None]] = []

    def start(self) -> None:
        """Book in full what an earlier process left reserved: it may well have been sent."""
        if self._storage is None:
            return
        try:
            left = self._storage.charge_left_over()
        except Exception as error:  # that nothing can be kept is told by whoever opened it
            log.debug("what was left open could not be booked: %s", type(error).__name__)
            return
        if left:
            log.info("%d requests that an earlier run left open were booked in full", left)

    def look(self, visitor: Visitor, model: str, cost: Cost, limits: VisitorLimits) -> None:
        """Raises `Refused` where `reserve` would; keeps nothing."""
        now, account = self._account(visitor, model)
        spent = self._spare.sums(account)
        if self._storage:
            try:
                storage = self._storage
                spent = together(spent, self._use(lambda: storage.sums(account)))
            except NotWorking:
                pass
        check_day(limits, account, cost, spent, now)

    def reserve(
        self, visitor: Visitor, model: str, cost: Cost, limits: VisitorLimits
    ) -> "Reservation":
        """Raises `Refused` where a budget would be passed."""
        now, account = self._account(visitor, model)
        beside = self._spare.sums(account)

        def check(spent: Sums) -> None:
            check_day(limits, account, cost, spent, now)

        storage = self._storage
        if storage:
            try:
                name = self._use(
                    lambda: storage.reserve(account, cost, lambda s: check(together(s, beside)))
                )
                return Reservation(self, storage, name, account, cost)
            except NotWorking:
                pass
        name = self._spare.reserve(account, cost, check)
        return Reservation(self, self._spare, name, account, cost)

    def keep(self, place: SpendingStorage, booking: Callable[[], None]) -> None:
        """Tell the storage, now or together with a later one. Never raises."""
        if place is self._spare:
            booking()
            return
        with self._lock:
            waiting, self._unkept = [*self._unkept, booking], []
        try:
            while waiting:
                self._use(waiting[0])
                waiting.pop(0)
        except NotWorking:
            with self._lock:
                self._unkept = [*waiting, *self._unkept][:MOST_UNKEPT]

    def _account(self, visitor: Visitor, model: str) -> tuple[datetime, Account]:
        now = self._now()
        account = Account(
            day=day_of(now),
            role=visitor.role,
            owner=visitor.id,
            address=self._hash(visitor.address) if visitor.role == "visitor" else "",
            model=model,
        )
        return now, account

    def _hash(self, address: str) -> str:
        if not address:
            return ""
        return hmac.new(self._secret(), address.encode(), hashlib.sha256).hexdigest()[:16]

    def _use(self, use: Callable[[], Result]) -> Result:
        """What the storage says. Raises `Refused` or, for each of its failures, `NotWorking`."""
        if time.monotonic() < self._off_until:
            raise NotWorking
        try:
            return use()
        except Refused:
            raise
        except Exception as error:  # a storage has errors of its own
            self._off_until = time.monotonic() + self._again_after
            log.warning("Spending is counted in memory for now: %s", type(error).__name__)
            raise NotWorking from error


class Reservation:
    """A request that is booked before it is sent. The first of its two ends holds."""

    def __init__(
        self, ledger: Ledger, place: SpendingStorage, name: str, account: Account, cost: Cost
    ) -> None:
        self.cost = cost
        self._ledger, self._place, self._name, self._account = ledger, place, name, account
        self._lock, self._open = threading.Lock(), True

    def settle(self, spent: Cost) -> None:
        """Book what it did cost. May wait for the disk; never raises."""
        place, name, account, cost = self._place, self._name, self._account, self.cost
        if self._close():
            self._ledger.keep(place, lambda: place.settle(name, account, cost, spent))

    def release(self) -> None:
        """Nothing was sent: book nothing. May wait for the disk; never raises."""
        place, name, account, cost = self._place, self._name, self._account, self.cost
        if self._close():
            self._ledger.keep(place, lambda: place.release(name, account, cost))

    def _close(self) -> bool:
        with self._lock:
            was_open, self._open = self._open, False
        return was_open
