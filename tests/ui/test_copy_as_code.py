"""The same request as code: a dialog over the page, from the chat and from a column."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.provider import Held, text
from tests.ui.blind_page import BlindPage
from tests.ui.compare_page import ComparePage, asked_of
from tests.ui.conftest import KEY, ChatPage, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

VARIABLE = "PARLEY_SERVERS__TEST__API_KEY"
NASTY = 'It\'s `code` $HOME ${1+1} <b>&amp;</b> \\n "x"\n\tJSON\nJSON\n😀 {{value}}'


class CodePage:
    """The panel as a person sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.get_by_role("dialog", name="Request as code")
        self.text = self.dialog.locator("#code-text")
        self.note = self.dialog.locator(".code-note")
        self.stream = self.dialog.get_by_role("checkbox", name="Streaming")

    def open_from_chat(self) -> None:
        self.page.get_by_role("button", name="Copy as code…").click()
        expect(self.dialog).to_be_visible()

    def choose(self, language: str) -> None:
        self.language(language).check()
        expect(self.text).to_have_attribute("aria-label", language)

    def language(self, name: str) -> Locator:
        return self.dialog.get_by_role("radio", name=name, exact=True)

    def copied(self) -> str:
        self.dialog.get_by_role("button", name="Copy", exact=True).click()
        expect(self.dialog.locator("#code-said")).to_have_text("Copied.")
        return self.page.evaluate("navigator.clipboard.readText()")


@pytest.fixture
def code(chat: ChatPage) -> CodePage:
    return CodePage(chat.page)


def run(command: list[str], folder: Path) -> None:
    variables = {VARIABLE: KEY, "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=folder, env=variables, check=True, timeout=300)


def test_what_is_copied_sends_the_same_request(
    chat: ChatPage, code: CodePage, site: Site, tmp_path: Path
) -> None:
    chat.parameter("temperature").fill("0.5")
    chat.ask("An earlier message")
    chat.ask(NASTY)

    code.open_from_chat()
    (tmp_path / "chat.py").write_text(code.copied(), encoding="utf-8")
    run([sys.executable, "chat.py"], tmp_path)
    code.choose("curl")
    (tmp_path / "chat.sh").write_text(code.copied(), encoding="utf-8")
    if shutil.which("curl"):
        run(["sh", "chat.sh"], tmp_path)

    sent, *by_code = site.provider.asked[1:]
    assert sent.body["messages"][-1]["content"] == NASTY
    assert [request.body for request in by_code] == [sent.body] * len(by_code)
    assert by_code[0].headers["authorization"] == f"Bearer {KEY}"


def test_the_key_is_never_in_the_page(chat: ChatPage, code: CodePage) -> None:
    chat.ask(f"Is {KEY} a key?")

    code.open_from_chat()

    assert VARIABLE in code.copied()
    assert KEY not in code.text.inner_text()


def test_every_language_and_a_whole_reply_can_be_chosen(chat: ChatPage, code: CodePage) -> None:
    chat.ask("Hello")
    code.open_from_chat()
    expect(code.text).to_contain_text("from openai import OpenAI")
    expect(code.text).to_contain_text("stream=True")

    code.stream.uncheck()

    expect(code.text).not_to_contain_text("stream")
    for language, words in (
        ("curl", "<<'JSON'"),
        ("JavaScript", "await fetch"),
        ("Go", "net/http"),
    ):
        code.choose(language)
        expect(code.text).to_contain_text(words)
        expect(code.text).not_to_contain_text("stream")


def test_the_dialog_keeps_the_focus_and_gives_it_back(chat: ChatPage, code: CodePage) -> None:
    chat.ask("Hello")
    code.open_from_chat()
    expect(code.language("Python")).to_be_focused()

    within = "document.getElementById('code-panel').contains(document.activeElement)"
    for _ in range(8):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate(f"{within} || document.activeElement === document.body")
    chat.page.keyboard.press("Escape")

    expect(code.dialog).not_to_be_visible()
    expect(chat.page.get_by_role("button", name="Copy as code…")).to_be_focused()


@pytest.mark.parametrize("way", ["button", "outside"])
def test_the_dialog_is_closed_by_its_button_and_by_the_page_behind(
    way: str, chat: ChatPage, code: CodePage
) -> None:
    chat.ask("Hello")
    code.open_from_chat()

    if way == "button":
        code.dialog.get_by_role("button", name="Close").click()
    else:
        chat.page.mouse.click(20, 400)

    expect(code.dialog).not_to_be_visible()
    code.open_from_chat()


def test_escape_closes_the_dialog_and_not_the_reply(
    chat: ChatPage, code: CodePage, site: Site
) -> None:
    reply = Held(text("one two three"), after="one")
    site.provider.replies.append(reply)
    chat.message.fill("Count")
    chat.message.press("Enter")
    expect(chat.replies.filter(has_text="one")).to_have_count(1)
    code.open_from_chat()
    expect(code.text).to_contain_text("Count")

    chat.page.keyboard.press("Escape")

    expect(code.dialog).not_to_be_visible()
    expect(chat.stop).to_be_visible()
    reply.go_on()
    expect(chat.replies.filter(has_text="one two three")).to_have_count(1)


def test_a_model_whose_server_is_gone_says_so(chat: ChatPage, code: CodePage, site: Site) -> None:
    site.provider.models = ["alpha", "beta"]
    chat.ask("Hello")
    chat.choose("test:never-heard-of")
    chat.message.fill("Hello")
    chat.message.press("Enter")
    expect(chat.page.locator("#transcript .parley-error")).to_have_count(1)

    code.open_from_chat()

    expect(code.text).to_contain_text('model="never-heard-of"')


def test_a_parameter_that_the_model_refuses_is_not_in_the_code(
    chat: ChatPage, code: CodePage, site: Site
) -> None:
    site.provider.refuse = {"temperature": "unsupported_value"}
    chat.parameter("temperature").fill("0.3")
    chat.ask("Hello")

    code.open_from_chat()

    expect(code.text).to_contain_text("# temperature is left out, the model refuses it")
    expect(code.text).not_to_contain_text("temperature=")


def test_a_column_has_its_own_request(compare: ComparePage, site: Site) -> None:
    compare.choose("test:one", "test:two")
    compare.ask("Why?")
    code = CodePage(compare.page)

    compare.more("B", "Copy as code…")

    expect(code.dialog).to_contain_text("The last request of column B, to test:two")
    expect(code.text).to_contain_text('model="two"')
    expect(code.text).to_contain_text('"Why?"')
    code.choose("curl")
    body = re.search(r"<<'JSON'\n(.*)\nJSON", code.text.inner_text(), re.DOTALL)
    assert body and json.loads(body[1]) == asked_of(site.provider, "two").body
    compare.page.keyboard.press("Escape")
    expect(compare.button("More for column B")).to_be_focused()


def test_a_column_without_a_request_has_no_code(compare: ComparePage) -> None:
    compare.button("More for column A").click()

    expect(compare.page.get_by_role("menuitem", name="Copy as code…")).to_be_disabled()


def test_hidden_names_are_not_told_by_code(site: Site, open_page: PageOpener) -> None:
    site.provider.models = []
    blind = BlindPage(open_page(site.url))
    blind.choose("test:one", "test:two")
    blind.turn_on()
    blind.ask_blind("Who are you?")
    blind.button("More for column A").click()
    expect(blind.page.get_by_role("menuitem", name="Copy as code…")).to_have_count(0)
    blind.page.keyboard.press("Escape")
    blind.listen()

    blind.forge("code", blind.key("A"))

    expect(blind.told).to_contain_text("names are hidden")
    expect(CodePage(blind.page).dialog).not_to_be_visible()
    assert "test:one" not in blind.heard()
    assert "test:two" not in blind.heard()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_dialog_fits_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str
) -> None:
    locale = "en-US" if scheme == "light" else "zh-CN"
    page = open_page(site.url, width, locale, scheme)
    page.locator("#message textarea").fill("\n".join([NASTY, "a long line " * 40, *["more"] * 40]))
    page.locator("#send").click()
    expect(page.locator("#transcript .thought-group").last).to_be_visible()
    expect(page.locator("#send")).to_be_visible()

    actions = page.locator("#actions").bounding_box()
    assert actions and actions["height"] < 50  # one row
    page.locator("#copy-as-code").click()

    panel, shown = page.locator("#code-panel"), page.locator("#code-text")
    expect(shown).to_be_visible()
    keep_screenshot(page, f"code-{width}-{scheme}-{locale}")
    box = panel.bounding_box()
    assert box
    assert box["width"] == width if width == 390 else box["width"] <= 880
    languages = page.locator("#code-languages label")
    for place in (languages.first.bounding_box(), languages.last.bounding_box()):
        assert place and 0 <= place["x"] - box["x"] <= box["width"] - place["width"]
    scrolls = shown.evaluate(
        "(e) => [e.scrollWidth > e.clientWidth, e.scrollHeight > e.clientHeight]"
    )
    assert scrolls == [True, True]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    page.locator("#code-languages label").filter(has_text="Go").click()
    expect(shown).to_have_attribute("aria-label", "Go")
    assert panel.bounding_box() == box
