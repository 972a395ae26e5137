"""Explore's models in the browser: looked through, opened, tested, and taken to other tabs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.provider import Held, error, json_body, text
from tests.ui.conftest import PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

TABS = {"en-US": "Explore", "zh-CN": "探索"}
HOSTILE = "<img src=x onerror=alert(1)>${alert(2)}{{value}}"


class ModelsPage:
    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        page.get_by_role("tab", name=TABS[locale], exact=True).click()
        self.rows = page.locator("#models-table tbody tr")
        self.count = page.locator("#models-table .models-count")
        self.panel = page.locator("#models-panel")
        self.told = page.locator("#models-told")
        expect(self.count).to_be_visible()

    def header(self, name: str) -> Locator:
        return self.page.get_by_role("columnheader", name=name)

    def sort(self, name: str) -> None:
        self.header(name).get_by_role("button").click()

    def want(self, name: str, value: str) -> None:
        self.page.get_by_role("combobox", name=name, exact=True).select_option(value)

    def search(self, words: str) -> None:
        self.page.get_by_role("searchbox", name="Search models").fill(words)

    def choose(self, model: str, entry: str) -> None:
        """An entry of the menu of a row."""
        self.page.get_by_role("button", name=f"Actions for {model}", exact=True).click()
        self.page.get_by_role("menuitem", name=entry).click()

    def ability(self, name: str) -> Locator:
        return self.panel.locator("dl > div", has=self.page.get_by_text(name, exact=True)).locator(
            "dd"
        )

    def close(self) -> None:
        self.panel.get_by_role("button", name="Close").click()
        expect(self.panel.locator("h3")).to_have_count(0)


def listed(count: int, **more: Any) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"id": f"model-{number:03}", "owned_by": f"owner {number % 3}", "created": 1_700_000_000}
        | ({"context_length": 8_192 * (1 + number % 20)} if number % 2 else {})
        for number in range(count)
    ]
    rows += [{"id": HOSTILE, "owned_by": None, "created": None}, {"id": "model-999"} | more]
    return {"object": "list", "data": rows}


@pytest.fixture
def models(site: Site, open_page: PageOpener) -> Iterator[ModelsPage]:
    """120 models and a hostile one."""
    site.provider.models = []
    opened = ModelsPage(open_page(site.url))
    offer(site, opened, listed(118, shutdown_date="2020-01-01"), 120)
    yield opened
    assert opened.page.evaluate("window.alerted") is None


def offer(site: Site, models: ModelsPage, listing: dict[str, Any], count: int) -> None:
    site.provider.model_replies.append(json_body(listing))
    models.page.get_by_role("button", name="Refresh models").last.click()
    expect(models.count).to_contain_text(f"of {count} models")


def test_a_page_of_rows_is_shown_and_the_others_are_turned_to(models: ModelsPage) -> None:
    expect(models.rows).to_have_count(50)
    expect(models.count).to_have_text("1–50 of 120 models")

    models.page.get_by_role("button", name="Last page").click()

    expect(models.rows).to_have_count(20)
    expect(models.count).to_have_text("101–120 of 120 models")
    models.want("Rows a page", "100")
    expect(models.rows).to_have_count(100)


def test_filters_and_search_work_together(models: ModelsPage) -> None:
    models.want("Context window", "128000")
    expect(models.count).to_contain_text("120 models in all")
    models.search("model-0")
    models.want("Owner", "owner 1")

    expect(models.rows.first).to_contain_text("owner 1")
    expect(models.count).not_to_contain_text("1–12 of")
    models.search("nothing like it")
    expect(models.rows).to_have_count(0)
    models.page.get_by_role("button", name="Clear filters").click()
    expect(models.count).to_have_text("1–50 of 120 models")
    expect(models.page.get_by_role("searchbox", name="Search models")).to_have_value("")


def test_any_column_sorts_with_what_is_unknown_at_the_end(models: ModelsPage) -> None:
    models.sort("Context (tokens)")

    expect(models.header("Context (tokens)")).to_have_attribute("aria-sort", "ascending")
    expect(models.rows.first.locator("td.context")).to_have_text("16,384")
    models.sort("Context (tokens)")
    expect(models.header("Context (tokens)")).to_have_attribute("aria-sort", "descending")
    expect(models.rows.first.locator("td.context")).to_have_text("163,840")
    expect(models.header("Context (tokens)").get_by_role("button")).to_be_focused()
    models.page.get_by_role("button", name="Last page").click()
    expect(models.rows.last.locator("td.context")).to_contain_text("unknown")


def test_columns_are_chosen(models: ModelsPage) -> None:
    models.page.locator(".models-columns summary").click()
    models.page.get_by_role("checkbox", name="Owner").uncheck()
    models.page.get_by_role("checkbox", name="Tools").check()

    expect(models.header("Tools")).to_be_visible()
    expect(models.header("Owner")).to_have_count(0)
    models.page.keyboard.press("Escape")
    expect(models.page.get_by_role("checkbox", name="Tools")).not_to_be_visible()


def test_what_was_found_can_be_taken_away(models: ModelsPage) -> None:
    models.search("model-00")
    expect(models.rows).to_have_count(10)

    for name, first in (("CSV", "model,server"), ("Markdown", "| Model | Server")):
        with models.page.expect_download() as taken:
            models.page.get_by_role("button", name=f"Export as {name}").click()
        content = Path(taken.value.path()).read_text(encoding="utf-8-sig")
        assert content.startswith(first)
        assert content.count("model-00") == 10


def test_details_open_beside_the_table_and_close_with_the_key(models: ModelsPage) -> None:
    models.search("model-999")
    expect(models.rows).to_have_count(1)
    name = models.rows.first.get_by_role("button", name="model-999", exact=True)

    name.click()

    expect(models.panel.get_by_role("heading", name="test:model-999")).to_be_focused()
    expect(models.panel).to_contain_text("2020-01-01, over")
    expect(models.rows.first).to_have_attribute("aria-current", "true")
    models.page.keyboard.press("Escape")
    expect(models.panel.locator("h3")).to_have_count(0)
    expect(name).to_be_focused()


def test_a_hostile_name_is_shown_and_does_nothing(models: ModelsPage) -> None:
    models.page.evaluate("() => { window.alert = () => { window.alerted = true; }; }")
    models.search("onerror")
    expect(models.rows).to_have_count(1)

    models.rows.first.get_by_role("button", name=HOSTILE, exact=True).click()

    expect(models.panel.locator("h3")).to_have_text(f"test:{HOSTILE}")
    assert models.page.locator("#explore img").count() == 0


def test_a_test_asks_first_and_shows_what_it_found_out(models: ModelsPage, site: Site) -> None:
    site.provider.refuse = {"logprobs": "unsupported_parameter"}
    models.choose("model-001", "Test it")
    expect(models.panel).to_contain_text("This sends 6 requests, about")
    assert not site.provider.asked

    models.panel.get_by_role("button", name="Send").click()

    expect(models.ability("Requests sent")).to_contain_text("6")
    expect(models.ability("Streaming")).to_contain_text("✓ yes")
    expect(models.ability("Log probabilities")).to_contain_text("✗ no")
    expect(models.ability("Log probabilities")).to_contain_text("is not supported with this model")
    expect(models.ability("JSON schema")).to_contain_text("accepted, without effect")
    expect(models.panel).to_contain_text("Never sent: logprobs")
    tested = models.page.locator('tr[data-name="test:model-001"] td.abilities')
    expect(tested).to_contain_text("not: Log probabilities")
    assert len(site.provider.asked) == 6
    models.close()
    models.page.reload()
    again = ModelsPage(models.page)
    expect(again.page.locator('tr[data-name="test:model-001"] td.abilities')).to_contain_text(
        "Streaming"
    )


def test_a_test_can_be_declined_and_stopped(models: ModelsPage, site: Site) -> None:
    models.choose("model-002", "Test it")
    models.panel.get_by_role("button", name="Cancel").click()
    expect(models.panel.get_by_role("button", name="Cancel")).to_have_count(0)
    held = Held(text("one two three"), "one")
    site.provider.replies.append(held)

    models.panel.get_by_role("button", name="Test it").click()
    models.panel.get_by_role("button", name="Send").click()
    expect(models.panel).to_contain_text("Testing, request 1 of 6")
    models.panel.get_by_role("button", name="Stop", exact=True).click()

    expect(models.panel).to_contain_text("Stopped; requests sent: 1.")
    assert len(site.provider.asked) == 1
    held.go_on()


def test_a_model_goes_to_the_chat(models: ModelsPage) -> None:
    models.choose("model-003", "Chat with it")

    picker = models.page.get_by_role("combobox", name="Model", exact=True)
    expect(picker).to_be_visible()
    expect(picker).to_have_value("test:model-003")


def test_a_model_becomes_a_column_of_the_comparison(models: ModelsPage) -> None:
    models.choose("model-004", "Add to Compare")

    expect(models.told).to_contain_text("test:model-004 was added to Compare as column C.")
    models.page.get_by_role("button", name="Open Compare").click()
    heads = models.page.locator(".compare-head")
    expect(heads).to_have_count(3)
    expect(heads.nth(2).get_by_role("combobox")).to_have_value("test:model-004")


def test_a_server_that_failed_is_named_and_can_be_asked_again(
    models: ModelsPage, site: Site
) -> None:
    site.provider.model_replies.append(error(500, None, "no list today"))
    models.page.get_by_role("button", name="Refresh models").last.click()
    expect(models.told).to_contain_text("test failed with error 500 (no list today).")
    expect(models.count).to_contain_text("120 models")
    site.provider.model_replies.append(json_body(listed(8)))

    models.told.get_by_role("button", name="Retry").click()

    expect(models.count).to_have_text("1–10 of 10 models")
    expect(models.told.locator("li")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_the_models_fit_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, locale: str, scheme: str
) -> None:
    models = ModelsPage(open_page(site.url, width, locale, scheme), locale)
    expect(models.rows.first).to_be_visible()
    keep_screenshot(models.page, f"explore-models-{width}-{locale}")

    assert models.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(models.page) == []
    models.rows.first.locator("button").first.click()
    expect(models.panel.locator("h3")).to_be_visible()
    keep_screenshot(models.page, f"explore-models-{width}-{locale}-details")
    assert models.page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(models.page) == []
