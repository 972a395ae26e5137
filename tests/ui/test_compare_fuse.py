"""Another model reads the unnamed replies: estimated first, sent only when confirmed."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.faults import FAULTS, stall_mid
from tests.provider import error, text
from tests.ui.compare_page import ComparePage, asked_of, contents
from tests.ui.conftest import LOOKS, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations
from ui.anonymous import TEMPLATES

pytestmark = pytest.mark.browser

PROMPTLY = 10.0  # seconds from a press to the end of the connection, on a busy machine
SLOW = 0.1  # seconds between chunks, so that there is time to look
TABLE = (
    "| Reply | Correct | Complete | Clear | Total | Reason |\n|---|---|---|---|---|---|\n"
    "| 1 | 9 | 7 | 8 | 24 | It names the cause. |\n| 2 | 6 | 5 | 7 | 18 | It is vague. |\n\n"
    "The best is reply 1."
)


class Fuse:
    """The fold, opened, with two columns that have replied."""

    def __init__(self, compare: ComparePage) -> None:
        self.compare, self.page = compare, compare.page
        self.fold = self.page.locator("#compare-fuse")
        self.model = self.fold.get_by_role("combobox")
        self.template = self.page.locator("#fuse-template textarea")
        self.estimate = self.page.locator("#fuse-estimate")
        self.ask = self.page.locator("#fuse-ask")
        self.cancel = self.page.locator("#fuse-cancel")
        self.stop = self.page.locator("#fuse-stop")
        self.told = self.page.locator("#fuse-told")
        self.cost = self.page.locator("#fuse-cost")
        self.reply = self.page.locator("#fuse-reply")
        self.order = self.page.locator("#fuse-order")
        self.page.locator("#compare-fuse > button").click()
        expect(self.template).to_be_visible()

    def choose(self, name: str) -> None:
        self.model.click()
        self.model.fill(name)
        self.model.press("Enter")
        expect(self.model).to_have_value(name)

    def task(self, place: int) -> Locator:
        return self.fold.get_by_role("radio").nth(place)

    def confirm(self) -> None:
        self.estimate.click()
        self.ask.click()

    def confirm_and_wait(self) -> None:
        self.confirm()
        expect(self.estimate).to_be_hidden()
        expect(self.estimate).to_be_visible()


def replied(compare: ComparePage, site: Site) -> Fuse:
    site.provider.answers |= {"one": text("It scatters."), "two": text("It reflects the sea.")}
    compare.choose("test:one", "test:two")
    compare.ask("Why is the sky blue?")
    site.provider.requests.clear()
    return Fuse(compare)


@pytest.fixture
def fuse(compare: ComparePage, site: Site) -> Fuse:
    return replied(compare, site)


def test_the_estimate_comes_first_and_cancel_sends_nothing(fuse: Fuse, site: Site) -> None:
    fuse.choose("test:judge")
    fuse.estimate.click()

    expect(fuse.cost).to_contain_text("1 request, about ")
    expect(fuse.cost).to_contain_text("no limit on the reply, price unknown for test:judge")
    expect(fuse.ask).to_have_text("Ask test:judge")
    fuse.cancel.click()
    expect(fuse.ask).to_be_hidden()
    expect(fuse.cost).not_to_contain_text("request")
    expect(fuse.reply).not_to_contain_text("test:judge")
    assert site.provider.asked == []


def test_the_unnamed_replies_are_read_and_the_answer_is_written(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = text("Air scatters **blue** most.")
    fuse.choose("test:judge")

    fuse.confirm_and_wait()

    [sent] = [request.body for request in site.provider.asked]
    [message] = sent["messages"]
    prompt = message["content"]
    assert sent["model"] == "judge" and message["role"] == "user"
    assert not {"temperature", "max_tokens", "max_completion_tokens"} & set(sent)
    for part in ("Why is the sky blue?", "It scatters.", "It reflects the sea.", "Reply 2"):
        assert part in prompt
    for name in ("test:", "test:one", "test:two"):
        assert name not in prompt
    expect(fuse.reply.locator("strong", has_text="blue")).to_be_visible()
    expect(fuse.reply).to_contain_text("in all")
    first = "A" if prompt.index("It scatters.") < prompt.index("It reflects") else "B"
    expect(fuse.order).to_contain_text(f"Reply 1 = column {first}, Reply 2 = column ")
    expect(fuse.reply.get_by_role("button", name="Copy").first).to_be_visible()


def test_what_was_sent_can_be_read_letter_by_letter(fuse: Fuse, site: Site) -> None:
    fuse.choose("test:judge")
    fuse.confirm_and_wait()

    fuse.reply.get_by_role("button", name="The prompt as it was sent").click()

    shown = fuse.reply.locator(".compare-verbatim").inner_text()
    assert shown.strip() == contents(asked_of(site.provider, "judge"))[0].strip()


def test_scores_come_as_a_table(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = text(TABLE)
    fuse.choose("test:judge")
    fuse.task(1).check()
    expect(fuse.template).to_have_value(TEMPLATES["judge"]["en"])

    fuse.confirm_and_wait()

    expect(fuse.reply.get_by_role("cell", name="24")).to_be_visible()
    assert "Score each reply from 1" in contents(asked_of(site.provider, "judge"))[0]


def test_an_edited_prompt_is_sent_and_survives_another_task(fuse: Fuse, site: Site) -> None:
    fuse.choose("test:judge")
    fuse.template.fill("In one word, {question} {replies}")
    fuse.task(1).check()
    fuse.task(0).check()

    fuse.confirm_and_wait()

    sent = contents(asked_of(site.provider, "judge"))[0]
    assert sent.startswith("In one word, Why is the sky blue? === Reply 1 ===\n")
    expect(fuse.template).to_have_value("In one word, {question} {replies}")
    fuse.page.get_by_role("button", name="Restore the prompt").click()
    expect(fuse.template).to_have_value(TEMPLATES["fuse"]["en"])


def test_what_changed_after_the_estimate_is_estimated_again(fuse: Fuse, site: Site) -> None:
    fuse.choose("test:judge")
    fuse.estimate.click()
    expect(fuse.ask).to_be_visible()
    fuse.template.fill("Shorter: {replies}")

    fuse.ask.click()

    expect(fuse.told).to_contain_text("This is the new estimate.")
    assert site.provider.asked == []
    fuse.ask.click()
    expect(fuse.estimate).to_be_visible()
    expect(fuse.reply).to_contain_text("Shorter: === Reply 1 ===")
    assert len(site.provider.asked) == 1


def test_stop_keeps_what_came_and_closes_the_connection(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = stall_mid()
    fuse.choose("test:judge")
    fuse.confirm()
    expect(fuse.reply).to_contain_text("One two three")

    fuse.stop.click()

    assert asked_of(site.provider, "judge").hung_up.wait(PROMPTLY)
    expect(fuse.estimate).to_be_visible()
    expect(fuse.reply).to_contain_text("One two three")
    expect(fuse.reply.locator(".parley-note")).to_contain_text("Stopped")


def test_even_a_silent_server_is_left_when_the_page_is_closed(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = FAULTS["stall_before_headers"]()
    fuse.choose("test:judge")
    fuse.confirm()
    expect(fuse.reply).to_contain_text("waiting")

    fuse.page.close()

    assert asked_of(site.provider, "judge").hung_up.wait(PROMPTLY)


def test_an_error_is_told_in_place_and_it_can_be_asked_again(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = error(401, "invalid_api_key", "Incorrect key: sk-CANARY-KEY")
    fuse.choose("test:judge")
    fuse.confirm_and_wait()
    expect(fuse.reply.locator(".parley-error")).to_contain_text("did not accept the key")
    assert "CANARY" not in fuse.page.content()

    site.provider.answers["judge"] = text("Now it works.")
    fuse.confirm_and_wait()

    expect(fuse.reply).to_contain_text("Now it works.")
    expect(fuse.reply.locator(".parley-error")).to_have_count(0)


def test_a_column_that_failed_is_left_out_and_named(compare: ComparePage, site: Site) -> None:
    site.provider.answers["three"] = error(500, "server_error", "no")
    compare.page.locator("#add-column").click()
    expect(compare.heads).to_have_count(3)
    compare.choose("test:one", "test:two", "test:three")
    compare.ask("Why is the sky blue?")
    fuse = Fuse(compare)
    fuse.choose("test:judge")

    fuse.estimate.click()

    expect(fuse.cost).to_contain_text("Column C is left out: it has no reply to this question.")
    fuse.ask.click()
    expect(fuse.order).to_contain_text("Reply 2 = column")
    expect(fuse.order).not_to_contain_text("column C")


def test_what_cannot_be_asked_is_told_in_the_fold(
    compare: ComparePage, site: Site, open_page: PageOpener
) -> None:
    fuse = Fuse(compare)
    fuse.estimate.click()
    expect(fuse.told.get_by_role("alert")).to_contain_text("At least 2 columns must have a reply")
    compare.choose("test:one", "test:two")
    compare.ask("Why?")
    fuse.estimate.click()
    expect(fuse.told).to_contain_text("Choose a model first.")
    fuse.choose("elsewhere:judge")
    fuse.estimate.click()
    expect(fuse.told).to_contain_text("There is no server named elsewhere.")
    fuse.choose("test:judge")
    fuse.template.fill("Nothing to fill in")
    fuse.estimate.click()
    expect(fuse.told).to_contain_text("The prompt must contain {replies}")
    fuse.template.fill("{replies}" + "x" * 200_000)
    fuse.estimate.click()
    expect(fuse.told).to_contain_text("at most 200000 can be sent")
    expect(fuse.ask).to_be_hidden()
    assert {request.body["model"] for request in site.provider.asked} == {"one", "two"}


def test_replies_that_are_still_written_are_not_read(fuse: Fuse, site: Site) -> None:
    site.provider.answers["two"] = stall_mid()
    fuse.choose("test:judge")
    fuse.compare.prompt.fill("And at night?")
    fuse.compare.prompt.press("Enter")
    expect(fuse.compare.status("B")).to_have_text("writing")

    fuse.estimate.click()

    expect(fuse.told).to_contain_text("A reply is still being written.")
    fuse.compare.stop.click()
    expect(fuse.compare.run).to_be_visible()


def test_the_fold_lists_the_models_of_every_server(site: Site, open_page: PageOpener) -> None:
    fuse = Fuse(ComparePage(open_page(site.url)))

    fuse.model.click()

    for name in ("test:alpha", "test:beta"):
        expect(fuse.page.get_by_role("option", name=name)).to_be_visible()
    fuse.model.press_sequentially("bet")
    expect(fuse.page.get_by_role("option", name="test:alpha")).to_be_hidden()


def test_nothing_shifts_while_it_is_written(fuse: Fuse, site: Site) -> None:
    site.provider.answers["judge"] = text("A line.\n\n" * 60, delay=SLOW / 10)
    fuse.choose("test:judge")
    before = places(fuse.page)

    fuse.confirm()
    expect(fuse.reply).to_contain_text("A line.")
    during = places(fuse.page)
    expect(fuse.estimate).to_be_visible()

    assert during == before == places(fuse.page)


def places(page: Page) -> list[dict[str, float] | None]:
    parts = ("#fuse-body", "#fuse-answer", "#fuse-actions", "#compare-scroll")
    return [page.locator(part).bounding_box() for part in parts]  # type: ignore[misc]


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_the_fold_fits_its_window_and_can_be_read_by_everyone(
    site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    site.provider.models = []
    site.provider.answers["judge"] = text(TABLE)
    page = open_page(site.url, width, locale, scheme)
    fuse = replied(ComparePage(page, locale), site)
    name = f"compare-fuse-{width}-{scheme}-{locale}"
    fuse.choose("test:judge")
    fuse.task(1).check()
    expect(fuse.template).to_have_value(TEMPLATES["judge"]["en" if locale == "en-US" else "zh"])
    fuse.estimate.click()
    expect(fuse.ask).to_be_visible()
    keep_screenshot(page, f"{name}-estimate")
    assert violations(page) == []

    fuse.ask.click()
    expect(fuse.estimate).to_be_visible()
    expect(fuse.reply.get_by_role("cell", name="24")).to_be_visible()
    fuse.order.scroll_into_view_if_needed()
    keep_screenshot(page, name)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
