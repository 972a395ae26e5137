"""A database for each test: a SQLite file in a folder of its own, and an empty PostgreSQL."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database, open_database
from store.runs import Runs
from store.votes import Votes
from tests.store.postgres_server import ABSENT, PostgresServer, binaries, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    programs = binaries()
    if programs is None:
        pytest.skip(ABSENT)
    with postgres_server(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """What `open_database` takes; nothing is there yet."""
    if request.param == "sqlite":
        return tmp_path
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def database(place: Path | str) -> Iterator[Database]:
    database = open_database(place)
    yield database
    database.close()


@pytest.fixture
def runs(database: Database) -> Runs:
    return Runs(database)


@pytest.fixture
def votes(database: Database) -> Votes:
    return Votes(database)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        folder.chmod(0o700)
