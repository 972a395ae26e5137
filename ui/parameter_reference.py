"""The reference of request parameters: its rows, searched and filtered, and their words. Pure."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from backends.parameter_reference import REFERENCE, other_names, variant, variants
from backends.parameter_types import ENDPOINTS, Endpoint, Parameter
from ui.texts import Language, say

NAMES: dict[Endpoint, str] = {
    "chat": "Chat Completions",
    "responses": "Responses",
    "completions": "Completions",
    "embeddings": "Embeddings",
}
PATHS: dict[Endpoint, str] = {
    "chat": "/chat/completions",
    "responses": "/responses",
    "completions": "/completions",
    "embeddings": "/embeddings",
}
STATUSES = ("current", "deprecated", "panel", "changed")
LONGEST_QUERY = 200
LARGEST_SHOWN = 1e12  # a range as wide as 64 bits says nothing as digits


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """key: its name, with an API call's behind it where several have the name.

    searched: what a search looks through, in lower case: both languages and other names.
    """

    key: str
    parameter: Parameter
    searched: str
    others: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What filters say; "" is anything.

    query: words that must all be found. endpoint: one of `ENDPOINTS`. status: one of
    `STATUSES`.
    """

    query: str = ""
    endpoint: Endpoint | None = None
    status: str = ""


def key_of(row: Parameter) -> str:
    alone = len(variants(row.name)) == 1
    return row.name if alone else f"{row.name}@{row.endpoints[0]}"


def _row(parameter: Parameter) -> ReferenceRow:
    others = " ".join(other_names(parameter))
    texts = (
        *(parameter.name, parameter.label_en, parameter.label_zh, others),
        *(parameter.meaning_en, parameter.meaning_zh, *parameter.choices),
    )
    return ReferenceRow(key_of(parameter), parameter, " ".join(texts).casefold(), others)


ROWS: tuple[ReferenceRow, ...] = tuple(map(_row, REFERENCE))
BY_KEY: dict[str, ReferenceRow] = {row.key: row for row in ROWS}


def wanted_from(asked: dict[str, Any]) -> Wanted:
    """What the page's script sent; anyone can send anything."""
    query, status = asked.get("query"), asked.get("status")
    return Wanted(
        query=query[:LONGEST_QUERY] if isinstance(query, str) else "",
        endpoint=next((each for each in ENDPOINTS if each == asked.get("endpoint")), None),
        status=next((each for each in STATUSES if each == status), ""),
    )


def found(wanted: Wanted, changed: Callable[[Parameter], bool]) -> list[ReferenceRow]:
    """Rows that the filters let through; those whose name is searched for come first.

    changed: whether the chosen model refuses a parameter, or wants it otherwise.
    """
    words = wanted.query.casefold().split()
    kept = [
        row
        for row in ROWS
        if all(word in row.searched for word in words)
        and (wanted.endpoint is None or wanted.endpoint in row.parameter.endpoints)
        and _has_status(row.parameter, wanted.status, changed)
    ]
    name = "_".join(words)
    return sorted(kept, key=lambda row: _distance(row, name)) if name else kept


def _has_status(row: Parameter, status: str, changed: Callable[[Parameter], bool]) -> bool:
    match status:
        case "current":
            return not row.deprecated
        case "deprecated":
            return row.deprecated
        case "panel":
            return row.status == "panel"
        case "changed":
            return changed(row)
        case _:
            return True


def _distance(row: ReferenceRow, name: str) -> int:
    """How far a row is from being what was searched for by its name."""
    own = row.parameter.name
    if own == name:
        return 0
    if own.startswith(name):
        return 1
    if name in own:
        return 2
    return 3 if name in row.others else 4


def linked(name: str, endpoints: Iterable[Endpoint]) -> str:
    """The key of `name`, or of the object that holds it, in the first of these; "": none."""
    base = name.partition(".")[0]
    rows = (variant(base, endpoint) for endpoint in endpoints)
    return next((key_of(row) for row in rows if row), "")


def meaning(row: Parameter, language: Language) -> str:
    return row.meaning_zh if language == "zh" else row.meaning_en


def endpoint_name(endpoint: Endpoint, language: Language) -> str:
    name = NAMES[endpoint]
    return say(language, "reference_legacy", name=name) if endpoint == "completions" else name


def joined(texts: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(texts)


def type_text(row: Parameter, language: Language) -> str:
    kinds = [say(language, f"type_{kind}") for kind in row.type.split(" or ")]
    if len(kinds) == 1:
        return kinds[0]
    return say(language, "type_either", one=kinds[0], other=kinds[1])


def range_text(row: Parameter, language: Language) -> str:
    """Allowed words, numbers, or how many there may be; "" where nothing is stated."""
    extent = _extent(row.minimum, row.maximum, language)
    if row.name == "logit_bias":
        extent = say(language, "range_each", range=extent)
    parts = [", ".join(row.choices), extent, _count(row, language)]
    return joined([part for part in parts if part], language)


def _extent(low: float | None, high: float | None, language: Language) -> str:
    if low is None and high is None:
        return ""
    if max(abs(low or 0), abs(high or 0)) > LARGEST_SHOWN:
        return say(language, "range_wide")
    if high is None:
        return f"≥ {low:g}"
    return f"≤ {high:g}" if low is None else f"{low:g} … {high:g}"


def _count(row: Parameter, language: Language) -> str:
    if row.max_length is not None:
        return say(language, "range_characters", high=row.max_length)
    if row.type == "object" and row.max_items:
        return say(language, "range_pairs", high=row.max_items)
    if row.max_items:
        return say(language, "range_items", low=row.min_items, high=f"{row.max_items:,}")
    return say(language, "range_items_from", low=row.min_items) if row.min_items else ""


def default_text(row: Parameter, language: Language) -> str:
    """As it is written in JSON, texts without quotes; "" where none is stated."""
    if row.required_by == row.endpoints:
        return say(language, "reference_required")
    if row.default is None:
        return ""
    return row.default if isinstance(row.default, str) else json.dumps(row.default)


def example_text(row: Parameter) -> str:
    """The parameter as it stands in the body of a request."""
    return json.dumps({row.name: row.example}, ensure_ascii=False, indent=2)
