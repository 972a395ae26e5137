"""Ways to read what stands side by side: heights, one column alone, plain text, differences."""

import pytest
from playwright.sync_api import expect

from tests.provider import Held, text
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import LOOKS, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

LONG = "A line of the reply.\n\n" * 80
SCROLLED = "log => log.scrollTop / (log.scrollHeight - log.clientHeight)"


def ask_both(compare: ComparePage, site: Site, one: str, two: str) -> None:
    site.provider.answers = {"one": text(one, chunk_size=200), "two": text(two, chunk_size=200)}
    compare.choose("test:one", "test:two")
    compare.ask("Hello")


def test_columns_are_equally_high_or_as_long_as_what_they_say(
    compare: ComparePage, site: Site
) -> None:
    ask_both(compare, site, LONG, "short")
    high = compare.column("A").bounding_box()
    assert high and high["height"] < 900

    compare.view("Equal heights")

    long, short = compare.column("A").bounding_box(), compare.column("B").bounding_box()
    assert long and short and long["height"] > 2000
    compare.page.locator("#compare-scroll").evaluate("area => { area.scrollTop = 1000; }")
    expect(compare.status("B")).to_be_in_viewport()
    compare.view("Equal heights")
    assert compare.column("A").bounding_box() == high


def test_one_column_fills_the_width_and_goes_back(compare: ComparePage, site: Site) -> None:
    ask_both(compare, site, "apple", "pear")

    compare.more("B", "Expand")

    expect(compare.head("B")).to_be_in_viewport(ratio=0.9)
    expect(compare.head("A")).not_to_be_in_viewport()
    box = compare.head("B").bounding_box()
    assert box and box["width"] >= 1400
    names = compare.page.locator(".compare-tabs button")
    names.first.click()
    expect(compare.head("A")).to_be_in_viewport(ratio=0.9)
    compare.page.keyboard.press("Escape")
    expect(compare.head("B")).to_be_in_viewport(ratio=0.9)
    expect(names.first).to_be_hidden()
    compare.more("A", "Expand")
    compare.more("A", "Back to all columns")
    expect(compare.head("B")).to_be_in_viewport(ratio=0.9)


def test_columns_scroll_together_only_when_that_is_wished(compare: ComparePage, site: Site) -> None:
    ask_both(compare, site, LONG, LONG * 2)
    logs = compare.page.locator("#compare-columns .panel-wrap")
    logs.nth(0).evaluate("log => { log.scrollTop = 0; }")
    compare.page.wait_for_timeout(300)
    assert logs.nth(1).evaluate(SCROLLED) > 0.9

    compare.view("Scroll together")
    logs.nth(0).evaluate("log => { log.scrollTop = (log.scrollHeight - log.clientHeight) / 2; }")

    compare.page.wait_for_function(
        "Math.abs((log => log.scrollTop / (log.scrollHeight - log.clientHeight) - 0.5)"
        "(document.querySelectorAll('#compare-columns .panel-wrap')[1])) < 0.02"
    )
    assert logs.nth(0).evaluate(SCROLLED) == pytest.approx(0.5, abs=0.02)  # pyright: ignore[reportUnknownMemberType]


def test_replies_are_shown_as_they_came_also_while_they_grow(
    compare: ComparePage, site: Site
) -> None:
    reply = "Some **bold** words\n\n\n    <b>deep</b> &amp; $$x$$\n</pre>\n* end"
    ask_both(compare, site, reply, reply)
    expect(compare.column("A").locator("strong")).to_have_text("bold")

    compare.view("Plain Markdown text")

    plain = compare.column("A").locator(".compare-verbatim")
    expect(plain).to_have_count(1)
    assert plain.text_content() == reply
    growing = Held(text("**one** " * 20, chunk_size=16), after="**one")
    site.provider.answers["one"] = growing
    compare.prompt.fill("More")
    compare.prompt.press("Enter")
    expect(compare.column("A")).to_contain_text("**one** **one**")
    expect(compare.status("A")).to_have_text("writing")
    growing.go_on()
    expect(compare.status("A")).to_have_text("done")
    compare.view("Plain Markdown text")
    expect(plain).to_have_count(0)
    expect(compare.column("A").locator("strong")).to_have_count(21)


def test_columns_are_compared_by_words_with_the_one_that_is_chosen(
    compare: ComparePage, site: Site
) -> None:
    ask_both(
        compare, site, "The quick brown <b>fox</b> jumps.", "The slow brown <b>fox</b> sleeps."
    )

    compare.more("A", "Show differences to this")

    other = compare.column("B")
    expect(other.locator(".compare-verbatim ins")).to_have_text(["slow", "sleeps"])
    expect(other.locator(".compare-verbatim del")).to_have_text(["quick", "jumps"])
    expect(other).to_contain_text("<b>fox</b>")
    expect(other).to_contain_text("Compared with column A")
    lines = other.locator(".compare-verbatim").evaluate(
        "pre => ['ins', 'del'].map("
        "name => getComputedStyle(pre.querySelector(name)).textDecorationLine)"
    )
    assert lines == ["underline", "line-through"], "not by colour alone"
    expect(compare.column("A").locator(".compare-verbatim")).to_have_count(0)

    compare.button("Differences to A ×").click()

    expect(other.locator("ins, del")).to_have_count(0)
    expect(compare.page.locator("#compare-baseline")).to_be_hidden()


def test_a_reply_that_still_grows_is_compared_once_it_has_ended(
    compare: ComparePage, site: Site
) -> None:
    ask_both(compare, site, "one two three", "one two four")
    compare.more("A", "Show differences to this")
    growing = Held(text("one two five six"), after="five")
    site.provider.answers["two"] = growing

    compare.button("Retry column B").click()

    expect(compare.status("B")).to_have_text("writing")
    expect(compare.column("B").locator("ins")).to_have_count(0)
    growing.go_on()
    expect(compare.status("B")).to_have_text("done")
    expect(compare.column("B").locator(".compare-verbatim ins")).to_have_text("five six")


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_differences_and_plain_text_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    site.provider.models = []
    page = open_page(site.url, width, locale, scheme)
    compare = ComparePage(page, locale)
    ask_both(compare, site, "The **quick** brown fox.", "The **slow** brown fox.")
    page.locator('[data-lane="2"][data-compare="menu"]').click()
    page.locator('[data-compare="baseline"][role="menuitem"]').click()
    expect(compare.column("A").locator(".compare-verbatim ins")).to_have_text("quick")
    keep_screenshot(page, f"compare-differences-{width}-{scheme}-{locale}")
    assert violations(page) == []

    page.locator("#compare-view").click()
    page.locator('[role="menuitemcheckbox"]').last.click()
    expect(compare.column("B").locator(".compare-verbatim")).to_have_count(1)

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
