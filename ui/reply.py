"""One reply as it grows: chat events in, text, state and figures out. Knows no Gradio."""

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, assert_never

from backends.errors import BackendError, Incomplete
from backends.types import (
    ChatEvent,
    Filtered,
    Finished,
    Notice,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    TokenLogprob,
    TokenLogprobs,
    ToolCallDelta,
    Usage,
)
from ui.figures import Figures

Status = Literal["waiting", "writing", "done", "stopped", "incomplete", "failed"]
Pricing = Callable[[Usage, str], Decimal | None]
"""USD for a usage and the model that answered; `None`: the price is unknown."""

SHORTEST_MEASURE = 0.05  # seconds; over less time a speed would say nothing


class LiveReply:
    """Folds events into what is shown.

    model: `backend:model` as it was asked. free: nobody sends a bill for it.
    clock: seconds, the same that `Started.sent` is told in. The time of a reply
    begins when its request went out, so that connecting is not counted. As long as
    that is not known, and for a reply that never started, it begins here.
    """

    def __init__(
        self,
        model: str,
        pricing: Pricing,
        free: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.model = model
        self.free = free
        self.text = ""
        self.reasoning = ""
        self.refusal = ""
        self.calls: dict[int, list[str]] = {}  # index → [name, arguments]
        self.tokens: list[TokenLogprob] = []  # where the request asked for `logprobs`
        self.notices: list[Notice] = []
        self.holding: Notice | None = None  # why nothing comes yet
        self.filtered: Filtered | None = None
        self.finished: Finished | None = None
        self.error: BackendError | None = None
        self.request_id = ""
        self.wake: Callable[[], None] = lambda: None  # called when it ends from outside
        self._usage: Usage | None = None
        self._stopped = False
        self._pricing, self._clock = pricing, clock
        self._pieces = 0
        self._begun = clock()
        self._first: float | None = None
        self._last: float | None = None
        self._answer: float | None = None
        self._ended: float | None = None

    def add(self, event: ChatEvent) -> None:
        """Take in the next event; after the end it changes nothing."""
        if self.ended:
            return
        match event:
            case TextDelta() | ReasoningDelta() | RefusalDelta() | ToolCallDelta():
                self._add_piece(event)
            case Notice():
                self._add_notice(event)
            case Started():
                self._start(event)
            case Filtered() | TokenLogprobs() | Usage():
                self._keep(event)
            case Finished():
                self.finished = event
                self._end()
            case _:
                assert_never(event)

    def fail(self, error: BackendError) -> None:
        """It broke off; what came stays. Without effect on a reply that ended."""
        if not self.ended:
            self.error = error
            self._end()

    def stop(self) -> None:
        """The person stopped it; what came stays. Without effect on a reply that ended."""
        if not self.ended:
            self._stopped = True
            self._end()
            self.wake()

    @property
    def ended(self) -> bool:
        return self._ended is not None

    @property
    def status(self) -> Status:
        if self.error:
            broken = isinstance(self.error, Incomplete) or self._first is not None
            return "incomplete" if broken else "failed"
        if self._stopped:
            return "stopped"
        if self.finished:
            return "done"
        return "waiting" if self._first is None else "writing"

    @property
    def seconds_of_reasoning(self) -> float | None:
        """From the first piece to the answer; `None` when it is not known."""
        if self._first is None:
            return None
        until = self._answer if self._answer is not None else self._ended
        return (self._clock() if until is None else until) - self._first

    @property
    def reasoning_goes_on(self) -> bool:
        return bool(self.reasoning) and self._answer is None and not self.ended

    def figures(self) -> Figures:
        """Measured so far; final once the reply has ended."""
        now = self._clock() if self._ended is None else self._ended
        usage = self._usage or Usage(None, None)
        counted = usage.output_tokens is not None
        output = usage.output_tokens if counted else self._estimate()
        served = self.finished.model if self.finished else ""
        return Figures(
            seconds_to_first_token=None if self._first is None else self._first - self._begun,
            seconds=now - self._begun,
            tokens_per_second=self._speed(output or 0, usage),
            input_tokens=usage.input_tokens,
            output_tokens=output,
            reasoning_tokens=usage.reasoning_tokens,
            cached_tokens=usage.cached_tokens,
            estimated=not counted,
            cost_usd=self._pricing(usage, served) if self._usage else None,
        )

    def _start(self, event: Started) -> None:
        self.holding, self.request_id = None, event.request_id
        sent = event.sent
        # A moment that lies before the question or in the future was told by another clock.
        if sent is not None and self._first is None and self._begun <= sent <= self._clock():
            self._begun = sent

    def _add_piece(self, event: TextDelta | ReasoningDelta | RefusalDelta | ToolCallDelta) -> None:
        now = self._last = self._clock()
        if self._first is None:
            self._first = now
        self._pieces += 1
        match event:
            case ReasoningDelta(text):
                self.reasoning += text
                return
            case TextDelta(text):
                self.text += text
            case RefusalDelta(text):
                self.refusal += text
            case ToolCallDelta(index, _, name, arguments):
                call = self.calls.setdefault(index, ["", ""])
                call[0] += name
                call[1] += arguments
        if self._answer is None:
            self._answer = now

    def _keep(self, event: Filtered | TokenLogprobs | Usage) -> None:
        match event:
            case Filtered():
                self.filtered = event
            case TokenLogprobs(tokens):
                self.tokens.extend(tokens)
            case Usage():
                self._usage = event

    def _add_notice(self, notice: Notice) -> None:
        if notice.kind in ("retrying", "fetching"):
            self.holding = notice
        elif notice not in self.notices:
            self.notices.append(notice)

    def _end(self) -> None:
        self.holding = None
        self._ended = self._clock()

    def _estimate(self) -> int:
        """Most servers send a token a piece; those that send more are counted by length."""
        return max(self._pieces, (len(self.text) + len(self.reasoning)) // 4)

    def _speed(self, output: int, usage: Usage) -> float | None:
        """Up to the last piece: waiting for usage, for a stop or a timeout is no slowness."""
        if self._first is None or self._last is None or not output:
            return None
        took = self._last - self._first
        if took < SHORTEST_MEASURE:
            return None
        if not self.reasoning:  # reasoning that is not streamed was over before the first token
            output -= min(output, usage.reasoning_tokens or 0)
        return output / took
