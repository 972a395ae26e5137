"""The filters above the table of parameters, as HTML. Pure."""

from collections.abc import Sequence
from html import escape

from backends.parameter_types import ENDPOINTS
from ui.parameter_reference import LONGEST_QUERY, STATUSES, Wanted, endpoint_name
from ui.texts import Language, say


def tools_html(wanted: Wanted, language: Language) -> str:
    """One row; on a narrow screen it wraps."""
    search = escape(say(language, "reference_search"))
    endpoints = [
        ("", say(language, "reference_all_endpoints")),
        *((each, endpoint_name(each, language)) for each in ENDPOINTS),
    ]
    statuses = [
        ("", say(language, "reference_all_statuses")),
        *((each, say(language, f"reference_{each}")) for each in STATUSES),
    ]
    return (
        '<div class="models-tools" role="search">'
        f'<input type="search" data-wanted="query" aria-label="{search}" placeholder="{search}"'
        f' maxlength="{LONGEST_QUERY}" value="{escape(wanted.query)}" autocomplete="off"'
        ' spellcheck="false">'
        f"{_choice('endpoint', endpoints, wanted.endpoint or '', language)}"
        f"{_choice('status', statuses, wanted.status, language)}</div>"
    )


def _choice(name: str, choices: Sequence[tuple[str, str]], chosen: str, language: Language) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{escape(text)}</option>'
        for value, text in choices
    )
    label = escape(say(language, f"reference_{name}"))
    return f'<select data-wanted="{name}" aria-label="{label}">{options}</select>'
