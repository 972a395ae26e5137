"""The table of request parameters, as HTML. Pure; a model's name is escaped."""

from collections.abc import Sequence
from html import escape

from ui.explore.parameters_here import Evidence, asked_of, here, here_text
from ui.parameter_reference import (
    ROWS,
    ReferenceRow,
    Wanted,
    default_text,
    endpoint_name,
    joined,
    meaning,
    range_text,
    type_text,
)
from ui.rows import one_line
from ui.texts import Language, say

COLUMNS = ("name", "meaning", "type", "range", "default", "apis")
LONGEST_MODEL = 60


def table_html(
    rows: Sequence[ReferenceRow],
    wanted: Wanted,
    model: str,
    evidence: Evidence | None,
    language: Language,
) -> str:
    """How many there are, and the table; a sentence where nothing is found.

    model: as a person chose it; its column is there while something chosen is known.
    """
    count = f'<p class="models-count" role="status">{escape(count_text(rows, language))}</p>'
    if not rows:
        clear = escape(say(language, "reference_clear"))
        return (
            f'{count}<p><button type="button" class="models-action" data-reference="clear">'
            f"{clear}</button></p>"
        )
    heads = [_head(column, say(language, f"reference_{column}")) for column in COLUMNS]
    if evidence:
        heads.append(_head("here", say(language, "reference_here", model=_short(model))))
    body = "".join(_row_html(row, wanted, evidence, language) for row in rows)
    label = escape(say(language, "reference_table"))
    return (
        f'{count}<div class="models-box" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def count_text(rows: Sequence[ReferenceRow], language: Language) -> str:
    total = len(ROWS)
    if not rows:
        return say(language, "reference_not_found", total=total)
    key = "reference_count" if len(rows) == total else "reference_found"
    return say(language, key, found=len(rows), total=total)


def _short(model: str) -> str:
    return one_line(model)[:LONGEST_MODEL]


def _head(column: str, text: str) -> str:
    return f'<th scope="col" class="{column}"><bdi>{escape(text)}</bdi></th>'


def _row_html(
    row: ReferenceRow, wanted: Wanted, evidence: Evidence | None, language: Language
) -> str:
    parameter = row.parameter
    cells = [
        _cell("meaning", meaning(parameter, language), language),
        _cell("type", type_text(parameter, language), language),
        _cell("range", range_text(parameter, language), language),
        _cell("default", default_text(parameter, language), language),
        _cell("apis", apis_text(row, language), language),
    ]
    if evidence:
        found = here(parameter, asked_of(parameter, wanted.endpoint), evidence)
        text = escape(here_text(found, language))
        cells.append(f'<td class="here" data-state="{found.state}"><bdi>{text}</bdi></td>')
    return (
        f'<tr data-key="{escape(row.key)}"><th scope="row" class="name">'
        f'<button type="button" data-reference="open">{name_html(parameter.name)}</button>'
        f"{_below(row, language)}</th>{''.join(cells)}</tr>"
    )


def name_html(name: str) -> str:
    """It may be broken after an underscore."""
    return escape(name).replace("_", "_<wbr>")


def _below(row: ReferenceRow, language: Language) -> str:
    """Which of several of its name it is, and by what it is replaced."""
    texts = [] if row.key == row.parameter.name else [apis_text(row, language)]
    if row.parameter.deprecated:
        names = joined(row.parameter.replaced_by, language)
        key = "reference_use" if names else "reference_old"
        texts.append(say(language, key, names=names))
    return "".join(f"<small>{escape(text)}</small>" for text in texts)


def apis_text(row: ReferenceRow, language: Language) -> str:
    return joined([endpoint_name(each, language) for each in row.parameter.endpoints], language)


def _cell(kind: str, text: str, language: Language) -> str:
    if not text:
        unstated = escape(say(language, "reference_unstated"))
        return f'<td class="{kind}"><span aria-hidden="true">–</span><i>{unstated}</i></td>'
    return f'<td class="{kind}"><bdi>{escape(text)}</bdi></td>'
