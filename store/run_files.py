"""A run as a JSON file, complete and without owner, and such a file as a run.

Whoever imports one gets all of it or a `NotReadable` that says what is wrong, and where.
"""

import json
from dataclasses import dataclass
from typing import Any, cast

from store.errors import NotReadable
from store.json_files import check, check_levels, check_version, parsed
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
    value = parsed(content)
    check_levels(value, MOST_LEVELS)
    given = cast(dict[str, Any], value) if isinstance(value, dict) else {}
    if given.get("format") != FORMAT:
        raise NotReadable("wrong_format")
    check_version(given, VERSION)
    file = cast(RunFile, from_plain(RunFile, value))
    check(0 <= file.created_at < MOST_SECONDS, "created_at")
    check(len(file.id) <= 64, "id")
    check(len(file.title) <= LONGEST_TITLE, "title")
    _check_lanes(file.lanes)
    return broken_off(
        Run(id=file.id, owner="", title=file.title, created_at=file.created_at, lanes=file.lanes)
    )


def _check_lanes(lanes: tuple[LaneRecord, ...]) -> None:
    check(1 <= len(lanes) <= MOST_LANES, "lanes")
    keys: set[str] = set()
    for at, lane in enumerate(lanes):
        place = f"lanes[{at}]"
        check(0 < len(lane.key) <= 40 and lane.key.isprintable(), f"{place}.key")
        check(lane.key not in (TIE, ALL_BAD), f"{place}.key")
        check(lane.key not in keys, f"{place}.key", "repeated")
        keys.add(lane.key)
        _check_turns(lane.turns, place)


def _check_turns(turns: tuple[TurnRecord, ...], place: str) -> None:
    last = -1
    for at, turn in enumerate(turns):
        number = f"{place}.turns[{at}].number"
        check(0 <= turn.number <= MOST_NUMBER, number)
        check(turn.number != last, number, "repeated")
        check(turn.number > last, number)
        check(len(turn.replies) <= MOST_REPLIES, f"{place}.turns[{at}].replies")
        last = turn.number
