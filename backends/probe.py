"""Finds out by a few tiny requests what a model can do.

At most `MOST_REQUESTS` are sent, one after the other, each for a reply of at most
`MOST_OUTPUT` tokens. What a refusal teaches is remembered as after any other (`learned`).
"""

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from backends.errors import (
    BackendError,
    KeyMissing,
    KeyRefused,
    ModelUnavailable,
    QuotaExhausted,
    RateLimited,
    TimedOut,
    Unreachable,
)
from backends.exchange import NotAnswered
from backends.learned import Habits
from backends.prices import price
from backends.probe_reply import CUT_SHORT, ProbeReply, refused_by, shown_by
from backends.probe_requests import ASKED, Asked, first_request, with_more
from backends.probe_types import Ability, AbilityName, Probe
from backends.server import Server
from backends.translate import Refusal
from backends.types import ChatEvent, ChatRequest, Notice

FIRST_TRIES = 3  # the first request, and twice more as the server says that it wants it
MOST_REQUESTS = FIRST_TRIES + len(ASKED)
USUAL_REQUESTS = 1 + len(ASKED)

# After these the rest would fare no better.
HOPELESS = (
    *(KeyMissing, KeyRefused, QuotaExhausted, RateLimited),
    *(Unreachable, TimedOut, ModelUnavailable),
)


@runtime_checkable
class Probeable(Protocol):
    """A backend whose models can be tested."""

    @property
    def server(self) -> Server: ...

    def body_of(self, request: ChatRequest) -> tuple[dict[str, Any], list[Notice]]:
        """What would be sent as things stand, and how that differs from `request`."""
        ...

    def attempt(self, body: Mapping[str, Any]) -> AsyncGenerator[ChatEvent, None]:
        """Answer `body` as it stands, once. What a refusal of it teaches is learned.

        Raises `NotAnswered` where the server refused, or a `BackendError`.
        """
        ...

    def learned(self) -> Mapping[str, Habits]:
        """How models want their requests, of those that refused something."""
        ...


class _Failed(Exception):
    def __init__(self, error: BackendError, refusal: Refusal) -> None:
        self.error, self.refusal = error, refusal


async def probe(
    backend: Probeable,
    model: str,
    base_model: str = "",
    clock: Callable[[], float] = time.monotonic,
) -> AsyncGenerator[Probe, None]:
    """Yield what is known after each request; the last has `complete`. Never raises.

    model: the server's own name for it. base_model: as in `prices.price`. Closing the
    generator ends the request that is under way.
    """
    test = _Test(backend, model, base_model, clock)
    async with aclosing(test.steps()) as steps:
        async for found in steps:
            yield found


class _Test:
    def __init__(
        self, backend: Probeable, model: str, base_model: str, clock: Callable[[], float]
    ) -> None:
        self._backend, self._model, self._base_model = backend, model, base_model
        self._clock = clock
        self._found: Probe = Probe(tested_at=time.time())

    async def steps(self) -> AsyncGenerator[Probe, None]:
        try:
            await self._first()
        except _Failed as failed:
            cut = CUT_SHORT.search(failed.refusal.message)
            if not cut:
                self._found = replace(self._found, complete=True, answers=no_answer(failed.error))
                yield self._found
                return
            self._found = replace(self._found, answers=Ability("yes", "not_seen"))
        for asked in ASKED:
            yield self._found
            if hopeless := await self._next(asked):
                rest = {name: hopeless for name in ASKED[ASKED.index(asked) :]}
                self._learn(rest)
                break
        self._found = replace(self._found, complete=True)
        yield self._found

    async def _first(self) -> None:
        """As the server wants it: what it refuses is left out or renamed, and sent again."""
        body, left = self._body(), FIRST_TRIES
        while True:
            left -= 1
            try:
                reply = await self._send(body)
                break
            except _Failed:
                refused, body = body, self._body()
                if not left or body == refused:
                    raise
        usage = reply.usage is not None and reply.usage.output_tokens is not None
        self._found = replace(
            self._found,
            answers=Ability("yes"),
            seconds_to_first_token=reply.seconds_to_first_token,
            tokens_per_second=reply.tokens_per_second,
        )
        streams = Ability("yes") if reply.streamed else Ability("no", "without_effect")
        if reply.too_long:  # it was cut off before usage could come
            counts = Ability("unknown")
        else:
            counts = Ability("yes") if usage else Ability("no", "without_effect")
        self._learn({"streaming": streams, "usage": counts})

    async def _next(self, asked: Asked) -> Ability | None:
        """Find out about one ability; what to say of it and of the rest if nothing helps."""
        try:
            reply = await self._send(with_more(self._body(), asked))
        except _Failed as failed:
            if isinstance(failed.error, HOPELESS):
                return Ability("unknown", "failed", failed.error)
            server = self._backend.server
            self._learn({asked: refused_by(server, failed.error, failed.refusal, asked)})
        else:
            self._learn({asked: shown_by(reply, asked)})
        return None

    def _learn(self, more: Mapping[Any, Ability]) -> None:
        known: dict[AbilityName, Ability] = {**self._found.abilities, **more}
        self._found = replace(self._found, abilities=known)

    def _body(self) -> dict[str, Any]:
        return self._backend.body_of(first_request(self._model))[0]

    async def _send(self, body: Mapping[str, Any]) -> ProbeReply:
        """One request and its whole reply; raises `_Failed`."""
        reply = ProbeReply(self._clock)
        self._found = replace(self._found, requests=self._found.requests + 1)
        try:
            async with aclosing(self._backend.attempt(body)) as events:
                async for event in events:
                    reply.add(event)
                    if reply.too_long:
                        break
        except NotAnswered as failed:
            raise _Failed(failed.error, failed.refusal) from None
        except BackendError as error:
            self._count(reply)
            raise _Failed(error, Refusal(message=error.values["detail"])) from None
        self._count(reply)
        return reply

    def _count(self, reply: ProbeReply) -> None:
        """Add what a reply took; a reply without a count makes the cost unknown."""
        usage, found = reply.usage, self._found
        if usage is None:
            self._found = replace(found, usd=None if reply.pieces else found.usd)
            return
        served = reply.finished.model if reply.finished else ""
        cost = price(self._backend.server, self._model, usage, self._base_model, served).usd
        self._found = replace(
            found,
            input_tokens=found.input_tokens + (usage.input_tokens or 0),
            output_tokens=found.output_tokens + (usage.output_tokens or 0),
            usd=_sum(found.usd, cost),
        )


def no_answer(error: BackendError) -> Ability:
    """A server that cannot be reached or asks to wait says nothing about the model."""
    passing = (Unreachable, TimedOut, RateLimited)
    return (
        Ability("unknown", "failed", error)
        if isinstance(error, passing)
        else Ability("no", "refused", error)
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
