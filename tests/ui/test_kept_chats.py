"""Kept conversations in Chromium: found, opened, renamed, pinned, deleted, gone on with."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.loopback_server import serving
from tests.provider import Held, LocalProvider, text
from tests.running import running_app, server_at
from tests.ui.conftest import ChatPage, PageOpener, Site

pytestmark = pytest.mark.browser


class Chats:
    """The list beside the chat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator("#sidebar-list li")
        self.search = page.get_by_role("searchbox", name="Search chats")
        self.told = page.locator("#sidebar-told")

    def row(self, title: str) -> Locator:
        return self.rows.filter(has_text=title)

    def open(self, title: str) -> None:
        self.row(title).locator(".sidebar-open").click()

    def act(self, title: str, action: str) -> None:
        self.row(title).hover()
        self.row(title).get_by_role("button", name="Actions for").click()
        self.page.get_by_role("menuitem", name=action, exact=True).click()


@pytest.fixture
def chats(chat: ChatPage) -> Chats:
    return Chats(chat.page)


def begin(chat: ChatPage) -> None:
    """A new chat."""
    chat.page.get_by_role("button", name="New chat").click()
    expect(chat.asked).to_have_count(0)


def bring(chat: ChatPage, file: Path) -> None:
    with chat.page.expect_file_chooser() as chooser:
        chat.page.get_by_role("button", name="Import…").click()
    chooser.value.set_files(file)


def asked(site: Site, number: int = -1) -> list[str]:
    return [message["content"] for message in site.provider.asked[number].body["messages"]]


def test_a_conversation_is_listed_by_its_first_words_and_outlives_a_reload(
    chat: ChatPage, chats: Chats, site: Site
) -> None:
    site.provider.replies.append(text("It is Paris."))
    chat.ask("What is the capital of France?")
    expect(chats.row("What is the capital of France?")).to_have_attribute("aria-current", "page")
    expect(chat.page).to_have_url(re.compile(r"chat=[0-9a-f]{32}"))

    chat.page.reload()

    expect(chat.replies.filter(has_text="It is Paris.")).to_be_visible()
    chat.ask("And of Spain?")
    assert asked(site) == ["What is the capital of France?", "It is Paris.", "And of Spain?"]


def test_back_leads_to_the_conversation_before_with_its_settings(
    chat: ChatPage, chats: Chats, site: Site
) -> None:
    chat.page.locator("#system textarea").fill("Be brief.")
    chat.parameter("temperature").fill("0.5")
    chat.ask("the first of two")
    expect(chats.row("the first of two")).to_be_visible()
    begin(chat)
    chat.page.locator("#system textarea").fill("")
    chat.parameter("temperature").fill("")
    chat.ask("the second of two")
    expect(chats.row("the second of two")).to_have_attribute("aria-current", "page")

    chats.open("the first of two")
    expect(chat.asked.filter(has_text="the first of two")).to_be_visible()
    expect(chat.page.locator("#system textarea")).to_have_value("Be brief.")
    expect(chat.parameter("temperature")).to_have_value("0.5")

    chat.page.go_back()
    expect(chat.asked.filter(has_text="the second of two")).to_be_visible()
    expect(chat.parameter("temperature")).to_have_value("")


def test_a_title_is_changed_in_its_place(chat: ChatPage, chats: Chats) -> None:
    chat.ask("a title to change")

    chats.act("a title to change", "Rename")
    field = chat.page.locator(".sidebar-title")
    field.fill("Wilson interval")
    field.press("Enter")

    expect(chats.row("Wilson interval")).to_be_visible()
    expect(chats.row("a title to change")).to_have_count(0)


def test_a_pinned_conversation_stands_above_all_others(chat: ChatPage, chats: Chats) -> None:
    chat.ask("to be pinned")
    begin(chat)
    chat.ask("newer than that")
    expect(chats.row("newer than that")).to_be_visible()

    chats.act("to be pinned", "Pin")
    expect(chats.rows.first).to_contain_text("to be pinned")
    expect(chat.page.locator("#sidebar-list h3").first).to_have_text("Pinned")

    chats.act("to be pinned", "Unpin")
    expect(chats.rows.first).to_contain_text("newer than that")


def test_what_was_deleted_can_be_brought_back(chat: ChatPage, chats: Chats) -> None:
    chat.ask("to be deleted")
    expect(chats.row("to be deleted")).to_be_visible()

    chats.act("to be deleted", "Delete")
    expect(chats.row("to be deleted")).to_have_count(0)
    expect(chat.asked).to_have_count(0)
    expect(chat.page).not_to_have_url(re.compile("chat="))

    chats.told.get_by_role("button", name="Undo").click()
    chats.open("to be deleted")
    expect(chat.asked.filter(has_text="to be deleted")).to_be_visible()


def test_a_search_finds_words_of_replies_and_parts_of_chinese_sentences(
    chat: ChatPage, chats: Chats, site: Site
) -> None:
    site.provider.replies.append(text("A zebra, and 今天天气很好。"))
    chat.ask("what do you see")
    expect(chats.row("what do you see")).to_be_visible()

    chat.page.keyboard.press("Control+k")
    expect(chats.search).to_be_focused()
    chats.search.fill("ZEBRA")
    expect(chats.rows).to_have_count(1)
    expect(chats.rows.locator("mark")).to_have_text("zebra")

    chats.search.fill("天气")
    expect(chats.rows.locator("mark")).to_have_text("天气")

    chats.search.fill('"nothing" AND (')
    expect(chat.page.locator("#sidebar-list")).to_contain_text("Nothing was found.")
    chats.search.press("Escape")
    expect(chats.row("what do you see")).to_be_visible()


def test_a_retry_leaves_the_old_reply_one_click_away(chat: ChatPage, site: Site) -> None:
    site.provider.replies += [text("the first reply"), text("the second reply")]
    chat.ask("twice")
    chat.page.get_by_role("button", name="Retry", exact=True).click()
    expect(chat.replies.filter(has_text="the second reply")).to_be_visible()
    chat.wait_for_end()

    branches = chat.page.locator("#transcript .parley-branches")
    expect(branches).to_contain_text("2/2")
    chat.page.get_by_role("button", name="Earlier version").click()
    expect(chat.replies.filter(has_text="the first reply")).to_be_visible()
    expect(branches).to_contain_text("1/2")

    chat.page.reload()
    expect(chat.replies.filter(has_text="the first reply")).to_be_visible()
    chat.page.get_by_role("button", name="Later version").click()
    expect(chat.replies.filter(has_text="the second reply")).to_be_visible()


def test_a_temporary_chat_is_never_listed(chat: ChatPage, chats: Chats) -> None:
    chat.page.get_by_role("button", name="Temporary chat").click()
    expect(chat.told).to_contain_text("not kept")

    chat.ask("a secret of mine")
    begin(chat)
    chat.ask("no secret")

    expect(chats.row("no secret")).to_be_visible()
    expect(chats.row("a secret of mine")).to_have_count(0)


def test_two_pages_in_one_conversation_lose_no_turn(
    chat: ChatPage, chats: Chats, site: Site
) -> None:
    chat.ask("both know this")
    expect(chats.row("both know this")).to_be_visible()
    other = ChatPage(chat.page.context.new_page())
    other.page.goto(chat.page.url)
    expect(other.asked).to_have_count(1)
    one, two = Held(text("reply to one, all of it"), after="one"), text("reply to two")
    site.provider.replies.append(one)

    chat.message.fill("from one page")
    chat.message.press("Enter")
    expect(chat.replies.filter(has_text="reply to one")).to_be_visible()
    site.provider.replies.append(two)
    other.ask("from the other page")
    one.go_on()
    chat.wait_for_end(2)
    expect(chats.told).to_have_text("")

    chat.page.reload()
    branches = chat.page.locator("#transcript .parley-branches")
    expect(branches).to_contain_text("/2")
    shown = {branches.inner_text()[:20] and chat.asked.last.inner_text()}
    other_way = "Earlier version" if "2/2" in branches.inner_text() else "Later version"
    chat.page.get_by_role("button", name=other_way).click()
    expect(chat.asked.last).not_to_have_text(shown.copy().pop())
    shown.add(chat.asked.last.inner_text())
    assert {line.strip() for line in shown} == {"from one page", "from the other page"}
    expect(chat.replies.filter(has_text=re.compile("all of it|reply to two"))).to_be_visible()


def test_what_a_person_says_of_themselves_goes_along_until_it_is_switched_off(
    chat: ChatPage, site: Site
) -> None:
    chat.page.get_by_role("button", name="About you").click()
    about = chat.page.get_by_label("What models should know about you")
    about.fill("I am a nurse.")
    chat.ask("hello")
    assert asked(site) == ["I am a nurse.", "hello"]

    chat.page.get_by_label("Goes along in this chat").uncheck()
    chat.ask("again")
    assert asked(site)[0] == "hello"

    about.fill("")  # it is kept, and would go along in every test that follows
    about.blur()
    expect(chat.page.get_by_role("button", name="About you")).not_to_contain_text("(filled in)")


def test_a_conversation_leaves_as_a_file_and_comes_back_whole(
    chat: ChatPage, chats: Chats, site: Site, tmp_path: Path
) -> None:
    site.provider.replies += [text("the first version"), text("the second version")]
    chat.ask("something to take away")
    chat.page.get_by_role("button", name="Retry", exact=True).click()
    expect(chat.replies.filter(has_text="the second version")).to_be_visible()
    chat.wait_for_end()

    with chat.page.expect_download() as download:
        chats.act("something to take away", "Export as JSON")
    file = tmp_path / "chat.json"
    download.value.save_as(file)
    assert re.fullmatch(
        r"parley-something-to-take-away-\d{4}-\d\d-\d\d\.json", download.value.suggested_filename
    )
    chats.act("something to take away", "Delete")
    expect(chats.row("something to take away")).to_have_count(0)
    bring(chat, file)

    chats.open("something to take away")
    expect(chat.replies.filter(has_text="the second version")).to_be_visible()
    chat.page.get_by_role("button", name="Earlier version").click()
    expect(chat.replies.filter(has_text="the first version")).to_be_visible()


def test_a_conversation_is_exported_to_read_and_to_train_on(
    chat: ChatPage, chats: Chats, site: Site
) -> None:
    site.provider.replies.append(text("A **bold** reply."))
    chat.ask("to read and to train on")
    expect(chats.row("to read and to train on")).to_be_visible()

    with chat.page.expect_download() as markdown:
        chats.act("to read and to train on", "Export as Markdown")
    assert "A **bold** reply." in markdown.value.path().read_text(encoding="utf-8")
    with chat.page.expect_download() as lines:
        chats.act("to read and to train on", "Export for fine-tuning (JSONL)")
    assert json.loads(lines.value.path().read_text(encoding="utf-8")) == {
        "messages": [
            {"role": "user", "content": "to read and to train on"},
            {"role": "assistant", "content": "A **bold** reply."},
        ]
    }


def test_all_conversations_leave_in_one_file(chat: ChatPage, chats: Chats) -> None:
    chat.ask("one of all")
    begin(chat)
    chat.ask("another of all")
    expect(chats.row("another of all")).to_be_visible()

    with chat.page.expect_download() as download:
        chat.page.get_by_role("button", name="Export all").click()

    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert {"one of all", "another of all"} <= {each["title"] for each in kept["conversations"]}


def test_a_file_that_is_no_export_is_refused_with_its_line(
    chat: ChatPage, chats: Chats, tmp_path: Path
) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{\n "format": "parley-conversations",\n oops\n}', encoding="utf-8")

    bring(chat, file)

    expect(chats.told).to_contain_text("line 3")


def test_a_link_opens_one_conversation_to_read_until_it_is_revoked(
    chat: ChatPage, chats: Chats, site: Site, open_page: PageOpener
) -> None:
    site.provider.replies.append(text("a reply to show"))
    chat.ask("to be shown to others")
    expect(chats.row("to be shown to others")).to_be_visible()
    chats.act("to be shown to others", "Copy link to read it")
    expect(chats.told).to_contain_text("The link is copied.")
    link = chat.page.evaluate("navigator.clipboard.readText()")

    reader = ChatPage(open_page(link))
    expect(reader.replies.filter(has_text="a reply to show")).to_be_visible()
    expect(reader.message).not_to_be_visible()
    expect(reader.page.locator("#sidebar")).not_to_be_visible()
    expect(reader.told).to_contain_text("shared to be read")

    chats.act("to be shown to others", "Revoke its links")
    expect(chats.told).to_contain_text("open nothing any more")
    reader.page.reload()
    expect(reader.told).to_contain_text("This link opens nothing")
    expect(reader.replies.filter(has_text="a reply to show")).to_have_count(0)


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"


def test_a_reply_under_way_survives_a_server_that_is_killed(
    data_dir: Path, open_page: PageOpener
) -> None:
    with serving(LocalProvider()) as provider:
        setting = server_at(provider) | {"PARLEY_DATA_DIR": str(data_dir)}
        provider.replies.append(text("word " * 400, delay=0.1))
        with running_app(setting) as app:
            chat = ChatPage(open_page(app.url))
            chat.message.fill("a long one")
            chat.message.press("Enter")
            expect(chat.page).to_have_url(re.compile("chat="))
            expect(chat.replies.filter(has_text=re.compile("(word ){30}"))).to_be_visible()
            address = chat.page.url.removeprefix(app.url)
            app.process.kill()
        with running_app(setting) as app:
            chat = ChatPage(open_page(app.url + address))
            expect(chat.replies.filter(has_text=re.compile("(word ){10}"))).to_be_visible()
            chat.ask("go on")
            assert [m["role"] for m in provider.asked[-1].body["messages"]] == [
                "user",
                "assistant",
                "user",
            ]
