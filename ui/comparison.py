"""What is shown of replies that stand side by side: figures, and the best of them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from backends.types import Notice
from ui.figures import Figures, dollars, seconds, speed
from ui.repeats import Repeats, medians, repeats_of
from ui.reply import LiveReply
from ui.session import Turn

Mark = Literal["first", "speed", "cost"]
CHANGES = ("renamed", "dropped", "ignored", "system_folded")


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One reply at one instant. marks: in what it is the best of those beside it.

    repeats: where several replies were asked for; then `figures` are their medians.
    """

    reply: LiveReply
    figures: Figures
    marks: frozenset[Mark]
    repeats: Repeats | None = None


def lane_views(turns: Sequence[Turn | None]) -> list[ReplyView | None]:
    """A view of each lane's turn; `None` where nothing was asked yet."""
    shown = views([turn.reply if turn else None for turn in turns])
    repeats = [repeats_of(turn, figures_of) if turn else None for turn in turns]
    if not any(repeats):
        return shown
    found = [
        replace(view, repeats=those, figures=medians(those, view.figures))
        if view and those
        else view
        for view, those in zip(shown, repeats, strict=True)
    ]
    finished = {
        at: view.figures
        for at, view in enumerate(found)
        if view and (view.repeats.complete if view.repeats else _finished(view.reply))
    }
    marks = best(finished)
    return [
        replace(view, marks=marks.get(at, frozenset())) if view else None
        for at, view in enumerate(found)
    ]


def views(replies: Sequence[LiveReply | None]) -> list[ReplyView | None]:
    """A view of each reply; `None` for a lane that has none."""
    figures = {at: figures_of(reply) for at, reply in enumerate(replies) if reply}
    finished = {at: figures[at] for at, reply in enumerate(replies) if _finished(reply)}
    marks = best(finished)
    return [
        ReplyView(reply, figures[at], marks.get(at, frozenset())) if reply else None
        for at, reply in enumerate(replies)
    ]


def figures_of(reply: LiveReply) -> Figures:
    """Its figures, with a cost of 0 where nobody sends a bill, counted or not."""
    figures = reply.figures()
    return replace(figures, cost_usd=Decimal(0)) if reply.free else figures


def changes(reply: LiveReply) -> list[Notice]:
    """What was sent otherwise than it was asked for."""
    return [notice for notice in reply.notices if notice.kind in CHANGES]


def best(finished: Mapping[int, Figures]) -> dict[int, frozenset[Mark]]:
    """Which of the finished replies were first, fastest and cheapest.

    Figures that read the same are equally good. A figure that fewer than two replies
    have marks nobody, and an estimated speed takes no part.
    """
    first = {at: each.seconds_to_first_token for at, each in finished.items()}
    speeds = {at: each.tokens_per_second for at, each in finished.items() if not each.estimated}
    costs = {at: each.cost_usd for at, each in finished.items()}
    winners: dict[Mark, set[int]] = {
        "first": _winners(first, min, seconds),
        "speed": _winners(speeds, max, speed),
        "cost": _winners(costs, min, dollars),
    }
    return {
        at: frozenset(mark for mark, those in winners.items() if at in those) for at in finished
    }


def _winners(
    values: Mapping[int, Any], choose: Callable[..., Any], shown: Callable[[Any], str]
) -> set[int]:
    known = {at: value for at, value in values.items() if value is not None}
    if len(known) < 2:
        return set()
    top = shown(choose(known.values()))
    return {at for at, value in known.items() if shown(value) == top}


def _finished(reply: LiveReply | None) -> bool:
    return reply is not None and reply.status == "done"
