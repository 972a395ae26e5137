import os
import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Text, inspect, text

from store.database import FILE_NAME, Database, open_database
from store.errors import NotKept
from store.runs import Runs
from store.schema import METADATA, STEPS, Step, version_of
from tests.store.making import growing, lanes
from tests.store.processes import line_of, start

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def damaged_files(folder: Path) -> list[Path]:
    """Without their logs."""
    found = sorted(folder.glob(f"{FILE_NAME}.damaged-*"))
    return [path for path in found if not path.name.endswith(("-wal", "-shm"))]


def fill(folder: Path, count: int = 40) -> bytes:
    """Keep some runs and close; what the file holds."""
    database = open_database(folder)
    for _ in range(count):
        Runs(database).begin("ann", growing("x" * 2000, "done"))
    database.close()
    return (folder / FILE_NAME).read_bytes()


def add_step(name: str) -> Step:
    def step(connection: Connection) -> None:
        connection.execute(text(f"CREATE TABLE {name} (id TEXT)"))

    return step


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """SQLite alone: what is tested here is its file."""
    return tmp_path


@posix
def test_a_new_folder_and_its_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"

    database = open_database(folder)
    Runs(database).begin("ann", lanes())

    assert mode(folder) == 0o700
    assert {path.name: mode(path) for path in folder.iterdir()} == {
        FILE_NAME: 0o600,
        f"{FILE_NAME}-wal": 0o600,
        f"{FILE_NAME}-shm": 0o600,
    }
    database.close()


@posix
def test_a_folder_that_exists_keeps_its_mode_and_a_file_open_to_others_is_closed_to_them(
    tmp_path: Path,
) -> None:
    fill(tmp_path, 1)
    tmp_path.chmod(0o755)
    (tmp_path / FILE_NAME).chmod(0o644)

    open_database(tmp_path).close()

    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / FILE_NAME) == 0o600


def test_the_file_is_set_up_for_several_readers_and_one_writer(database: Database) -> None:
    with database.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }

    assert settings == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": 1,
    }


def test_a_failed_transaction_leaves_nothing_behind(database: Database, runs: Runs) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        connection.execute(text("INSERT INTO runs VALUES ('x', 'ann', 't', 0, 1)"))
        raise RuntimeError

    assert runs.list("ann") == ()
    assert database.problem is None


def test_the_steps_lead_to_the_tables_that_the_code_works_with(database: Database) -> None:
    with database.reading() as connection:
        found = inspect(connection)
        columns = {
            name: {column["name"]: column["type"] for column in found.get_columns(name)}
            for name in found.get_table_names()
            if not name.startswith(("chat_words", "title_words"))  # what is searched
        }

        assert version_of(connection) == len(STEPS)
    assert columns.keys() == METADATA.tables.keys()
    for name, table in METADATA.tables.items():
        assert list(columns[name]) == [column.name for column in table.columns]
        for column in table.columns:
            is_text = isinstance(columns[name][column.name], Text)
            assert is_text == isinstance(column.type, Text), f"{name}.{column.name}"


@pytest.mark.parametrize("version", range(4))
def test_a_database_of_every_earlier_version_is_upgraded_step_by_step(
    tmp_path: Path, version: int
) -> None:
    steps = (add_step("one"), add_step("two"), add_step("three"))
    earlier = Database(tmp_path, steps[:version])
    earlier.try_now()
    earlier.close()

    later = Database(tmp_path, steps)
    later.try_now()

    assert later.problem is None
    with later.reading() as connection:
        assert version_of(connection) == 3
        assert set(inspect(connection).get_table_names()) == {
            "one",
            "two",
            "three",
            "schema_version",
        }
    later.close()


@pytest.mark.parametrize("version", range(len(STEPS) + 1))
def test_runs_can_be_kept_after_an_upgrade_from_each_released_version(
    tmp_path: Path, version: int
) -> None:
    earlier = Database(tmp_path, STEPS[:version])
    earlier.try_now()
    earlier.close()

    database = open_database(tmp_path)

    assert Runs(database).begin("ann", lanes()).title == "Which colour?"
    database.close()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()

    database = open_database(tmp_path)

    assert database.problem is database.moved_aside is None
    database.close()


def test_a_step_that_fails_leaves_the_earlier_version_whole(tmp_path: Path) -> None:
    def half(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id TEXT)"))
        connection.execute(text("no such words"))

    first = Database(tmp_path, (add_step("one"),))
    first.try_now()
    first.close()
    later = Database(tmp_path, (add_step("one"), half))
    later.try_now()
    later.close()

    assert later.problem is not None and later.problem.reason == "failed"
    first.try_now()
    with first.reading() as connection:
        assert set(inspect(connection).get_table_names()) == {"one", "schema_version"}
    first.close()


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    newer = Database(tmp_path, (*STEPS, add_step("later")))
    newer.try_now()
    newer.close()
    before = files(tmp_path)

    database = open_database(tmp_path)

    assert str(database.problem) == (
        "History is not being saved: the file was written by a newer Parley and is left as it is."
    )
    with pytest.raises(NotKept) as raised:
        Runs(database).begin("ann", lanes())
    assert raised.value.reason == "newer"
    database.close()
    assert files(tmp_path)[FILE_NAME] == before[FILE_NAME]
    assert damaged_files(tmp_path) == []


@pytest.mark.parametrize("kind", ["random", "truncated", "overwritten", "text"])
def test_a_damaged_file_is_moved_aside_and_a_fresh_one_begins(tmp_path: Path, kind: str) -> None:
    whole = fill(tmp_path)
    damaged = {
        "random": os.urandom(len(whole)),
        "truncated": whole[: len(whole) // 2],
        "overwritten": whole[:4096] + b"\xa5" * 4096 * 6 + whole[4096 * 7 :],
        "text": b"These are only words.\n" * 400,
    }[kind]
    (tmp_path / FILE_NAME).write_bytes(damaged)

    database = open_database(tmp_path)

    assert database.problem is None
    assert database.moved_aside is not None
    assert damaged_files(tmp_path) == [database.moved_aside]
    assert database.moved_aside.read_bytes() == damaged
    assert Runs(database).list("ann") == ()
    assert Runs(database).begin("ann", lanes()).title
    database.close()


def test_two_damaged_files_of_one_second_are_both_there(tmp_path: Path) -> None:
    for content in (b"first" * 1000, b"second" * 1000, b"third" * 1000):
        (tmp_path / FILE_NAME).write_bytes(content)
        open_database(tmp_path).close()

    assert {path.read_bytes()[:5] for path in damaged_files(tmp_path)} == {
        b"first",
        b"secon",
        b"third",
    }


def test_a_log_whose_file_was_emptied_is_moved_aside_too(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).touch()
    (tmp_path / f"{FILE_NAME}-wal").write_bytes(b"what was not yet in the file")

    database = open_database(tmp_path)

    assert database.moved_aside is not None
    beside = database.moved_aside.with_name(f"{database.moved_aside.name}-wal")
    assert beside.read_bytes() == b"what was not yet in the file"
    database.close()


def test_a_file_that_is_deleted_while_it_is_used_is_begun_anew(
    tmp_path: Path, database: Database, runs: Runs
) -> None:
    runs.begin("ann", lanes(), title="before")
    for path in list(tmp_path.iterdir()):
        path.unlink()

    runs.begin("ann", lanes(), title="after")

    assert [run.title for run in runs.list("ann")] == ["after"]
    assert (tmp_path / FILE_NAME).exists()


def test_a_file_that_is_damaged_while_it_is_used_is_set_aside_by_itself(
    tmp_path: Path, database: Database, runs: Runs
) -> None:
    fill(tmp_path)
    runs.list("ann")
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.truncate(tmp_path / FILE_NAME, 4096 * 3)

    for _ in range(3):
        try:
            runs.begin("ann", growing("y" * 5000), title="after")
        except NotKept as error:
            assert error.reason in ("damaged", "failed")

    assert "after" in {run.title for run in runs.list("ann")}
    assert database.moved_aside is not None and database.problem is None


@posix
def test_a_folder_without_permission_is_told_and_saving_goes_on_once_it_is_given(
    open_folder: Path,
) -> None:
    open_folder.chmod(0o555)
    with start("denied", str(open_folder)) as process:
        told, exists = line_of(process), line_of(process)
        open_folder.chmod(0o777)
        later = process.communicate("go on\n")[0].strip()

    assert told == ("read_only History is not being saved: its folder or file cannot be written.")
    assert exists == "False"
    assert later == "Which colour? None"


def test_a_path_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    database = open_database(tmp_path / "file")

    assert database.problem is not None
    with pytest.raises(NotKept):
        Runs(database).begin("ann", lanes())


def test_a_full_disk_is_told_and_saving_goes_on_once_there_is_room(
    database: Database, runs: Runs
) -> None:
    run = runs.begin("ann", growing(""))
    with database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(NotKept) as raised:
        runs.begin("ann", growing("x" * 100_000))
    assert raised.value.reason == "full"
    assert str(raised.value) == "History is not being saved: the disk is full."
    assert database.problem is raised.value
    assert runs.open("ann", run.id) == run
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")

    runs.begin("ann", growing("x" * 100_000))

    assert database.problem is None
    assert len(runs.list("ann")) == 2


def test_a_file_that_another_program_holds_is_told_and_can_still_be_read(
    tmp_path: Path, database: Database, runs: Runs
) -> None:
    kept = runs.begin("ann", lanes())
    with start("lock", str(tmp_path)) as process:
        assert line_of(process) == "locked"
        with pytest.raises(NotKept) as raised:
            runs.begin("ann", lanes())
        assert raised.value.reason == "locked"
        assert runs.open("ann", kept.id) == kept
        process.communicate()

    runs.begin("ann", lanes())

    assert len(runs.list("ann")) == 2


def test_a_closed_database_opens_again_when_it_is_used(database: Database, runs: Runs) -> None:
    runs.begin("ann", lanes())
    database.close()

    assert len(runs.list("ann")) == 1


def test_the_url_of_a_sqlite_file_is_that_file(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    Runs(database).begin("ann", lanes())
    database.close()

    assert (tmp_path / "other.db").stat().st_size > 0
