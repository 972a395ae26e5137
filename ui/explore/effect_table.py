"""The figures of every value as a table, and what they mean. Pure HTML."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from ui.effects import NOT_SET, Effect, FigureName
from ui.explore.effect_words import (
    NOTHING,
    figure_text,
    finishes_text,
    samples_text,
    sending_text,
    value_text,
)
from ui.texts import Language, say

Column = FigureName | Literal["samples", "finishes"]
COLUMNS: tuple[Column, ...] = (
    "samples", "tokens", "words", "characters", "distinct_1", "distinct_2", "identical",
    "similarity", "finishes", "first", "cost",
)  # fmt: skip


def table_html(effects: Sequence[Effect], parameter: str, language: Language) -> str:
    """A row for each value, in the order given."""
    heads = "".join(
        f'<th scope="col"{_style(column)}>{escape(say(language, f"effect_{column}"))}</th>'
        for column in COLUMNS
    )
    rows = "".join(_row(effect, parameter, language) for effect in effects)
    caption = escape(say(language, "effect_caption", parameter=parameter))
    return (
        '<div class="effect-box" role="region" aria-labelledby="effect-caption" tabindex="0">'
        f'<table><caption id="effect-caption"><span>{caption}</span></caption><thead><tr>'
        f'<th scope="col" class="text">{escape(parameter)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(effect: Effect, parameter: str, language: Language) -> str:
    note = sending_text(effect, parameter, language)
    told = f"<small>{escape(note)}</small>" if note else ""
    kind = ' class="is-unset"' if effect.value is NOT_SET else ""
    value = f"<span{kind}>{escape(value_text(effect.value, language))}</span>"
    cells = "".join(_cell(effect, column, language) for column in COLUMNS)
    return f'<tr><th scope="row">{value}{told}</th>{cells}</tr>'


def _cell(effect: Effect, column: Column, language: Language) -> str:
    text = _text(effect, column, language)
    if text != NOTHING:
        return f"<td{_style(column)}>{escape(text)}</td>"
    unknown = escape(say(language, "effect_nothing"))
    dash = f'<span aria-hidden="true">{NOTHING}</span>'
    return f'<td{_style(column)}>{dash}<span class="effect-unseen">{unknown}</span></td>'


def _text(effect: Effect, column: Column, language: Language) -> str:
    match column:
        case "samples":
            return samples_text(effect, language)
        case "finishes":
            return finishes_text(effect)
        case _:
            return figure_text(effect, column, language)


def _style(column: Column) -> str:
    return ' class="text"' if column == "finishes" else ""


def help_html(language: Language) -> str:
    """What each figure says and how it is computed, folded."""
    terms = "".join(
        f"<dt>{escape(say(language, f'effect_{column}'))}</dt>"
        f"<dd>{escape(say(language, f'effect_help_{column}'))}</dd>"
        for column in COLUMNS
    )
    return (
        f'<details class="effect-help" data-fold="help"><summary>'
        f"{escape(say(language, 'effect_help'))}</summary>"
        f"<p>{escape(say(language, 'effect_help_all'))}</p><dl>{terms}</dl></details>"
    )
