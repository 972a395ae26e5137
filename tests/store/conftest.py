"""A database in a folder of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.database import Database, open_database
from store.runs import Runs
from store.votes import Votes


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path)
    yield database
    database.close()


@pytest.fixture
def runs(database: Database) -> Runs:
    return Runs(database)


@pytest.fixture
def votes(database: Database) -> Votes:
    return Votes(database)
