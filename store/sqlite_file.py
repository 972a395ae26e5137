"""All that is special about SQLite: its file, its settings, and what its errors mean."""

import errno
import logging
import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from store.errors import Fault, NotKept

log = logging.getLogger(__name__)

WAIT_SECONDS = 5.0
"""The longest wait for another writer."""

WRITES = "parley_writes"
"""The execution option of a connection that is going to write."""

_SETTINGS = (
    f"PRAGMA busy_timeout = {round(WAIT_SECONDS * 1000)}",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)
_FAULTS: dict[int, Fault] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
_ERRNO: dict[int | None, Fault] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EROFS: "read_only",
}


def fault_of(error: BaseException | None) -> Fault:
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno, "failed")
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _FAULTS.get(code & 0xFF, "failed")  # the rest of an extended code is detail


def open_engine(path: Path) -> Engine:
    """An engine whose transactions begin when they should, the file for its owner alone."""
    _make_file(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)), pool_timeout=WAIT_SECONDS, pool_size=8
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _make_file(path: Path) -> None:
    """Make the folder and the file; SQLite gives its further files the same mode."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True)
        path.parent.chmod(0o700)
    # A file that exists is not opened here: closing it would end SQLite's own locks.
    if not path.exists():
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            return  # another process was faster
    else:
        # A log from a time when the file could not be written could not be written either.
        mode = stat.S_IMODE(path.stat().st_mode) & 0o700
        for each in _files(path):
            if each.exists() and stat.S_IMODE(each.stat().st_mode) != mode:
                each.chmod(mode)


def _set_up(connection: Any, _: object) -> None:
    connection.isolation_level = None  # else the module begins transactions on its own
    for setting in _SETTINGS:
        connection.execute(setting)


def use_log(engine: Engine) -> None:
    """Write ahead to a log, so that readers and a writer do not wait for each other.

    The file remembers it. When another process is in the way it does the same.
    """
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL").close()
    except sqlite3.Error as error:
        if fault_of(error) != "locked":
            raise NotKept(fault_of(error)) from error
    finally:
        connection.close()


def mend_indexes(connection: Connection) -> None:
    """Make each index of words anew from the words that are kept beside it.

    SQLite's checks do not look into one, and a damaged one takes no words any more. Where
    it cannot even be opened, it is emptied first, as its format says.
    """
    chosen = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
    for name in connection.exec_driver_sql(chosen).scalars().all():
        for statement in (
            f"DELETE FROM {name}_idx",
            f"DELETE FROM {name}_data",
            f"INSERT INTO {name}_data VALUES (1, x''), (10, x'00000000000000')",
            f"INSERT INTO {name} ({name}) VALUES ('rebuild')",
        ):
            connection.exec_driver_sql(statement)


def _begin(connection: Connection) -> None:
    """A writer waits for its turn at once: one that has read before cannot wait later."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def set_aside_if_damaged(path: Path, thorough: bool) -> Path | None:
    """Move a damaged file out of the way, never over another; where it went.

    thorough: look into the indexes too, which takes several times as long.
    """
    while identity := identity_of(path):
        if not _damaged(path, thorough):
            return None
        if identity_of(path) == identity:  # else another process has moved it meanwhile
            return _move_aside(path)
    return None


def identity_of(path: Path) -> tuple[int, int] | None:
    """Tells whether a path still names the same file; `None` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _damaged(path: Path, thorough: bool) -> bool:
    log_file = _files(path)[1]
    if path.stat().st_size == 0:
        # SQLite would begin anew and throw away what only the log still holds.
        return log_file.exists() and log_file.stat().st_size > 0
    check = "PRAGMA integrity_check(1)" if thorough else "PRAGMA quick_check(1)"
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS)) as connection:
            return connection.execute(check).fetchone() != ("ok",)
    except sqlite3.Error as error:
        if fault_of(error) == "damaged":
            return True
        raise NotKept(fault_of(error)) from error


def _move_aside(path: Path) -> Path:
    """The log goes first: it must never be read together with the next file."""
    time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = path.with_name(f"{path.name}.damaged-{time}")
    count = 1
    while any(each.exists() for each in _files(target)):
        count += 1
        target = path.with_name(f"{path.name}.damaged-{time}-{count}")
    for old, new in reversed(list(zip(_files(path), _files(target), strict=True))):
        if old.exists():
            old.rename(new)
    log.warning("the database was damaged; it is now %s", target.name)
    return target


def _files(path: Path) -> tuple[Path, Path, Path]:
    """The file itself, its log, and the log's index."""
    return path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
