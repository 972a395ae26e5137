"""Explore's parameters in the browser: looked up, opened, copied, and with a model that refused."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.conftest import ChatPage, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

TABS = {"en-US": ("Explore", "Parameters"), "zh-CN": ("探索", "参数")}


class ParametersPage:
    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        explore, parameters = TABS[locale]
        page.get_by_role("tab", name=explore, exact=True).click()
        parts = page.locator("#explore-parts")
        parts.get_by_role("tab", name=parameters, exact=True).click()
        self.rows = page.locator("#reference-table tbody tr")
        self.count = page.locator("#reference-table .models-count")
        self.panel = page.locator("#reference-panel")
        self.search = page.locator("#reference-tools input")
        expect(self.rows.first).to_be_visible()

    def row(self, key: str) -> Locator:
        return self.page.locator(f'#reference-table tr[data-key="{key}"]')

    def want(self, name: str, value: str) -> None:
        self.page.get_by_role("combobox", name=name, exact=True).select_option(value)

    def open(self, key: str) -> None:
        self.row(key).get_by_role("button").click()
        expect(self.panel.locator("h3")).to_have_attribute("data-key", key)


@pytest.fixture
def parameters(site: Site, open_page: PageOpener) -> ParametersPage:
    return ParametersPage(open_page(site.url))


def test_parameters_are_searched_and_filtered(parameters: ParametersPage) -> None:
    expect(parameters.count).to_have_text("67 entries")

    parameters.search.fill("随机")
    expect(parameters.row("temperature")).to_be_visible()
    parameters.search.fill("user")
    parameters.want("Status", "deprecated")
    expect(parameters.row("user@completions")).to_have_count(0)
    expect(parameters.rows.first).to_contain_text("deprecated, use safety_identifier")
    parameters.want("API", "embeddings")
    expect(parameters.count).to_contain_text("No parameter matches")
    parameters.page.get_by_role("button", name="Clear filters").click()

    expect(parameters.count).to_have_text("67 entries")
    expect(parameters.search).to_have_value("")
    expect(parameters.search).to_be_focused()


def test_details_open_by_keyboard_lead_on_and_give_the_focus_back(
    parameters: ParametersPage,
) -> None:
    parameters.search.fill("max_tokens")
    name = parameters.row("max_tokens@chat").get_by_role("button")
    expect(parameters.rows.first).to_have_attribute("data-key", "max_tokens@chat")
    name.focus()
    parameters.page.keyboard.press("Enter")
    title = parameters.panel.get_by_role("heading", name="max_tokens")
    expect(title).to_be_focused()
    expect(parameters.row("max_tokens@chat")).to_have_attribute("aria-current", "true")

    parameters.panel.get_by_role("button", name="max_output_tokens").click()

    expect(parameters.panel.get_by_role("heading", name="max_output_tokens")).to_be_focused()
    expect(parameters.panel).to_contain_text("≥ 16")
    parameters.page.keyboard.press("Escape")
    expect(parameters.panel.locator("h3")).to_have_count(0)
    expect(name).to_be_focused()


def test_the_example_is_copied(parameters: ParametersPage) -> None:
    parameters.open("temperature")

    parameters.panel.get_by_role("button", name="Copy").click()

    expect(parameters.panel.locator(".reference-code [role=status]")).to_have_text("Copied.")
    expect(parameters.panel.get_by_role("region", name="JSON")).to_be_visible()
    copied = parameters.page.evaluate("navigator.clipboard.readText()")
    assert copied == '{\n  "temperature": 0.7\n}'


def test_what_the_model_refused_in_a_chat_is_told(site: Site, open_page: PageOpener) -> None:
    site.provider.refuse = {"top_p": "unsupported_parameter"}
    chat = ChatPage(open_page(site.url))
    chat.choose("test:beta")
    field = chat.page.locator("#parameter-top_p input[type=number], #parameter-top_p input").first
    field.fill("0.5")
    chat.ask("Hello")
    parameters = ParametersPage(chat.page)
    chosen: Any = parameters.page.get_by_role("combobox", name="Model to look up")

    chosen.fill("test:beta")
    chosen.press("Enter")

    expect(parameters.row("top_p")).to_contain_text("refused: dropped here")
    expect(parameters.row("stop")).to_contain_text("not tested here")
    parameters.want("Status", "changed")
    expect(parameters.row("stop")).to_have_count(0)
    parameters.open("top_p")
    expect(parameters.panel).to_contain_text("With test:beta")
    expect(parameters.panel).to_contain_text("learned from a reply")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_the_parameters_fit_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, locale: str, scheme: str
) -> None:
    parameters = ParametersPage(open_page(site.url, width, locale, scheme), locale)
    keep_screenshot(parameters.page, f"explore-parameters-{width}-{locale}")

    assert parameters.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(parameters.page) == []
    parameters.open("logprobs@chat")
    keep_screenshot(parameters.page, f"explore-parameters-{width}-{locale}-details")
    assert parameters.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(parameters.page) == []
