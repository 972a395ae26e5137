"""Where everything is kept: a SQLite file in the data folder, or PostgreSQL by its URL.

A fault never ends Parley. It is raised as `NotKept` by the call that met it, and the
next call tries again, so that saving goes on by itself once the cause is gone.
"""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from store import postgres
from store.database_url import read_url
from store.errors import Fault, NotKept
from store.schema import STEPS, Step, upgrade, version_of
from store.sqlite_file import (
    WAIT_SECONDS,
    WRITES,
    fault_of,
    identity_of,
    mend_indexes,
    open_engine,
    set_aside_if_damaged,
    use_log,
)

FILE_NAME = "parley.db"
RETRY_SECONDS = 1.0
"""After a failure to open, calls fail at once for so long; else each would wait in line."""

_PASSING: frozenset[Fault] = frozenset({"locked", "full"})  # the open file is not at fault


def open_database(place: Path | str) -> "Database":
    """Open the file in a data folder (a `Path`), or the database at a URL (a `str`).

    Where that fails for now, `problem` says why, and the first call that works mends it.
    Raises `ValueError` for a URL that can never work, as `read_url` does.
    """
    database = Database(place)
    database.try_now()
    return database


class Database:
    """Safe to use from any thread. Its calls wait for the disk: not for an event loop.

    problem: why the last call failed, `None` when it did not.
    moved_aside: where a damaged file went when this one took its place.
    """

    def __init__(
        self,
        place: Path | str,
        steps: Sequence[Step] = STEPS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self.problem: NotKept | None = None
        self.moved_aside: Path | None = None
        self._path, self._url = _read(place)
        self._steps, self._retry_seconds = steps, retry_seconds
        self._engine: Engine | None = None
        self._identity: tuple[int, int] | None = None
        self._suspect = False  # the open file failed, so that it is looked at closely
        self._failed_at: float | None = None
        self._opening, self._writer = threading.Lock(), threading.Lock()

    def try_now(self) -> None:
        """See whether it works; `problem` tells."""
        try:
            with self.reading():
                pass
        except NotKept:
            pass

    @contextmanager
    def reading(self) -> Generator[Connection, None, None]:
        """One transaction that sees one state and changes nothing. Raises `NotKept`."""
        with self._kept(), self._open().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection, None, None]:
        """One transaction, kept whole or not at all. Raises `NotKept`."""
        with self._kept(), self._turn_to_write(), self._open().connect() as connection:
            connection = connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the files. A later call opens them again."""
        with self._opening:
            self._let_go()

    @contextmanager
    def _turn_to_write(self) -> Generator[None, None, None]:
        """Threads wait here in line; SQLite lets waiting processes guess."""
        if not self._writer.acquire(timeout=WAIT_SECONDS):
            raise NotKept("locked")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def _kept(self) -> Generator[None, None, None]:
        """Turn every failure of the database into `NotKept`."""
        try:
            yield
        except NotKept as error:
            self.problem = error
            raise
        except (SQLAlchemyError, OSError) as error:
            self.problem = problem = NotKept(_fault(error))
            if problem.reason not in _PASSING:
                self._suspect = True
            raise problem from error
        self.problem = None

    def _open(self) -> Engine:
        with self._opening:
            if self._suspect or (self._path and identity_of(self._path) != self._identity):
                self._let_go()  # the file is broken, or somebody moved or deleted it
            if self._engine is None:
                self._wait_before_retry()
                try:
                    self._engine = self._opened()
                except (NotKept, SQLAlchemyError, OSError):
                    self._failed_at = time.monotonic()
                    raise
            return self._engine

    def _opened(self) -> Engine:
        if self._path:
            if moved := set_aside_if_damaged(self._path, thorough=self._suspect):
                self.moved_aside = moved
            engine = open_engine(self._path)
        else:
            engine = postgres.open_engine(self._url)
        try:
            self._prepare(engine)
            if self._path:
                use_log(engine)
                self._mend(engine)
        except BaseException:
            engine.dispose()
            raise
        self._identity = identity_of(self._path) if self._path else None
        self._suspect, self._failed_at = False, None
        return engine

    def _prepare(self, engine: Engine) -> None:
        with engine.connect() as connection, connection.begin():
            if version_of(connection) == len(self._steps):
                return  # read-only so far: a start does not wait for another's writing
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            with connection.begin():
                upgrade(connection, self._steps)

    def _mend(self, engine: Engine) -> None:
        """After damage was met in a file that is whole otherwise."""
        if self._suspect and self.problem and self.problem.reason == "damaged":
            with engine.connect().execution_options(**{WRITES: True}) as connection:
                with connection.begin():
                    mend_indexes(connection)

    def _wait_before_retry(self) -> None:
        if self._failed_at is None or self.problem is None:
            return
        if time.monotonic() - self._failed_at < self._retry_seconds:
            raise NotKept(self.problem.reason)

    def _let_go(self) -> None:
        if self._engine:
            self._engine.dispose()
        self._engine = None


def _read(place: Path | str) -> tuple[Path | None, URL]:
    """The file, if it is one, and the URL."""
    if isinstance(place, Path):
        path = place / FILE_NAME
        return path, URL.create("sqlite", database=str(path))
    url = read_url(place)
    return (Path(url.database or "") if url.drivername == "sqlite" else None), url


def _fault(error: SQLAlchemyError | OSError) -> Fault:
    if isinstance(error, PoolTimeout):
        return "locked"
    cause = error if isinstance(error, OSError) else getattr(error, "orig", None)
    return postgres.fault_of(cause) or fault_of(cause)
