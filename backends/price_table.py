"""Finds a model in the bundled price table, and only by its own name.

The table's authors attach to each model the names it goes by. Some are whole
names ("gpt-5.6" is an alias of gpt-5.6-sol), some only a beginning or a part
("claude-3-opus…", "…o4-mini…"). A beginning would also price "claude-3-opus-mine",
so here it counts only where nothing follows but a snapshot: a date, a version
number or "latest". A model's identifier in the table is a name too, if the table
itself finds the model by it. All else is unknown rather than somebody else's price.
The table comes with the package and is read without any network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import (
    ClauseContains,
    ClauseEquals,
    ClauseOr,
    ClauseRegex,
    ClauseStartsWith,
    MatchLogic,
    ModelInfo,
    Provider,
)

from backends.server import ServerKind

LONGEST_NAME = 300
RENTED = frozenset({"modal"})
"""Hosts of people's own servers, paid by the hour: a price per token would be wrong."""

SNAPSHOT = r"(?:latest|\d{3,4}|\d{8}|\d{4}-\d{2}-\d{2})"


@dataclass(slots=True)
class _Names:
    """The models of one provider by whole name, and those known by a pattern."""

    whole: dict[str, ModelInfo] = field(default_factory=dict[str, ModelInfo])
    patterns: list[tuple[re.Pattern[str], ModelInfo]] = field(
        default_factory=list[tuple[re.Pattern[str], ModelInfo]]
    )


def find(provider: str, name: str) -> ModelInfo | None:
    """The model that goes by `name` at `provider`, or at one whose models it resells."""
    if not 0 < len(name) <= LONGEST_NAME:
        return None
    name = name.lower().removeprefix("models/")  # Google lists its models under this folder
    resold = providers()[provider].fallback_model_providers or []
    for seller in (provider, *resold):
        names = _names(seller)
        if model := names.whole.get(name):
            return model
        for pattern, model in names.patterns:
            if pattern.fullmatch(name):
                return model
    return None


@lru_cache(maxsize=256)
def provider_of(kind: ServerKind, base_url: str) -> str | None:
    """Who sends the bill for this address, by the table's name; `None`: nobody known."""
    if kind == "local":
        return None
    if kind == "azure":
        return "azure"
    address = _public_address(base_url)
    if address is None:
        return None
    for name, provider in providers().items():
        matched = re.match(provider.api_pattern, address)
        if matched and _covers_host(matched.group(), address):
            return None if name in RENTED else name
    return None


@lru_cache(maxsize=1)
def providers() -> dict[str, Provider]:
    """Everyone in the table, by name."""
    return {provider.id: provider for provider in get_snapshot().providers}


def _public_address(base_url: str) -> str | None:
    """The address without port and credentials; `None` for a private server."""
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if "." not in host or _is_number(host):
        return None
    return f"https://{host}{parts.path}"


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _covers_host(matched: str, address: str) -> bool:
    """Whether a pattern took in the whole host, or all but its top-level domain."""
    host = urlsplit(address).netloc
    rest = host.removeprefix(urlsplit(matched).netloc)
    return not rest or (matched.endswith(".") and "." not in rest)


@cache
def _names(provider: str) -> _Names:
    names = _Names()
    for model in providers()[provider].models:
        for clause in _clauses(model.match):
            match clause:
                case ClauseEquals(equals=text):
                    names.whole.setdefault(text.lower(), model)
                case ClauseRegex(regex=text) if text.startswith("^") and text.endswith("$"):
                    names.patterns.append((re.compile(text), model))
                case ClauseStartsWith(starts_with=text) | ClauseContains(contains=text):
                    names.patterns.append((_snapshots_of(text), model))
                case _:
                    pass
    for model in providers()[provider].models:
        if model.is_match(model.id):
            names.whole.setdefault(model.id.lower(), model)
    return names


def _clauses(clause: MatchLogic) -> Iterator[MatchLogic]:
    if isinstance(clause, ClauseOr):
        for inner in clause.or_:
            yield from _clauses(inner)
    else:
        yield clause


def _snapshots_of(text: str) -> re.Pattern[str]:
    text = text.lower()
    if text.startswith("ft:"):  # the rest of a fine-tuned model's name is its owner's choice
        return re.compile(re.escape(text) + ".*")
    end = SNAPSHOT if text.endswith(("-", "@")) else f"(?:[-@]{SNAPSHOT})?"
    return re.compile(re.escape(text) + end)
