"""What was spent each day, by whom and on which model, and what is reserved at present.

Every call is one transaction, and raises `NotKept` when the database does not work.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from sqlalchemy import Connection, Row, Select, Table, and_, case, func, select

from store.database import Database
from store.spending_schema import RESERVED, SPENDING
from store.types import new_id

Sum = tuple[int, int, int]
"""(requests, tokens, nano_usd); a nano US dollar is 10⁻⁹ of one."""
KEY = ("day", "role", "owner", "address", "model")
LOCK = 0x7061726C6579
"""The number by which those who reserve wait for each other."""
NUMBERS = ("requests", "input_tokens", "output_tokens", "nano_usd")


class Account(Protocol):
    """Whom a request is booked to. day: in UTC, as 2026-01-31. address: a hash, or ""."""

    @property
    def day(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def model(self) -> str: ...


class Cost(Protocol):
    """Of one request; each number is 0 or more."""

    @property
    def input_tokens(self) -> int: ...
    @property
    def output_tokens(self) -> int: ...
    @property
    def nano_usd(self) -> int: ...


class Spending:
    """One for a process, used from any thread; several processes may share the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(
        self, account: Account, cost: Cost, check: Callable[[tuple[Sum, Sum, Sum]], None]
    ) -> str:
        """Keep a reservation, unless `check` raises when it sees the sums before it; its id."""
        with self._database.writing() as connection:
            _one_at_a_time(connection)
            check(_sums(connection, account))
            name = new_id()
            values = {"id": name, "created_at": time.time()} | _key(account) | _numbers(cost)
            connection.execute(RESERVED.insert().values(values))
        return name

    def settle(self, reservation: str, account: Account, reserved: Cost, spent: Cost) -> None:
        """Book one request and `spent` in place of the reservation.

        Where that was charged meanwhile, by a process that took this one for dead, the
        charge is put right.
        """
        with self._database.writing() as connection:
            if _take(connection, reservation):
                _book(connection, _key(account), {"requests": 1} | _numbers(spent))
            else:
                difference = {
                    name: number - _numbers(reserved)[name]
                    for name, number in _numbers(spent).items()
                }
                _book(connection, _key(account), {"requests": 0} | difference)

    def release(self, reservation: str, account: Account, reserved: Cost) -> None:
        """Let the reservation, or its charge, go as if it had never been."""
        with self._database.writing() as connection:
            if not _take(connection, reservation):
                back = {name: -number for name, number in _numbers(reserved).items()}
                _book(connection, _key(account), {"requests": -1} | back)

    def sums(self, account: Account) -> tuple[Sum, Sum, Sum]:
        """Of the account's owner, of its address, of all visitors, on its day.

        What is reserved counts as spent.
        """
        with self._database.reading() as connection:
            return _sums(connection, account)

    def charge_left_over(self) -> int:
        """Book all reservations as spent: their processes are gone. How many there were."""
        with self._database.reading() as connection:
            if connection.execute(select(RESERVED.c.id).limit(1)).first() is None:
                return 0
        with self._database.writing() as connection:
            left = list(connection.execute(select(RESERVED)))
            for row in left:
                _take(connection, row.id)
                key = {name: getattr(row, name) for name in KEY}
                _book(connection, key, {"requests": 1} | _numbers(row))
        return len(left)

    def forget_before(self, day: str) -> int:
        """Delete what was spent before `day`; how many rows that were."""
        with self._database.writing() as connection:
            return connection.execute(SPENDING.delete().where(SPENDING.c.day < day)).rowcount


def _sums(connection: Connection, account: Account) -> tuple[Sum, Sum, Sum]:
    spent = connection.execute(_added_up(SPENDING, account, SPENDING.c.requests)).one()
    reserved = connection.execute(_added_up(RESERVED, account, 1)).one()
    numbers = [int(one) + int(other) for one, other in zip(spent, reserved, strict=True)]
    return _three(numbers, 0), _three(numbers, 3), _three(numbers, 6)


def _added_up(table: Table, account: Account, requests: Any) -> Select[Any]:
    """Three sums for each of three: nine columns, in the order of `Spending.sums`."""
    columns = table.c
    visitor = columns.role == "visitor"
    whose = (
        columns.owner == account.owner,
        and_(visitor, columns.address == account.address),
        visitor,
    )
    what = (requests, columns.input_tokens + columns.output_tokens, columns.nano_usd)
    sums = [
        func.coalesce(func.sum(case((condition, number), else_=0)), 0)
        for condition in whose
        for number in what
    ]
    return select(*sums).where(columns.day == account.day)


def _three(numbers: list[int], at: int) -> Sum:
    return numbers[at], numbers[at + 1], numbers[at + 2]


def _one_at_a_time(connection: Connection) -> None:
    """SQLite has one writer anyway; elsewhere two could see the same sums."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _take(connection: Connection, reservation: str) -> bool:
    """Delete a reservation; whether it was still there."""
    gone = connection.execute(RESERVED.delete().where(RESERVED.c.id == reservation))
    return gone.rowcount > 0


def _book(connection: Connection, key: dict[str, str], numbers: dict[str, int]) -> None:
    """Add to the row of `key`, which is made if need be. No number falls below 0."""
    columns = SPENDING.c
    mine = and_(*(columns[name] == value for name, value in key.items()))
    more = {
        name: case((columns[name] + number < 0, 0), else_=columns[name] + number)
        for name, number in numbers.items()
    }
    if connection.execute(SPENDING.update().where(mine).values(more)).rowcount == 0:
        fresh = {name: max(number, 0) for name, number in numbers.items()}
        connection.execute(SPENDING.insert().values(key | fresh))


def _key(account: Account) -> dict[str, str]:
    return {name: str(getattr(account, name)) for name in KEY}


def _numbers(cost: Cost | Row[Any]) -> dict[str, int]:
    return {name: int(getattr(cost, name)) for name in NUMBERS if name != "requests"}
