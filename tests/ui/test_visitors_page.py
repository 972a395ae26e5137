"""What is kept, in two browsers that no login tells apart, and after a restart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from guard.visitors import COOKIE
from tests.provider import LocalProvider
from tests.running import server_at
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import PATIENCE
from tests.visiting import open_to_all

pytestmark = pytest.mark.browser


@pytest.fixture
def profiles(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Two browsers with cookies of their own."""
    made = [browser.new_context(locale="en-US") for _ in range(2)]
    for context in made:
        context.set_default_timeout(PATIENCE)
    yield made
    for context in made:
        context.close()


def visit(profile: BrowserContext, url: str) -> ComparePage:
    page = profile.new_page()
    page.goto(url)
    return ComparePage(page)


def kept(page: Page) -> list[str]:
    """The lines of what can be chosen from, once the list has been asked for."""
    page.get_by_role("button", name="Kept comparisons").click()
    field = page.locator("#run-chosen input")
    with page.expect_response(lambda response: "queue/join" in response.url):
        field.click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator("#compare-told")).to_contain_text("Choose a kept comparison first")
    field.click()
    return page.get_by_role("option").all_inner_texts()


def test_each_browser_sees_its_own_also_after_a_restart(
    profiles: list[BrowserContext], provider: LocalProvider, tmp_path: Path
) -> None:
    """The cookies name no port, so that the second start may take another."""
    with open_to_all(tmp_path, server_at(provider)) as app:
        for profile, message in zip(profiles, ("from the left", "from the right"), strict=True):
            visit(profile, app.url).ask(message)
        seen = [kept(visit(profile, app.url).page) for profile in profiles]

    assert [len(lines) for lines in seen] == [1, 1]
    assert "from the left" in seen[0][0] and "from the right" in seen[1][0]

    with open_to_all(tmp_path, server_at(provider)) as app:
        assert [kept(visit(profile, app.url).page) for profile in profiles] == seen


def test_the_page_itself_cannot_read_the_cookie(
    profiles: list[BrowserContext], tmp_path: Path
) -> None:
    with open_to_all(tmp_path) as app:
        page = profiles[0].new_page()
        page.goto(app.url)

        assert COOKIE in [c.get("name") for c in profiles[0].cookies()]
        assert COOKIE not in page.evaluate("document.cookie")
