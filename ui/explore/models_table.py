"""The table of one page of models, as HTML. Pure; every text of a server is escaped."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from ui.explore.model_cells import cell_text, price_table_text
from ui.explore.model_choice import SIZES, Order, Page
from ui.explore.model_rows import NUMBERS, ColumnName, ModelRow
from ui.texts import Language, say

LONGEST_LABEL = 100  # characters of a name that is read aloud


def table_html(
    page: Page[ModelRow],
    columns: Sequence[ColumnName],
    order: Order,
    size: int,
    language: Language,
    today: date,
) -> str:
    """Count, table and pages; a sentence where nothing is found. columns: `model` is the first."""
    count = f'<p class="models-count" role="status">{escape(count_text(page, language))}</p>'
    if not page.total:
        key = "models_clear" if page.known else "refresh"
        action = "clear" if page.known else "again"
        return f"{count}<p>{button(action, say(language, key), 'models-action')}</p>"
    heads = "".join(head_html(column, order, language) for column in columns)
    rows = "".join(row_html(row, columns, language, today) for row in page.rows)
    label = escape(say(language, "models_table"))
    return (
        f'{count}<div class="models-box" tabindex="0" role="region" aria-label="{label}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{pages_html(page, size, language)}"
    )


def count_text(page: Page[Any], language: Language) -> str:
    known = f"{page.known:,}"
    if not page.total:
        return (
            say(language, "models_not_found", known=known)
            if page.known
            else say(language, "models_none")
        )
    last = page.first + len(page.rows) - 1
    key = "models_count" if page.total == page.known else "models_found"
    values = {"first": f"{page.first:,}", "last": f"{last:,}", "total": f"{page.total:,}"}
    return say(language, key, **values, known=known)


def head_html(column: ColumnName, order: Order, language: Language) -> str:
    """A button that sorts; pressed again it turns the order round."""
    name = escape(say(language, f"column_{column}"))
    sorted_ = ""
    if order.column == column:
        sorted_ = f' aria-sort="{"descending" if order.descending else "ascending"}"'
    return (
        f'<th scope="col" class="{kind_of(column)}"{sorted_}>'
        f'<button type="button" data-models="sort" data-column="{column}">{name}</button></th>'
    )


def kind_of(column: ColumnName) -> str:
    return f"{column} number" if column in NUMBERS else column


def row_html(row: ModelRow, columns: Sequence[ColumnName], language: Language, today: date) -> str:
    cells = "".join(cell_html(row, column, language, today) for column in columns[1:])
    name = escape(row.name)
    label = escape(say(language, "models_actions", model=row.facts.model[:LONGEST_LABEL]))
    return (
        f'<tr data-name="{name}"><th scope="row" class="model"><div>'
        f'<button type="button" data-models="open"><bdi>{escape(row.facts.model)}</bdi></button>'
        f'<button type="button" data-models="menu" aria-haspopup="menu" aria-label="{label}">⋯'
        f"</button></div></th>{cells}</tr>"
    )


def cell_html(row: ModelRow, column: ColumnName, language: Language, today: date) -> str:
    text = cell_text(row, column, language, today, brief=True)
    kind = kind_of(column)
    if not text:
        unknown = escape(say(language, "models_unknown"))
        return f'<td class="{kind}"><span aria-hidden="true">–</span><i>{unknown}</i></td>'
    return f'<td class="{kind}"><bdi>{escape(text)}</bdi></td>'


def pages_html(page: Page[Any], size: int, language: Language) -> str:
    last = page.pages - 1
    at_start, at_end = page.number == 0, page.number == last
    label = escape(say(language, "models_pages"))
    where = say(language, "models_page", page=f"{page.number + 1:,}", pages=f"{page.pages:,}")
    sizes = "".join(
        f'<option value="{each}"{" selected" if each == size else ""}>'
        f"{escape(say(language, 'models_size', count=each))}</option>"
        for each in SIZES
    )
    return (
        f'<nav class="models-pages" aria-label="{label}">'
        f"{_turn(0, 'models_first_page', '«', at_start, language)}"
        f"{_turn(page.number - 1, 'models_earlier_page', '‹', at_start, language)}"
        f"<span>{escape(where)}</span>"
        f"{_turn(page.number + 1, 'models_next_page', '›', at_end, language)}"
        f"{_turn(last, 'models_last_page', '»', at_end, language)}"
        f"<small>{escape(price_table_text(language))}</small>"
        f'<select data-wanted="size" aria-label="{escape(say(language, "models_rows"))}">{sizes}'
        "</select></nav>"
    )


def _turn(number: int, key: str, sign: str, off: bool, language: Language) -> str:
    label = escape(say(language, key))
    return (
        f'<button type="button" data-models="turn" data-page="{number}" aria-label="{label}"'
        f' title="{label}"{" disabled" if off else ""}>{sign}</button>'
    )


def button(action: str, text: str, kind: str = "") -> str:
    return f'<button type="button" class="{kind}" data-models="{action}">{escape(text)}</button>'
