"""The figures of a column that was asked several times: medians and ranges. Pure HTML."""

from collections.abc import Callable
from html import escape
from typing import Any

from ui.comparison import ReplyView
from ui.figures import dollars, seconds, speed
from ui.repeats import Repeats
from ui.statistics import Spread
from ui.texts import Language, say

Texts = tuple[str, str]
"""The median, and from where to where; "" for what is not known (yet), or the same."""


def spread_texts(view: ReplyView, repeats: Repeats, language: Language) -> dict[str, Texts]:
    """By the figures' names, in their order."""

    def seconds_text(value: float) -> str:
        return say(language, "lane_seconds", seconds=seconds(value))

    def estimated(text: str) -> str:
        return say(language, "estimate", count=text) if text and repeats.estimated else text

    rate, rates = _texts(repeats.speed, speed, speed)
    tokens, token_range = _texts(repeats.tokens, "{:g}".format, "{:g}".format)
    return {
        "first": _texts(repeats.first, seconds_text, seconds),
        "speed": (estimated(rate), rates),
        "total": _texts(repeats.total, seconds_text, seconds),
        "tokens": (estimated(tokens), token_range),
        "cost": _cost(view, repeats, language),
        "identical": _identical(repeats),
    }


def pager(lane: str, letter: str, repeats: Repeats, ended: bool, language: Language) -> str:
    """Which of the replies is shown, and the way to the others once all have come."""
    told = say(language, "median_of", count=repeats.complete) if repeats.complete else ""
    place = f"{repeats.shown}/{repeats.wanted}"
    back = _turn("earlier", "‹", lane, letter, ended and repeats.shown > 1, language)
    onward = _turn("later", "›", lane, letter, ended and repeats.shown < repeats.count, language)
    return (
        f'<div class="compare-pager">{back}<span class="compare-place">{place}</span>'
        f'{onward}<span class="compare-median">{escape(told)}</span></div>'
    )


def _turn(
    action: str, sign: str, lane: str, letter: str, possible: bool, language: Language
) -> str:
    label = escape(say(language, f"reply_{action}", letter=letter))
    return (
        f'<button type="button" class="compare-remove" data-compare="{action}" data-lane="{lane}"'
        f' aria-label="{label}" title="{label}"{"" if possible else " disabled"}>{sign}</button>'
    )


def _texts(
    spread: Spread[Any] | None, shown: Callable[[Any], str], short: Callable[[Any], str]
) -> Texts:
    if spread is None:
        return "", ""
    low, high = short(spread.low), short(spread.high)
    return shown(spread.median), "" if low == high else f"{low}–{high}"


def _cost(view: ReplyView, repeats: Repeats, language: Language) -> Texts:
    if view.reply.free:
        return say(language, "free"), ""
    if repeats.cost is None:
        return (say(language, "unknown_cost") if repeats.complete else ""), ""
    return _texts(repeats.cost, dollars, dollars)


def _identical(repeats: Repeats) -> Texts:
    share = repeats.identical
    return ("" if share is None else f"{share:.0%}"), ""
