"""What the page looks like, to eyes, keyboards and screen readers, in both languages."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.provider import text
from tests.ui.conftest import LOOKS, ChatPage, PageOpener, Site, keep_screenshot

pytestmark = pytest.mark.browser

SCHEMES = ["light", "dark"]
LOCALES = ["en-US", "zh-CN"]
REPLY = (
    "Some **bold** words, a table and code.\n\n| animal | legs |\n|---|---|\n| dog | 4 |\n\n"
    "```python\nprint('a line that is long enough to need its own way to scroll on a phone')\n```"
    "\n\n$$\\int_0^1 x^2\\,dx = \\tfrac13$$"
)
# Of Gradio's own making, each looked at and harmless here.
ACCEPTED: set[str] = {"aria-allowed-role"}


def filled(page: Page, site: Site) -> None:
    """A conversation with everything that a reply can have."""
    site.provider.replies.append(text(REPLY, reasoning="First I think about it.", finish="length"))
    box = page.locator("#message textarea")
    box.fill("Show me everything, please")
    box.press("Enter")
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#transcript .katex")).to_have_count(1)
    expect(page.locator("#transcript pre[tabindex]")).to_have_count(1)


def violations(page: Page) -> list[str]:
    run = cast(Callable[..., Any], Axe().run)  # pyright: ignore[reportUnknownMemberType]
    found = run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return [
        f"{row['id']}: {node['html'][:160]}"
        for row in found.response["violations"]
        if row["id"] not in ACCEPTED
        for node in row["nodes"]
    ]


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_the_chat_fits_its_window_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    page = open_page(site.url, width, locale, scheme)
    name = f"chat-{width}-{scheme}-{locale}"
    keep_screenshot(page, f"{name}-empty")

    filled(page, site)
    keep_screenshot(page, name)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#composer").bounding_box()
    assert box and box["y"] + box["height"] <= page.viewport_size["height"]  # type: ignore[index]
    assert violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_panel_is_a_drawer_on_a_phone(site: Site, open_page: PageOpener, scheme: str) -> None:
    page = open_page(site.url, 390, "en-US", scheme)
    system = page.get_by_label("System prompt")
    expect(system).not_to_be_visible()

    page.get_by_role("button", name="Settings").click()

    expect(system).to_be_visible()
    keep_screenshot(page, f"chat-390-{scheme}-panel")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(system).not_to_be_visible()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_tables_of_explore_fit_and_can_be_read(
    site: Site, open_page: PageOpener, locale: str
) -> None:
    page = open_page(site.url, 1440, locale)
    page.get_by_role("tab", name="Explore" if locale == "en-US" else "探索").click()
    expect(page.locator("#models-table")).to_contain_text("alpha")
    keep_screenshot(page, f"explore-1440-{locale}")
    parts = page.locator("#explore-parts")
    parts.get_by_role("tab", name="Parameters" if locale == "en-US" else "参数").click()
    expect(page.locator("#explore-parameters")).to_contain_text("temperature")


def test_the_page_speaks_the_browsers_language(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url, locale="zh-CN")

    for name in ("聊天", "对比", "探索"):
        expect(page.get_by_role("tab", name=name)).to_be_visible()
    expect(page.get_by_label("消息", exact=True)).to_be_visible()
    filled(page, site)
    expect(page.locator("#transcript")).to_contain_text("首字延迟")
    expect(page.locator("#transcript")).to_contain_text("回复达到最大长度")
    assert page.evaluate("document.documentElement.lang").startswith("zh")


def test_the_language_can_be_switched_and_stays(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url)

    page.get_by_role("button", name="EN/中").click()

    expect(page.get_by_label("消息", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator("#servers li").first).to_be_attached()
    expect(page.get_by_label("消息", exact=True)).to_be_visible()
    filled(page, site)
    expect(page.locator("#transcript")).to_contain_text("思考过程")


def test_the_theme_can_be_switched_and_stays(site: Site, open_page: PageOpener) -> None:
    page = open_page(site.url)
    body = page.locator("body")

    page.get_by_role("button", name="Light or dark").click()

    expect(body).to_have_class("dark")
    page.reload()
    expect(body).to_have_class("dark")


def test_the_conversation_follows_the_stream_only_at_its_end(
    site: Site, open_page: PageOpener
) -> None:
    chat = ChatPage(open_page(site.url))
    site.provider.replies.append(text("A line of the reply.\n\n" * 4000, delay=0.1, chunk_size=40))
    chat.message.fill("a long one")
    chat.message.press("Enter")
    log = "document.querySelector('#transcript .panel-wrap')"
    page, height = chat.page, f"{log}.scrollHeight"
    at_its_end = f"{height} - {log}.scrollTop - {log}.clientHeight < 150"
    page.wait_for_function(f"{height} > {log}.clientHeight + 300 && {at_its_end}")

    page.locator("#transcript .panel-wrap").hover()
    page.mouse.wheel(0, -100_000)
    # What grew while the wheel was turned may be added to where it leads.
    page.wait_for_function(f"{log}.scrollTop < 200")
    top = page.evaluate(f"{log}.scrollTop")
    page.wait_for_function(f"was => {height} > was + 300", arg=page.evaluate(height))

    assert page.evaluate(f"{log}.scrollTop") == top
    page.get_by_role("button", name="Scroll down").click()
    page.wait_for_function(at_its_end)
    chat.stop.click()
    chat.wait_for_end()


def test_a_reply_cannot_make_the_page_call_another_host(site: Site, open_page: PageOpener) -> None:
    chat = ChatPage(open_page(site.url))
    beacon = "http://127.0.0.1:9/beacon.png"
    site.provider.replies.append(
        text(f"![x]({beacon}) <img src='{beacon}'><video src='{beacon}'></video> shown")
    )

    chat.ask("hello")

    expect(chat.replies.filter(has_text="shown")).to_be_visible()  # `open_page` does the rest
