"""Where history is kept, as `PARLEY_DATABASE_URL` says."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import history
from settings import Settings, SettingsError
from store.database import Database
from store.runs import Runs
from tests.store.making import lanes
from tests.store.postgres_server import ABSENT, binaries, postgres_server


def opened(**variables: str) -> Database:
    return history(
        Settings.load(None, {f"PARLEY_{name}": value for name, value in variables.items()})
    )


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Nobody answers there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_without_a_url_it_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    database = opened(DATA_DIR=str(tmp_path))
    database.close()

    assert [path.name for path in tmp_path.iterdir()] == ["parley.db"]


def test_a_url_takes_its_place(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "chats.db"
    database = opened(DATA_DIR=str(tmp_path / "data"), DATABASE_URL=f"sqlite:///{file}")
    database.close()

    assert file.exists()
    assert not (tmp_path / "data").exists()


def test_postgresql_keeps_what_is_said(tmp_path: Path) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip(ABSENT)
    with postgres_server(programs) as server:
        first = opened(DATA_DIR=str(tmp_path), DATABASE_URL=server.url())
        run = Runs(first).begin("ann", lanes())
        first.close()
        second = opened(DATA_DIR=str(tmp_path), DATABASE_URL=server.url())

        assert Runs(second).open("ann", run.id) == run
        second.close()
    assert list(tmp_path.iterdir()) == []


def test_a_url_that_can_never_work_is_one_line_that_names_it_without_the_password() -> None:
    with pytest.raises(SettingsError) as raised:
        opened(DATABASE_URL="postgresql://ann:hunter2@localhost:5432")

    assert str(raised.value) == (
        "PARLEY_DATABASE_URL must end with the name of a database, as postgresql://host/name does."
    )


def test_a_server_that_is_not_there_is_told_with_the_reason_and_parley_goes_on(
    silent_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        database = opened(DATABASE_URL=f"postgresql://ann:hunter2@127.0.0.1:{silent_port}/parley")

    assert database.problem is not None and database.problem.reason == "failed"
    assert "History is not being saved: the database cannot be reached" in caplog.text
    assert "Connection refused" in caplog.text
    assert "hunter2" not in caplog.text
    database.close()
