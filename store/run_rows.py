"""A run as rows, and rows as a run. What did not change is not written again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, and_

from store.errors import NotFound, NotKept, NotReadable
from store.schema import LANES, REPLIES, RUNS, TURNS
from store.shape import from_plain, to_plain, well_formed
from store.types import LaneRecord, ReplyRecord, Run, TurnRecord, check_owner, is_id

Key = tuple[str | int, ...]
"""What a row is found by within its run, the columns of the table's primary key in order."""

NO_TEXT: dict[str, Any] = {"text": "", "reasoning": ""}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts of a run by their keys; a lane is without its turns, a turn without replies."""

    lanes: dict[Key, tuple[int, LaneRecord]]
    turns: dict[Key, TurnRecord]
    replies: dict[Key, ReplyRecord]


def write_changes(connection: Connection, before: Run | None, after: Run) -> None:
    """Make the rows of `before` those of `after`; `None`: there are none yet."""
    old, new = _pieces(before.lanes if before else ()), _pieces(after.lanes)
    # First what hangs from others is taken away, then what others hang from is put there.
    for table, olds, news in reversed(_by_table(old, new)):
        for key in olds.keys() - news.keys():
            connection.execute(table.delete().where(_found(table, after.id, key)))
    for table, olds, news in _by_table(old, new):
        for key, piece in news.items():
            if key not in olds:
                named = dict(zip(_key_columns(table), key, strict=True))
                values = {"run_id": after.id, **named, **_values(piece)}
                connection.execute(table.insert().values(values))
            elif piece != olds[key]:
                found = _found(table, after.id, key)
                connection.execute(table.update().where(found).values(_values(piece)))


def read_run_rows(connection: Connection, row: Row[Any]) -> Run:
    """The run whose row of `runs` this is. Raises `NotKept` for rows that make no sense."""
    replies: dict[Key, list[ReplyRecord]] = {}
    turns: dict[Key, list[TurnRecord]] = {}
    try:
        for found in _rows(connection, REPLIES, row.id):
            replies.setdefault((found.lane_key, found.number), []).append(_reply(found))
        for found in _rows(connection, TURNS, row.id):
            key = found.lane_key, found.number
            turns.setdefault((found.lane_key,), []).append(_turn(found, replies.get(key, [])))
        lanes = sorted(_rows(connection, LANES, row.id), key=_position)
        records = [_lane(found, turns.get((found.lane_key,), [])) for found in lanes]
    except (ValueError, NotReadable) as error:
        raise NotKept("damaged") from error
    return Run(
        id=row.id,
        owner=row.owner,
        title=row.title,
        created_at=row.created_at,
        lanes=tuple(records),
        revision=row.revision,
    )


def run_row(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "owner": run.owner,
        "title": column_text(run.title),
        "created_at": run.created_at,
        "revision": run.revision,
    }


def column_text(text: str) -> str:
    """`text` as every database takes it: PostgreSQL refuses the character 0."""
    return well_formed(text).replace("\0", "\ufffd")


def to_json(value: Any) -> str:
    return json.dumps(to_plain(value), separators=(",", ":"))


def _by_table(
    old: Pieces, new: Pieces
) -> list[tuple[Table, Mapping[Key, object], Mapping[Key, object]]]:
    return [
        (LANES, old.lanes, new.lanes),
        (TURNS, old.turns, new.turns),
        (REPLIES, old.replies, new.replies),
    ]


def _pieces(lanes: tuple[LaneRecord, ...]) -> Pieces:
    pieces = Pieces({}, {}, {})
    for position, lane in enumerate(lanes):
        lane_key = column_text(lane.key)
        if (lane_key,) in pieces.lanes:
            raise ValueError(f"Two lanes have the key {lane_key!r}.")
        pieces.lanes[(lane_key,)] = position, replace(lane, turns=())
        for turn in lane.turns:
            pieces.turns[lane_key, turn.number] = replace(turn, replies=())
            for replica, reply in enumerate(turn.replies):
                pieces.replies[lane_key, turn.number, replica] = reply
    return pieces


def _values(piece: object) -> dict[str, Any]:
    match piece:
        case (int() as position, LaneRecord() as lane):
            return {"position": position, **_choice(lane)}
        case TurnRecord():
            return {"message": column_text(piece.message), **_choice(piece)}
        case ReplyRecord():
            return {
                "text": column_text(piece.text),
                "reasoning": column_text(piece.reasoning),
                "details": to_json(replace(piece, **NO_TEXT)),
            }
        case _:
            raise TypeError(f"{type(piece).__name__} has no row")


def _choice(chosen: LaneRecord | TurnRecord) -> dict[str, Any]:
    return {
        "model": column_text(chosen.model),
        "system": column_text(chosen.system),
        "parameters": to_json(chosen.parameters),
    }


def _key_columns(table: Table) -> list[str]:
    return [column.name for column in table.primary_key][1:]


def _found(table: Table, run_id: str, key: Key) -> Any:
    matches = [table.c[name] == value for name, value in zip(_key_columns(table), key, strict=True)]
    return and_(table.c.run_id == run_id, *matches)


def _rows(connection: Connection, table: Table, run_id: str) -> list[Row[Any]]:
    chosen = table.select().where(table.c.run_id == run_id).order_by(*table.primary_key)
    return list(connection.execute(chosen))


def _position(row: Row[Any]) -> int:
    return cast(int, row.position)


def _lane(row: Row[Any], turns: list[TurnRecord]) -> LaneRecord:
    return LaneRecord(
        key=row.lane_key,
        model=row.model,
        system=row.system,
        parameters=json.loads(row.parameters),
        turns=tuple(turns),
    )


def _turn(row: Row[Any], replies: list[ReplyRecord]) -> TurnRecord:
    return TurnRecord(
        number=row.number,
        message=row.message,
        model=row.model,
        system=row.system,
        parameters=json.loads(row.parameters),
        replies=tuple(replies),
    )


def _reply(row: Row[Any]) -> ReplyRecord:
    details = cast(ReplyRecord, from_plain(ReplyRecord, json.loads(row.details)))
    return replace(details, text=row.text, reasoning=row.reasoning)


def run_of(connection: Connection, owner: str, run_id: str) -> Row[Any]:
    """The row of `runs`. Raises `NotFound` unless it is this owner's."""
    chosen = RUNS.select().where(RUNS.c.id == run_id, RUNS.c.owner == check_owner(owner))
    row = connection.execute(chosen).first() if is_id(run_id) else None
    if row is None:
        raise NotFound
    return row
