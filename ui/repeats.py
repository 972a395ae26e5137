"""What several replies to one message have in common, and how far they differ. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from ui.figures import Figures
from ui.reply import LiveReply
from ui.session import Turn
from ui.statistics import Spread, share_of_identical, spread

MOST_REPEATS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """shown: which of `count` replies is shown, from 1. wanted: how many are asked for.

    The rest is of those that are complete; `None` where none has the figure. first, total:
    seconds. speed: tokens a second. tokens: of output. cost: USD. identical: how many have
    the same text as the most frequent one, from 0 to 1; `None` below two.
    estimated: at least one server did not count its tokens.
    """

    shown: int
    count: int
    wanted: int
    complete: int
    first: Spread[float] | None
    speed: Spread[float] | None
    total: Spread[float] | None
    tokens: Spread[float] | None
    cost: Spread[Decimal] | None
    identical: float | None
    estimated: bool


def repeats_of(turn: Turn, figures_of: Callable[[LiveReply], Figures]) -> Repeats | None:
    """`None` where one reply is all there is and all that is wanted."""
    if turn.reply is None or max(turn.wanted, len(turn.replies)) < 2:
        return None
    complete = [reply for reply in turn.replies if reply.status == "done"]
    found = [figures_of(reply) for reply in complete]
    texts = [reply.text or reply.refusal for reply in complete]
    return Repeats(
        shown=1 + next(at for at, reply in enumerate(turn.replies) if reply is turn.reply),
        count=len(turn.replies),
        wanted=len(turn.replies) if turn.ended else turn.wanted,
        complete=len(complete),
        first=spread(each.seconds_to_first_token for each in found),
        speed=spread(each.tokens_per_second for each in found),
        total=spread(each.seconds for each in found),
        tokens=spread(each.output_tokens for each in found),
        cost=spread(each.cost_usd for each in found),
        identical=share_of_identical(texts) if len(texts) > 1 else None,
        estimated=any(each.estimated for each in found),
    )


def medians(repeats: Repeats, latest: Figures) -> Figures:
    """The figures of a reply in the middle; `latest` where none is complete yet."""
    if not repeats.complete:
        return latest
    first, total, speed = repeats.first, repeats.total, repeats.speed
    return replace(
        latest,
        seconds_to_first_token=first.median if first else None,
        seconds=total.median if total else 0.0,
        tokens_per_second=speed.median if speed else None,
        cost_usd=repeats.cost.median if repeats.cost else None,
        estimated=repeats.estimated,
    )
