"""How often and how many at the same time: no visitor takes everything from the others."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from guard.limits import CannotLimit, Rates, Streams
from guard.policy import NO_LIMITS, Visitor, VisitorLimits
from guard.refused import Refused

ANN = Visitor("visitor", "ann", "net")
BOB = Visitor("visitor", "bob", "net")
EVE = Visitor("visitor", "eve", "elsewhere")
OWNER = Visitor("owner", "local")


def only(**limits: Any) -> VisitorLimits:
    return replace(NO_LIMITS, **limits)


def refusal(error: pytest.ExceptionInfo[Refused]) -> tuple[str, object, object]:
    return error.value.limit, error.value.value, error.value.allowed


def test_one_more_a_minute_is_refused_and_says_when_it_will_not_be() -> None:
    rates, limits = Rates(), only(requests_per_minute=3)
    for _ in range(3):
        rates.look(ANN, limits)
        rates.take(ANN, limits)

    with pytest.raises(Refused) as looked:
        rates.look(ANN, limits)
    with pytest.raises(Refused) as caught:
        rates.take(ANN, limits)

    assert refusal(looked) == refusal(caught) == ("requests_per_minute", 4, 3)
    assert caught.value.frees_at
    assert 0 < (caught.value.frees_at - datetime.now(UTC)).total_seconds() <= 60
    rates.take(BOB, limits)


def test_visitors_of_one_address_share_its_requests() -> None:
    rates, limits = Rates(), only(address_requests_per_minute=2)
    rates.take(ANN, limits)
    rates.take(BOB, limits)

    with pytest.raises(Refused) as caught:
        rates.take(Visitor("visitor", "new", "net"), limits)

    assert caught.value.limit == "address_requests_per_minute"
    rates.take(EVE, limits)


def test_a_refused_request_counts_for_nothing() -> None:
    rates = Rates()
    limits = only(requests_per_minute=1, address_requests_per_minute=2)
    rates.take(ANN, limits)
    for _ in range(5):
        with pytest.raises(Refused):
            rates.take(ANN, limits)

    rates.take(BOB, limits)


def test_no_requests_a_minute_are_none_at_all() -> None:
    with pytest.raises(Refused) as caught:
        Rates().take(ANN, only(requests_per_minute=0))

    assert (caught.value.allowed, caught.value.frees_at) == (0, None)


def test_many_threads_get_no_more_than_one_does() -> None:
    rates, limits = Rates(), only(requests_per_minute=10)

    def take(_: int) -> int:
        try:
            rates.take(ANN, limits)
        except Refused:
            return 0
        return 1

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(take, range(64))) == 10


def test_a_storage_without_its_package_is_refused_with_the_mend() -> None:
    with pytest.raises(CannotLimit, match="PARLEY_LIMITS__STORAGE .*pip install redis"):
        Rates("redis+nonsense://127.0.0.1:1")


def test_a_visitor_has_so_many_replies_under_way_and_no_more() -> None:
    streams, limits = Streams(), only(streams=2)
    leases = [streams.lease(ANN, limits) for _ in range(2)]

    with pytest.raises(Refused) as caught:
        streams.lease(ANN, limits)
    leases[0].give_back()

    assert refusal(caught) == ("streams", 3, 2)
    streams.lease(ANN, limits)


def test_a_place_is_given_back_once_however_often_it_is_tried() -> None:
    streams = Streams()
    first, _second = streams.lease(ANN, NO_LIMITS), streams.lease(ANN, NO_LIMITS)

    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(first.give_back) for _ in range(32)]:
            each.result()

    assert (streams.under_way(ANN), streams.under_way()) == (1, 1)


def test_an_address_has_so_many_whoever_asks_from_it() -> None:
    streams, limits = Streams(), only(address_streams=2)
    streams.lease(ANN, limits)
    streams.lease(BOB, limits)

    with pytest.raises(Refused) as caught:
        streams.lease(Visitor("visitor", "new", "net"), limits)

    assert caught.value.limit == "address_streams"
    streams.lease(EVE, limits)


def test_the_last_places_are_for_those_who_have_none() -> None:
    streams, limits = Streams(), only(all_streams=8)
    for _ in range(6):
        streams.lease(ANN, limits)

    with pytest.raises(Refused) as greedy:
        streams.lease(ANN, limits)
    streams.lease(BOB, limits)
    streams.lease(EVE, limits)
    with pytest.raises(Refused) as late:
        streams.lease(Visitor("visitor", "new"), limits)

    assert (greedy.value.limit, late.value.limit) == ("all_streams", "all_streams")


def test_one_place_for_all_is_a_place() -> None:
    Streams().lease(ANN, only(all_streams=1))


def test_owners_take_no_place_from_visitors() -> None:
    streams, limits = Streams(), only(all_streams=1)
    for _ in range(5):
        streams.lease(OWNER, NO_LIMITS)

    streams.lease(ANN, limits)


def test_visitors_without_an_address_share_none() -> None:
    streams, limits = Streams(), only(address_streams=1)

    streams.lease(Visitor("visitor", "one"), limits)
    streams.lease(Visitor("visitor", "two"), limits)
