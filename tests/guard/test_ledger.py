"""Budgets of a day: what is reserved holds, also where nothing can be kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from guard.ledger import Ledger
from guard.policy import NO_LIMITS, Visitor, VisitorLimits
from guard.refused import Refused
from guard.spending import Account, Cost, MemorySpending, Sums, nano_usd
from store.database import open_database
from store.spending import Spending
from store.spending_schema import SPENDING

ANN = Visitor("visitor", "ann", "203.0.113.7")
BOB = Visitor("visitor", "bob", "203.0.113.7")
EVE = Visitor("visitor", "eve", "198.51.100.1")
OWNER = Visitor("owner", "local")
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
COST = Cost(40, 60, nano_usd(Decimal("0.10")))


class Day:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Broken(MemorySpending):
    """A storage that fails for as long as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.works, self.tried = False, 0

    def reserve(self, account: Account, cost: Cost, check: Callable[[Sums], None]) -> str:
        self._fail()
        return super().reserve(account, cost, check)

    def settle(self, reservation: str, account: Account, reserved: Cost, spent: Cost) -> None:
        self._fail()
        super().settle(reservation, account, reserved, spent)

    def sums(self, account: Account) -> Sums:
        self._fail()
        return super().sums(account)

    def charge_left_over(self) -> int:
        self._fail()
        return 0

    def _fail(self) -> None:
        self.tried += 1
        if not self.works:
            raise OSError("no disk")


def only(**limits: Any) -> VisitorLimits:
    return replace(NO_LIMITS, **limits)


def refused(ledger: Ledger, limits: VisitorLimits, visitor: Visitor = ANN) -> Refused:
    with pytest.raises(Refused) as looked:
        ledger.look(visitor, "a:one", COST, limits)
    with pytest.raises(Refused) as caught:
        ledger.reserve(visitor, "a:one", COST, limits)
    assert (looked.value.limit, looked.value.value) == (caught.value.limit, caught.value.value)
    return caught.value


@pytest.mark.parametrize(
    ("name", "most", "value"),
    [
        ("requests_per_day", 2, 3),
        ("tokens_per_day", 250, 300),
        ("usd_per_day", Decimal("0.25"), Decimal("0.3")),
    ],
)
@pytest.mark.parametrize(
    ("scope", "others"), [("", ()), ("address_", (BOB,)), ("all_", (BOB, EVE))]
)
def test_a_budget_of_the_day_is_refused_beyond_with_the_time_that_it_frees(
    name: str, most: Any, value: Any, scope: str, others: tuple[Visitor, ...]
) -> None:
    ledger, limits = Ledger(now=Day()), only(**{scope + name: most})
    for visitor in (ANN, (*others, ANN)[0]):
        ledger.look(visitor, "a:one", COST, limits)
        ledger.reserve(visitor, "a:one", COST, limits)

    error = refused(ledger, limits, (*others, ANN)[-1])

    assert (error.limit, error.value, error.allowed) == (scope + name, value, most)
    assert error.frees_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_the_next_day_is_free() -> None:
    day, limits = Day(), only(requests_per_day=1)
    ledger = Ledger(now=day)
    ledger.reserve(ANN, "a:one", COST, limits)
    refused(ledger, limits)

    day.now += timedelta(hours=12)

    ledger.reserve(ANN, "a:one", COST, limits)


def test_another_address_and_another_visitor_have_budgets_of_their_own() -> None:
    ledger, limits = Ledger(), only(requests_per_day=1, address_requests_per_day=2)
    for visitor in (ANN, BOB, EVE):
        ledger.reserve(visitor, "a:one", COST, limits)

    error = refused(ledger, limits, replace(BOB, id="new"))

    assert error.limit == "address_requests_per_day"


def test_owners_spend_without_touching_the_budget_of_visitors() -> None:
    ledger, limits = Ledger(), only(all_usd_per_day=Decimal("0.10"))
    for _ in range(3):
        ledger.reserve(OWNER, "a:one", COST, NO_LIMITS).settle(COST)

    ledger.reserve(ANN, "a:one", COST, limits)


def test_settling_frees_what_was_not_used_and_releasing_all_of_it() -> None:
    ledger, limits = Ledger(), only(tokens_per_day=200)
    one, two = (ledger.reserve(ANN, "a:one", COST, limits) for _ in range(2))
    refused(ledger, limits)

    one.settle(Cost(10, 0, 0))
    refused(ledger, only(tokens_per_day=205))
    two.release()

    ledger.reserve(ANN, "a:one", COST, limits)


def test_only_the_first_end_of_a_reservation_counts() -> None:
    ledger = Ledger()
    reserved = ledger.reserve(ANN, "a:one", COST, NO_LIMITS)
    reserved.settle(Cost(5, 5, 0))
    for _ in range(3):
        reserved.settle(Cost(900, 900, 900))
        reserved.release()

    ledger.reserve(ANN, "a:one", Cost(0, 90, 0), only(tokens_per_day=100, requests_per_day=2))
    refused(ledger, only(tokens_per_day=100))


def test_what_is_free_is_allowed_when_no_money_is_left() -> None:
    ledger, limits = Ledger(), only(usd_per_day=Decimal("0.10"))
    ledger.reserve(ANN, "a:one", COST, limits)
    refused(ledger, limits)

    ledger.reserve(ANN, "local:small", Cost(40, 60, 0), limits)


@pytest.mark.parametrize(
    ("cost", "allowed"),
    [(Cost(1, 1, 0), True), (Cost(1, 1, 0, priced=False), False), (Cost(1, 1, 1), False)],
)
def test_no_dollars_at_all_allow_only_what_is_known_to_be_free(cost: Cost, allowed: bool) -> None:
    ledger, limits = Ledger(), only(usd_per_day=Decimal(0))
    if allowed:
        ledger.reserve(ANN, "a:one", cost, limits)
    else:
        with pytest.raises(Refused) as caught:
            ledger.reserve(ANN, "a:one", cost, limits)
        assert (caught.value.allowed, caught.value.frees_at) == (0, None)


def test_an_unknown_price_counts_tokens_alone() -> None:
    ledger = Ledger()
    limits = only(usd_per_day=Decimal("0.01"), tokens_per_day=100)
    ledger.reserve(ANN, "a:one", Cost(40, 60, 0, priced=False), limits)

    assert refused(ledger, limits).limit == "tokens_per_day"


def test_budgets_survive_a_restart_and_open_requests_are_booked_in_full(tmp_path: Path) -> None:
    limits = only(tokens_per_day=300)
    database = open_database(tmp_path)
    ledger = Ledger(Spending(database), now=Day())
    ledger.reserve(ANN, "a:one", COST, limits).settle(Cost(50, 50, 0))
    ledger.reserve(ANN, "a:one", COST, limits)
    database.close()

    database = open_database(tmp_path)
    ledger = Ledger(Spending(database), now=Day())
    ledger.start()
    ledger.reserve(ANN, "a:one", COST, limits)
    error = refused(ledger, limits)
    database.close()

    assert (error.limit, error.value) == ("tokens_per_day", 400)


def test_no_address_can_be_read_from_what_is_kept(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    for secret in (b"one" * 11, b"two" * 11):
        ledger = Ledger(Spending(database), lambda secret=secret: secret)
        ledger.reserve(ANN, "a:one", COST, NO_LIMITS).settle(COST)

    with database.reading() as connection:
        kept = [row.address for row in connection.execute(select(SPENDING))]
    database.close()

    assert len(set(kept)) == 2 and {len(address) for address in kept} == {16}


def test_the_secret_is_not_asked_for_where_only_owners_ask() -> None:
    def secret() -> bytes:
        raise AssertionError("nobody needs it")

    Ledger(secret=secret).reserve(OWNER, "a:one", COST, NO_LIMITS)


def test_while_the_storage_fails_this_process_counts_by_itself() -> None:
    storage, limits = Broken(), only(tokens_per_day=200)
    ledger = Ledger(storage, again_after=3600)

    for _ in range(2):
        ledger.reserve(ANN, "a:one", COST, limits)

    assert refused(ledger, limits).limit == "tokens_per_day"
    assert storage.tried == 1, "it is left alone for a while"


def test_a_start_without_a_storage_that_works_says_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Ledger(Broken()).start()

    assert not caplog.records


def test_what_was_counted_meanwhile_still_counts_when_the_storage_works_again() -> None:
    storage, limits = Broken(), only(tokens_per_day=200)
    ledger = Ledger(storage, again_after=0)
    ledger.reserve(ANN, "a:one", COST, limits)

    storage.works = True
    ledger.reserve(ANN, "a:one", COST, limits)

    assert storage.tried == 2
    assert refused(ledger, limits).limit == "tokens_per_day"


def test_what_could_not_be_settled_is_settled_with_the_next() -> None:
    storage = Broken()
    storage.works = True
    ledger = Ledger(storage, again_after=0)
    first, second = (ledger.reserve(ANN, "a:one", COST, NO_LIMITS) for _ in range(2))
    storage.works = False
    first.settle(Cost(1, 1, 1))
    storage.works = True

    second.settle(Cost(2, 2, 2))

    account = Account(day=datetime.now(UTC).date().isoformat(), role="visitor", owner="ann",
                      address="", model="")  # fmt: skip
    assert storage.sums(account)[0] == (2, 6, 3)
