"""A preset as a table of a TOML file, and such a table as a preset. Pure.

TOML has no null, no whole number beyond 64 bits, and its tables make a JSON schema hard to
read. So a parameter that is a number, a text, true, false or a list of these stands in
`parameters`; any other stands in `parameters_json`, as the text of its JSON.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from store.errors import NotReadable
from store.json_files import check, check_levels, parsed
from store.preset_types import MOST_COLUMNS, Preset, PresetColumn, PresetKind, is_name
from store.shape import from_plain, to_plain, within

MOST_LEVELS = 30
MOST_WHOLE = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEntry:
    model: str = ""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parameters_json: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetEntry:
    name: str
    kind: PresetKind = "chat"
    model: str = ""
    system: str = ""
    same_system: bool = True
    same_parameters: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parameters_json: Mapping[str, Any] = field(default_factory=dict[str, Any])
    columns: tuple[ColumnEntry, ...] = ()


def table_of(preset: Preset) -> dict[str, Any]:
    """What is not empty of it. A parameter whose name says that it is a secret is hidden."""
    table: dict[str, Any] = {"name": preset.name, "kind": preset.kind}
    if preset.kind == "columns":
        table |= {"same_system": preset.same_system, "same_parameters": preset.same_parameters}
    table |= _settings(preset)
    if preset.columns:
        table["columns"] = [_settings(column) for column in preset.columns]
    return table


def _settings(chosen: Preset | PresetColumn) -> dict[str, Any]:
    """What is not empty of model, system prompt and parameters."""
    parameters = cast(dict[str, Any], to_plain(chosen.parameters))
    plain = {name: value for name, value in parameters.items() if _is_toml(value)}
    rest = {
        name: json.dumps(value, ensure_ascii=False, indent=2)
        for name, value in parameters.items()
        if name not in plain
    }
    found: dict[str, Any] = {
        "model": to_plain(chosen.model),
        "system": to_plain(chosen.system),
        "parameters": plain,
        "parameters_json": rest,
    }
    return {name: value for name, value in found.items() if value}


def _is_toml(value: Any) -> bool:
    """A number, a text, true or false, or a list of these, that TOML gives back as it is."""
    match value:
        case bool() | str():
            return True
        case int():
            return -MOST_WHOLE <= value < MOST_WHOLE
        case float():
            return math.isfinite(value)
        case list():
            items = cast(list[Any], value)
            return all(not isinstance(item, list) and _is_toml(item) for item in items)
        case _:
            return False


def preset_of(entry: PresetEntry, place: str) -> Preset:
    """Raises `NotReadable`. place: of the table in the file."""
    check(is_name(entry.name), f"{place}.name")
    columns = entry.kind == "columns"
    fewest, most = (1, MOST_COLUMNS) if columns else (0, 0)
    check(fewest <= len(entry.columns) <= most, f"{place}.columns")
    check(not (columns and entry.model), f"{place}.model")
    return Preset(
        name=entry.name,
        kind=entry.kind,
        model=entry.model,
        system=entry.system,
        parameters=_parameters(entry, place),
        columns=tuple(
            _column(column, f"{place}.columns[{at}]") for at, column in enumerate(entry.columns)
        ),
        same_system=entry.same_system,
        same_parameters=entry.same_parameters,
    )


def _column(entry: ColumnEntry, place: str) -> PresetColumn:
    parameters = _parameters(entry, place)
    return PresetColumn(model=entry.model, system=entry.system, parameters=parameters)


def _parameters(entry: PresetEntry | ColumnEntry, place: str) -> dict[str, Any]:
    """Of both tables, by name."""
    inside, as_json = f"{place}.parameters", f"{place}.parameters_json"
    _check_values(entry.parameters, inside)
    found = dict(entry.parameters)
    for name, text in entry.parameters_json.items():
        path = within(as_json, name)
        check(isinstance(text, str), path, "wrong_type")
        check(name not in found, path, "repeated")
        found |= from_plain(Mapping[str, Any], {name: _from_json(text, path)}, as_json)
    return found


def _check_values(value: Any, place: str) -> None:
    """TOML has dates, which no request can carry."""
    match value:
        case dict():
            for name, item in cast(dict[str, Any], value).items():
                _check_values(item, within(place, name))
        case list():
            for at, item in enumerate(cast(list[Any], value)):
                _check_values(item, f"{place}[{at}]")
        case _:
            check(isinstance(value, str | bool | int | float), place, "wrong_type")


def _from_json(text: str, place: str) -> Any:
    try:
        value = parsed(text.encode())
        check_levels(value, MOST_LEVELS)
    except NotReadable as error:
        reason = "wrong_type" if error.reason == "damaged" else error.reason
        raise NotReadable(reason, place, limit=error.limit) from None
    return value
