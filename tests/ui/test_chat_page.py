"""The chat tab in Chromium: a person types, reads, stops, retries and edits."""

import re

import pytest
from playwright.sync_api import expect

from tests.faults import FAULTS
from tests.loopback_server import PATIENCE
from tests.provider import Held, Reply, error, text
from tests.ui.conftest import ChatPage, PageOpener, Site

pytestmark = pytest.mark.browser

ENDLESS = text("word " * 2000, delay=0.1)


def contents(site: Site, number: int = -1) -> list[tuple[str, str]]:
    """Roles and texts of the messages of one request that the model server got."""
    return [(m["role"], m["content"]) for m in site.provider.asked[number].body["messages"]]


def test_enter_sends_and_shift_enter_breaks_the_line(chat: ChatPage, site: Site) -> None:
    chat.message.click()
    chat.page.keyboard.type("first line")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("second line")
    chat.page.keyboard.press("Enter")
    chat.wait_for_end()

    assert contents(site) == [("user", "first line\nsecond line")]
    expect(chat.message).to_have_value("")
    expect(chat.message).to_be_focused()


def test_a_reply_grows_while_it_streams_and_ends_with_its_figures(
    chat: ChatPage, site: Site
) -> None:
    reply = Held(text("one two three four five six seven"), after="thre")
    site.provider.replies.append(reply)
    chat.message.fill("count")
    chat.message.press("Enter")

    expect(chat.stop).to_be_visible()
    expect(chat.replies.filter(has_text="one two thre")).to_be_visible()
    expect(chat.replies.filter(has_text="seven")).to_have_count(0)
    reply.go_on()
    chat.wait_for_end()

    expect(chat.replies.filter(has_text="one two three four five six seven")).to_be_visible()
    line = chat.figures.last.inner_text()
    for part in ("to first token", "in all", "tokens/s", "→", "price unknown"):
        assert part in line


def test_the_figures_unfold_to_every_count(chat: ChatPage) -> None:
    chat.ask("hello")

    chat.figures.last.get_by_role("button").first.click()

    details = chat.page.locator("#transcript .thought-group .content").last
    for name in ("Asked", "Answered by", "Finish reason", "Input tokens", "Output tokens", "Cost"):
        expect(details).to_contain_text(name)
    expect(details).to_contain_text("test:alpha")


def test_markdown_tables_code_and_formulas_are_rendered(chat: ChatPage, site: Site) -> None:
    reply = (
        "**bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "```python\ndef f(x):\n    return x\n```\n\n$$x^2$$ and \\(y_1\\), for $5 or $6"
    )
    site.provider.replies.append(text(reply))

    chat.ask("show everything")

    shown = chat.page.locator("#transcript .message-wrap")
    expect(shown.locator("strong", has_text="bold")).to_be_visible()
    expect(shown.locator("td", has_text="2")).to_be_visible()
    expect(shown.locator("code.language-python")).to_contain_text("    return x")
    expect(shown.locator(".katex")).to_have_count(2)
    expect(shown).to_contain_text("for $5 or $6")
    shown.locator("button.copy_code_button").click()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.rstrip("\n") == "def f(x):\n    return x"


def test_reasoning_stands_apart_and_folds_when_the_answer_comes(chat: ChatPage, site: Site) -> None:
    reply = Held(text("The answer.", reasoning="First I think about it."), after="out ")
    site.provider.replies.append(reply)
    chat.message.fill("think")
    chat.message.press("Enter")

    thought = chat.page.locator("#transcript .thought-group").first
    expect(thought.locator(".content")).to_contain_text("First I think")
    reply.go_on()
    chat.wait_for_end()

    expect(thought).to_contain_text("Reasoning (")
    expect(thought.locator(".content")).to_have_count(0)
    thought.get_by_role("button").first.click()
    expect(thought.locator(".content")).to_contain_text("First I think about it.")


def test_stop_keeps_the_text_and_closes_the_connection(chat: ChatPage, site: Site) -> None:
    site.provider.replies.append(ENDLESS)
    chat.message.fill("go on for ever")
    chat.message.press("Enter")
    expect(chat.replies.filter(has_text="word")).to_be_visible()

    chat.stop.click()

    assert site.provider.asked[0].hung_up.wait(PATIENCE)
    chat.wait_for_end()
    expect(chat.replies.filter(has_text="word")).to_be_visible()
    expect(chat.notes.last).to_contain_text("Stopped")


def test_escape_stops_even_a_silent_server(chat: ChatPage, site: Site) -> None:
    site.provider.replies.append(FAULTS["stall_before_headers"]())
    chat.message.fill("anyone there?")
    chat.message.press("Enter")
    expect(chat.page.locator("#transcript")).to_contain_text("waiting")

    chat.page.keyboard.press("Escape")

    assert site.provider.asked[0].hung_up.wait(PATIENCE)
    chat.wait_for_end()
    expect(chat.message).to_be_focused()


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (ENDLESS, "word"),
        (FAULTS["stall_mid"](), "One two three"),
        (FAULTS["stall_before_first"](), "waiting"),
    ],
    ids=["flowing", "stall_mid", "stall_before_first"],
)
def test_closing_the_tab_closes_the_connection(
    site: Site, open_page: PageOpener, reply: Reply, shown: str
) -> None:
    site.provider.replies.append(reply)
    chat = ChatPage(open_page(site.url))
    chat.message.fill("hello")
    chat.message.press("Enter")
    expect(chat.page.locator("#transcript")).to_contain_text(shown)

    chat.page.close()

    assert site.provider.asked[0].hung_up.wait(PATIENCE)


def test_retry_asks_the_same_again_in_place_of_the_old_reply(chat: ChatPage, site: Site) -> None:
    site.provider.replies.extend([text("first try"), text("second try")])
    chat.ask("hello")

    chat.page.get_by_role("button", name="Retry", exact=True).last.click()
    expect(chat.replies.filter(has_text="second try")).to_be_visible()
    chat.wait_for_end()

    expect(chat.replies.filter(has_text="first try")).to_have_count(0)
    assert contents(site) == [("user", "hello")]


def test_retry_with_another_model_asks_that_one(chat: ChatPage, site: Site) -> None:
    chat.ask("hello")

    other = chat.page.get_by_label("Retry with another model")
    other.click()
    chat.page.get_by_role("option", name="test:beta").click()
    expect(chat.replies.filter(has_text="test:beta").first).to_be_visible()
    chat.wait_for_end()

    assert [r.body["model"] for r in site.provider.asked] == ["alpha", "beta"]
    expect(chat.model).to_have_value("test:alpha")


def test_an_edited_message_goes_on_from_there(chat: ChatPage, site: Site) -> None:
    chat.ask("one")
    chat.ask("two")

    chat.page.get_by_role("button", name="Edit").first.click()
    box = chat.page.locator("#transcript textarea")
    box.fill("uno")
    chat.page.get_by_role("button", name="Submit").click()
    expect(chat.replies.filter(has_text="You said: uno")).to_be_visible()
    chat.wait_for_end()

    assert contents(site) == [("user", "uno")]
    expect(chat.asked).to_have_count(1)


def test_undo_takes_back_a_turn_and_new_chat_all_of_them(chat: ChatPage, site: Site) -> None:
    chat.ask("one")
    chat.ask("two")

    chat.page.get_by_role("button", name="Undo").last.click()
    expect(chat.asked).to_have_count(1)
    expect(chat.message).to_have_value("two")

    chat.page.get_by_role("button", name="New chat").click()
    expect(chat.asked).to_have_count(0)
    chat.message.fill("three")
    chat.message.press("Enter")
    chat.wait_for_end()
    assert contents(site) == [("user", "three")]


def test_the_system_prompt_goes_with_every_turn(chat: ChatPage, site: Site) -> None:
    chat.page.get_by_label("System prompt").fill("Be brief.")

    chat.ask("one")
    chat.ask("two")

    assert contents(site) == [
        ("system", "Be brief."),
        ("user", "one"),
        ("assistant", "You said: one"),
        ("user", "two"),
    ]


def test_one_reply_and_the_whole_conversation_can_be_copied(chat: ChatPage, site: Site) -> None:
    site.provider.replies.append(text("    indented\n**reply**"))
    chat.ask("hello")
    clipboard = "navigator.clipboard.readText()"

    chat.page.locator("#transcript .bot-row").get_by_role("button", name="Copy message").click()
    assert chat.page.evaluate(clipboard) == "    indented\n**reply**"

    chat.page.get_by_role("button", name="Copy all").click()
    for _ in range(100):
        if "## You" in chat.page.evaluate(clipboard):
            break
        chat.page.wait_for_timeout(100)
    assert (
        chat.page.evaluate(clipboard)
        == "## You\n\nhello\n\n## test:alpha\n\n    indented\n**reply**\n"
    )


def test_a_double_enter_asks_once(chat: ChatPage, site: Site) -> None:
    reply = Held(text("only once"), after="only")
    site.provider.replies.append(reply)
    chat.message.fill("once")
    chat.message.press("Enter")
    chat.message.press("Enter")
    expect(chat.stop).to_be_visible()
    reply.go_on()
    chat.wait_for_end()

    assert len(site.provider.asked) == 1
    expect(chat.asked).to_have_count(1)


def test_what_is_typed_while_a_reply_streams_is_kept(chat: ChatPage, site: Site) -> None:
    site.provider.replies.append(ENDLESS)
    chat.message.fill("first")
    chat.message.press("Enter")
    expect(chat.stop).to_be_visible()

    chat.message.fill("second")
    chat.message.press("Enter")

    expect(chat.told).to_contain_text("still being written")
    expect(chat.message).to_have_value("second")
    chat.stop.click()
    chat.wait_for_end()
    expect(chat.message).to_have_value("second")


def test_keys_start_a_new_chat_and_keep_the_focus_in_the_message(chat: ChatPage) -> None:
    chat.ask("hello")

    chat.page.keyboard.press("Control+Shift+O")

    expect(chat.asked).to_have_count(0)
    expect(chat.message).to_be_focused()


@pytest.mark.parametrize("button", ["New chat", "Undo"])
def test_what_is_taken_back_while_it_streams_stays_away(
    chat: ChatPage, site: Site, button: str
) -> None:
    site.provider.replies.append(ENDLESS)
    chat.message.fill("first")
    chat.message.press("Enter")
    expect(chat.replies.filter(has_text="word")).to_be_visible()

    chat.page.get_by_role("button", name=button).last.click()

    assert site.provider.asked[0].hung_up.wait(PATIENCE)
    expect(chat.send).to_be_visible()
    expect(chat.asked).to_have_count(0)
    chat.message.fill("second")
    chat.message.press("Enter")
    chat.wait_for_end()
    assert contents(site) == [("user", "second")]


def test_the_wait_for_a_rate_limit_is_counted_down(chat: ChatPage, site: Site) -> None:
    site.provider.replies.append(
        error(429, "rate_limit_exceeded", "slow down", headers={"retry-after": "6"})
    )
    chat.message.fill("hello")
    chat.message.press("Enter")

    transcript = chat.page.locator("#transcript")
    expect(transcript).to_contain_text(re.compile("trying again in [456] s"))
    expect(transcript).to_contain_text(re.compile("trying again in [123] s"))
    chat.wait_for_end()
    assert len(site.provider.asked) == 2


def test_an_example_of_the_empty_page_is_sent_by_a_click(chat: ChatPage, site: Site) -> None:
    chat.page.get_by_role("button", name="What is the capital of France?").click()
    expect(chat.asked).to_have_count(1)
    chat.wait_for_end()

    assert contents(site) == [("user", "What is the capital of France?")]


def test_a_refused_key_is_told_in_place_and_the_key_is_not_shown(
    chat: ChatPage, site: Site
) -> None:
    site.provider.replies.append(error(401, "invalid_api_key", "Incorrect key: sk-CANARY-KEY"))

    chat.ask("hello")

    note = chat.notes.last
    expect(note).to_contain_text("did not accept the key")
    expect(note).to_contain_text("PARLEY_SERVERS__TEST__API_KEY")
    assert "CANARY" not in chat.page.content()


def test_a_broken_connection_keeps_the_text_and_retry_brings_the_rest(
    chat: ChatPage, site: Site
) -> None:
    site.provider.replies.extend([FAULTS["chunked_cut"](), text("whole again")])
    chat.ask("hello")
    expect(chat.notes.last).to_contain_text("broke off the reply")

    chat.page.get_by_role("button", name="Retry", exact=True).last.click()
    expect(chat.replies.filter(has_text="whole again")).to_be_visible()


@pytest.mark.parametrize(
    ("message", "sentence"),
    [("", "Write a message first."), ("x" * 200_001, "at most 200000 can be sent")],
    ids=["empty", "too long"],
)
def test_a_message_that_cannot_be_sent_stays_in_its_box(
    chat: ChatPage, site: Site, message: str, sentence: str
) -> None:
    chat.message.fill(message)
    chat.send.click()

    expect(chat.told).to_contain_text(sentence)
    expect(chat.message).to_have_value(message)
    assert site.provider.asked == []
