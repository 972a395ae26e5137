"""A run as a JSON file, complete and without owner, and such a file as a run.

Whoever imports one gets all of it or a `NotReadable` that says what is wrong, and where.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from store.errors import Flaw, NotReadable
from store.shape import from_plain, to_plain
from store.types import ALL_BAD, LONGEST_TITLE, TIE, LaneRecord, Run, TurnRecord, broken_off

FORMAT = "parley-run"
VERSION = 1
MOST_BYTES = 20_000_000
MOST_LEVELS = 30
MOST_PARTS = 1_000_000  # objects and arrays; each takes memory whatever its size in the file
MOST_LANES = 8
MOST_REPLIES = 20
MOST_NUMBER = 100_000
MOST_SECONDS = 253_402_300_800.0  # the year 10000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """What stands in the file, in this order. Version 1."""

    format: str
    version: int
    id: str
    title: str
    created_at: float
    lanes: tuple[LaneRecord, ...]


def write_run(run: Run) -> bytes:
    """The same run always gives the same bytes."""
    file = RunFile(
        format=FORMAT,
        version=VERSION,
        id=run.id,
        title=run.title,
        created_at=run.created_at,
        lanes=run.lanes,
    )
    return (json.dumps(to_plain(file), ensure_ascii=False, indent=1) + "\n").encode()


def read_run(content: bytes) -> Run:
    """The run in an exported file; it has no owner until it is kept.

    Raises `NotReadable` for anything that is not wholly understood.
    """
    if len(content) > MOST_BYTES or content.count(b"[") + content.count(b"{") > MOST_PARTS:
        raise NotReadable("too_large")
    value = _parsed(content)
    _check_levels(value)
    _check_version(value)
    file = cast(RunFile, from_plain(RunFile, value))
    _check(0 <= file.created_at < MOST_SECONDS, "created_at")
    _check(len(file.id) <= 64, "id")
    _check(len(file.title) <= LONGEST_TITLE, "title")
    _check_lanes(file.lanes)
    return broken_off(
        Run(id=file.id, owner="", title=file.title, created_at=file.created_at, lanes=file.lanes)
    )


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotReadable("damaged", f"line {line}") from None
    except json.JSONDecodeError as error:
        raise NotReadable("damaged", f"line {error.lineno}") from None
    except RecursionError:
        raise NotReadable("too_deep") from None
    except ValueError:  # a whole number of thousands of digits
        raise NotReadable("damaged", "a number") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different: of two values one would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotReadable("repeated", json.dumps(twice[:60]))
    return found


def _check_levels(value: Any) -> None:
    """Level by level: no depth can exhaust the stack."""
    level: list[Any] = _groups([value])
    for _ in range(MOST_LEVELS):
        level = [inner for group in level for inner in _groups(_inside(group))]
    if level:
        raise NotReadable("too_deep")


def _groups(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _inside(group: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return group.values() if isinstance(group, dict) else group


def _check_version(value: Any) -> None:
    """Before any field is looked at: another version may have others."""
    file = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    if file.get("format") != FORMAT:
        raise NotReadable("wrong_format")
    version = file.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise NotReadable("wrong_type", "version")
    if version != VERSION:
        raise NotReadable("newer_version" if version > VERSION else "unknown_version")


def _check_lanes(lanes: tuple[LaneRecord, ...]) -> None:
    _check(1 <= len(lanes) <= MOST_LANES, "lanes")
    keys: set[str] = set()
    for at, lane in enumerate(lanes):
        place = f"lanes[{at}]"
        _check(0 < len(lane.key) <= 40 and lane.key.isprintable(), f"{place}.key")
        _check(lane.key not in (TIE, ALL_BAD), f"{place}.key")
        _check(lane.key not in keys, f"{place}.key", "repeated")
        keys.add(lane.key)
        _check_turns(lane.turns, place)


def _check_turns(turns: tuple[TurnRecord, ...], place: str) -> None:
    last = -1
    for at, turn in enumerate(turns):
        number = f"{place}.turns[{at}].number"
        _check(0 <= turn.number <= MOST_NUMBER, number)
        _check(turn.number != last, number, "repeated")
        _check(turn.number > last, number)
        _check(len(turn.replies) <= MOST_REPLIES, f"{place}.turns[{at}].replies")
        last = turn.number


def _check(fits: bool, place: str, reason: Flaw = "out_of_range") -> None:
    if not fits:
        raise NotReadable(reason, place)
