"""Votes on the turns of runs. A vote keeps what it was about: the lanes as they were shown.

Deleting a run deletes its votes. Retrying a turn or removing a lane does not change
them. Every call raises `NotKept` when the database does not work.
"""

import json
import time
from dataclasses import replace
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.errors import AlreadyVoted, BadVote, NotFound, NotKept, NotReadable
from store.run_rows import read_run_rows, run_of, to_json
from store.schema import VOTES
from store.shape import from_plain
from store.types import ALL_BAD, TIE, LaneRecord, Run, TurnRecord, Vote, check_owner, is_id, new_id


class Votes:
    """Votes of all owners. One for a process, used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cast(
        self,
        owner: str,
        run_id: str,
        turn: int,
        order: tuple[str, ...],
        winner: str,
        blind: bool = False,
    ) -> Vote:
        """Keep one vote, with the lanes as the store has them: grow the run before.

        turn: the number of the message. order: keys of the lanes as shown, from left to
        right. winner: one of them, "tie" or "all_bad".
        Raises `NotFound`, `BadVote`, and `AlreadyVoted` for a second one on this turn.
        """
        with self._database.writing() as connection:
            row = run_of(connection, owner, run_id)
            lanes = shown_lanes(read_run_rows(connection, row), turn, order, winner)
            vote = Vote(
                id=new_id(),
                run_id=row.id,
                owner=owner,
                turn=turn,
                order=order,
                winner=winner,
                blind=blind,
                created_at=round(time.time(), 3),
                models=tuple(lane.turns[-1].model for lane in lanes),
            )
            try:
                connection.execute(VOTES.insert().values(_values(vote, lanes)))
            except IntegrityError as error:
                raise AlreadyVoted from error
        return vote

    def list(self, owner: str, run_id: str | None = None) -> tuple[Vote, ...]:
        """The oldest first; of one run or, with `None`, of all. Another's run has none."""
        listed: list[Any] = [column for column in VOTES.c if column.name != "shown"]
        chosen = select(*listed)
        chosen = chosen.where(VOTES.c.owner == check_owner(owner))
        if run_id is not None:
            if not is_id(run_id):
                return ()
            chosen = chosen.where(VOTES.c.run_id == run_id)
        with self._database.reading() as connection:
            rows = list(connection.execute(chosen.order_by(VOTES.c.created_at, VOTES.c.id)))
        return tuple(_vote(row) for row in rows)

    def shown(self, owner: str, vote_id: str) -> tuple[LaneRecord, ...]:
        """What a vote was about: its lanes in the order shown, each up to the turn voted on."""
        mine = VOTES.c.owner == check_owner(owner)
        chosen = select(VOTES.c.shown).where(mine, VOTES.c.id == vote_id)
        if not is_id(vote_id):
            raise NotFound
        with self._database.reading() as connection:
            found = connection.execute(chosen).scalar()
        if found is None:
            raise NotFound
        try:
            return cast(
                tuple[LaneRecord, ...], from_plain(tuple[LaneRecord, ...], json.loads(found))
            )
        except (ValueError, NotReadable) as error:
            raise NotKept("damaged") from error


def shown_lanes(run: Run, turn: int, order: tuple[str, ...], winner: str) -> list[LaneRecord]:
    """The lanes in `order`, each up to `turn`. Raises `BadVote` where the vote does not fit."""
    if len(order) < 2 or len(set(order)) < len(order):
        raise BadVote("too_few_lanes")
    if winner not in (*order, TIE, ALL_BAD):
        raise BadVote("unknown_winner")
    lanes = {lane.key: lane for lane in run.lanes}
    if not lanes.keys() >= set(order):
        raise BadVote("unknown_lane")
    return [replace(lanes[key], turns=_until(lanes[key], turn)) for key in order]


def _until(lane: LaneRecord, number: int) -> tuple[TurnRecord, ...]:
    turns = tuple(turn for turn in lane.turns if turn.number <= number)
    if not turns or turns[-1].number != number:
        raise BadVote("unknown_turn")
    return turns


def _values(vote: Vote, lanes: list[LaneRecord]) -> dict[str, Any]:
    return {
        "id": vote.id,
        "run_id": vote.run_id,
        "owner": vote.owner,
        "turn": vote.turn,
        "lane_order": to_json(vote.order),
        "models": to_json(vote.models),
        "winner": vote.winner,
        "blind": int(vote.blind),
        "created_at": vote.created_at,
        "shown": to_json(lanes),
    }


def _vote(row: Any) -> Vote:
    return Vote(
        id=row.id,
        run_id=row.run_id,
        owner=row.owner,
        turn=row.turn,
        order=tuple(json.loads(row.lane_order)),
        winner=row.winner,
        blind=bool(row.blind),
        created_at=row.created_at,
        models=tuple(json.loads(row.models)),
    )
