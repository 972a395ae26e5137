"""Try it: one request and all of it that goes over the wire, as a person sees it."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from backends.wiretap import MOST_LINES
from tests.provider import Held, chunk, error, events, json_body, text
from tests.ui.conftest import KEY, PageOpener, Site, keep_screenshot
from tests.ui.test_copy_as_code import CodePage
from tests.ui.test_explore_inside import open_part
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

TABS = {"en-US": ("Explore", "Try it"), "zh-CN": ("探索", "试一试")}
LIMITS = {
    "x-ratelimit-limit-requests": "5000",
    "x-ratelimit-remaining-requests": "4999",
    "x-ratelimit-reset-requests": "12ms",
}
ATTACK = "<img src=x onerror='window.__xss=1'><script>window.__xss=1</script>"
BOXES = ("try-form", "try-request", "try-facts", "try-wire", "try-rendered", "effect")


class TryPage:
    """The part, opened."""

    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        explore, part = TABS[locale]
        page.get_by_role("tab", name=explore, exact=True).click()
        open_part(page, part)
        self.model = page.locator("#try-model input")
        self.prompt = page.locator("#try-prompt textarea")
        self.system = page.locator("#try-system textarea, #try-system input").first
        self.send, self.stop = page.locator("#try-run"), page.locator("#try-stop")
        self.told = page.locator("#try-told p")
        self.request, self.json = page.locator("#try-request"), page.locator("#try-json-request")
        self.facts = page.locator("#try-facts")
        self.lines = page.locator("#try-raw .try-line")
        self.reply = page.locator("#try-reply")
        self.response = page.locator("#try-response")
        expect(self.model).not_to_have_value("")
        expect(self.json).to_contain_text('"model"')
        expect(self.facts.locator("dl")).to_have_count(2)

    def ask(self, words: str) -> None:
        self.prompt.fill(words)
        self.send.click()

    def ask_and_wait(self, words: str) -> None:
        self.ask(words)
        self.wait()

    def wait(self) -> None:
        expect(self.stop).to_be_hidden()
        expect(self.send).to_be_visible()
        expect(self.request).to_contain_text(re.compile("(was|已)"))

    def set(self, name: str, value: str) -> Locator:
        self.page.locator("#try-parameters > button").click()
        field = self.page.locator(f"#try-parameter-{name} input, #try-parameter-{name} textarea")
        field.first.fill(value)
        return field.first

    def fact(self, name: str) -> Locator:
        return self.facts.locator("dl > div", has_text=name).locator("dd")

    def body(self) -> Any:
        return json.loads(self.json.inner_text())

    def places(self) -> list[Any]:
        """Where the boxes stand, in the page and not in the window."""
        found = "(id) => { const b = document.getElementById(id).getBoundingClientRect();"
        found += " return [id, b.x, b.y + scrollY, b.width, b.height]; }"
        return [self.page.evaluate(found, name) for name in BOXES]


@pytest.fixture
def tried(site: Site, open_page: PageOpener) -> TryPage:
    return TryPage(open_page(site.url))


def test_the_request_is_shown_as_it_changes_and_is_the_one_that_is_sent(
    tried: TryPage, site: Site
) -> None:
    tried.prompt.fill("Größe <b> 👋")
    tried.system.fill("Be brief.")
    tried.set("temperature", "0.5")
    expect(tried.json).to_contain_text('"temperature": 0.5')
    expect(tried.json).to_contain_text("Be brief.")
    expect(tried.json).to_contain_text("Größe <b> 👋")
    expect(tried.request).to_contain_text(f"POST {site.provider.url}/chat/completions")
    expect(tried.request).to_contain_text("will be sent like this")
    shown = tried.body()
    assert site.provider.asked == []

    tried.send.click()
    tried.wait()

    assert site.provider.asked[0].body == shown == tried.body()
    expect(tried.request).to_contain_text("was sent like this")
    tried.page.locator("#try-parameter-temperature .parley-reset").click()
    expect(tried.json).not_to_contain_text("temperature")
    expect(tried.request).to_contain_text("will be sent like this")


def test_why_it_cannot_be_sent_stands_where_the_request_would(tried: TryPage, site: Site) -> None:
    field = tried.set("temperature", "warm")
    expect(tried.request).to_contain_text("must be a number")
    field.fill("")
    expect(tried.json).to_be_visible()

    tried.send.click()

    expect(tried.told).to_have_text("Write a message first.")
    assert site.provider.asked == []


def test_lines_come_with_their_times_and_nothing_moves_meanwhile(
    tried: TryPage, site: Site
) -> None:
    held = Held(text("One two three four five six", headers=LIMITS), after="two")
    site.provider.replies.append(held)
    tried.prompt.fill("Count")
    expect(tried.json).to_contain_text("Count")
    places = tried.places()
    tried.send.click()
    expect(tried.lines.filter(has_text="two")).to_have_count(1)
    expect(tried.reply).to_contain_text("One two")
    expect(tried.fact("State")).to_have_text("receiving")
    expect(tried.lines.first).to_contain_text("0 ms")
    expect(tried.lines.nth(1)).to_contain_text("HTTP 200 text/event-stream")
    expect(tried.facts).to_contain_text("4,999")
    assert tried.places() == places

    held.go_on()
    tried.wait()

    expect(tried.lines.last).to_contain_text("data: [DONE]")
    expect(tried.fact("State")).to_have_text("complete")
    expect(tried.fact("Request id")).to_have_text("req_" + str(site.provider.asked[0].number))
    expect(tried.fact("Answered by")).to_have_text("alpha")
    expect(tried.fact("First byte")).to_have_text(re.compile(r"^[\d.]+ m?s$"))
    expect(tried.facts.locator("tr", has_text="Tokens")).to_contain_text("not reported")
    assert tried.places() == places
    tried.page.get_by_role("tab", name="Response", exact=True).click()
    expect(tried.response).to_contain_text('"content": "One two three four five six"')
    assert tried.places() == places


def test_a_refused_parameter_makes_two_requests_and_the_last_is_shown(
    tried: TryPage, site: Site
) -> None:
    site.provider.refuse = {"temperature": "unsupported_parameter"}
    tried.model.fill("test:beta")  # it is remembered what a model refused
    tried.model.press("Enter")
    tried.set("temperature", "0.5")

    tried.ask_and_wait("Hello")

    expect(tried.request).to_contain_text("as request 2 of 2")
    assert tried.body() == site.provider.asked[1].body
    expect(tried.fact("Requests sent")).to_have_text("2 (400 → 200)")
    expect(tried.lines.filter(has_text="request 2")).to_have_count(1)
    expect(tried.lines.filter(has_text="Unsupported parameter")).to_have_count(1)
    expect(tried.reply).to_contain_text("temperature was dropped")


def test_an_answer_in_one_piece_is_shown_as_it_came(tried: TryPage, site: Site) -> None:
    message = {"role": "assistant", "content": "All **at once**"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    site.provider.replies.append(json_body({"model": "alpha", "choices": [choice], "own": 1}))

    tried.ask_and_wait("Hello")

    expect(tried.reply.locator("strong", has_text="at once")).to_be_visible()
    expect(tried.lines).to_have_count(3)
    tried.page.get_by_role("tab", name="Response", exact=True).click()
    expect(tried.response).to_contain_text("as it came, in one piece")
    expect(tried.response).to_contain_text('"own": 1')


def test_an_error_has_its_sentence_and_its_raw_body_without_the_key(
    tried: TryPage, site: Site
) -> None:
    site.provider.replies.append(error(401, "invalid_api_key", f"Not this: Bearer {KEY} {ATTACK}"))

    tried.ask_and_wait(f"Is {KEY} a key?")

    expect(tried.reply).to_contain_text("test did not accept the key. Check PARLEY_SERVERS__TEST")
    expect(tried.lines.last).to_contain_text("Not this: Bearer [hidden]")
    expect(tried.lines.last).to_contain_text("<img src=x")
    expect(tried.fact("State")).to_have_text("failed")
    expect(tried.fact("Requests sent")).to_have_text("1 (401)")
    for shown in (tried.request, tried.page.locator("#try-raw"), tried.reply):
        assert KEY not in shown.inner_text()
    assert tried.page.evaluate("window.__xss") is None


def test_what_came_before_stop_stays(tried: TryPage, site: Site) -> None:
    site.provider.replies.append(Held(text("One two three four"), after="One "))
    tried.prompt.fill("Count")
    tried.prompt.press("Control+Enter")
    expect(tried.lines.filter(has_text="One ")).to_have_count(1)

    tried.prompt.press("Escape")

    assert site.provider.asked[0].hung_up.wait(20)
    tried.wait()
    expect(tried.fact("State")).to_have_text("stopped")
    expect(tried.reply).to_contain_text("Stopped. What arrived is kept.")
    expect(tried.lines.filter(has_text="One ")).to_have_count(1)


def test_nothing_that_a_server_says_becomes_a_part_of_the_page(tried: TryPage, site: Site) -> None:
    pieces = [chunk(ATTACK, content=ATTACK), f": {ATTACK}", chunk(ATTACK, finish="stop")]
    site.provider.replies.append(
        events(*pieces, headers={"x-request-id": ATTACK, "x-ratelimit-limit": ATTACK})
    )

    tried.ask_and_wait("Hello")
    tried.page.get_by_role("tab", name="Response", exact=True).click()
    expect(tried.response).to_contain_text("<script>")

    assert tried.page.evaluate("window.__xss") is None
    for name in ("try-raw", "try-facts", "try-response", "try-request"):
        expect(tried.page.locator(f"#{name} img")).to_have_count(0)
    expect(tried.fact("Request id")).to_contain_text("<img")


def test_of_very_many_lines_the_first_are_shown_and_the_rest_counted(
    tried: TryPage, site: Site
) -> None:
    words = [chunk(content="x ")] * (MOST_LINES + 400)
    site.provider.replies.append(events(*words, chunk(finish="stop")))

    tried.ask_and_wait("Go on")

    expect(tried.lines).to_have_count(MOST_LINES + 3)
    expect(tried.lines.last).to_contain_text("The first 2,000 lines are shown; 402 more came.")
    expect(tried.fact("Received")).to_contain_text("2402 lines")


def test_each_run_begins_with_an_empty_list(tried: TryPage) -> None:
    tried.ask_and_wait("Once")
    count = tried.lines.count()

    tried.ask_and_wait("Once")

    expect(tried.lines).to_have_count(count)


def test_the_request_in_the_form_can_be_copied_as_code(tried: TryPage, site: Site) -> None:
    tried.prompt.fill("Why?")
    tried.set("seed", "7")
    code = CodePage(tried.page)

    code.open_from_chat()

    expect(code.dialog).to_contain_text("The request in Try it, to test:alpha")
    expect(code.text).to_contain_text('"Why?"')
    expect(code.text).to_contain_text("seed=7")
    assert KEY not in code.copied()
    assert site.provider.asked == []


def test_the_request_can_be_copied(tried: TryPage) -> None:
    tried.prompt.fill("Why?")
    expect(tried.json).to_contain_text("Why?")

    tried.request.get_by_role("button", name="Copy").click()

    expect(tried.request.get_by_role("button", name="Copied.")).to_be_visible()
    assert json.loads(tried.page.evaluate("navigator.clipboard.readText()")) == tried.body()


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [
        (1440, "light", "zh-CN"),
        (1440, "dark", "en-US"),
        (390, "dark", "zh-CN"),
        (390, "light", "en-US"),
    ],
)
def test_the_part_fits_its_window_and_can_be_read_by_everyone(
    width: int, scheme: str, locale: str, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url, width, locale, scheme)
    part = TryPage(page, locale)
    site.provider.replies.append(text("Some **bold** words. " * 20, headers=LIMITS))
    part.ask_and_wait("Why is the sky blue?")
    name = f"try-{width}-{scheme}-{locale}"
    keep_screenshot(page, name)
    assert violations(page) == []

    page.locator("#try-parameters > button").click()
    expect(page.locator("#try-parameter-temperature input")).to_be_visible()
    page.locator("#try-wire-parts").get_by_role("tab").nth(1).click()
    expect(page.locator("#try-json-response")).to_be_visible()
    page.locator("#try-wire").scroll_into_view_if_needed()
    keep_screenshot(page, f"{name}-response")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
