"""A database named by its URL, and every way to write one that cannot work."""

from pathlib import Path

import pytest

from store.database import open_database
from store.database_url import read_url
from store.runs import Runs
from tests.store.making import lanes


def test_the_url_of_a_sqlite_file_is_that_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    Runs(database).begin("ann", lanes())
    database.close()

    assert (tmp_path / "other.db").stat().st_size > 0


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_name_of_postgresql_is_served_by_one_driver(scheme: str) -> None:
    url = read_url(f"{scheme}://ann:p%2F%40@db.example:5433/parley?sslmode=require")

    assert url.drivername == "postgresql+psycopg"
    assert (url.password, url.host, url.port) == ("p/@", "db.example", 5433)


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("", "must be a URL such as"),
        ("words", "must be a URL such as"),
        ("postgresql:/hunter2@host/name", "must be a URL such as"),
        ("postgresql://ann:hunter2@host:port/name", "must be a URL such as"),
        ("nosuch://ann:hunter2@host/name", "must be a URL such as"),
        ("mysql://ann:hunter2@host/name", "must be a URL such as"),
        ("postgresql+asyncpg://ann:hunter2@host/name", "must be a URL such as"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///parley.db?password=hunter2", "must name a file"),
        ("sqlite://ann:hunter2@host/parley.db", "must name a file"),
        ("postgresql://ann:hunter2@host", "must end with the name of a database"),
        ("postgresql://ann:hunter2@host/", "must end with the name of a database"),
        ("postgresql://ann:hunter2@host/name?pasword=hunter2", "has an option"),
    ],
)
def test_a_url_that_can_never_work_is_refused_without_its_password(url: str, mend: str) -> None:
    with pytest.raises(ValueError, match=mend) as raised:
        open_database(url)

    assert "hunter2" not in str(raised.value)
    assert "\n" not in str(raised.value)
