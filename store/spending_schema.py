"""The tables of what was spent, and the step that makes them.

nano_usd: whole numbers of 10⁻⁹ US dollars. address: a hash, never an address.
"""

from sqlalchemy import BigInteger, Column, Connection, Float, Integer, Table, Text
from sqlalchemy import text as sql

from store.metadata import METADATA

SPENDING = Table(
    "spending",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("model", Text, primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
)
RESERVED = Table(
    "spending_reserved",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("nano_usd", BigInteger, nullable=False),
    Column("created_at", Float, nullable=False),
)


def spending_step(connection: Connection) -> None:
    for statement in SPENDING_TABLES:
        connection.execute(sql(statement))


SPENDING_TABLES = (
    """CREATE TABLE spending (
        day TEXT NOT NULL,
        role TEXT NOT NULL,
        owner TEXT NOT NULL,
        address TEXT NOT NULL,
        model TEXT NOT NULL,
        requests INTEGER NOT NULL,
        input_tokens BIGINT NOT NULL,
        output_tokens BIGINT NOT NULL,
        nano_usd BIGINT NOT NULL,
        PRIMARY KEY (day, role, owner, address, model)
    )""",
    """CREATE TABLE spending_reserved (
        id TEXT NOT NULL PRIMARY KEY,
        day TEXT NOT NULL,
        role TEXT NOT NULL,
        owner TEXT NOT NULL,
        address TEXT NOT NULL,
        model TEXT NOT NULL,
        input_tokens BIGINT NOT NULL,
        output_tokens BIGINT NOT NULL,
        nano_usd BIGINT NOT NULL,
        created_at DOUBLE PRECISION NOT NULL
    )""",
    "CREATE INDEX spending_reserved_by_day ON spending_reserved (day)",
)
