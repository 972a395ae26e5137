"""What a request was admitted with: its limits, and what it comes to in the end."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from decimal import Decimal

from backends.errors import BackendError, Incomplete, TimedOut
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
from guard.ledger import Reservation
from guard.limits import Lease
from guard.policy import BYTES_PER_TOKEN
from guard.spending import Cost, nano_usd

Pricing = Callable[[Usage, str], Decimal | None]
"""US dollars for a usage and the model that answered; `None`: the price is unknown."""

Later = Callable[[Callable[[], None]], None]
MOST_TOKENS = 20_000_000
"""More than any model reads or writes at once; a larger count is a server's mistake."""
LONGEST_TOKEN = 64  # bytes; a server that counts fewer tokens than that is not believed
MOST_CHARACTERS = 8
"""To a token, on average: a longer reply is beyond its limit, whatever its language."""
SLACK = 200  # characters
CUT_OFF = "parley_limit"


class Receipt:
    """One admitted request. Close it in any case, once its reply has ended in any way.

    output_tokens: the limit to put into the request; `None`: none is needed.
    later: runs what may wait for the disk, without making the caller wait.
    """

    def __init__(
        self,
        output_tokens: int | None,
        lease: Lease,
        reservation: Reservation,
        pricing: Pricing,
        later: Later,
    ) -> None:
        self.output_tokens = output_tokens
        self._lease, self._reservation = lease, reservation
        self._pricing, self._later = pricing, later
        self._usage: Usage | None = None
        self._served = ""
        self._bytes = self._characters = 0
        self._sent = True  # unless it is known better

    async def follow(
        self, events: AsyncGenerator[ChatEvent, None]
    ) -> AsyncGenerator[ChatEvent, None]:
        """The same events, watched: this settles and closes by itself at their end.

        A reply that goes on beyond its limit, since the server does not hold it, is cut off
        as if the server had: with `Finished("length")`.
        """
        try:
            async with aclosing(events):
                async for event in events:
                    self.note(event)
                    yield event
                    if self._beyond_limit() and not isinstance(event, Finished):
                        yield Finished("length", CUT_OFF)
                        return
        except BackendError as error:
            self._sent = self._bytes > 0 or isinstance(error, Incomplete | TimedOut)
            raise
        finally:
            self.close()

    def note(self, event: ChatEvent) -> None:
        """Take in one event of the reply."""
        match event:
            case TextDelta(text) | ReasoningDelta(text) | RefusalDelta(text):
                self._count(text)
            case ToolCallDelta():
                self._count(event.name + event.arguments)
            case Usage():
                self._usage = event
            case Finished():
                self._served = event.model
            case Started():
                self._sent = True
            case _:
                pass

    def settle(self, usage: Usage | None, served: str = "") -> None:
        """Book what the server reported, as far as it can be believed, and close.

        served: the model that answered, as the server names it; "" where it does not say.
        """
        self._usage, self._served = usage, served
        self.close()

    def release(self) -> None:
        """Close a request that was never sent, so that it costs nothing."""
        self._sent = False
        self.close()

    def close(self) -> None:
        """Give everything back. Only the first close counts; never raises, never waits."""
        self._lease.give_back()
        if self._sent:
            spent = self._spent()
            self._later(lambda: self._reservation.settle(spent))
        else:
            self._later(self._reservation.release)

    def _beyond_limit(self) -> bool:
        most = self.output_tokens
        return most is not None and self._characters > most * MOST_CHARACTERS + SLACK

    def _count(self, text: str) -> None:
        self._characters += len(text)
        self._bytes += len(text.encode("utf-8", "replace"))

    def _output_estimate(self) -> int:
        return -(-self._bytes // BYTES_PER_TOKEN)

    def _spent(self) -> Cost:
        told = self._usage or Usage(None, None)
        estimated = Usage(
            _believed(told.input_tokens, least=1, otherwise=self._reservation.cost.input_tokens),
            _believed(
                told.output_tokens,
                least=self._bytes // LONGEST_TOKEN,
                otherwise=self._output_estimate(),
            ),
        )
        return cost_of(estimated, self._pricing, told, self._served)


def cost_of(usage: Usage, pricing: Pricing, told: Usage | None = None, served: str = "") -> Cost:
    """usage: counts that are believed. told: as the server has it, which may cost less.

    The server's cached tokens lower the price only where the rest of its counts are believed.
    """
    whole = told is not None and told.input_tokens == usage.input_tokens
    whole = whole and told is not None and told.output_tokens == usage.output_tokens
    usd = pricing(told, served) if whole and told else None
    if usd is None:
        usd = pricing(usage, "")
    return Cost(usage.input_tokens or 0, usage.output_tokens or 0, nano_usd(usd), usd is not None)


def _believed(count: object, *, least: int, otherwise: int) -> int:
    """A count that makes sense, or our own."""
    if isinstance(count, bool) or not isinstance(count, int):
        return otherwise
    return count if least <= count <= MOST_TOKENS else otherwise
