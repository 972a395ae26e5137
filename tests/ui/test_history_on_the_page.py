"""What is kept on disk, seen from the page: after a kill, and when the file is no good."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from store.database import FILE_NAME, Database, open_database
from store.runs import Runs
from tests.loopback_server import serving
from tests.provider import LocalProvider, text
from tests.running import running_app, server_at
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import PageOpener, keep_screenshot

pytestmark = pytest.mark.browser

OWNER = "local"
PATIENCE = 60.0  # seconds


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        yield provider


def kept(database: Database) -> list[list[str]]:
    """Every reply's text, comparison by comparison."""
    runs = Runs(database)
    found = [runs.open(OWNER, summary.id).lanes for summary in runs.list(OWNER)]
    return [
        [reply.text for lane in lanes for turn in lane.turns for reply in turn.replies]
        for lanes in found
    ]


def wait_until_kept(folder: Path, words: str, columns: int) -> None:
    """Until so many columns have `words` on the disk."""
    until = time.monotonic() + PATIENCE
    with closing(open_database(folder)) as database:
        while time.monotonic() < until:
            if any(sum(words in text for text in texts) == columns for texts in kept(database)):
                return
            time.sleep(0.1)
    raise AssertionError(f"{words!r} was not kept in {PATIENCE} s")


def test_a_killed_server_leaves_what_had_come_marked_as_broken_off(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    growing = " ".join(f"word{number}" for number in range(2000))
    provider.answers = {name: text(growing, delay=0.05) for name in ("one", "two")}
    env = server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}
    with running_app(env) as app:
        compare = ComparePage(open_page(app.url))
        models, provider.models = provider.models, []  # from here on it answers for any
        compare.choose("test:one", "test:two")
        compare.prompt.fill("a long story")
        compare.prompt.press("Enter")
        wait_until_kept(tmp_path, "word5 ", columns=2)
        app.process.kill()
        app.wait()
        compare.page.close()

    provider.models = models
    with running_app(env) as app:
        page = open_page(app.url)
        again = ComparePage(page)
        page.get_by_role("button", name="Kept comparisons").click()
        page.locator("#run-chosen input").click()
        page.get_by_role("option", name="a long story").first.click()
        page.get_by_role("button", name="Open", exact=True).click()

        for letter in "AB":
            expect(again.column(letter)).to_contain_text("word5 ")
            expect(again.status(letter)).to_have_text("broke off")
        provider.answers.clear()
        provider.models = []
        again.ask("go on")
        expect(again.column("B")).to_contain_text("You said: go on")


def test_a_damaged_file_is_put_aside_and_the_page_says_so(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    damaged = b"not a database at all" * 400
    (tmp_path / FILE_NAME).write_bytes(damaged)
    with running_app(server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        compare = ComparePage(open_page(app.url))

        expect(compare.told).to_contain_text("The history file was damaged. It was moved to")
        keep_screenshot(compare.page, "compare-1440-damaged-history")
        assert "history was damaged" in app.stderr()
        compare.ask("hello")
        expect(compare.column("A")).to_contain_text("You said: hello")
        wait_until_kept(tmp_path, "You said: hello", columns=2)
    [aside] = tmp_path.glob(f"{FILE_NAME}.damaged-*")
    assert aside.read_bytes() == damaged


def test_a_file_of_a_newer_version_is_left_alone_and_the_page_says_so(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    open_database(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE schema_version SET version = 9999")
    newer = (tmp_path / FILE_NAME).read_bytes()
    with running_app(server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        compare = ComparePage(open_page(app.url))

        expect(compare.told).to_contain_text("History is not being saved")
        expect(compare.told).to_contain_text("newer Parley and is left as it is")
        compare.ask("hello")
        expect(compare.column("A")).to_contain_text("You said: hello")
        expect(compare.told).to_contain_text("History is not being saved")
    assert (tmp_path / FILE_NAME).read_bytes() == newer
