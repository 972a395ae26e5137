"""The tables, and how a database of an earlier Parley becomes one of this one.

`STEPS` is history: a step that was released is never changed, only followed by another.
The tables below describe what stands after the last step. Both use nothing that only
one kind of database knows.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Column, Connection, Float, Integer, Table, Text, inspect
from sqlalchemy import text as sql

from store.chat_schema import conversations_step
from store.errors import NotKept
from store.metadata import METADATA
from store.spending_schema import spending_step

Step = Callable[[Connection], None]

SCHEMA_VERSION = Table("schema_version", METADATA, Column("version", Integer, nullable=False))
RUNS = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("revision", Integer, nullable=False),
)
LANES = Table(
    "lanes",
    METADATA,
    Column("run_id", Text, primary_key=True),
    Column("lane_key", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("model", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("parameters", Text, nullable=False),
)
TURNS = Table(
    "turns",
    METADATA,
    Column("run_id", Text, primary_key=True),
    Column("lane_key", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("message", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("system", Text, nullable=False),
    Column("parameters", Text, nullable=False),
)
REPLIES = Table(
    "replies",
    METADATA,
    Column("run_id", Text, primary_key=True),
    Column("lane_key", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("replica", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("reasoning", Text, nullable=False),
    Column("details", Text, nullable=False),
)
VOTES = Table(
    "votes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("run_id", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("lane_order", Text, nullable=False),
    Column("models", Text, nullable=False),
    Column("winner", Text, nullable=False),
    Column("blind", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("shown", Text, nullable=False),
)


def _runs_and_votes(connection: Connection) -> None:
    for statement in RUNS_AND_VOTES:
        connection.execute(sql(statement))


RUNS_AND_VOTES = (
    """CREATE TABLE runs (
        id TEXT NOT NULL PRIMARY KEY,
        owner TEXT NOT NULL,
        title TEXT NOT NULL,
        created_at DOUBLE PRECISION NOT NULL,
        revision INTEGER NOT NULL
    )""",
    "CREATE INDEX runs_by_owner ON runs (owner, created_at, id)",
    """CREATE TABLE lanes (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        lane_key TEXT NOT NULL,
        position INTEGER NOT NULL,
        model TEXT NOT NULL,
        system TEXT NOT NULL,
        parameters TEXT NOT NULL,
        PRIMARY KEY (run_id, lane_key)
    )""",
    """CREATE TABLE turns (
        run_id TEXT NOT NULL,
        lane_key TEXT NOT NULL,
        number INTEGER NOT NULL,
        message TEXT NOT NULL,
        model TEXT NOT NULL,
        system TEXT NOT NULL,
        parameters TEXT NOT NULL,
        PRIMARY KEY (run_id, lane_key, number),
        FOREIGN KEY (run_id, lane_key) REFERENCES lanes (run_id, lane_key) ON DELETE CASCADE
    )""",
    """CREATE TABLE replies (
        run_id TEXT NOT NULL,
        lane_key TEXT NOT NULL,
        number INTEGER NOT NULL,
        replica INTEGER NOT NULL,
        text TEXT NOT NULL,
        reasoning TEXT NOT NULL,
        details TEXT NOT NULL,
        PRIMARY KEY (run_id, lane_key, number, replica),
        FOREIGN KEY (run_id, lane_key, number)
            REFERENCES turns (run_id, lane_key, number) ON DELETE CASCADE
    )""",
    """CREATE TABLE votes (
        id TEXT NOT NULL PRIMARY KEY,
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        owner TEXT NOT NULL,
        turn INTEGER NOT NULL,
        lane_order TEXT NOT NULL,
        models TEXT NOT NULL,
        winner TEXT NOT NULL,
        blind INTEGER NOT NULL,
        created_at DOUBLE PRECISION NOT NULL,
        shown TEXT NOT NULL,
        UNIQUE (run_id, turn)
    )""",
    "CREATE INDEX votes_by_owner ON votes (owner, created_at, id)",
)
STEPS: tuple[Step, ...] = (_runs_and_votes, conversations_step, spending_step)
"""Step n leads from version n to version n + 1; version 0 is an empty database."""


def version_of(connection: Connection) -> int:
    if not inspect(connection).has_table(SCHEMA_VERSION.name):
        return 0
    return connection.execute(SCHEMA_VERSION.select()).scalar() or 0


def upgrade(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Take the steps that are missing, within the caller's transaction: all or none.

    Raises `NotKept("newer")`, and changes nothing, where there are more than are known.
    """
    version = version_of(connection)
    if version > len(steps):
        raise NotKept("newer")
    if version == len(steps):
        return
    for step in steps[version:]:
        step(connection)
    SCHEMA_VERSION.create(connection, checkfirst=True)
    connection.execute(SCHEMA_VERSION.delete())
    connection.execute(SCHEMA_VERSION.insert().values(version=len(steps)))
