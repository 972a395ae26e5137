"""The page in Chromium, and the running application behind it.

Browser and application live as long as a test module. Playwright keeps an event
loop in this thread, so a module that drives the page holds no async tests.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import ROOT, running_app, server_at
from tests.schema import validate_all
from tests.ui.compare_page import ComparePage

CHROMIUM = os.environ.get("CHROMIUM", "")  # scripts/test's choice, before tests clear their own
ARTIFACTS = ROOT / "artifacts" / "screenshots"
KEY = "sk-CANARY-KEY"  # what the application sends to its model server
PATIENCE = 30_000  # milliseconds that a look at the page may take on a busy machine
NO_CALLS_HOME = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Site:
    """The application's address, and the model server that it asks (named `test`)."""

    url: str
    provider: LocalProvider


LOOKS = [
    (1440, "light", "en-US"),
    (1440, "dark", "zh-CN"),
    (390, "light", "zh-CN"),
    (390, "dark", "en-US"),
]
"""Width, colours and language: each pair of two of them is there once."""


class ChatPage:
    """The chat tab as a person sees it: controls by the names that they read or hear."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.message = page.get_by_label("Message", exact=True)
        self.send = page.get_by_role("button", name="Send", exact=True)
        self.stop = page.get_by_role("button", name="Stop", exact=True)
        self.model = page.get_by_role("combobox", name="Model", exact=True)
        self.told = page.locator("#told")
        self.replies = page.locator("#transcript [data-testid='bot']")
        self.asked = page.locator("#transcript [data-testid='user']")
        self.figures = page.locator("#transcript .thought-group", has_text="in all")
        self.notes = page.locator("#transcript .parley-note")

    def ask(self, message: str) -> None:
        """Send `message` and wait until its reply has ended."""
        turns = self.asked.count() + 1
        self.message.fill(message)
        self.message.press("Enter")
        self.wait_for_end(turns)

    def wait_for_end(self, turns: int = 1) -> None:
        """Until the conversation has so many turns and the last has its whole reply."""
        expect(self.asked).to_have_count(turns)
        expect(self.figures).to_have_count(turns)
        expect(self.send).to_be_visible()

    def choose(self, name: str) -> None:
        """Type a model's name into the picker and take it."""
        self.model.click()
        self.model.fill(name)
        self.model.press("Enter")
        expect(self.model).to_have_value(name)

    def parameter(self, name: str) -> Locator:
        return self.page.locator(f"#parameter-{name} input, #parameter-{name} textarea").first


def chromium() -> str:
    """The browser that scripts/test found, else the system's."""
    found = CHROMIUM or shutil.which("chromium")
    return found or shutil.which("google-chrome") or ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = chromium() or None
        browser = playwright.chromium.launch(executable_path=path, args=list(NO_CALLS_HOME))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def running_site() -> Iterator[Site]:
    with serving(LocalProvider()) as provider, running_app(server_at(provider, key=KEY)) as app:
        yield Site(app.url, provider)


@pytest.fixture
def site(running_site: Site, request: pytest.FixtureRequest) -> Iterator[Site]:
    """The running application, its model server without a script and without a past."""
    provider = running_site.provider
    models = provider.models
    provider.pace = 0.0
    for kept in (provider.requests, provider.replies, provider.model_replies):
        kept.clear()
    provider.answers.clear()
    provider.refuse.clear()
    yield running_site
    provider.models = models
    if request.node.get_closest_marker("off_spec") is None:
        validate_all(provider.requests)


PageOpener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[PageOpener]:
    """Opens pages, each in a browser profile of its own.

    Afterwards none of them may have asked another host for anything or have had an
    error in a script.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        url: str,
        width: int = 1440,
        locale: str = "en-US",
        scheme: str = "light",
        servers: bool = True,
    ) -> Page:
        height = 900 if width > 500 else 780
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()

        def watch(request: Request) -> None:
            """What the content security policy stopped never left the browser."""
            foreign = not request.url.startswith((url.partition("/?")[0], "data:", "blob:"))
            if foreign and "csp" not in (request.failure or ""):
                complaints.append(f"request to {request.url}")

        page.on("requestfinished", watch)
        page.on("requestfailed", watch)
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.goto(url)
        page.locator("#message textarea").wait_for(state="attached")
        if servers:  # told once the page is alive
            expect(page.locator("#servers li").first).to_be_attached()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def chat(site: Site, open_page: PageOpener) -> ChatPage:
    """The chat tab in English at 1440 pixels."""
    return ChatPage(open_page(site.url))


@pytest.fixture
def compare(site: Site, open_page: PageOpener) -> ComparePage:
    """The compare tab in English at 1440 pixels, with any model."""
    site.provider.models = []
    return ComparePage(open_page(site.url))


def keep_screenshot(page: Page, name: str) -> Path:
    """For whoever judges the look; never compared by a test."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path)
    return path
