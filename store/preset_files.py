"""Presets as a TOML file that a person can read and change, and such a file as presets."""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import tomli_w

from store.errors import NotReadable
from store.json_files import check_levels, check_version, line_and_column
from store.json_items import megabytes
from store.preset_tables import MOST_LEVELS, PresetEntry, preset_of, table_of
from store.preset_types import Preset
from store.shape import from_plain
from store.toml_places import check_names, line_of

FORMAT = "parley-presets"
VERSION = 1
MOST_BYTES = 2_000_000
MOST_PRESETS = 1_000
AT = re.compile(r"\(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetFile:
    """What stands in the file. Version 1."""

    format: str
    version: int
    preset: tuple[PresetEntry, ...] = ()


def write_presets(presets: Iterable[Preset]) -> str:
    """The same presets always give the same text; what is empty is left out.

    A parameter whose name says that it is a secret is not in it.
    """
    tables = [table_of(preset) for preset in presets]
    file: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    if tables:
        file["preset"] = tables
    # In several lines the writer would make a line feed of each end of line.
    several = r"\r\n" not in json.dumps(file)
    return tomli_w.dumps(file, multiline_strings=several)


def read_presets(content: bytes) -> tuple[Preset, ...]:
    """The presets of an exported or a written file, in its order.

    Raises `NotReadable`, with the path and the line, for anything not wholly understood.
    """
    if len(content) > MOST_BYTES:
        raise NotReadable("too_large", limit=megabytes(MOST_BYTES))
    text = _decoded(content)
    value = _loaded(text)
    try:
        return _presets(value)
    except NotReadable as error:
        if error.line or not error.place:
            raise
        line = line_of(text, error.place)
        raise NotReadable(error.reason, error.place, line, 1, error.limit) from None


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotReadable("no_toml", f"line {line}", line, 1) from None


def _loaded(text: str) -> dict[str, Any]:
    check_names(text, MOST_LEVELS)
    try:
        value = tomllib.loads(text)
    except RecursionError:
        raise NotReadable("too_deep", limit=str(MOST_LEVELS)) from None
    except tomllib.TOMLDecodeError as error:
        found = AT.search(str(error))
        line, column = (int(found[1]), int(found[2])) if found else _end(text)
        raise NotReadable("no_toml", line_and_column(line, column), line, column) from None
    except ValueError:  # a number of thousands of digits, or a day that no calendar has
        raise NotReadable("no_toml", "a number or a date") from None
    check_levels(value, MOST_LEVELS)
    return value


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _presets(value: dict[str, Any]) -> tuple[Preset, ...]:
    if value.get("format") != FORMAT:
        raise NotReadable("no_presets")
    check_version(value, VERSION)
    file = cast(PresetFile, from_plain(PresetFile, value))
    if len(file.preset) > MOST_PRESETS:
        raise NotReadable("too_many", "preset", limit=str(MOST_PRESETS))
    return tuple(preset_of(entry, f"preset[{at}]") for at, entry in enumerate(file.preset))
