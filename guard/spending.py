"""What requests may cost before they are sent, and what they did cost: whole numbers alone.

A sum is (requests, tokens, nano_usd): a nano US dollar is 10⁻⁹ of one, so that even one
token of a cheap model is a whole number, and no sum ever holds a NaN or a fraction.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import count
from typing import Protocol

Sum = tuple[int, int, int]
Sums = tuple[Sum, Sum, Sum]
"""Of one visitor, of one address, of all visitors; of one day, with what is reserved."""

NOTHING: Sum = (0, 0, 0)
NANO = Decimal(1_000_000_000)
MOST_NANO_USD = 10**15
"""A million dollars for one request: whatever comes to more is a mistake, counted as this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom a request is booked to.

    day: in UTC, such as 2026-01-31. role: "owner" or "visitor". address: its hash, "" for
    none.
    """

    day: str
    role: str
    owner: str
    address: str
    model: str


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request; each number is 0 or more. priced: the price is known, or it is free."""

    input_tokens: int
    output_tokens: int
    nano_usd: int
    priced: bool = True

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens


class SpendingStorage(Protocol):
    """Keeps what was spent. Each call is one transaction, and may raise any `Exception`."""

    def reserve(self, account: Account, cost: Cost, check: Callable[[Sums], None]) -> str:
        """Keep a reservation, unless `check` raises when it sees what was there before.

        The reservation's id. No two reservations see the same sums.
        """
        ...

    def settle(self, reservation: str, account: Account, reserved: Cost, spent: Cost) -> None:
        """Book one request and what was spent in place of the reservation.

        Where that was charged meanwhile, by a process that took this one for dead, the
        charge is put right.
        """
        ...

    def release(self, reservation: str, account: Account, reserved: Cost) -> None:
        """Let the reservation, or its charge, go as if it had never been."""
        ...

    def sums(self, account: Account) -> Sums: ...

    def charge_left_over(self) -> int:
        """Book all reservations as spent: their processes are gone. How many there were."""
        ...


class MemorySpending:
    """The same for as long as this process lives. It keeps one day."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._day = ""
        self._reserved: dict[str, tuple[Account, Sum]] = {}
        self._spent: dict[tuple[str, str, str], Sum] = {}

    def reserve(self, account: Account, cost: Cost, check: Callable[[Sums], None]) -> str:
        with self._lock:
            check(self._sums(account))
            reservation = str(next(self._numbers))
            self._reserved[reservation] = (account, _sum(cost))
            return reservation

    def settle(self, reservation: str, account: Account, reserved: Cost, spent: Cost) -> None:
        with self._lock:
            if self._reserved.pop(reservation, None) and account.day == self._day:
                key = _key(account)
                self._spent[key] = plus(self._spent.get(key, NOTHING), _sum(spent))

    def release(self, reservation: str, account: Account, reserved: Cost) -> None:
        with self._lock:
            self._reserved.pop(reservation, None)

    def sums(self, account: Account) -> Sums:
        with self._lock:
            return self._sums(account)

    def charge_left_over(self) -> int:
        return 0

    def _sums(self, account: Account) -> Sums:
        if account.day > self._day:
            self._day, self._spent = account.day, {}
        booked = [
            (_key(one), each) for one, each in self._reserved.values() if one.day == self._day
        ]
        owner = near = total = NOTHING
        for (role, whose, address), each in [*booked, *self._spent.items()]:
            if whose == account.owner:
                owner = plus(owner, each)
            if role == "visitor":
                total = plus(total, each)
                near = plus(near, each) if address == account.address else near
        return owner, near, total


def nano_usd(usd: Decimal | None) -> int:
    """Rounded up, so that many small sums never come to nothing. Unknown: 0."""
    if usd is None or not usd.is_finite() or usd <= 0:
        return 0
    if usd >= MOST_NANO_USD / NANO:
        return MOST_NANO_USD
    return int((usd * NANO).to_integral_value(ROUND_CEILING))


def usd_of(nano: int) -> Decimal:
    return Decimal(nano) / NANO


def plus(one: Sum, other: Sum) -> Sum:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def together(one: Sums, other: Sums) -> Sums:
    return plus(one[0], other[0]), plus(one[1], other[1]), plus(one[2], other[2])


def _sum(cost: Cost) -> Sum:
    return 1, cost.tokens, cost.nano_usd


def _key(account: Account) -> tuple[str, str, str]:
    return account.role, account.owner, account.address
