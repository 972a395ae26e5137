"""What a request comes to in the end, whatever the server says of it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest

from backends.errors import BackendError, Incomplete, TimedOut, Unreachable
from backends.types import (
    ChatEvent,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from guard.ledger import Ledger
from guard.limits import Streams
from guard.policy import NO_LIMITS, Visitor
from guard.receipt import CUT_OFF, MOST_TOKENS, Receipt
from guard.spending import Cost, MemorySpending

pytestmark = pytest.mark.anyio

ANN = Visitor("visitor", "ann")
RESERVED = Cost(50, 1000, 9_000_000)
STARTED = Started("alpha", "", {})
ODD: tuple[Any, ...] = (True, "90", 1e308, float("nan"), -0.0, [], "NaN")
DONE = Finished("stop", model="alpha-1")
WORDS = TextDelta("x" * 300)  # 100 tokens by our own counting


def pricing(usage: Usage, served: str) -> Decimal | None:
    """A dollar for a million tokens; cached ones are free."""
    counted = (usage.input_tokens or 0) + (usage.output_tokens or 0) - (usage.cached_tokens or 0)
    return Decimal(counted) / 1_000_000


class Booked(MemorySpending):
    """Keeps what was settled and released."""

    def __init__(self) -> None:
        super().__init__()
        self.settled: list[Cost] = []
        self.released = 0

    def settle(self, reservation: str, account: Any, reserved: Cost, spent: Cost) -> None:
        super().settle(reservation, account, reserved, spent)
        self.settled.append(spent)

    def release(self, reservation: str, account: Any, reserved: Cost) -> None:
        super().release(reservation, account, reserved)
        self.released += 1


class Desk:
    """Gives one receipt, and shows what became of it."""

    def __init__(self, output_tokens: int | None = 1000) -> None:
        self.streams, self.book = Streams(), Booked()
        reservation = Ledger(self.book).reserve(ANN, "a:one", RESERVED, NO_LIMITS)
        lease = self.streams.lease(ANN, NO_LIMITS)
        self.receipt = Receipt(output_tokens, lease, reservation, pricing, at_once)

    async def hear(self, *script: ChatEvent | BackendError) -> list[ChatEvent]:
        heard: list[ChatEvent] = []
        async with aclosing(self.receipt.follow(said(*script))) as events:
            async for event in events:
                heard.append(event)
        return heard

    def spent(self) -> tuple[int, int, int]:
        [cost] = self.book.settled
        assert (self.book.released, self.streams.under_way()) == (0, 0)
        return cost.input_tokens, cost.output_tokens, cost.nano_usd


def at_once(work: Callable[[], None]) -> None:
    work()


async def said(*script: ChatEvent | BackendError) -> AsyncGenerator[ChatEvent, None]:
    for step in script:
        if isinstance(step, BackendError):
            raise step
        yield step


async def test_a_reply_passes_as_it_is_and_costs_what_the_server_says() -> None:
    desk = Desk()

    heard = await desk.hear(STARTED, WORDS, Usage(40, 90), DONE)

    assert heard == [STARTED, WORDS, Usage(40, 90), DONE]
    assert desk.spent() == (40, 90, 130_000)


async def test_cached_tokens_cost_what_the_server_asks_for_them() -> None:
    desk = Desk()

    await desk.hear(STARTED, WORDS, Usage(40, 90, cached_tokens=30), DONE)

    assert desk.spent() == (40, 90, 100_000)


@pytest.mark.parametrize(
    "usage",
    [
        None,
        Usage(None, None),
        Usage(-5, -100),
        Usage(0, 0),
        Usage(MOST_TOKENS + 1, 10**30),
        *(Usage(odd, odd) for odd in ODD),
    ],
)
async def test_usage_that_makes_no_sense_is_replaced_by_our_own_counting(
    usage: Usage | None,
) -> None:
    desk = Desk()

    await desk.hear(STARTED, WORDS, *([usage] if usage else []), DONE)

    assert desk.spent() == (50, 100, 150_000)


async def test_a_hostile_count_does_not_make_the_believable_one_cheaper() -> None:
    desk = Desk()

    await desk.hear(STARTED, WORDS, Usage(40, -90, cached_tokens=10**9), DONE)

    assert desk.spent() == (40, 100, 140_000)


async def test_all_that_is_written_counts() -> None:
    desk = Desk()

    await desk.hear(
        STARTED,
        ReasoningDelta("x" * 30),
        TextDelta("字" * 10),
        RefusalDelta("x" * 30),
        ToolCallDelta(0, "", "find", '{"a":1}123456789'),
        DONE,
    )

    assert desk.spent()[:2] == (50, 37)


@pytest.mark.parametrize("error", [Unreachable(url="x", reason="y"), BackendError()])
async def test_what_never_was_answered_costs_nothing(error: BackendError) -> None:
    desk = Desk()

    with pytest.raises(BackendError):
        await desk.hear(error)

    assert (desk.book.settled, desk.book.released, desk.streams.under_way()) == ([], 1, 0)


@pytest.mark.parametrize("error", [TimedOut(seconds="5"), Incomplete()])
async def test_what_may_have_been_worked_on_costs_its_prompt(error: BackendError) -> None:
    desk = Desk()

    with pytest.raises(BackendError):
        await desk.hear(error)

    assert desk.spent() == (50, 0, 50_000)


async def test_what_broke_off_costs_what_came() -> None:
    desk = Desk()

    with pytest.raises(BackendError):
        await desk.hear(STARTED, WORDS, BackendError())

    assert desk.spent() == (50, 100, 150_000)


async def test_what_was_stopped_costs_what_came() -> None:
    desk = Desk()
    events = desk.receipt.follow(said(STARTED, WORDS, WORDS, DONE))

    for _ in range(2):
        await anext(events)
    await events.aclose()

    assert desk.spent() == (50, 100, 150_000)


async def test_a_reply_that_goes_on_beyond_its_limit_is_cut_off() -> None:
    desk = Desk(output_tokens=100)

    heard = await desk.hear(STARTED, *[WORDS] * 50, Usage(5, 5), DONE)

    assert heard[-1] == Finished("length", CUT_OFF)
    assert heard.count(WORDS) == 4
    assert desk.spent() == (50, 400, 450_000)


async def test_without_a_limit_it_may_go_on() -> None:
    desk = Desk(output_tokens=None)

    heard = await desk.hear(STARTED, *[WORDS] * 50, DONE)

    assert len(heard) == 52


@pytest.mark.parametrize("times", [1, 3])
async def test_only_the_first_end_counts(times: int) -> None:
    desk = Desk()
    desk.receipt.settle(Usage(10, 20))
    for _ in range(times):
        desk.receipt.settle(Usage(900, 900))
        desk.receipt.release()
        desk.receipt.close()

    assert desk.spent() == (10, 20, 30_000)


async def test_the_connection_is_closed_with_the_receipt() -> None:
    closed: list[bool] = []

    async def endless() -> AsyncGenerator[ChatEvent, None]:
        try:
            while True:
                yield WORDS
        finally:
            closed.append(True)

    async with aclosing(Desk().receipt.follow(endless())) as events:
        await anext(events)

    assert closed == [True]
