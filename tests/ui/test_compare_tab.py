"""The compare tab in Chromium: columns come and go, stream, fail, stop and are retried."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.faults import chunked_cut, stall_mid
from tests.loopback_server import PATIENCE
from tests.provider import Held, error, text
from tests.ui.compare_page import ComparePage, asked_of, contents
from tests.ui.conftest import LOOKS, PageOpener, Site, keep_screenshot

pytestmark = pytest.mark.browser

ENDLESS = text("word " * 2000, delay=0.1)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def test_two_columns_stream_side_by_side_and_end_with_figures_and_marks(
    compare: ComparePage, site: Site
) -> None:
    first = Held(text("four five six seven eight nine"), after="assistant")
    slow = Held(first, after="four")
    site.provider.answers = {"quick": text("one two three"), "slow": slow}
    compare.choose("test:quick", "test:slow")
    compare.prompt.fill("Count")
    compare.prompt.press("Enter")

    expect(compare.status("A")).to_have_text("done")
    first.go_on()
    expect(compare.status("B")).to_have_text("writing")
    expect(compare.column("B")).to_contain_text("four")
    slow.go_on()
    expect(compare.status("B")).to_have_text("done")
    expect(compare.column("A")).to_contain_text("one two three")
    expect(compare.column("B")).to_contain_text("four five six seven eight nine")
    expect(compare.head("A").locator(".first")).to_contain_text("★")
    expect(compare.head("A").locator(".first")).to_contain_text("fastest first token")
    expect(compare.head("B").locator(".first")).not_to_contain_text("★")
    expect(compare.head("B").locator(".tokens")).to_contain_text("→")
    expect(compare.run).to_be_visible()
    expect(compare.prompt).to_be_focused()


def test_each_column_keeps_its_own_history(compare: ComparePage, site: Site) -> None:
    site.provider.answers = {"one": text("apple"), "two": text("pear")}
    compare.choose("test:one", "test:two")

    compare.ask("Choose a word.")
    compare.ask("Repeat it.")

    assert contents(asked_of(site.provider, "one", 1)) == ["Choose a word.", "apple", "Repeat it."]
    assert contents(asked_of(site.provider, "two", 1)) == ["Choose a word.", "pear", "Repeat it."]
    expect(compare.column("A")).not_to_contain_text("pear")


def test_stopping_one_column_leaves_the_other_alone(compare: ComparePage, site: Site) -> None:
    other = Held(text("word " * 12), after="word")
    site.provider.answers = {"stalled": stall_mid(), "other": other}
    compare.choose("test:stalled", "test:other")
    compare.prompt.fill("Hello")
    compare.prompt.press("Enter")
    expect(compare.column("A")).to_contain_text("One two three")

    compare.button("Stop column A").click()

    assert asked_of(site.provider, "stalled").hung_up.wait(PATIENCE)
    other.go_on()
    expect(compare.status("A")).to_have_text("stopped")
    expect(compare.column("A")).to_contain_text("One two three")
    expect(compare.status("B")).to_have_text("done")
    expect(compare.column("B")).to_contain_text("word " * 11 + "word")
    assert not asked_of(site.provider, "other").hung_up.is_set()


def test_stop_all_and_escape_stop_every_column(compare: ComparePage, site: Site) -> None:
    site.provider.answers = {"one": stall_mid(), "two": stall_mid()}
    compare.choose("test:one", "test:two")
    for press in (compare.stop.click, lambda: compare.page.keyboard.press("Escape")):
        site.provider.requests.clear()
        compare.prompt.fill("Hello")
        compare.prompt.press("Enter")
        expect(compare.status("A")).to_have_text("writing")
        expect(compare.status("B")).to_have_text("writing")

        press()

        assert all(request.hung_up.wait(PATIENCE) for request in site.provider.asked)
        expect(compare.status("A")).to_have_text("stopped")
        expect(compare.run).to_be_visible()


def test_a_failed_column_says_why_in_its_place_and_is_retried_alone(
    compare: ComparePage, site: Site
) -> None:
    site.provider.answers = {
        "wrong": error(401, "invalid_api_key", "Incorrect key: sk-CANARY-KEY"),
        "cut": chunked_cut(),
    }
    compare.choose("test:wrong", "test:cut")
    compare.ask("Hello")
    expect(compare.status("A")).to_have_text("failed")
    expect(compare.column("A")).to_contain_text("did not accept the key")
    expect(compare.status("B")).to_have_text("broke off")
    expect(compare.column("B")).to_contain_text("One two three")
    expect(compare.column("B")).to_contain_text("broke off the reply")
    assert "CANARY" not in compare.page.content()

    site.provider.answers["wrong"] = text("now it works")
    compare.button("Retry column A").click()

    expect(compare.column("A")).to_contain_text("now it works")
    expect(compare.status("A")).to_have_text("done")
    expect(compare.column("A")).not_to_contain_text("did not accept")
    expect(compare.column("B")).to_contain_text("One two three")
    assert len(site.provider.asked) == 3


def test_a_column_can_be_retried_while_others_still_write(compare: ComparePage, site: Site) -> None:
    slow = Held(text("word " * 24), after="word")
    site.provider.answers = {"slow": slow, "quick": text("first")}
    compare.choose("test:slow", "test:quick")
    compare.prompt.fill("Hello")
    compare.prompt.press("Enter")
    expect(compare.column("B")).to_contain_text("first")

    site.provider.answers["quick"] = text("second")
    compare.button("Retry column B").click()

    expect(compare.column("B")).to_contain_text("second")
    expect(compare.status("A")).to_have_text("writing")
    slow.go_on()
    expect(compare.status("A")).to_have_text("done")
    expect(compare.column("A")).to_contain_text("word " * 23 + "word")
    expect(compare.run).to_be_visible()
    assert not asked_of(site.provider, "slow").hung_up.is_set()


def test_columns_are_added_up_to_eight_and_removed(compare: ComparePage, site: Site) -> None:
    for count in range(3, 9):
        compare.page.locator("#add-column").click()
        expect(compare.heads).to_have_count(count)
    compare.choose(*(f"test:m{number}" for number in range(8)))
    compare.page.locator("#add-column").click()
    expect(compare.told).to_contain_text("At most 8")
    expect(compare.heads).to_have_count(8)
    compare.ask("Hello")
    assert len(site.provider.asked) == 8
    expect(compare.column("H")).to_contain_text("You said: Hello")

    compare.button("Remove column B").click()

    expect(compare.heads).to_have_count(7)
    expect(compare.model("B")).to_have_value("test:m2")
    expect(compare.column("H")).to_be_hidden()
    compare.ask("Again")
    assert len(site.provider.asked) == 15


def test_the_same_model_twice_is_told_apart(compare: ComparePage, site: Site) -> None:
    compare.choose("test:alpha", "test:alpha")

    expect(compare.head("A").locator(".compare-number")).to_have_text("#1")
    expect(compare.head("B").locator(".compare-number")).to_have_text("#2")
    compare.ask("Hello")
    assert len(site.provider.asked) == 2


def test_a_model_is_found_by_typing_and_taken_with_the_arrow_keys(
    site: Site, open_page: PageOpener
) -> None:
    compare = ComparePage(open_page(site.url))
    compare.model("A").click()
    options = compare.page.get_by_role("option")
    expect(options).to_have_count(2)

    compare.model("A").press_sequentially("bet")
    expect(options).to_have_text(["test:beta"])
    compare.model("A").press("ArrowDown")
    compare.model("A").press("Enter")

    expect(compare.model("A")).to_have_value("test:beta")
    expect(options).to_have_count(0)
    compare.ask("Hello")
    assert "beta" in [request.body["model"] for request in site.provider.asked]


def test_typing_a_model_is_not_disturbed_by_a_stream(compare: ComparePage, site: Site) -> None:
    site.provider.answers = {"slow": ENDLESS}
    compare.choose("test:slow", "test:other")
    compare.prompt.fill("Hello")
    compare.prompt.press("Enter")
    expect(compare.status("A")).to_have_text("writing")

    compare.model("B").click()
    compare.model("B").fill("")
    compare.model("B").press_sequentially("test:third", delay=60)

    expect(compare.model("B")).to_have_value("test:third")
    expect(compare.model("B")).to_be_focused()
    compare.stop.click()


def test_an_empty_prompt_is_refused_beside_its_box(compare: ComparePage, site: Site) -> None:
    compare.choose("test:one", "test:two")
    compare.run.click()

    expect(compare.told).to_contain_text("Write a message first.")
    assert site.provider.asked == []


def test_what_is_typed_while_columns_write_is_kept_and_the_refusal_goes_with_them(
    compare: ComparePage, site: Site
) -> None:
    site.provider.answers = {"slow": ENDLESS}
    compare.choose("test:slow", "test:other")
    compare.prompt.fill("first")
    compare.prompt.press("Enter")
    expect(compare.status("A")).to_have_text("writing")

    compare.prompt.fill("second")
    compare.prompt.press("Enter")

    expect(compare.told).to_contain_text("still being written")
    expect(compare.prompt).to_have_value("second")
    compare.stop.click()
    expect(compare.run).to_be_visible()
    expect(compare.told).not_to_contain_text("still being written")
    assert len(site.provider.asked) == 2


def test_a_new_comparison_forgets_what_was_said_and_keeps_the_columns(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.ask("Hello")

    compare.page.locator("#new-comparison").click()

    expect(compare.status("A")).to_have_text("ready")
    expect(compare.column("A")).not_to_contain_text("Hello")
    expect(compare.model("B")).to_have_value("test:two")
    compare.ask("Again")
    assert contents(asked_of(site.provider, "one", 1)) == ["Again"]


def test_closing_the_tab_closes_every_connection(site: Site, open_page: PageOpener) -> None:
    site.provider.models = []
    site.provider.answers = {"flowing": ENDLESS, "stalled": stall_mid()}
    compare = ComparePage(open_page(site.url))
    compare.choose("test:flowing", "test:stalled")
    compare.prompt.fill("Hello")
    compare.prompt.press("Enter")
    expect(compare.status("A")).to_have_text("writing")
    expect(compare.status("B")).to_have_text("writing")

    compare.page.close()

    assert all(request.hung_up.wait(PATIENCE) for request in site.provider.asked)


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_the_comparison_fits_its_window_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    site.provider.models = []
    site.provider.answers = {"wrong": error(401, "invalid_api_key", "No.")}
    page = open_page(site.url, width, locale, scheme)
    compare = ComparePage(page, locale)
    compare.choose("test:one", "test:wrong")
    compare.ask("Hello")
    keep_screenshot(page, f"compare-{width}-{scheme}-{locale}")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#compare-composer").bounding_box()
    assert box and box["y"] + box["height"] <= page.viewport_size["height"]  # type: ignore[index]
    found: Any = Axe().run(page, options=WCAG)  # pyright: ignore[reportUnknownMemberType]
    wrong = [
        f"{row['id']}: {node['html'][:160]}"
        for row in found.response["violations"]
        for node in row["nodes"]
    ]
    assert wrong == []


def test_on_a_phone_columns_are_pages_with_a_row_of_names(
    site: Site, open_page: PageOpener
) -> None:
    compare = ComparePage(open_page(site.url, width=390))
    names = compare.page.locator(".compare-tabs button")
    expect(names).to_have_count(2)
    expect(compare.head("A")).to_be_in_viewport(ratio=0.9)
    expect(compare.head("B")).not_to_be_in_viewport()

    names.nth(1).click()

    expect(compare.head("B")).to_be_in_viewport(ratio=0.9)
    expect(names.nth(1)).to_have_attribute("aria-current", "true")


def test_many_columns_scroll_sideways_and_are_never_narrower_than_they_can_be_read(
    compare: ComparePage,
) -> None:
    for count in range(3, 7):
        compare.page.locator("#add-column").click()
        expect(compare.heads).to_have_count(count)

    for letter in "ABCDEF":
        head, column = compare.head(letter).bounding_box(), compare.column(letter).bounding_box()
        assert head and column
        assert head["width"] >= 320
        assert head["x"] == pytest.approx(column["x"], abs=1)  # pyright: ignore[reportUnknownMemberType]
        assert head["width"] == pytest.approx(column["width"], abs=1)  # pyright: ignore[reportUnknownMemberType]
