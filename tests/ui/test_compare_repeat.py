"""Each column asked several times, on the page."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.faults import FAULTS
from tests.provider import error, text
from tests.ui.compare_page import ComparePage, asked_of, contents
from tests.ui.conftest import PageOpener, Site, keep_screenshot

pytestmark = pytest.mark.browser


def figure(compare: ComparePage, letter: str, name: str) -> Locator:
    return compare.head(letter).locator(f".compare-figures .{name} dd")


def repeat(compare: ComparePage, count: str) -> None:
    field = compare.page.get_by_label("Repeat", exact=True)
    field.fill(count)
    field.press("Tab")
    if count.isdigit() and 0 < int(count) <= 20:
        state = compare.page.locator(".compare-session")
        expect(state).to_have_attribute("data-repeats", count)


def run(compare: ComparePage, prompt: str) -> None:
    """Ask, and go on after the estimate."""
    compare.prompt.fill(prompt)
    compare.prompt.press("Enter")
    expect(compare.told).to_contain_text("requests")
    compare.told.get_by_role("button", name="Run", exact=True).click()
    expect(compare.prompt).to_have_value("")


def test_every_column_is_asked_so_often_and_shows_medians_and_ranges(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    site.provider.answers = {"one": text("same"), "two": text("the other one", delay=0.02)}
    repeat(compare, "3")

    run(compare, "Hello")
    expect(compare.page.locator(".compare-progress")).to_contain_text("6 of 6 replies")
    expect(compare.run).to_be_visible()

    assert len(site.provider.asked) == 6
    assert {tuple(contents(request)) for request in site.provider.asked} == {("Hello",)}
    expect(figure(compare, "A", "identical")).to_contain_text("100%")
    expect(figure(compare, "B", "first").locator("small")).to_have_text(
        re.compile(r"^(\d\.\d\d–\d\.\d\d)?\s*$")
    )
    expect(compare.head("A").locator(".compare-place")).to_have_text("3/3")
    expect(compare.head("A")).to_contain_text("median of 3")
    keep_screenshot(compare.page, "compare-1440-repeats")


def test_nothing_is_asked_before_the_estimate_was_agreed_to(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    repeat(compare, "4")
    compare.prompt.fill("Hello")
    compare.prompt.press("Enter")

    expect(compare.told).to_contain_text("8 requests")
    compare.told.get_by_role("button", name="Cancel").click()

    expect(compare.told).to_have_text("")
    expect(compare.prompt).to_have_value("Hello")
    assert site.provider.asked == []


def test_all_replies_can_be_read_and_the_one_shown_is_gone_on_with(
    compare: ComparePage, site: Site
) -> None:
    compare.button("Remove column B").click()
    compare.choose("test:one")
    site.provider.replies.extend(text(reply) for reply in ("first", "second", "third"))
    repeat(compare, "3")
    run(compare, "Hello")
    expect(compare.column("A")).to_contain_text("third")
    expect(compare.run).to_be_visible()

    compare.button("Previous reply of column A").click()
    expect(compare.column("A")).to_contain_text("second")
    compare.button("Previous reply of column A").click()
    expect(compare.column("A")).to_contain_text("first")
    expect(compare.button("Previous reply of column A")).to_be_disabled()
    expect(compare.column("A")).not_to_contain_text("third")

    repeat(compare, "1")
    compare.ask("and then")
    assert contents(asked_of(site.provider, "one", 3)) == ["Hello", "first", "and then"]


def test_cancel_keeps_the_replies_that_came_and_asks_for_no_more(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    site.provider.answers["one"] = text("quick")
    site.provider.answers["two"] = text("word " * 400, delay=0.1)
    repeat(compare, "2")
    run(compare, "Hello")
    expect(compare.page.locator(".compare-progress")).to_contain_text("2 of 4 replies")
    expect(compare.column("B")).to_contain_text("word")

    compare.page.locator(".compare-progress").get_by_role("button", name="Cancel").click()

    assert asked_of(site.provider, "two").hung_up.wait(10)
    expect(compare.run).to_be_visible()
    expect(compare.status("B")).to_have_text("stopped")
    expect(compare.column("B")).to_contain_text("word")
    expect(compare.page.locator(".compare-progress")).to_contain_text("3 of 3 replies")
    assert len(site.provider.asked) == 3


def test_a_slow_column_holds_up_no_other_and_a_failed_one_is_asked_no_more(
    compare: ComparePage, site: Site
) -> None:
    compare.button("Add column").click()
    compare.choose("test:quick", "test:stalled", "test:wrong")
    site.provider.answers = {
        "quick": text("quick"),
        "stalled": FAULTS["stall_mid"](),
        "wrong": error(401, "invalid_api_key", "No."),
    }
    repeat(compare, "5")
    run(compare, "Hello")

    expect(compare.head("A").locator(".compare-place")).to_have_text("5/5")
    expect(compare.status("A")).to_have_text("done")
    expect(compare.status("B")).to_have_text("writing")
    expect(compare.status("C")).to_have_text("failed")
    compare.stop.click()
    expect(compare.run).to_be_visible()
    models = [request.body["model"] for request in site.provider.asked]
    assert (models.count("quick"), models.count("stalled"), models.count("wrong")) == (5, 1, 1)


def test_a_retry_asks_no_more_often_than_was_agreed_to(compare: ComparePage, site: Site) -> None:
    compare.choose("test:one", "test:two")
    compare.ask("Hello")
    repeat(compare, "5")
    site.provider.requests.clear()

    compare.button("Retry column A").click()

    site.provider.wait_for_request(1)
    expect(compare.status("A")).to_have_text("done")
    expect(compare.run).to_be_visible()
    assert len(site.provider.asked) == 1


@pytest.mark.parametrize("count", ["0", "1000", "2.5", ""])
def test_a_number_that_cannot_be_is_refused_at_its_place(compare: ComparePage, count: str) -> None:
    repeat(compare, "2")

    repeat(compare, count)

    expect(compare.told).to_have_text("Repeat takes a whole number from 1 to 20. It stays at 2.")
    expect(compare.page.get_by_label("Repeat", exact=True)).to_have_value("2")


def test_kept_comparisons_and_files_hold_every_reply(
    compare: ComparePage, site: Site, open_page: PageOpener
) -> None:
    compare.button("Remove column B").click()
    compare.choose("test:one")
    site.provider.replies.extend(text(reply) for reply in ("first", "second", "third"))
    repeat(compare, "3")
    run(compare, "kept repeats")
    expect(compare.page.locator(".compare-progress")).to_contain_text("3 of 3 replies")
    expect(compare.run).to_be_visible()
    compare.button("Previous reply of column A").click()
    compare.page.close()

    page = open_page(site.url)
    again = ComparePage(page)
    page.get_by_role("button", name="Kept comparisons").click()
    page.locator("#run-chosen input").click()
    page.get_by_role("option", name="kept repeats").first.click()
    with page.expect_download() as started:
        page.locator("#run-json").click()
    turn = json.loads(Path(started.value.path()).read_bytes())["lanes"][0]["turns"][0]
    assert sorted(reply["text"] for reply in turn["replies"]) == ["first", "second", "third"]
    page.get_by_role("button", name="Open", exact=True).click()
    expect(again.head("A").locator(".compare-place")).to_have_text("3/3")
    expect(again.head("A")).to_contain_text("median of 3")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_figures_and_progress_fit(
    site: Site, open_page: PageOpener, scheme: str
) -> None:
    site.provider.models = []
    page = open_page(site.url, 390, "zh-CN", scheme)
    compare = ComparePage(page, "zh-CN")
    compare.choose("test:one", "test:two")
    field = page.get_by_label("重复", exact=True)
    field.fill("2")
    field.press("Tab")
    expect(page.locator(".compare-session")).to_have_attribute("data-repeats", "2")
    compare.prompt.fill("你好")
    compare.prompt.press("Enter")
    compare.told.get_by_role("button", name="运行").click()
    expect(page.locator(".compare-progress")).to_contain_text("已完成 4 / 4 个回复")
    expect(compare.run).to_be_visible()
    keep_screenshot(page, f"compare-390-{scheme}-repeats")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    head = compare.head("A")
    assert head.evaluate(
        "e => [...e.querySelectorAll('dd')].every(d => d.scrollWidth <= d.clientWidth)"
    )
