"""Comparisons that are kept: written as they grow, listed, opened, renamed, deleted.

Every call names the owner first. Another owner's run is `NotFound`, like one that never
was; every call raises `NotKept` when the database does not work.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, and_, distinct, func, select, tuple_

from store.database import Database
from store.errors import MovedOn
from store.run_rows import column_text, read_run_rows, run_of, run_row, write_changes
from store.schema import LANES, RUNS, TURNS
from store.titles import one_line
from store.types import (
    LaneRecord,
    Run,
    RunSummary,
    broken_off,
    check_owner,
    ended,
    new_id,
)

MOST_LISTED = 500  # runs on one page of the list
ALIVE_SECONDS = 30.0
"""A run that was not grown for so long is written by nobody any more."""


@dataclass(frozen=True, slots=True)
class Growing:
    """run: as it was last written. seen: when, on the clock of `Runs`."""

    run: Run
    seen: float


class Runs:
    """Runs of all owners. One for a process, used from any thread.

    clock: seconds, never set back.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database, self._clock = database, clock
        self._growing: dict[str, Growing] = {}
        self._lock = threading.Lock()

    @property
    def moved_aside(self) -> Path | None:
        """Where a damaged file went when the one in use took its place."""
        return self._database.moved_aside

    def begin(
        self,
        owner: str,
        lanes: tuple[LaneRecord, ...],
        title: str = "",
        created_at: float | None = None,
    ) -> Run:
        """Keep a new run, also one that comes from a file; it gets an id of its own.

        title: the first words of the first message where it is blank.
        created_at: seconds since 1970; `None` is now.
        """
        run = Run(
            id=new_id(),
            owner=check_owner(owner),
            title=one_line(title) or title_from(lanes),
            created_at=round(time.time(), 3) if created_at is None else created_at,
            lanes=lanes,
            revision=1,
        )
        with self._database.writing() as connection:
            connection.execute(RUNS.insert().values(run_row(run)))
            write_changes(connection, None, run)
        self._remember(run)
        return run

    def grow(self, run: Run) -> Run:
        """Keep what changed since `run` was begun, opened or last grown.

        Takes a run that came from one of these calls, with new `lanes`; gives it with
        the new revision, which the next call needs. To be called at least every 2 s
        while anything streams, also when nothing came: then it costs a comparison.
        Raises `NotFound` when it was deleted, `MovedOn` when another page went on with
        it; what this page holds can then begin a run of its own.
        """
        known = self._known(run.id)
        if known == run:
            self._remember(run)
            return run
        with self._database.writing() as connection:
            row = run_of(connection, run.owner, run.id)
            after = replace(run, revision=run.revision + 1)
            same = and_(RUNS.c.id == run.id, RUNS.c.revision == run.revision)
            taken = connection.execute(RUNS.update().where(same).values(revision=after.revision))
            if taken.rowcount != 1:
                raise MovedOn
            fresh = known is not None and known.revision == run.revision
            before = known if fresh else read_run_rows(connection, row)
            write_changes(connection, before, after)
        self._remember(after)
        return after

    def open(self, owner: str, run_id: str) -> Run:
        """The run as it stands. Replies whose writer is gone are marked incomplete."""
        with self._database.reading() as connection:
            run = read_run_rows(connection, run_of(connection, owner, run_id))
        return run if self._known(run.id) else broken_off(run)

    def list(
        self, owner: str, limit: int = 50, before: tuple[float, str] | None = None
    ) -> tuple[RunSummary, ...]:
        """The newest first. before: the `place` of the last one seen, for the next page."""
        chosen = RUNS.select().where(RUNS.c.owner == check_owner(owner))
        if before:
            place = tuple_(RUNS.c.created_at, RUNS.c.id)
            chosen = chosen.where(place < (before[0], column_text(before[1])))
        chosen = chosen.order_by(RUNS.c.created_at.desc(), RUNS.c.id.desc()).limit(
            min(max(limit, 1), MOST_LISTED)
        )
        with self._database.reading() as connection:
            rows = list(connection.execute(chosen))
            models, turns = _models(connection, rows), _turns(connection, rows)
        return tuple(
            RunSummary(
                id=row.id,
                title=row.title,
                created_at=row.created_at,
                models=tuple(models.get(row.id, ())),
                turns=turns.get(row.id, 0),
            )
            for row in rows
        )

    def rename(self, owner: str, run_id: str, title: str) -> str:
        """The title as it is kept: one line, not too long. A blank one changes nothing."""
        with self._database.writing() as connection:
            row = run_of(connection, owner, run_id)
            kept = one_line(title) or row.title
            connection.execute(RUNS.update().where(RUNS.c.id == row.id).values(title=kept))
        return kept

    def delete(self, owner: str, run_id: str) -> None:
        """Delete the run with its votes: what was deleted leaves no trace in any result."""
        with self._database.writing() as connection:
            row = run_of(connection, owner, run_id)
            connection.execute(RUNS.delete().where(RUNS.c.id == row.id))
        with self._lock:
            self._growing.pop(run_id, None)

    def _known(self, run_id: str) -> Run | None:
        """What this process wrote last of a run that is still growing."""
        with self._lock:
            growing = self._growing.get(run_id)
        if growing is None or self._clock() - growing.seen > ALIVE_SECONDS:
            return None
        return growing.run

    def _remember(self, run: Run) -> None:
        """Only while it grows; forget those whose page never came to an end."""
        now = self._clock()
        with self._lock:
            gone = [
                run_id
                for run_id, growing in self._growing.items()
                if now - growing.seen > ALIVE_SECONDS
            ]
            for run_id in gone:
                del self._growing[run_id]
            self._growing.pop(run.id, None)
            if not ended(run):
                self._growing[run.id] = Growing(run, now)


def title_from(lanes: tuple[LaneRecord, ...]) -> str:
    """The first words of the first message, "" where there is none."""
    messages = (turn.message for lane in lanes for turn in lane.turns)
    return one_line(next(messages, ""))


def _models(connection: Connection, rows: list[Row[Any]]) -> dict[str, list[str]]:
    ids = [row.id for row in rows]
    chosen = select(LANES.c.run_id, LANES.c.model).where(LANES.c.run_id.in_(ids))
    models: dict[str, list[str]] = {}
    for row in connection.execute(chosen.order_by(LANES.c.run_id, LANES.c.position)):
        models.setdefault(row.run_id, []).append(row.model)
    return models


def _turns(connection: Connection, rows: list[Row[Any]]) -> dict[str, int]:
    ids = [row.id for row in rows]
    count = func.count(distinct(TURNS.c.number))
    chosen = select(TURNS.c.run_id, count).where(TURNS.c.run_id.in_(ids)).group_by(TURNS.c.run_id)
    return {run_id: turns for run_id, turns in connection.execute(chosen)}
