"""What is spent is booked once, whatever happens between reserving and settling."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from guard.spending import Account, Cost, MemorySpending, SpendingStorage, Sums
from store.database import Database, open_database
from store.spending import Spending
from store.spending_schema import RESERVED, SPENDING

ANN = Account(day="2026-01-31", role="visitor", owner="ann", address="net", model="a:one")
COST = Cost(10, 100, 5_000)
NOTHING = (0, 0, 0)


def anything(_: Sums) -> None:
    """A check that lets everything through."""


@pytest.fixture
def kept(database: Database) -> Spending:
    return Spending(database)


@pytest.fixture(params=["in memory", "sqlite", "postgresql"])
def spending(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SpendingStorage]:
    """All must come to the same."""
    if request.param == "in memory":
        yield MemorySpending()
        return
    place = tmp_path
    if request.param == "postgresql":
        place = request.getfixturevalue("postgres").fresh()
    database = open_database(place)
    yield Spending(database)
    database.close()


def test_a_reservation_counts_as_spent_until_it_is_settled(spending: SpendingStorage) -> None:
    name = spending.reserve(ANN, COST, anything)
    reserved = spending.sums(ANN)

    spending.settle(name, ANN, COST, Cost(12, 30, 2_000))

    assert reserved == ((1, 110, 5_000),) * 3
    assert spending.sums(ANN) == ((1, 42, 2_000),) * 3


def test_a_released_reservation_has_never_been(spending: SpendingStorage) -> None:
    spending.release(spending.reserve(ANN, COST, anything), ANN, COST)

    assert spending.sums(ANN) == (NOTHING,) * 3


def test_sums_are_of_the_owner_of_the_address_and_of_all_visitors(
    spending: SpendingStorage,
) -> None:
    for account in (
        ANN,
        replace(ANN, model="a:two"),
        replace(ANN, address="elsewhere"),
        replace(ANN, owner="bob"),
        replace(ANN, owner="eve", address="elsewhere"),
        replace(ANN, role="owner", owner="boss"),
    ):
        spending.settle(spending.reserve(account, COST, anything), account, COST, COST)

    assert [requests for requests, _, _ in spending.sums(ANN)] == [3, 3, 5]
    assert [each[0] for each in spending.sums(replace(ANN, owner="boss"))] == [1, 3, 5]


def test_another_day_begins_at_nothing(spending: SpendingStorage) -> None:
    spending.settle(spending.reserve(ANN, COST, anything), ANN, COST, COST)
    spending.reserve(ANN, COST, anything)

    assert spending.sums(replace(ANN, day="2026-02-01")) == (NOTHING,) * 3


def test_what_the_check_refuses_is_not_reserved(spending: SpendingStorage) -> None:
    def refuse(_: Sums) -> None:
        raise PermissionError

    with pytest.raises(Exception):  # noqa: B017
        spending.reserve(ANN, COST, refuse)

    assert spending.sums(ANN) == (NOTHING,) * 3


def test_no_two_reservations_see_the_same_sums(spending: SpendingStorage) -> None:
    seen: list[int] = []

    def reserve(_: int) -> None:
        spending.reserve(ANN, COST, lambda sums: seen.append(sums[0][0]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(reserve, range(24)))

    assert sorted(seen) == list(range(24))


def test_settling_twice_books_once_in_memory() -> None:
    spending = MemorySpending()
    name = spending.reserve(ANN, COST, anything)

    for _ in range(2):
        spending.settle(name, ANN, COST, COST)

    assert spending.sums(ANN)[0] == (1, 110, 5_000)


def test_what_is_left_over_is_charged_once_and_in_full(kept: Spending) -> None:
    for _ in range(3):
        kept.reserve(ANN, COST, anything)

    assert (kept.charge_left_over(), kept.charge_left_over()) == (3, 0)
    assert kept.sums(ANN)[0] == (3, 330, 15_000)


@pytest.mark.parametrize("spent", [Cost(1, 2, 30), Cost(500, 500, 9_000)])
def test_a_charge_is_put_right_by_the_process_that_lived_on(kept: Spending, spent: Cost) -> None:
    settled, released = (kept.reserve(ANN, COST, anything) for _ in range(2))
    kept.charge_left_over()

    kept.settle(settled, ANN, COST, spent)
    kept.release(released, ANN, COST)

    assert kept.sums(ANN)[0] == (1, spent.tokens, spent.nano_usd)


def test_no_number_falls_below_nothing(kept: Spending) -> None:
    for _ in range(3):
        kept.release("unknown", ANN, COST)
        kept.settle("unknown", ANN, Cost(10, 10, 10), Cost(0, 0, 0))

    assert kept.sums(ANN) == (NOTHING,) * 3


def test_it_is_there_after_a_restart(kept: Spending, database: Database) -> None:
    kept.settle(kept.reserve(ANN, COST, anything), ANN, COST, COST)
    database.close()

    assert Spending(database).sums(ANN)[0] == (1, 110, 5_000)


def test_a_day_is_forgotten_by_its_date(kept: Spending) -> None:
    later = replace(ANN, day="2026-02-01")
    for account in (ANN, later):
        kept.settle(kept.reserve(account, COST, anything), account, COST, COST)

    assert kept.forget_before("2026-02-01") == 1
    assert (kept.sums(ANN)[0], kept.sums(later)[0]) == (NOTHING, (1, 110, 5_000))


def test_a_row_is_a_day_a_person_and_a_model(kept: Spending, database: Database) -> None:
    for model in ("a:one", "a:one", "a:two"):
        account = replace(ANN, model=model)
        kept.settle(kept.reserve(account, COST, anything), account, COST, COST)

    with database.reading() as connection:
        rows = [tuple(row) for row in connection.execute(select(SPENDING).order_by("model"))]
        left = list(connection.execute(select(RESERVED)))
    day = ("2026-01-31", "visitor", "ann", "net")
    assert rows == [(*day, "a:one", 2, 20, 200, 10_000), (*day, "a:two", 1, 10, 100, 5_000)]
    assert left == []
