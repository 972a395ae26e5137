"""Explore's prices in Chromium: counts entered, costs sorted and searched, models compared."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import running_app, server_at
from tests.ui.conftest import PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

TABS = {"en-US": ("Explore", "Prices"), "zh-CN": ("探索", "价格")}
HOSTILE = "<img src=x onerror=alert(1)>"
PRICED = (
    *("gpt-4o", "gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano"),
    *("o3", "o4-mini", "gpt-5", "gpt-5-mini", "gpt-5-nano"),
)


@pytest.fixture(scope="module")
def running_site() -> Iterator[Site]:
    """Deployments whose prices are known, beside 100 models whose are not."""
    names = [*PRICED, "gpt-4o-mini-2024-07-18", "mine"]
    with serving(LocalProvider()) as provider:
        provider.models = [HOSTILE, *(f"model-{number:03}" for number in range(99))]
        provider.deployments = names
        azure = {
            "AZURE_OPENAI_ENDPOINT": provider.azure_url,
            "AZURE_OPENAI_API_KEY": "a-key",
            "AZURE_OPENAI_DEPLOYMENTS": ",".join([*names[:-1], "mine=gpt-4o-mini"]),
        }
        with running_app(server_at(provider) | azure) as app:
            yield Site(app.url, provider)


class PricesPage:
    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        for name in TABS[locale]:
            page.get_by_role("tab", name=name, exact=True).click()
        self.part = page.locator("#explore-prices")
        self.rows = self.part.locator("#prices-table tbody tr")
        self.count = self.part.locator(".models-count")
        self.mix = self.part.locator("#prices-table p").first
        self.matrix = self.part.locator("#prices-matrix table")
        self.bars = self.part.locator("#prices-plot svg .mark-rect path")
        expect(self.count).to_contain_text("112")

    def field(self, name: str) -> Locator:
        return self.part.get_by_role("textbox", name=name)

    def search(self, words: str) -> None:
        self.part.get_by_role("searchbox", name="Search model or server").fill(words)

    def choose(self, model: str) -> Locator:
        box = self.part.get_by_role("checkbox", name=f"Compare {model}", exact=True)
        box.click()
        return box

    def head(self, name: str) -> Locator:
        return self.part.get_by_role("columnheader", name=name)


@pytest.fixture
def prices(site: Site, open_page: PageOpener) -> PricesPage:
    return PricesPage(open_page(site.url))


def test_costs_follow_the_counts_and_a_wrong_one_is_refused_at_its_field(
    prices: PricesPage,
) -> None:
    prices.field("Input tokens per request").fill("2k")
    prices.field("Requests per day").fill("1e3")
    expect(prices.mix).to_contain_text("For 2,000 input tokens (0 cached) and 500 output tokens")
    expect(prices.mix).to_contain_text("1,000 requests per day. A month is 30 days.")

    output = prices.field("Output tokens per request")
    for wrong, told in (
        ("1e30", "Enter at most 1,000,000,000."),
        ("0.5", "Enter a whole number; a part of one cannot be counted."),
        ("-1", "Enter 0 or more."),
        ("many", "Enter a whole number, such as 1,000, 2k or 1.5M."),
    ):
        output.fill(wrong)
        expect(output).to_have_accessible_description(told)
        expect(output).to_have_attribute("aria-invalid", "true")
    expect(prices.mix).to_contain_text("500 output tokens")
    output.fill("0")
    expect(output).to_have_attribute("aria-invalid", "false")
    expect(output).to_have_accessible_description("")
    expect(output).to_be_focused()
    expect(prices.mix).to_contain_text("and 0 output tokens")


def test_a_pasted_text_fills_the_input_tokens_as_an_estimate(prices: PricesPage) -> None:
    prices.part.get_by_text("Estimate input tokens from a text").click()
    prices.field("Text to estimate tokens from").fill("abcd" * 100)

    tokens = prices.field("Input tokens per request")
    expect(tokens).to_have_value("104")
    expect(tokens).to_have_accessible_description("≈ estimated from the text")
    expect(prices.mix).to_contain_text("For about 104 input tokens (estimated;")
    prices.field("Output tokens per request").fill("2")
    expect(prices.mix).to_contain_text("For about 104 input tokens (estimated; 0 cached) and 2")
    tokens.fill("7")
    expect(tokens).to_have_accessible_description("")
    expect(prices.mix).to_contain_text("For 7 input tokens")


def test_what_is_unknown_is_counted_and_last_whichever_way_costs_are_sorted(
    prices: PricesPage,
) -> None:
    expect(prices.count).to_contain_text("The prices of 100 models are unknown")
    expect(prices.head("Per month (30 days)")).to_have_attribute("aria-sort", "ascending")
    prices.head("Per month (30 days)").get_by_role("button").click()

    expect(prices.head("Per month (30 days)")).to_have_attribute("aria-sort", "descending")
    expect(prices.rows.first).not_to_contain_text("unknown")
    prices.part.get_by_role("button", name="Last page").click()
    expect(prices.rows.last).to_contain_text("unknown")
    expect(prices.rows).to_have_count(12)

    prices.search("azure 2024")
    expect(prices.rows).to_have_count(1)
    expect(prices.rows.first).to_contain_text("near match: priced as gpt-4o-mini")
    prices.search("onerror")
    expect(prices.rows.first.locator("bdi").first).to_have_text(HOSTILE)
    prices.search("no such")
    prices.part.get_by_role("button", name="Clear search").click()
    expect(prices.rows).to_have_count(50)


def test_chosen_models_are_compared_up_to_eight(prices: PricesPage) -> None:
    box = prices.choose("azure:gpt-4o")
    expect(box).to_have_attribute("aria-checked", "true")
    expect(box).to_be_focused()
    prices.choose("azure:gpt-4o-mini")

    expect(prices.matrix.get_by_role("columnheader")).to_have_count(2)
    expect(prices.matrix.locator("tbody tr").first).to_contain_text("16.7×")
    for model in PRICED[2:9]:
        prices.choose(f"azure:{model}")
    expect(prices.part.get_by_text("Up to 8 models can be compared")).to_be_visible()
    expect(prices.matrix.get_by_role("columnheader")).to_have_count(8)
    prices.part.get_by_role("button", name="Remove azure:gpt-4o", exact=True).click()
    expect(prices.matrix.get_by_role("columnheader")).to_have_count(7)
    prices.part.get_by_role("button", name="Remove all").click()
    expect(prices.matrix).to_have_count(0)
    expect(box).to_have_attribute("aria-checked", "false")


def test_the_chart_comes_when_it_is_opened_and_follows_the_choice(prices: PricesPage) -> None:
    expect(prices.bars).to_have_count(0)
    prices.part.locator("#prices-chart > button").click()

    expect(prices.bars).to_have_count(12)
    prices.choose("azure:gpt-4o")
    prices.choose("azure:o3")
    expect(prices.bars).to_have_count(2)
    prices.field("Requests per day").fill("0")
    expect(prices.part.get_by_text("Every cost is 0")).to_be_visible()
    expect(prices.matrix.locator("tbody tr").first).to_contain_text("1.00×")
    prices.field("Requests per day").fill("10")
    expect(prices.bars).to_have_count(2)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_the_prices_fit_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, locale: str, scheme: str
) -> None:
    prices = PricesPage(open_page(site.url, width, locale, scheme), locale)
    prices.part.locator('[data-count="output"]').fill("-1")
    expect(prices.part.locator('[data-fault="output"]')).not_to_be_empty()
    for at in (2, 5, 8):
        prices.rows.nth(at).get_by_role("checkbox").click()
        expect(prices.rows.nth(at).get_by_role("checkbox")).to_have_attribute(
            "aria-checked", "true"
        )
    keep_screenshot(prices.page, f"explore-prices-{width}-{locale}")
    assert violations(prices.page) == []
    prices.part.locator("#prices-chart > button").click()
    expect(prices.bars).to_have_count(3)
    prices.bars.first.scroll_into_view_if_needed()
    keep_screenshot(prices.page, f"explore-prices-{width}-{locale}-chart")

    assert prices.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(prices.page) == []
