"""Models as the table has them: what the catalog says, what tests and refusals taught. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal, get_args

from backends.catalog_rows import CatalogRow
from backends.learned import Habits
from backends.probe_types import ABILITIES, UNKNOWN, Ability, AbilityName, Probe

ColumnName = Literal[
    "model",
    "server",
    "owner",
    "created",
    "context",
    "input",
    "cached",
    "output",
    "shutdown",
    "abilities",
    "context_source",
    "source",
    "first",
    "speed",
    "streaming",
    "usage",
    "temperature",
    "logprobs",
    "json_schema",
    "tools",
    "images",
    "tested",
]
COLUMNS: tuple[ColumnName, ...] = get_args(ColumnName)
"""In the order in which they stand."""
BY_NAME: Mapping[str, ColumnName] = {name: name for name in COLUMNS}
USUAL: tuple[ColumnName, ...] = (
    *("model", "server", "owner", "created", "context"),
    *("input", "cached", "output", "shutdown", "abilities", "context_source", "source"),
)
ABILITY: Mapping[str, AbilityName] = {name: name for name in ABILITIES}
"""The columns that are about one ability each."""
NUMBERS = frozenset({"context", "input", "cached", "output", "first", "speed"})

AbilitySource = Literal["tested", "learned", "unknown"]
Value = str | int | float | Decimal
LEARNED_FROM: Mapping[AbilityName, str] = {
    "temperature": "temperature",
    "logprobs": "logprobs",
    "json_schema": "response_format",
    "tools": "tools",
}
"""The parameter whose refusal says that a model lacks an ability."""
REFUSED = Ability("no", "refused")


@dataclass(frozen=True, slots=True)
class ModelRow:
    """searched: what a search looks through, in lower case. abilities: each with its source.

    habits: what the model's refusals taught; `None`: nothing.
    """

    facts: CatalogRow
    searched: str
    probe: Probe | None
    habits: Habits | None
    abilities: Mapping[AbilityName, tuple[Ability, AbilitySource]]

    @property
    def name(self) -> str:
        return self.facts.name


NOTHING_KNOWN: Mapping[AbilityName, tuple[Ability, AbilitySource]] = {
    name: (UNKNOWN, "unknown") for name in ABILITIES
}


def model_row(facts: CatalogRow, probe: Probe | None, habits: Habits | None) -> ModelRow:
    searched = f"{facts.name} {facts.owner} {facts.base_model}".casefold()
    known = abilities_of(probe, habits) if probe or habits else NOTHING_KNOWN
    return ModelRow(facts, searched, probe, habits, known)


def abilities_of(
    probe: Probe | None, habits: Habits | None
) -> dict[AbilityName, tuple[Ability, AbilitySource]]:
    """What a test said; where that is nothing, what refusals in chats taught."""
    known: dict[AbilityName, tuple[Ability, AbilitySource]] = {}
    for name in ABILITIES:
        tested = probe.ability(name) if probe else UNKNOWN
        if tested.state != "unknown":
            known[name] = (tested, "tested")
        elif habits and _lacks(habits, name):
            known[name] = (REFUSED, "learned")
        else:
            known[name] = (tested, "tested" if tested.why else "unknown")
    return known


def _lacks(habits: Habits, name: AbilityName) -> bool:
    if name == "usage":
        return habits.without_usage
    return LEARNED_FROM.get(name) in habits.dropped


def value_of(row: ModelRow, column: ColumnName) -> Value | None:
    """What the column is sorted by and exported as; `None`: unknown."""
    ability = ABILITY.get(column)
    match column:
        case _ if ability:
            return _state(row, ability)
        case "first" | "speed" | "tested":
            return _tested(row.probe, column)
        case "abilities":
            states = [ability.state for ability, _ in row.abilities.values()]
            return states.count("yes") if set(states) != {"unknown"} else None
        case _:
            return _fact(row.facts, column)


def _fact(facts: CatalogRow, column: ColumnName) -> Value | None:
    values: dict[str, Value | None] = {
        "model": facts.model,
        "server": facts.server,
        "owner": facts.owner or None,
        "created": day(facts.created) or None,
        "context": facts.context_window,
        "context_source": _known(facts.context_source),
        "input": facts.input_usd,
        "cached": facts.cached_usd,
        "output": facts.output_usd,
        "source": _known(facts.price_source),
        "shutdown": facts.shutdown_date if shutdown_day(facts.shutdown_date) else None,
    }
    return values[column]


def _known(source: str) -> str | None:
    return None if source == "unknown" else source


def _tested(probe: Probe | None, column: Literal["first", "speed", "tested"]) -> Value | None:
    if probe is None:
        return None
    match column:
        case "first":
            return probe.seconds_to_first_token
        case "speed":
            return probe.tokens_per_second
        case "tested":
            return day(probe.tested_at)


def _state(row: ModelRow, name: AbilityName) -> str | None:
    state = row.abilities[name][0].state
    return None if state == "unknown" else state


def day(moment: float | None) -> str:
    """The ISO date, in UTC, of seconds since 1970; "" for none, or for what is no date."""
    try:
        return datetime.fromtimestamp(moment, UTC).date().isoformat() if moment else ""
    except (ValueError, OverflowError, OSError):  # a server may say anything
        return ""


def shutdown_day(text: str) -> date | None:
    """The day in a server's words, such as "2027-01-14" or with a time behind it."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def columns_from(names: Iterable[object]) -> tuple[ColumnName, ...]:
    """Those of `COLUMNS` that are named, in their order; the model always is."""
    wanted = {"model", *map(str, names)}
    return tuple(column for name, column in BY_NAME.items() if name in wanted)
