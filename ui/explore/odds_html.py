"""Tokens with their probabilities as HTML. Pure; every text of a model is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from backends.types import TokenLogprob
from ui.texts import Language, say
from ui.token_odds import LEVELS, MARKS, NOTHING, Odds, Perplexity, Piece, percent, pieces

LINE_BREAK = '<span class="parley-break" aria-hidden="true">↵</span>\n'


def growing_html(tokens: Sequence[TokenLogprob], text: str) -> str:
    """While the reply grows: no alternatives yet, and nothing behind the last token.

    text: shown in their stead as long as there are no tokens.
    """
    if not tokens:
        return f'<div class="parley-tokens">{text_html(text)}' if text else ""
    words = "".join(
        f'<span class="parley-token l{piece.level}">{text_html(piece.text)}</span>'
        for piece in pieces(tokens)
    )
    return f'<div class="parley-tokens">{words}'


def tokens_html(tokens: Iterable[TokenLogprob], place: str, language: Language) -> str:
    """The reply with what else might have stood in each place, to be pointed at or focused.

    place: what the names in the page begin with.
    """
    words = "".join(
        token_html(piece, f"{place}-{number}", number == 0, language)
        for number, piece in enumerate(pieces(tokens))
    )
    label = escape(say(language, "odds_tokens"))
    return f'<div class="parley-tokens" role="group" aria-label="{label}">{words}</div>'


def token_html(piece: Piece, name: str, first: bool, language: Language) -> str:
    """A token that can have the focus; only the first is met by the Tab key."""
    return (
        f'<span class="parley-token l{piece.level}" role="button" tabindex="{0 if first else -1}"'
        f' aria-label="{escape(spoken(piece.text, language))}" aria-describedby="{name}">'
        f"{text_html(piece.text)}"
        f'<span class="parley-others" role="tooltip" id="{name}">{others_html(piece, language)}'
        "</span></span>"
    )


def others_html(piece: Piece, language: Language) -> str:
    lines = [f"<b>{MARKS[piece.level]} {percent(piece.probability)}</b>"]
    lines.append(f"<span>{escape(say(language, f'odds_level_{piece.level}'))}</span>")
    if piece.tokens > 1:
        lines.append(f"<span>{say(language, 'odds_joined', count=piece.tokens)}</span>")
    lines += [
        other_html(other, other.text == piece.chosen, language) for other in piece.alternatives
    ]
    if not piece.alternatives:
        lines.append(f"<span>{say(language, 'odds_no_others')}</span>")
    return "".join(lines)


def other_html(other: Odds, chosen: bool, language: Language) -> str:
    width = (other.probability or 0) * 100
    said = f" <em>{say(language, 'odds_chosen')}</em>" if chosen else ""
    return (
        f'<span class="parley-other"><span class="what">{escape(other.text)}{said}</span>'
        f'<span class="share">{percent(other.probability)}</span>'
        f'<span class="bar" aria-hidden="true"><i style="width: {width:.1f}%"></i></span></span>'
    )


def text_html(text: str) -> str:
    return escape(text or NOTHING).replace("\r\n", "\n").replace("\n", LINE_BREAK)


def spoken(text: str, language: Language) -> str:
    """What a screen reader says: white space alone would be silent."""
    if text.strip():
        return text.strip()
    if "\n" in text:
        return say(language, "odds_line_break")
    return say(language, "odds_space") if text else NOTHING


def legend_html(language: Language) -> str:
    """What each mark means, in words."""
    rows = "".join(
        f'<li><span class="parley-token l{level}">Aa</span>'
        f" {MARKS[level]} {escape(say(language, f'odds_level_{level}'))}</li>"
        for level, _ in LEVELS
    )
    return (
        f'<ul class="parley-legend" aria-label="{escape(say(language, "odds_legend"))}">{rows}</ul>'
    )


def perplexity_text(found: Perplexity, language: Language) -> str:
    left = say(language, "odds_left_out", count=found.left_out) if found.left_out else ""
    value = f"{found.value:.2f}" if found.value < 1000 else f"{found.value:,.0f}"
    about = f"{found.value:.1f}" if found.value < 10 else f"{found.value:,.0f}"
    return say(
        language,
        "odds_perplexity",
        value=value,
        about=about,
        counted=found.counted,
        left_out=left,
    )
