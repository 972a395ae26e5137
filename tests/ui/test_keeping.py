"""Keeping a comparison while it grows."""

from pathlib import Path

import pytest

from store.database import FILE_NAME, Database, open_database
from store.runs import Runs
from store.types import LaneRecord, ReplyRecord, TurnRecord
from tests.ui.scripted import Clock
from ui.keeping import EVERY, Keeper

pytestmark = pytest.mark.anyio
OWNER = "local"


def lanes(text: str) -> tuple[LaneRecord, ...]:
    replies = (ReplyRecord(status="writing", text=text),)
    turn = TurnRecord(number=0, message="hello", model="test:alpha", replies=replies)
    return (LaneRecord(key="1", model="test:alpha", turns=(turn,)),)


def text_of(runs: Runs, run_id: str) -> str:
    return runs.open(OWNER, run_id).lanes[0].turns[0].replies[0].text


async def test_a_growing_comparison_is_one_run(tmp_path: Path) -> None:
    runs = Runs(open_database(tmp_path))
    keeper = Keeper(runs)

    await keeper.keep_now(OWNER, lanes("a"))
    await keeper.keep_now(OWNER, lanes("ab"))

    assert keeper.run and text_of(runs, keeper.run.id) == "ab"
    assert [summary.title for summary in runs.list(OWNER)] == ["hello"]


async def test_it_is_written_at_once_and_then_only_every_so_often(tmp_path: Path) -> None:
    runs, clock = Runs(open_database(tmp_path)), Clock()
    keeper = Keeper(runs, clock=clock)
    await keeper.keep(OWNER, lambda: lanes("a"))

    clock.now += EVERY / 2
    await keeper.keep(OWNER, lambda: lanes("ab"))
    assert keeper.run and text_of(runs, keeper.run.id) == "a"

    clock.now += EVERY
    await keeper.keep(OWNER, lambda: lanes("abc"))
    assert text_of(runs, keeper.run.id) == "abc"


async def test_a_run_deleted_meanwhile_is_kept_anew_with_what_is_on_the_page(
    tmp_path: Path,
) -> None:
    runs = Runs(open_database(tmp_path))
    keeper = Keeper(runs)
    await keeper.keep_now(OWNER, lanes("a"))
    assert keeper.run
    runs.delete(OWNER, keeper.run.id)

    await keeper.keep_now(OWNER, lanes("ab"))

    assert text_of(runs, keeper.run.id) == "ab"


async def test_two_pages_that_go_on_with_one_run_lose_nothing(tmp_path: Path) -> None:
    runs = Runs(open_database(tmp_path))
    one, other = Keeper(runs), Keeper(runs)
    await one.keep_now(OWNER, lanes("a"))
    assert one.run
    other.run = runs.open(OWNER, one.run.id)
    await one.keep_now(OWNER, lanes("a and this"))

    await other.keep_now(OWNER, lanes("a and that"))

    assert other.run.id != one.run.id
    assert text_of(runs, one.run.id) == "a and this"
    assert text_of(runs, other.run.id) == "a and that"


async def test_a_disk_that_fails_is_told_and_forgotten_when_it_works_again(
    tmp_path: Path,
) -> None:
    (tmp_path / FILE_NAME).mkdir()  # nothing can be written there
    database = Database(tmp_path, retry_seconds=0)
    keeper = Keeper(Runs(database))
    await keeper.keep_now(OWNER, lanes("a"))
    assert keeper.problem and "not being saved" in str(keeper.problem)

    (tmp_path / FILE_NAME).rmdir()

    await keeper.keep_now(OWNER, lanes("ab"))

    assert keeper.problem is None
    assert keeper.run
