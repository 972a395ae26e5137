"""Presets and what a person says of themselves in Chromium: saved, applied, taken away."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from store.database import FILE_NAME
from store.preset_files import read_presets, write_presets
from store.preset_types import Preset
from tests.loopback_server import serving
from tests.provider import LocalProvider, text
from tests.running import running_app, server_at
from tests.ui.blind_page import BlindPage
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import ChatPage, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations
from tests.visiting import open_to_all

pytestmark = pytest.mark.browser


class Fold:
    """What can be done in one of the two folds. place: what its names in the page begin with."""

    def __init__(self, page: Page, place: str = "") -> None:
        self.page, self._place = page, place
        page.locator("#compare-presets > button" if place else "#presets > button").click()
        self.chosen = page.locator(f"#{place}preset-chosen input")
        self.told = page.locator(f"#{place}presets-told")
        expect(self.chosen).to_be_visible()

    @property
    def name(self) -> Locator:
        return self.page.locator(f"#{self._place}preset-name").locator("input, textarea")

    def press(self, action: str) -> None:
        self.page.locator(f"#{self._place}preset-{action}").click()

    def answer(self, offer: str) -> None:
        self.told.get_by_role("button", name=offer).click()

    def save(self, name: str) -> None:
        self.name.fill(name)
        self.press("save")

    def choose(self, words: str | re.Pattern[str]) -> None:
        self.chosen.click()
        self.page.get_by_role("option", name=words).click()
        expect(self.page.get_by_role("option")).to_have_count(0)

    def apply(self, words: str) -> None:
        self.choose(words)
        self.press("apply")
        expect(self.told).to_contain_text("is applied")

    def options(self) -> list[str]:
        self.chosen.click()
        expect(self.page.get_by_role("option").first).to_be_visible()
        found = self.page.get_by_role("option").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [line.removeprefix("✓").strip() for line in found]

    def bring(self, file: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.press("import")
        chooser.value.set_files(file)


@pytest.fixture
def fold(chat: ChatPage) -> Fold:
    return Fold(chat.page)


def system(page: Page) -> Locator:
    return page.locator("#system textarea")


def test_settings_are_saved_and_applied_and_the_last_ones_come_back(
    chat: ChatPage, fold: Fold
) -> None:
    chat.choose("test:beta")
    system(chat.page).fill("Be brief.")
    chat.parameter("temperature").fill("0.5")
    fold.save("to apply")
    expect(fold.told).to_contain_text("“to apply” is saved.")

    chat.page.reload()
    expect(chat.page.locator("#servers li").first).to_be_attached()
    fold = Fold(chat.page)
    chat.choose("test:alpha")
    system(chat.page).fill("What stood here.")
    chat.parameter("seed").fill("7")
    fold.apply("to apply")

    expect(chat.model).to_have_value("test:beta")
    expect(system(chat.page)).to_have_value("Be brief.")
    expect(chat.parameter("temperature")).to_have_value("0.5")
    expect(chat.parameter("seed")).to_have_value("")
    expect(chat.page.locator("#parameter-temperature")).to_have_class(re.compile("is-set"))
    expect(fold.name).to_have_value("to apply")

    fold.answer("Undo")
    expect(chat.model).to_have_value("test:alpha")
    expect(system(chat.page)).to_have_value("What stood here.")
    expect(chat.parameter("seed")).to_have_value("7")
    expect(fold.told).to_have_text("")


def test_an_included_preset_leaves_the_model_and_cannot_be_deleted(
    chat: ChatPage, fold: Fold, site: Site
) -> None:
    chat.choose("test:beta")
    fold.apply("Summariser · included")
    expect(system(chat.page)).to_have_value(re.compile("summarise the text"))
    expect(chat.model).to_have_value("test:beta")
    site.provider.replies.append(text("a summary"))
    chat.ask("some text")
    request = site.provider.asked[-1].body
    assert request["model"] == "beta"
    assert "summarise the text" in request["messages"][0]["content"]

    fold.press("delete")
    expect(fold.told).to_contain_text("come with Parley stay")


def test_a_name_that_is_taken_is_replaced_only_when_the_person_says_so(
    chat: ChatPage, fold: Fold
) -> None:
    system(chat.page).fill("The first.")
    fold.save("taken")
    expect(fold.told).to_contain_text("is saved")

    system(chat.page).fill("The second.")
    fold.save("taken")
    expect(fold.told).to_contain_text("You have a preset “taken” already. Replace it?")
    fold.answer("Cancel")
    expect(fold.told).to_have_text("")
    fold.apply("taken")
    expect(system(chat.page)).to_have_value("The first.")

    system(chat.page).fill("The third.")
    fold.press("save")
    fold.answer("Replace")
    expect(fold.told).to_contain_text("“taken” is saved.")
    system(chat.page).fill("")
    fold.press("apply")
    expect(system(chat.page)).to_have_value("The third.")


def test_a_deleted_preset_can_be_brought_back(chat: ChatPage, fold: Fold) -> None:
    fold.save("to delete")
    expect(fold.told).to_contain_text("is saved")

    fold.press("delete")
    expect(fold.told).to_contain_text("“to delete” is deleted.")
    assert "to delete" not in fold.options()

    fold.answer("Undo")
    expect(fold.told).to_contain_text("“to delete” is saved.")
    assert "to delete" in fold.options()


def test_what_cannot_be_sent_or_named_is_not_saved(chat: ChatPage, fold: Fold) -> None:
    fold.save("  ")
    expect(fold.told).to_contain_text("Give it a name first")

    chat.parameter("temperature").fill("warm")
    fold.save("wrong")
    expect(fold.told).to_contain_text("Temperature must be a number")

    chat.parameter("temperature").fill("9")
    fold.press("save")
    expect(fold.told).to_contain_text("must be from 0 to 2")
    assert "wrong" not in fold.options()


def test_both_kinds_leave_in_one_file_and_come_back(
    chat: ChatPage, fold: Fold, tmp_path: Path
) -> None:
    page = chat.page
    system(page).fill("Be brief.")
    page.locator("#preset-with-model").get_by_role("checkbox").uncheck()
    fold.save("for a file")
    expect(fold.told).to_contain_text("is saved")
    ComparePage(page)
    columns = Fold(page, "columns-")
    columns.save("columns for a file")
    expect(columns.told).to_contain_text("is saved")
    page.get_by_role("tab", name="Chat").click()

    with page.expect_download() as download:
        fold.press("export")
    file = tmp_path / "presets.toml"
    download.value.save_as(file)
    kept = {preset.name: preset for preset in read_presets(file.read_bytes())}
    assert re.fullmatch(r"parley-presets-\d{4}-\d\d-\d\d\.toml", download.value.suggested_filename)
    assert kept["for a file"] == Preset(name="for a file", system="Be brief.")
    assert [each.model for each in kept["columns for a file"].columns] == [
        "test:alpha",
        "test:beta",
    ]

    fold.choose("for a file")
    fold.press("delete")
    expect(fold.told).to_contain_text("is deleted")
    fold.bring(file)
    expect(fold.told).to_contain_text("presets are imported: for Chat")
    assert "for a file" in fold.options()

    changed = tmp_path / "changed.toml"
    changed.write_text(write_presets([Preset(name="for a file", system="Another.")]), "utf-8")
    fold.bring(changed)
    expect(fold.told).to_contain_text("You have a preset “for a file” already.")
    fold.answer("Replace")
    expect(fold.told).to_contain_text("is saved")
    page.get_by_role("tab", name="Compare").click()
    assert "columns for a file · 2 columns" in columns.options()


def test_a_broken_file_is_refused_whole_with_its_line(
    chat: ChatPage, fold: Fold, tmp_path: Path
) -> None:
    file = tmp_path / "broken.toml"
    whole = write_presets([Preset(name="a good one"), Preset(name="bad")])
    file.write_text(whole.replace('name = "bad"', "name = bad"), encoding="utf-8")
    line = whole.split('name = "bad"')[0].count("\n") + 1

    fold.bring(file)

    expect(fold.told).to_contain_text(f"line {line}")
    expect(fold.told).to_contain_text("is no TOML")
    assert "a good one" not in fold.options()


def test_a_set_of_columns_comes_back_with_the_settings_of_each(
    compare: ComparePage, site: Site, open_page: PageOpener
) -> None:
    compare.choose("test:one", "test:two")
    compare.same("parameters", False)
    compare.open_settings("B")
    compare.parameter("temperature").fill("0.5")
    columns = Fold(compare.page, "columns-")
    columns.save("two apart")
    expect(columns.told).to_contain_text("is saved")
    compare.page.close()

    again = ComparePage(open_page(site.url))
    again.ask("before the preset")
    columns = Fold(again.page, "columns-")
    columns.apply("two apart · 2 columns")
    expect(columns.told).to_contain_text("is under Kept comparisons")

    expect(again.model("A")).to_have_value("test:one")
    expect(again.column("A")).not_to_contain_text("before the preset")
    site.provider.requests.clear()
    again.ask("after the preset")
    sent = {each.body["model"]: each.body.get("temperature") for each in site.provider.asked}
    assert sent == {"one": None, "two": 0.5}


def test_a_preset_for_the_chat_is_put_on_all_columns(compare: ComparePage, site: Site) -> None:
    columns = Fold(compare.page, "columns-")
    columns.apply("JSON extractor · for all columns, included")
    compare.ask("name: Ann")

    prompts = {each.body["messages"][0]["content"] for each in site.provider.asked}
    assert len(site.provider.asked) == 2 and len(prompts) == 1
    assert "JSON" in prompts.pop()


def test_columns_whose_names_are_hidden_are_neither_saved_nor_replaced(
    site: Site, open_page: PageOpener
) -> None:
    compare = BlindPage(open_page(site.url))
    columns = Fold(compare.page, "columns-")
    compare.turn_on()
    compare.ask_blind("which is which")

    columns.save("hidden")
    expect(columns.told).to_contain_text("Not while names are hidden")
    columns.choose("Summariser")
    columns.press("apply")
    expect(columns.told).to_contain_text("Not while names are hidden")

    expect(compare.bar).to_be_visible()
    assert not any("hidden" in line for line in columns.options())


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
@pytest.mark.parametrize("width", [1440, 390])
def test_both_folds_fit_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, locale: str
) -> None:
    scheme = "light" if locale == "en-US" else "dark"
    page = open_page(site.url, width, locale, scheme)
    if width < 900:
        page.locator("[data-parley='panel']").click()
    fold = Fold(page)
    fold.choose(re.compile("JSON"))
    fold.press("apply")
    expect(fold.told.get_by_role("button")).to_be_visible()
    keep_screenshot(page, f"presets-{width}-{scheme}-{locale}")
    assert violations(page) == []
    page.keyboard.press("Escape")
    ComparePage(page, locale)
    columns = Fold(page, "columns-")
    columns.press("apply")
    expect(columns.told.get_by_role("alert")).to_be_visible()
    keep_screenshot(page, f"presets-compare-{width}-{scheme}-{locale}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def about(page: Page) -> Locator:
    """The text, in its unfolded fold."""
    page.locator("#about > button").click()
    box = page.locator("#about-text textarea")
    expect(box).to_be_visible()
    return box


def test_what_a_person_says_of_themselves_outlives_the_page_and_can_be_taken_back(
    chat: ChatPage, site: Site
) -> None:
    page, named = chat.page, chat.page.get_by_role("button", name="About you")
    box = about(page)
    expect(page.locator("#about")).to_contain_text("Goes along with the system prompt of every")
    box.fill("I am a nurse.")
    box.blur()
    expect(named).to_contain_text("(filled in)")

    page.reload()
    expect(named).to_contain_text("(filled in)")
    chat.ask("hello")
    assert [m["content"] for m in site.provider.asked[-1].body["messages"]] == [
        "I am a nurse.",
        "hello",
    ]
    box = about(page)
    expect(box).to_have_value("I am a nurse.")
    box.fill("")
    box.blur()
    expect(named).not_to_contain_text("(filled in)")
    page.reload()
    expect(page.locator("#servers li").first).to_be_attached()
    expect(about(page)).to_have_value("")


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        yield provider


def test_what_could_not_be_saved_is_told_goes_along_and_is_saved_with_the_next_message(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    with running_app(server_at(provider) | {"PARLEY_DATA_DIR": str(tmp_path)}) as app:
        chat = ChatPage(open_page(app.url))
        banner, fold = chat.page.locator("#about-banner"), Fold(chat.page)
        box = about(chat.page)
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            box.fill("I am a nurse.")
            box.blur()
            expect(banner).to_contain_text("What you say about yourself is not saved")
            fold.save("not now")
            expect(fold.told).to_contain_text("cannot be read or saved now")
            other.execute("ROLLBACK")

        chat.ask("hello")
        assert provider.asked[-1].body["messages"][0]["content"] == "I am a nurse."
        expect(banner).to_have_text("")
        chat.page.reload()
        expect(about(chat.page)).to_have_value("I am a nurse.")


def test_each_visitor_has_presets_and_words_of_their_own(
    provider: LocalProvider, tmp_path: Path, open_page: PageOpener
) -> None:
    with open_to_all(tmp_path, server_at(provider)) as app:
        mine = open_page(app.url)
        fold = Fold(mine)
        fold.save("mine alone")
        expect(fold.told).to_contain_text("is saved")
        box = about(mine)
        box.fill("the canary")
        box.blur()
        expect(mine.get_by_role("button", name="About you")).to_contain_text("(filled in)")

        other = open_page(app.url)
        assert "mine alone" not in Fold(other).options()
        expect(about(other)).to_have_value("")
