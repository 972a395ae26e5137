"""Each column's own settings, columns as a link, and a column that goes on in the chat."""

import pytest
from playwright.sync_api import expect

from tests.provider import text
from tests.ui.compare_page import ComparePage, asked_of, contents
from tests.ui.conftest import LOOKS, ChatPage, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser


def parameter_sent(site: Site, model: str, name: str) -> object:
    return asked_of(site.provider, model).body.get(name)


# Settings


def test_what_is_the_same_for_all_goes_to_every_column(compare: ComparePage, site: Site) -> None:
    site.provider.refuse = {"temperature": "unsupported_value"}
    compare.choose("test:fussy", "test:picky")
    compare.open_settings()
    compare.page.locator("#compare-system textarea").fill("Be brief.")
    compare.parameter("temperature").fill("0.5")

    compare.ask("Hello")

    assert [contents(r)[0] for r in site.provider.asked] == ["Be brief."] * 4
    for letter in "AB":
        expect(compare.head(letter).locator(".compare-badge")).to_contain_text("sent ≠ asked: 1")
        expect(compare.column(letter)).to_contain_text("temperature was dropped")


def test_each_column_has_its_own_settings_once_they_are_not_the_same(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.same("parameters", False)
    compare.open_settings("A")
    expect(compare.page.locator("#compare-system")).to_be_hidden()
    compare.parameter("temperature").fill("0.5")
    compare.open_settings("B")
    expect(compare.parameter("temperature")).to_have_value("")
    compare.parameter("temperature").fill("1.5")
    compare.parameter("temperature").press("Tab")

    expect(compare.differs("A")).to_have_text("temperature 0.5")
    expect(compare.differs("B")).to_have_text("temperature 1.5")
    compare.open_settings("A")
    expect(compare.parameter("temperature")).to_have_value("0.5")
    compare.ask("Hello")
    assert parameter_sent(site, "one", "temperature") == 0.5
    assert parameter_sent(site, "two", "temperature") == 1.5


def test_a_column_can_have_its_own_system_prompt(compare: ComparePage, site: Site) -> None:
    compare.choose("test:one", "test:two")
    compare.same("system prompt", False)
    compare.open_settings("B")
    expect(compare.page.locator("#compare-parameters")).to_be_hidden()
    compare.page.locator("#compare-system textarea").fill("Answer in verse.")

    compare.ask("Hello")

    assert contents(asked_of(site.provider, "one")) == ["Hello"]
    assert contents(asked_of(site.provider, "two")) == ["Answer in verse.", "Hello"]
    expect(compare.differs("B")).to_have_text("system prompt “Answer in verse.”")
    expect(compare.differs("A")).to_have_text("no system prompt")


def test_what_stands_in_the_panel_holds_also_when_run_is_pressed_at_once(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.open_settings()
    compare.prompt.fill("Hello")
    compare.parameter("seed").fill("7")
    compare.run.click()

    expect(compare.status("B")).to_have_text("done")
    assert parameter_sent(site, "one", "seed") == parameter_sent(site, "two", "seed") == 7


def test_a_parameter_goes_back_to_its_default_by_its_reset_mark(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.same("parameters", False)
    compare.open_settings("A")
    compare.parameter("seed").fill("7")
    compare.parameter("seed").press("Tab")
    expect(compare.differs("A")).to_have_text("seed 7")

    compare.panel.get_by_role("button", name="Back to the server's default: Seed").click()

    expect(compare.parameter("seed")).to_have_value("")
    expect(compare.differs("A")).to_have_text("")


def test_a_value_that_cannot_be_sent_is_told_with_its_columns_letter(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.same("parameters", False)
    compare.open_settings("B")
    compare.parameter("temperature").fill("warm")
    compare.parameter("temperature").press("Tab")
    expect(compare.told).to_contain_text("Column B: Temperature must be a number")

    compare.settings("A").click()
    expect(compare.parameter("temperature")).to_have_value("warm")
    compare.parameter("temperature").fill("9")
    compare.prompt.fill("Hello")
    compare.run.click()

    expect(compare.told).to_contain_text("Column B: temperature must be")
    expect(compare.prompt).to_have_value("Hello")
    assert site.provider.asked == []


def test_the_panel_closes_by_its_button_and_by_escape(compare: ComparePage) -> None:
    for close in (
        compare.button("Close").click,
        lambda: compare.page.keyboard.press("Escape"),
        compare.page.locator("#compare-settings").click,
    ):
        compare.open_settings()
        expect(compare.page.locator("#compare-system textarea")).to_be_focused()
        close()
        expect(compare.panel).to_be_hidden()
    expect(compare.page.locator("#compare-settings")).to_be_focused()


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_panel_and_menus_fit_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    page = open_page(site.url, width, locale, scheme)
    compare = ComparePage(page, locale)
    page.locator('[data-same="parameters"]').uncheck()
    button = page.locator('.compare-head [data-compare="settings"]').first
    button.click()
    expect(compare.parameter("temperature")).to_be_focused()
    keep_screenshot(page, f"compare-settings-{width}-{scheme}-{locale}")
    assert violations(page) == []
    page.locator("#compare-panel-close").click()

    page.locator('.compare-head [data-compare="menu"]').first.click()
    keep_screenshot(page, f"compare-menu-{width}-{scheme}-{locale}")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# Columns


def test_a_column_is_duplicated_with_its_model_and_settings(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:one", "test:two")
    compare.same("parameters", False)
    compare.open_settings("A")
    compare.parameter("temperature").fill("0.5")
    compare.parameter("temperature").press("Tab")

    compare.more("A", "Duplicate")

    expect(compare.heads).to_have_count(3)
    expect(compare.model("B")).to_have_value("test:one")
    expect(compare.model("C")).to_have_value("test:two")
    expect(compare.differs("B")).to_have_text("temperature 0.5")
    expect(compare.head("A").locator(".compare-number")).to_have_text("#1")
    expect(compare.head("B").locator(".compare-number")).to_have_text("#2")
    compare.ask("Hello")
    assert [r.body["temperature"] for r in site.provider.asked if "temperature" in r.body] == [
        0.5,
        0.5,
    ]


def test_a_column_is_moved_by_keyboard_with_what_it_said(compare: ComparePage, site: Site) -> None:
    site.provider.answers = {"one": text("apple"), "two": text("pear")}
    compare.choose("test:one", "test:two")
    compare.ask("Hello")

    compare.button("More for column A").focus()
    for key in ("Enter", "End", "Enter"):
        compare.page.keyboard.press(key)

    expect(compare.model("A")).to_have_value("test:two")
    expect(compare.model("B")).to_have_value("test:one")
    expect(compare.column("A")).to_contain_text("pear")
    expect(compare.column("B")).to_contain_text("apple")
    expect(compare.button("More for column B")).to_be_focused()
    compare.button("More for column B").click()
    expect(compare.page.get_by_role("menuitem", name="Move right")).to_be_disabled()
    compare.page.keyboard.press("Escape")
    expect(compare.button("More for column B")).to_be_focused()


def test_a_column_is_retried_with_another_model_from_its_menu(
    compare: ComparePage, site: Site
) -> None:
    site.provider.answers = {"one": text("apple"), "other": text("plum")}
    compare.choose("test:one", "test:two")
    compare.ask("Hello")

    compare.more("A", "Retry with another model")
    expect(compare.model("A")).to_be_focused()
    compare.model("A").fill("test:other")
    compare.model("A").press("Enter")

    expect(compare.column("A")).to_contain_text("plum")
    expect(compare.column("A")).not_to_contain_text("apple")
    assert len(site.provider.asked) == 3


# Links


def test_a_link_fills_the_form_in_and_starts_nothing(site: Site, open_page: PageOpener) -> None:
    address = (
        f"{site.url}/?tab=compare&models=test:alpha,nobody:knows,test:alpha&prompt=2%20%2B%202"
    )
    compare = ComparePage(open_page(address), columns=3)

    expect(compare.prompt).to_have_value("2 + 2")
    expect(compare.model("A")).to_have_value("test:alpha")
    expect(compare.model("B")).to_have_value("nobody:knows")
    expect(compare.head("C").locator(".compare-number")).to_have_text("#2")
    expect(compare.run).to_be_visible()
    assert site.provider.asked == []


@pytest.mark.parametrize("tab", ["chat", "compare", "explore"])
def test_a_link_chooses_the_tab(site: Site, open_page: PageOpener, tab: str) -> None:
    page = open_page(f"{site.url}/?tab={tab}")

    expect(page.get_by_role("tab", name=tab.capitalize(), selected=True)).to_be_visible()


def test_a_link_with_too_many_models_takes_eight_and_says_so(
    site: Site, open_page: PageOpener
) -> None:
    models = ",".join(f"test:m{number}" for number in range(10))
    compare = ComparePage(open_page(f"{site.url}/?tab=compare&models={models}"), columns=8)

    expect(compare.told).to_contain_text("At most 8 models can be compared at once; 10 were given.")


def test_the_copied_link_opens_the_same_columns(
    compare: ComparePage, site: Site, open_page: PageOpener
) -> None:
    compare.choose("test:one", "test:two")
    compare.page.locator("#add-column").click()
    expect(compare.heads).to_have_count(3)
    compare.choose("test:one", "test:two", "test:一")
    compare.ask("What is 2 & 2?")

    compare.button("Copy link").click()

    expect(compare.page.get_by_text("Link copied.")).to_be_visible()
    link = compare.page.evaluate("navigator.clipboard.readText()")
    assert (
        link.startswith(f"{site.url}/?tab=compare&models=test:one,test:two,") and "sk-" not in link
    )
    again = ComparePage(open_page(link), columns=3)
    expect(again.model("C")).to_have_value("test:一")
    expect(again.prompt).to_have_value("What is 2 & 2?")

    compare.prompt.fill("word " * 1000)
    compare.button("Copy link").click()
    expect(compare.page.get_by_text("Link copied without the prompt")).to_be_visible()
    assert "prompt" not in compare.page.evaluate("navigator.clipboard.readText()")


# On to the chat


def test_a_column_goes_on_in_the_chat_with_its_model_and_settings(
    compare: ComparePage, site: Site
) -> None:
    site.provider.answers = {"one": text("apple"), "two": text("pear")}
    compare.choose("test:one", "test:two")
    compare.open_settings()
    compare.page.locator("#compare-system textarea").fill("Be brief.")
    compare.parameter("temperature").fill("0.5")
    compare.ask("Choose a fruit.")
    compare.more("B", "Continue in Chat")

    chat = ChatPage(compare.page)
    expect(chat.model).to_have_value("test:two")
    expect(chat.asked).to_have_text(["Choose a fruit."])
    expect(chat.parameter("temperature")).to_have_value("0.5")
    chat.ask("Repeat it.")

    last = asked_of(site.provider, "two", 1)
    assert contents(last) == ["Be brief.", "Choose a fruit.", "pear", "Repeat it."]
    assert last.body["temperature"] == 0.5
    compare.page.get_by_role("tab", name="Compare").click()
    expect(compare.column("B")).not_to_contain_text("Repeat it.")


def test_a_conversation_in_the_chat_is_replaced_only_when_the_person_says_so(
    site: Site, open_page: PageOpener
) -> None:
    site.provider.models = []
    page = open_page(site.url)
    chat = ChatPage(page)
    chat.choose("test:any")
    chat.ask("Mine")
    compare = ComparePage(page)
    compare.choose("test:one", "test:two")
    compare.ask("Hello")

    compare.more("A", "Continue in Chat")
    expect(compare.told).to_contain_text("Chat holds another conversation")
    compare.button("Keep it").click()
    expect(compare.told).to_have_text("")
    page.get_by_role("tab", name="Chat").click()
    expect(chat.asked).to_have_text(["Mine"])

    page.get_by_role("tab", name="Compare").click()
    compare.more("A", "Continue in Chat")
    compare.button("Replace it").click()
    expect(chat.asked).to_have_text(["Hello"])
    expect(chat.model).to_have_value("test:one")
