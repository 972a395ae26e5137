"""Kept conversations when the disk does not play along, and when several people use the page."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from store.database import FILE_NAME
from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import running_app, server_at
from tests.ui.conftest import PATIENCE, ChatPage, PageOpener
from tests.visiting import Visitor, open_to_all

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        yield provider


def test_a_chat_goes_on_while_nothing_can_be_saved_and_is_saved_afterwards(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    with running_app(server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        chat = ChatPage(open_page(app.url))
        banner = chat.page.locator("#history-banner")
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            chat.ask("asked while it was locked")
            expect(banner).to_contain_text("History is not being saved")
            other.execute("ROLLBACK")

        chat.ask("asked afterwards")
        expect(banner).to_have_text("")
        expect(chat.page).to_have_url(re.compile("chat="))
        address = chat.page.url
        chat.page.goto(address)
        expect(chat.asked).to_have_text(["asked while it was locked", "asked afterwards"])


def test_a_damaged_history_is_moved_aside_and_told(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database " * 1000)
    with running_app(server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        chat = ChatPage(open_page(app.url))

        expect(chat.page.locator("#sidebar-told")).to_contain_text("was damaged")
        chat.ask("a fresh start")
        expect(chat.page.locator("#sidebar-list li")).to_contain_text("a fresh start")


@pytest.fixture
def profiles(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Two browsers with cookies of their own."""
    made = [browser.new_context(locale="en-US") for _ in range(2)]
    for context in made:
        context.set_default_timeout(PATIENCE)
    yield made
    for context in made:
        context.close()


def visit(profile: BrowserContext, url: str) -> ChatPage:
    page = profile.new_page()
    page.goto(url)
    expect(page.locator("#servers li").first).to_be_attached()
    return ChatPage(page)


def test_a_visitor_sees_and_reaches_nothing_of_another(
    profiles: list[BrowserContext], provider: LocalProvider, tmp_path: Path
) -> None:
    with open_to_all(tmp_path, server_at(provider)) as app:
        mine, theirs = (visit(profile, app.url) for profile in profiles)
        mine.ask("the canary of the first visitor")
        expect(mine.page.locator("#sidebar-list li")).to_contain_text("the canary")

        other = visit(profiles[1], mine.page.url)  # by its id
        expect(other.told).to_contain_text("This conversation is not here")
        expect(other.asked).to_have_count(0)
        theirs.ask("another one")
        expect(theirs.page.locator("#sidebar-list li")).to_have_count(1)
        theirs.page.get_by_role("searchbox").fill("canary")
        expect(theirs.page.locator("#sidebar-list")).to_contain_text("Nothing was found.")

    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as kept:
        owners = kept.execute("SELECT DISTINCT owner FROM conversations").fetchall()
    assert len(owners) == 2


def test_who_takes_the_name_of_anothers_page_gets_nothing_of_it(
    profiles: list[BrowserContext], provider: LocalProvider, tmp_path: Path
) -> None:
    with open_to_all(tmp_path, server_at(provider)) as app:
        named: list[str] = []
        mine = profiles[0].new_page()
        mine.on("request", lambda request: named.append(request.url))
        mine.goto(app.url)
        expect(mine.locator("#servers li").first).to_be_attached()
        ChatPage(mine).ask("the canary of the first visitor")
        session = next(url for url in named if "session_hash=" in url).split("session_hash=")[1]
        mine.close()

        with httpx.Client(base_url=app.url, timeout=30) as http:
            stranger = Visitor(http, session.partition("&")[0])
            with pytest.raises(AssertionError) as refused:
                stranger.press("copy-conversation", "click", None)
        assert "canary" not in str(refused.value)
        assert "belongs to somebody else" in str(refused.value)
