"""What a value of a request parameter does to replies, in figures. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from statistics import fmean, median
from typing import Any, Literal

from ui.reply import LiveReply
from ui.statistics import Spread, spread
from ui.text_measures import distinct, identical, mean_similarity, words_of

FigureName = Literal[
    "tokens", "words", "characters", "distinct_1", "distinct_2", "identical", "similarity",
    "first", "cost",
]  # fmt: skip
LONGEST_REASON = 40  # characters of a server's own word


class NotSet(Enum):
    """The parameter is left out, so that the server's default holds."""

    NOT_SET = "not set"


NOT_SET = NotSet.NOT_SET


@dataclass(frozen=True, slots=True)
class Lengths:
    """Of several replies, in tokens, words or characters."""

    mean: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Replies with one value of a parameter.

    value: what was asked for. wanted: replies. complete, failed: of those that ended; one
    that broke off failed. unsent: replies to requests from which the parameter was left out,
    since the server refuses it or the value. renamed: under which other name it was sent, "".

    The rest is of complete replies; `None` where none has the figure. tokens: of output, as
    the server counted them, reasoning included. distinct_1, distinct_2, identical, similarity:
    see `text_measures`. finishes: the server's words for why they ended, with how many times.
    first: seconds. cost: USD of one reply, the mean of the known ones. free: no bill is sent.
    counted: no server kept its count of tokens to itself.
    """

    value: Any
    wanted: int
    complete: int = 0
    failed: int = 0
    unsent: int = 0
    renamed: str = ""
    tokens: Lengths | None = None
    words: Lengths | None = None
    characters: Lengths | None = None
    distinct_1: float | None = None
    distinct_2: float | None = None
    identical: float | None = None
    similarity: float | None = None
    finishes: tuple[tuple[str, int], ...] = ()
    first: Spread[float] | None = None
    cost: Decimal | None = None
    free: bool = False
    counted: bool = True


def text_of(reply: LiveReply) -> str:
    """What a reply says, be it that the model declines."""
    return reply.text or reply.refusal


def was_unsent(reply: LiveReply, parameter: str) -> bool:
    """Whether the server was asked without the parameter, though it was set."""
    return any(
        notice.kind in ("dropped", "ignored") and notice.parameter == parameter
        for notice in reply.notices
    )


def finish_of(reply: LiveReply) -> str:
    """The server's own word for why the reply ended, "" where it did not by itself."""
    return (reply.finished.raw_reason or reply.finished.reason) if reply.finished else ""


def effect_of(value: Any, parameter: str, wanted: int, replies: Iterable[LiveReply]) -> Effect:
    """The figures of `replies`, those that were asked for with `value` so far."""
    ended = [reply for reply in replies if reply.ended]
    complete = [reply for reply in ended if reply.status == "done"]
    figures = [reply.figures() for reply in complete]
    texts = [text_of(reply) for reply in complete]
    worded = [words_of(text) for text in texts]
    costs = [each.cost_usd for each in figures if each.cost_usd is not None]
    finishes = Counter(finish_of(reply)[:LONGEST_REASON] for reply in complete)
    return Effect(
        value=value,
        wanted=wanted,
        complete=len(complete),
        failed=sum(reply.status in ("failed", "incomplete") for reply in ended),
        unsent=sum(was_unsent(reply, parameter) for reply in ended),
        renamed=_renamed(ended, parameter),
        tokens=lengths(each.output_tokens or 0 for each in figures if not each.estimated),
        words=lengths(map(len, worded)),
        characters=lengths(map(len, texts)),
        distinct_1=distinct(worded, 1),
        distinct_2=distinct(worded, 2),
        identical=identical(texts),
        similarity=mean_similarity(worded),
        finishes=tuple(finishes.most_common()),
        first=spread(each.seconds_to_first_token for each in figures),
        cost=sum(costs, Decimal(0)) / len(costs) if costs else None,
        free=any(reply.free for reply in complete),
        counted=not any(each.estimated for each in figures),
    )


def lengths(values: Iterable[float]) -> Lengths | None:
    found = list(values)
    if not found:
        return None
    return Lengths(fmean(found), float(median(found)), min(found), max(found))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at one value. low, high: of single replies; both `at` for what has no range.

    place: of the value among all, from 0.
    """

    place: int
    value: Any
    at: float
    low: float
    high: float
    sent: bool


def points(effects: Sequence[Effect], figure: FigureName) -> list[Point]:
    """What a chart of `figure` shows: medians of lengths and times, with their range."""
    found: list[Point] = []
    for place, effect in enumerate(effects):
        if (known := _known(effect, figure)) is not None:
            found.append(Point(place, effect.value, *known, effect.unsent == 0))
    return found


def _known(effect: Effect, figure: FigureName) -> tuple[float, float, float] | None:
    """median, low, high"""
    value: Lengths | Spread[float] | Decimal | float | None = getattr(effect, figure)
    match value:
        case None:
            return None
        case Lengths() | Spread():
            return value.median, value.low, value.high
        case _:
            single = float(value)
            return single, single, single


def _renamed(replies: Iterable[LiveReply], parameter: str) -> str:
    """The other name that the parameter was sent under, "" for its own."""
    names = (
        notice.replacement
        for reply in replies
        for notice in reply.notices
        if notice.kind == "renamed" and notice.parameter == parameter
    )
    return next(names, "")
