"""Whether something may be asked at all, before anything is sent.

Whoever sends a request asks one function for admission and gets one receipt:

    receipt = await admission.admit(visitor, ask_for(model, texts, parameters), pricing)
    parameters = with_limit(parameters, receipt.output_tokens)
    async with aclosing(receipt.follow(backend.stream(request))) as events:
        ...

`follow` settles with the usage that the server reports, or with an estimate, however the
reply ends. Where there are no events to follow: `receipt.settle(usage)`, or
`receipt.release()` if nothing was sent. `look` refuses the same without counting anything,
for a page that wants to say so before it changes.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal

from backends.types import Usage
from guard.ledger import Ledger
from guard.limits import Rates, Streams
from guard.policy import (
    OUTPUT_NAMES,
    Ask,
    Policy,
    Visitor,
    VisitorLimits,
    check,
    is_count,
    policy_for,
    role_of,
)
from guard.receipt import Pricing, Receipt, cost_of
from guard.spending import Cost

Cause = Literal["empty_message", "message_too_long", "no_model"]
UNLIMITED_REPLY = 4096
"""Tokens that a reply without a limit is reserved as."""


class NotAdmitted(Exception):
    """cause names the limit; size and limit are in characters."""

    def __init__(self, cause: Cause, size: int = 0, limit: int = 0) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.size, self.limit = size, limit


def unknown_price(_usage: Usage, _served: str) -> None:
    return None


def one_thread() -> ThreadPoolExecutor:
    """What waits for the disk waits here, one after the other and in order."""
    return ThreadPoolExecutor(1, thread_name_prefix="admission")


@dataclass(frozen=True, slots=True)
class Admission:
    """message_characters: the longest message that is accepted, of anybody.

    limits: what holds for all who are not owners. owners: names of logins.
    """

    message_characters: int = 200_000
    limits: VisitorLimits = field(default_factory=VisitorLimits)
    owners: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=Ledger)
    rates: Rates = field(default_factory=Rates)
    streams: Streams = field(default_factory=Streams)
    _worker: ThreadPoolExecutor = field(default_factory=one_thread)

    def visitor(self, owner: str, address: str = "") -> Visitor:
        """owner: of what is kept for whoever asks, such as "login:ann"."""
        return Visitor(role_of(owner, self.owners), owner, address)

    def check_message(self, message: str) -> None:
        if not message.strip():
            raise NotAdmitted("empty_message")
        if len(message) > self.message_characters:
            raise NotAdmitted("message_too_long", len(message), self.message_characters)

    def look(self, visitor: Visitor, ask: Ask, pricing: Pricing = unknown_price) -> None:
        """Raises `guard.refused.Refused` where `admit` would; counts and keeps nothing."""
        policy = self.policy(visitor)
        allowed = check(policy, ask)
        self.streams.look(visitor, policy.limits)
        self.rates.look(visitor, policy.limits)
        cost = most_cost(ask, allowed.output_tokens, pricing)
        self.ledger.look(visitor, ask.model, cost, policy.limits)

    async def admit(self, visitor: Visitor, ask: Ask, pricing: Pricing = unknown_price) -> Receipt:
        """Take a place, count the request and reserve what it may cost at most.

        pricing: of this model. Raises `guard.refused.Refused`; then nothing is reserved.
        Cancelling gives everything back.
        """
        admitting = self._worker.submit(self.admit_now, visitor, ask, pricing)
        try:
            return await asyncio.shield(asyncio.wrap_future(admitting))
        except asyncio.CancelledError:
            admitting.add_done_callback(_give_back)
            raise

    def admit_now(self, visitor: Visitor, ask: Ask, pricing: Pricing = unknown_price) -> Receipt:
        """The same, for a thread that may wait for the disk."""
        policy = self.policy(visitor)
        allowed = check(policy, ask)
        lease = self.streams.lease(visitor, policy.limits)
        try:
            self.rates.take(visitor, policy.limits)
            cost = most_cost(ask, allowed.output_tokens, pricing)
            reservation = self.ledger.reserve(visitor, ask.model, cost, policy.limits)
        except BaseException:
            lease.give_back()
            raise
        return Receipt(allowed.output_tokens, lease, reservation, pricing, self._later)

    def policy(self, visitor: Visitor) -> Policy:
        return policy_for(visitor, self.limits, self.message_characters)

    def close(self) -> None:
        """Wait until all that was settled is kept."""
        self._worker.shutdown(wait=True)

    def _later(self, work: Callable[[], None]) -> None:
        try:
            self._worker.submit(work)
        except RuntimeError:  # Parley is closing, and this reply ended after it
            work()


def with_limit(
    parameters: Mapping[str, Any], output_tokens: int | None, name: str = OUTPUT_NAMES[0]
) -> dict[str, Any]:
    """Request parameters that hold the reply to its limit.

    name: what to call the limit where they set none that is lower; legacy completions know
    "max_tokens" alone.
    """
    if output_tokens is None:
        return dict(parameters)
    kept = {
        key: value
        for key, value in parameters.items()
        if key not in OUTPUT_NAMES or (is_count(value) and value <= output_tokens)
    }
    held = any(key in kept for key in OUTPUT_NAMES)
    return kept if held else kept | {name: output_tokens}


def most_cost(ask: Ask, output_tokens: int | None, pricing: Pricing) -> Cost:
    most = UNLIMITED_REPLY if output_tokens is None else output_tokens
    return cost_of(Usage(ask.input_tokens, most), pricing)


def _give_back(admitting: Future[Receipt]) -> None:
    if not admitting.cancelled() and admitting.exception() is None:
        admitting.result().release()
