"""What stands above the table: filters, columns, files, and servers that failed. Pure."""

from collections.abc import Iterable, Sequence
from html import escape

from backends.catalog import ServerState
from ui.explore.model_choice import CONTEXTS, LONGEST_QUERY, PRICES, Wanted
from ui.explore.model_rows import COLUMNS, ColumnName
from ui.explore.models_table import button
from ui.rows import one_line
from ui.texts import Language, say
from ui.texts_of_errors import explain

ACTIONS = (
    ("open", "models_details"),
    ("chat", "models_chat"),
    ("column", "models_compare"),
    ("ask", "models_test"),
)
"""What can be done with a row, in the order of its menu, and the words for it."""


def tools_html(
    wanted: Wanted,
    servers: Sequence[str],
    owners: Sequence[str],
    columns: Iterable[ColumnName],
    language: Language,
) -> str:
    """One row; on a narrow screen it wraps."""
    search = escape(say(language, "models_search"))
    return (
        '<div class="models-tools" role="search">'
        f'<input type="search" data-wanted="query" aria-label="{search}" placeholder="{search}"'
        f' maxlength="{LONGEST_QUERY}" value="{escape(wanted.query)}" autocomplete="off"'
        ' spellcheck="false">'
        f"{_choice('server', [(name, name) for name in servers], wanted.server, language)}"
        f"{_choice('owner', [(name, name) for name in owners], wanted.owner, language)}"
        f"{_choice('price', prices(language), wanted.price, language)}"
        f"{_choice('context', contexts(language), wanted.context, language)}"
        f"{columns_html(columns, language)}"
        f"{_file('CSV', language)}{_file('Markdown', language)}"
        f"{button('again', say(language, 'refresh'))}"
        f"</div>{menu_html(language)}"
    )


ALL = {
    "server": "models_all_servers",
    "owner": "models_all_owners",
    "price": "models_all_prices",
    "context": "models_all_contexts",
}


def prices(language: Language) -> list[tuple[str, str]]:
    limits = [(usd, say(language, "models_up_to", usd=usd)) for usd in PRICES]
    known = ("known", say(language, "models_priced"))
    unknown = ("unknown", say(language, "models_unpriced"))
    return [("free", say(language, "models_free")), *limits, known, unknown]


def contexts(language: Language) -> list[tuple[str, str]]:
    sizes = [(size, say(language, "models_from", tokens=f"{int(size):,}")) for size in CONTEXTS]
    return [*sizes, ("unknown", say(language, "models_no_context"))]


def _choice(name: str, choices: Sequence[tuple[str, str]], chosen: str, language: Language) -> str:
    """Something chosen that is gone stays a choice, so that what is shown is what holds."""
    known = {value for value, _ in choices}
    listed = [*choices, *([(chosen, chosen)] if chosen and chosen not in known else ())]
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(one_line(text)[:60])}</option>"
        for value, text in [("", say(language, ALL[name])), *listed]
    )
    label = escape(say(language, f"models_{name}"))
    return f'<select data-wanted="{name}" aria-label="{label}">{options}</select>'


def columns_html(chosen: Iterable[ColumnName], language: Language) -> str:
    """Which columns are shown; the model's name always is."""
    on = set(chosen)
    boxes = "".join(
        f'<label><input type="checkbox" data-shown="{column}"'
        f"{' checked' if column in on else ''}> {escape(say(language, f'column_{column}'))}</label>"
        for column in COLUMNS
        if column != "model"
    )
    title = escape(say(language, "models_columns"))
    return f'<details class="models-columns"><summary>{title}</summary><div>{boxes}</div></details>'


def _file(name: str, language: Language) -> str:
    label = escape(say(language, "models_export", format=name))
    return (
        f'<button type="button" data-models="take" data-format="{name.lower()}"'
        f' aria-label="{label}" title="{label}">{name}</button>'
    )


def menu_html(language: Language) -> str:
    """One menu for all rows; the page's script opens it beside a row."""
    entries = "".join(
        f'<button type="button" role="menuitem" tabindex="-1" data-models="{action}">'
        f"{escape(say(language, key))}</button>"
        for action, key in ACTIONS
    )
    return f'<div class="models-menu" role="menu" hidden>{entries}</div>'


def failed_html(states: Iterable[ServerState], language: Language) -> str:
    """A line for each server that could not list its models."""
    lines: list[str] = []
    for state in states:
        if state.error is None:
            continue
        cause, advice = (escape(one_line(text)) for text in explain(language, state.error))
        again = button("again", say(language, "retry"), "models-action")
        lines.append(f"<li><strong>{cause}</strong> {advice} {again}</li>")
    return f'<ul class="models-failed" role="alert">{"".join(lines)}</ul>' if lines else ""


def told_html(sentence: str, more: str = "") -> str:
    """more: HTML behind it."""
    return f'<p class="models-told" role="status">{escape(sentence)} {more}</p>' if sentence else ""
