"""One function admits a request or refuses it, and leaves nothing behind."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from backends.types import ChatEvent, Finished, Started, TextDelta, Usage
from guard.admission import Admission, with_limit
from guard.ledger import Ledger
from guard.policy import NO_LIMITS, Visitor, VisitorLimits, ask_for
from guard.refused import Refused
from guard.spending import Cost, MemorySpending

pytestmark = pytest.mark.anyio

ANN = Visitor("visitor", "visitor:ann", "203.0.113.7")
ASK = ask_for("a:one", ("Hello",), {})


def admission(book: MemorySpending | None = None, **limits: Any) -> Admission:
    return Admission(limits=replace(NO_LIMITS, **limits), ledger=Ledger(book))


def dear(usage: Usage, _served: str) -> Decimal:
    """A cent for each token of the reply."""
    return Decimal(usage.output_tokens or 0) / 100


async def reply() -> AsyncGenerator[ChatEvent, None]:
    for event in (Started("one", "", {}), TextDelta("Hi"), Usage(2, 1), Finished("stop")):
        yield event


async def test_a_request_takes_a_place_until_its_reply_has_ended() -> None:
    admitting = admission(streams=1)
    receipt = await admitting.admit(ANN, ASK)
    with pytest.raises(Refused) as caught:
        await admitting.admit(ANN, ASK)

    async with aclosing(receipt.follow(reply())) as events:
        assert [type(event).__name__ async for event in events][-1] == "Finished"

    assert caught.value.limit == "streams"
    (await admitting.admit(ANN, ASK)).release()


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        ({"models": ("b:*",)}, "models"),
        ({"requests_per_minute": 0}, "requests_per_minute"),
        ({"tokens_per_day": 10}, "tokens_per_day"),
        ({"usd_per_day": Decimal("0.50")}, "usd_per_day"),
        ({"all_streams": 0}, "all_streams"),
    ],
)
async def test_a_look_refuses_what_admission_would_and_nothing_is_left(
    limits: dict[str, Any], limit: str
) -> None:
    admitting = admission(output_tokens=100, **limits)

    with pytest.raises(Refused) as looked:
        admitting.look(ANN, ASK, dear)
    with pytest.raises(Refused) as caught:
        await admitting.admit(ANN, ASK, dear)

    assert looked.value.limit == caught.value.limit == limit
    assert admitting.streams.under_way() == 0


async def test_a_look_counts_nothing() -> None:
    admitting = admission(requests_per_minute=1, requests_per_day=1, streams=1)
    for _ in range(5):
        admitting.look(ANN, ASK)

    await admitting.admit(ANN, ASK)


async def test_the_most_that_a_reply_may_cost_is_reserved() -> None:
    admitting = admission(output_tokens=10, usd_per_day=Decimal("0.25"))
    first = await admitting.admit(ANN, ASK, dear)
    await admitting.admit(ANN, ASK, dear)
    with pytest.raises(Refused) as caught:
        await admitting.admit(ANN, ASK, dear)

    first.settle(Usage(2, 1))
    third = await admitting.admit(ANN, ASK, dear)

    assert (caught.value.limit, caught.value.value) == ("usd_per_day", Decimal("0.3"))
    assert third.output_tokens == 10


async def test_a_hundred_at_once_get_no_more_than_the_limit() -> None:
    admitting = admission(streams=3)

    answers = await asyncio.gather(
        *(admitting.admit(ANN, ASK) for _ in range(100)), return_exceptions=True
    )

    assert sum(not isinstance(answer, Refused) for answer in answers) == 3
    assert admitting.streams.under_way(ANN) == 3


async def test_cancelling_an_admission_gives_everything_back() -> None:
    admitting, held = admission(), threading.Event()
    admitting._worker.submit(held.wait)  # pyright: ignore[reportPrivateUsage]
    waiting = asyncio.create_task(admitting.admit(ANN, ASK))
    await asyncio.sleep(0)

    waiting.cancel()
    held.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    admitting.close()

    assert admitting.streams.under_way() == 0


async def test_what_ends_after_parley_has_closed_is_still_booked() -> None:
    book = MemorySpending()
    admitting = admission(book, tokens_per_day=10_000)
    receipt = await admitting.admit(ANN, ASK)
    admitting.close()

    receipt.settle(Usage(2, 1))

    admitting.ledger.look(ANN, "a:one", Cost(9_997, 0, 0), admitting.limits)


async def test_owners_are_free_of_limits_but_for_the_length_of_a_message() -> None:
    admitting = Admission(100, VisitorLimits(), frozenset({"ann"}))
    for _ in range(50):
        await admitting.admit(admitting.visitor("login:ann", "net"), ASK)

    with pytest.raises(Refused):
        await admitting.admit(admitting.visitor("login:ann"), replace(ASK, message_characters=101))
    with pytest.raises(Refused):
        for _ in range(50):
            await admitting.admit(admitting.visitor("login:bob", "net"), ASK)


@pytest.mark.parametrize(
    ("given", "limit", "sent"),
    [
        ({}, None, {}),
        ({"max_tokens": 9_000}, None, {"max_tokens": 9_000}),
        ({}, 100, {"max_completion_tokens": 100}),
        ({"temperature": 1}, 100, {"temperature": 1, "max_completion_tokens": 100}),
        ({"max_tokens": 50}, 100, {"max_tokens": 50}),
        ({"max_tokens": 500}, 100, {"max_completion_tokens": 100}),
        ({"max_tokens": 50, "max_completion_tokens": 500}, 100, {"max_tokens": 50}),
        ({"max_tokens": "9000"}, 100, {"max_completion_tokens": 100}),
        ({"max_tokens": None}, 100, {"max_completion_tokens": 100}),
        ({"max_tokens": 1e9}, 100, {"max_completion_tokens": 100}),
        ({"max_tokens": True}, 100, {"max_completion_tokens": 100}),
    ],
)
def test_a_request_is_sent_with_a_limit_that_is_a_number_and_no_higher(
    given: dict[str, Any], limit: int | None, sent: dict[str, Any]
) -> None:
    assert with_limit(given, limit) == sent


def test_the_limit_has_the_name_that_the_operation_knows() -> None:
    assert with_limit({}, 100, "max_tokens") == {"max_tokens": 100}
