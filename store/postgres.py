"""All that is special about PostgreSQL: who may write when, and what its errors mean."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

from store.errors import Fault
from store.sqlite_file import WAIT_SECONDS, WRITES

CONNECT_SECONDS = 5
WRITER = 7_061_726_765  # the lock of all that write, of whichever process; any number would do
_FAULTS: dict[str, Fault] = {
    "53100": "full",  # disk_full
    "25006": "read_only",  # read_only_sql_transaction: a standby
    "42501": "read_only",  # insufficient_privilege
    "55P03": "locked",  # lock_not_available
    "40P01": "locked",  # deadlock_detected
}


def fault_of(error: BaseException | None) -> Fault | None:
    """`None` for what is no error of a server."""
    state = getattr(error, "sqlstate", None)
    return _FAULTS.get(state, "failed") if state else None


def open_engine(url: URL) -> Engine:
    """An engine where a server that was started again is noticed before anything is lost."""
    # Not prepared: how a search is best done depends on how often its words are said.
    asked: dict[str, Any] = {"prepare_threshold": None}
    if "connect_timeout" not in url.query:
        asked["connect_timeout"] = CONNECT_SECONDS
    engine = create_engine(
        url, connect_args=asked, pool_pre_ping=True, pool_timeout=WAIT_SECONDS, pool_size=8
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _: object) -> None:
    connection.execute(f"SET lock_timeout = {round(WAIT_SECONDS * 1000)}")
    connection.commit()


def _begin(connection: Connection) -> None:
    """One writes at a time, as with SQLite: what a writer has read stays so until it is done."""
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
