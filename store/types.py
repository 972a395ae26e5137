"""What is kept of a comparison: plain values, without a client, a widget or a database.

Times are seconds since 1970 (UTC), durations are seconds, money is USD. Ids are 32
random hexadecimal digits. `None`: not known.
"""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from backends.types import Filtered, FinishReason, Notice

ReplyStatus = Literal["waiting", "writing", "done", "stopped", "incomplete", "failed"]
UNFINISHED: frozenset[ReplyStatus] = frozenset({"waiting", "writing"})
TIE, ALL_BAD = "tie", "all_bad"
LONGEST_TITLE = 80  # characters
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the model wanted made. arguments: as it wrote them, mostly JSON."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRecord:
    """What one reply took.

    seconds_to_first_token, seconds: from sending, to the first piece and to the end.
    tokens_per_second: visible output tokens over the time from the first to the last.
    estimated: `output_tokens` was counted from the pieces, not by the server.
    cost_usd: `None` means that the price is unknown. free: nobody sends a bill.
    """

    seconds_to_first_token: float | None = None
    seconds: float = 0.0
    tokens_per_second: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cached_tokens: int | None = None
    estimated: bool = True
    cost_usd: Decimal | None = None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRecord:
    """One reply, as far as it came.

    error: the sentence that was shown, "" for none. notices: how what was sent differs
    from what was asked. model_served: as the server names it, "" where it does not say.
    raw_reason: the server's own word for `finish_reason`.
    """

    status: ReplyStatus
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    calls: tuple[Call, ...] = ()
    error: str = ""
    notices: tuple[Notice, ...] = ()
    filtered: Filtered | None = None
    finish_reason: FinishReason | None = None
    raw_reason: str = ""
    model_served: str = ""
    request_id: str = ""
    figures: FigureRecord = FigureRecord()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """A message, where it went, and what came back.

    number: which message of the run, from 0; the same in every lane that it went to,
    so a lane that was added later begins with a higher one.
    model: `server:model`, with the system prompt and parameters of this turn.
    replies: none before the model is asked; more than one where the turn is repeated, the
    last being the one that the conversation goes on with.
    """

    number: int
    message: str
    model: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    replies: tuple[ReplyRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRecord:
    """One column: what its next message goes to, and its turns, oldest first.

    key: its name within the run, wherever it stands; neither "tie" nor "all_bad".
    """

    key: str
    model: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    turns: tuple[TurnRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A comparison. lanes: from left to right, 1 to 8.

    revision: how often it was written; it tells a page that is behind another one.
    owner: whose it is; "" when it comes from a file.
    """

    id: str
    owner: str
    title: str
    created_at: float
    lanes: tuple[LaneRecord, ...]
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run as a list shows it. models: of its lanes, from left to right.

    turns: how many messages were sent.
    """

    id: str
    title: str
    created_at: float
    models: tuple[str, ...]
    turns: int

    @property
    def place(self) -> tuple[float, str]:
        """Where the next page of the list goes on."""
        return self.created_at, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One judgement on one turn.

    turn: the number of the message. order: keys of the lanes as they were shown, from
    left to right. winner: one of them, "tie" or "all_bad". blind: names were hidden.
    models: those that answered, in the same order; the store fills them in.
    """

    id: str
    run_id: str
    owner: str
    turn: int
    order: tuple[str, ...]
    winner: str
    blind: bool
    created_at: float
    models: tuple[str, ...] = ()


def new_id() -> str:
    return uuid.uuid4().hex


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def check_owner(owner: str) -> str:
    """The owner's name; `ValueError` for one that could be mistaken for another."""
    if not owner.strip() or not owner.isprintable():
        raise ValueError("An owner needs a name of printable characters.")
    return owner


def ended(run: Run) -> bool:
    """Nothing of it is still being written."""
    return not any(
        reply.status in UNFINISHED
        for lane in run.lanes
        for turn in lane.turns
        for reply in turn.replies
    )


def broken_off(run: Run) -> Run:
    """The same run where replies that nobody writes any more are marked incomplete."""
    return run if ended(run) else replace(run, lanes=tuple(map(_lane_broken_off, run.lanes)))


def _lane_broken_off(lane: LaneRecord) -> LaneRecord:
    turns = (
        replace(turn, replies=tuple(map(reply_broken_off, turn.replies))) for turn in lane.turns
    )
    return replace(lane, turns=tuple(turns))


def reply_broken_off(reply: ReplyRecord) -> ReplyRecord:
    """The same reply, marked incomplete where nobody writes it any more."""
    return replace(reply, status="incomplete") if reply.status in UNFINISHED else reply
