"""The figures in a column's head as HTML, the best of them marked. Pure."""

from html import escape

from ui.compare_spread import spread_texts
from ui.comparison import Mark, ReplyView
from ui.figures import dollars, seconds, speed
from ui.texts import Language, say

FIGURES = ("first", "speed", "total", "tokens", "cost")


def figures(view: ReplyView | None, language: Language) -> list[str]:
    """One piece each, all of them always there."""
    marks = view.marks if view else frozenset[Mark]()
    if view and view.repeats:
        return [
            _figure(name, text, language, name in marks, around)
            for name, (text, around) in spread_texts(view, view.repeats, language).items()
        ]
    texts = _texts(view, language)
    return [
        _figure(name, text, language, name in marks)
        for name, text in zip(FIGURES, texts, strict=True)
    ]


def _figure(name: str, text: str, language: Language, best: bool, around: str | None = None) -> str:
    """around: from where to where it goes; its place is kept where it comes later."""
    star = ""
    if best:
        told = escape(say(language, f"best_{name}"))
        star = f' <span aria-hidden="true">★</span><span class="compare-unseen">{told}</span>'
    label = escape(say(language, f"lane_{name}"))
    low_high = "" if around is None else f"<small>{escape(around) or '&nbsp;'}</small>"
    shown = f"{escape(text) or '–'}{star}{low_high}"
    return f'<div class="{name}"><dt>{label}</dt><dd>{shown}</dd></div>'


def _texts(view: ReplyView | None, language: Language) -> tuple[str, ...]:
    """What `FIGURES` are, in their order; "" for what is not known (yet)."""
    if view is None:
        return ("",) * len(FIGURES)
    figures = view.figures
    first, fast = figures.seconds_to_first_token, figures.tokens_per_second
    return (
        "" if first is None else say(language, "lane_seconds", seconds=seconds(first)),
        "" if fast is None else _estimated(speed(fast), figures.estimated, language),
        say(language, "lane_seconds", seconds=seconds(figures.seconds)),
        _tokens(view, language),
        _cost(view, language),
    )


def _estimated(text: str, estimated: bool, language: Language) -> str:
    return say(language, "estimate", count=text) if estimated else text


def _tokens(view: ReplyView, language: Language) -> str:
    figures = view.figures
    if not figures.output_tokens:
        return ""
    output = _estimated(str(figures.output_tokens), figures.estimated, language)
    known = figures.input_tokens is not None
    return f"{figures.input_tokens} → {output}" if known else output


def _cost(view: ReplyView, language: Language) -> str:
    if view.reply.free:
        return say(language, "free")
    if not view.reply.ended or not view.figures.output_tokens:
        return ""
    cost = view.figures.cost_usd
    return say(language, "unknown_cost") if cost is None else dollars(cost)
