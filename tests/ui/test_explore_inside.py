"""Look inside: token probabilities, embeddings and legacy completion, as a person uses them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.provider import Held, error, text
from tests.ui.conftest import PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations
from tests.wire import Pause, Recorded, Step

pytestmark = pytest.mark.browser

TABS = {"en-US": ("Explore", "Look inside"), "zh-CN": ("探索", "深入模型")}
REPLY = "The sky is blue because air scatters short waves.\nSo 红色 remains at dusk."
TEXTS = ["The cat sleeps.", "A kitten naps on the couch.", "How do I bake bread?"]
CSV = "id,text\n1,The cat sleeps.\n2,<b>bold</b> words\n".encode("utf-8-sig")


class Inside:
    """The part, opened."""

    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        explore, inside = TABS[locale]
        page.get_by_role("tab", name=explore, exact=True).click()
        open_part(page, inside)
        expect(page.locator("#odds-model input")).not_to_have_value("")

    def form(self, place: str) -> "Form":
        number = ("odds", "embeddings", "completion").index(place)
        self.page.locator("#inside-parts").get_by_role("tab").nth(number).click()
        return Form(self.page, place)


class Form:
    def __init__(self, page: Page, place: str) -> None:
        self.page = page
        self.model = page.locator(f"#{place}-model input")
        self.run, self.stop = page.locator(f"#{place}-run"), page.locator(f"#{place}-stop")
        self.figures = page.locator(f"#{place}-figures")
        self.result = page.locator(f"#{place}-result")
        self.tokens = self.result.get_by_role("button")
        self.told = page.locator(".parley-inside-told p:visible")
        self.box = page.locator(
            f"#{place}-{'texts' if place == 'embeddings' else 'prompt'} textarea"
        )
        expect(self.run).to_be_visible()

    def choose(self, model: str) -> None:
        self.model.fill(model)
        self.model.press("Enter")
        expect(self.model).to_have_value(model)

    def ask(self, words: str) -> None:
        self.box.fill(words)
        self.run.click()

    def ask_and_wait(self, words: str) -> None:
        self.ask(words)
        expect(self.stop).to_be_hidden()
        expect(self.figures.locator("p").first).to_be_visible()
        expect(self.run).to_be_visible()


def open_part(page: Page, name: str) -> None:
    """A part of the explore tab; on a phone it may stand in the menu of those that do not fit."""
    tab = page.locator("#explore-parts").get_by_role("tab", name=name, exact=True)
    if not tab.first.is_visible():
        page.locator("#explore-parts > .tab-wrapper .overflow-menu > button").click()
        tab = page.locator(".overflow-dropdown button", has_text=name)
    tab.first.click()


@pytest.fixture
def inside(site: Site, open_page: PageOpener) -> Inside:
    return Inside(open_page(site.url))


def others(form: Form) -> Locator:
    """What a token shows of what else might have stood there."""
    return form.result.locator(".parley-others:visible")


def test_each_token_of_a_reply_is_marked_by_its_probability(inside: Inside, site: Site) -> None:
    site.provider.replies.append(text("One two three four five", chunk_size=4))
    form = inside.form("odds")

    form.ask_and_wait("Count")

    expect(form.tokens).to_have_count(6)
    for number, level in enumerate((5, 4, 3, 2, 1, 5)):
        expect(form.tokens.nth(number)).to_have_class(f"parley-token l{level}")
    expect(form.figures).to_contain_text("Perplexity ")
    expect(form.result).to_contain_text("a surprise, below 10 %")
    body = site.provider.asked[0].body
    assert (body["logprobs"], body["top_logprobs"], body["max_tokens"]) == (True, 5, 100)


def test_what_else_might_have_stood_there_is_shown_to_pointer_and_keyboard(
    inside: Inside, site: Site
) -> None:
    site.provider.replies.append(text("One two three", chunk_size=4))
    form = inside.form("odds")
    form.ask_and_wait("Count")

    form.tokens.nth(1).hover()
    expect(others(form)).to_have_count(1)
    expect(others(form)).to_contain_text("75.0 %")
    expect(others(form)).to_contain_text("two␣ chosen")
    form.page.mouse.move(5, 5)
    expect(others(form)).to_have_count(0)

    form.tokens.first.focus()
    expect(others(form)).to_contain_text("99.0 %")
    form.page.keyboard.press("ArrowRight")
    expect(form.tokens.nth(1)).to_be_focused()
    expect(others(form)).to_contain_text("75.0 %")
    form.page.keyboard.press("End")
    expect(form.tokens.nth(3)).to_be_focused()
    form.page.keyboard.press("Escape")
    expect(others(form)).to_have_count(0)
    form.page.keyboard.press("Home")
    expect(others(form)).to_contain_text("99.0 %")


def test_a_reply_without_probabilities_says_why(inside: Inside, site: Site) -> None:
    site.provider.refuse = {"logprobs": "unsupported_parameter"}
    form = inside.form("odds")
    form.choose("test:beta")  # it is remembered what a model refused

    form.ask_and_wait("Count")

    expect(form.result).to_contain_text("You said: Count")
    expect(form.result).to_contain_text("This model does not give probabilities")


def test_a_reply_can_be_stopped_and_keeps_its_tokens(inside: Inside, site: Site) -> None:
    site.provider.replies.append(Held(text("One two three four"), after="One "))
    form = inside.form("odds")
    form.ask("Count")
    expect(form.result.locator(".parley-token").first).to_be_visible()

    form.stop.click()

    expect(form.run).to_be_visible()
    assert site.provider.asked[0].hung_up.wait(20)
    expect(form.result).to_contain_text("Stopped. What arrived is kept.")
    expect(form.tokens.first).to_be_visible()


def test_a_failure_is_told_in_its_place(inside: Inside, site: Site) -> None:
    site.provider.replies.append(error(401))
    form = inside.form("odds")

    form.ask_and_wait("Count")

    expect(form.result).to_contain_text("test did not accept the key")


@pytest.mark.parametrize("place", ["odds", "embeddings", "completion"])
def test_nothing_is_sent_without_words(place: str, inside: Inside, site: Site) -> None:
    form = inside.form(place)

    form.run.click()

    expect(form.told).to_have_count(1)
    assert site.provider.asked == []


def test_texts_are_compared_with_numbers_and_nearest_pairs(inside: Inside, site: Site) -> None:
    form = inside.form("embeddings")

    form.ask_and_wait("\n".join([*TEXTS, "", "<img src=x>"]))

    expect(form.figures).to_contain_text("test:alpha · 4 texts · 3 dimensions · 4 tokens")
    expect(form.result.locator(".parley-similar td.s10").first).to_have_text("1.00")
    expect(form.result.locator(".parley-pairs tbody tr")).to_have_count(6)
    expect(form.result.locator("img")).to_have_count(0)
    assert site.provider.asked[0].body["input"] == [*TEXTS, "<img src=x>"]


def test_many_texts_become_a_picture_with_words_for_it(inside: Inside) -> None:
    form = inside.form("embeddings")

    form.ask_and_wait("\n".join(f"{'x' * number} y" for number in range(1, 31)))

    expect(form.result.get_by_role("img", name="Map of 30 by 30 texts")).to_be_visible()


def test_a_column_of_a_file_becomes_texts(inside: Inside, site: Site) -> None:
    form = inside.form("embeddings")
    form.page.locator("input[type='file'][accept*='.txt']").set_input_files(
        {"name": "texts.csv", "mimeType": "text/csv", "buffer": CSV}
    )

    expect(form.box).to_have_value("The cat sleeps.\n<b>bold</b> words")
    expect(form.told).to_have_text(
        "2 texts read from the column text. Line breaks within a text became spaces."
    )
    form.page.locator("#embeddings-column input").click()
    form.page.get_by_role("option", name="id").click()
    expect(form.box).to_have_value("1\n2")


def test_a_file_that_cannot_be_read_is_told(inside: Inside) -> None:
    form = inside.form("embeddings")

    form.page.locator("input[type='file'][accept*='.txt']").set_input_files(
        {
            "name": "texts.csv",
            "mimeType": "text/csv",
            "buffer": "name\nÜbergröße\n".encode("latin-1"),
        }
    )

    expect(form.told).to_contain_text("Save it as UTF-8")


@pytest.mark.parametrize(
    ("button", "name", "first"),
    [
        ("Similarities as CSV", "parley-similarities.csv", ",one,two words"),
        ("Vectors as CSV", "parley-vectors.csv", "text,d1,d2,d3"),
    ],
)
def test_what_came_of_texts_can_be_taken_away(
    button: str, name: str, first: str, inside: Inside
) -> None:
    form = inside.form("embeddings")
    take = form.page.get_by_role("button", name=button)
    take.click()
    expect(form.told).to_have_text("Compare texts first.")
    form.ask_and_wait("one\ntwo words")

    with form.page.expect_download() as download:
        take.click()

    assert download.value.suggested_filename == name
    written = download.value.path().read_text("utf-8-sig")
    assert written.splitlines()[0] == first
    assert len(written.splitlines()) == 3


def test_waiting_for_vectors_can_be_stopped(inside: Inside, site: Site) -> None:
    def silent(request: Recorded) -> Iterator[Step]:
        yield Pause(600)

    site.provider.replies.append(silent)
    form = inside.form("embeddings")
    form.ask("one\ntwo")
    expect(form.figures).to_contain_text("Waiting for the vectors")

    form.stop.click()

    expect(form.result).to_contain_text("Stopped. Nothing is kept.")
    expect(form.run).to_be_visible()
    assert site.provider.asked[0].hung_up.wait(20)


def test_a_server_without_embeddings_is_told(inside: Inside, site: Site) -> None:
    site.provider.replies.append(error(501, 501, "This server does not support embeddings"))
    form = inside.form("embeddings")

    form.ask("one\ntwo")

    expect(form.result).to_contain_text("test offers no embeddings.")


def test_a_prompt_is_gone_on_with_by_what_was_set_alone(inside: Inside, site: Site) -> None:
    site.provider.replies.append(text(" a time"))
    form = inside.form("completion")
    form.page.locator("#completion-suffix textarea, #completion-suffix input").first.fill(
        "The end."
    )
    form.page.locator("#completion-max-tokens").get_by_label("Max tokens").fill("12")
    form.page.locator("#completion-echo input").check()

    form.ask_and_wait("Once upon")

    expect(form.result).to_contain_text("Once upon a time")
    assert site.provider.asked[0].path == "/v1/completions"
    set_by_parley = {"model", "prompt", "stream", "stream_options"}
    sent = {k: v for k, v in site.provider.asked[0].body.items() if k not in set_by_parley}
    assert sent == {"suffix": "The end.", "max_tokens": 12, "echo": True}


def test_a_completion_can_come_with_probabilities(inside: Inside, site: Site) -> None:
    site.provider.replies.append(text(" a time", chunk_size=4))
    form = inside.form("completion")
    form.page.locator("#completion-logprobs input").click()
    form.page.get_by_role("option", name="3", exact=True).click()

    form.ask_and_wait("Once upon")

    expect(form.tokens).to_have_count(2)
    expect(form.figures).to_contain_text("Perplexity")
    assert site.provider.asked[0].body["logprobs"] == 3


@pytest.mark.parametrize(
    ("typed", "told"), [("many", "must be a whole number"), ("0", "max_tokens must be at least 1")]
)
def test_a_number_that_no_server_takes_is_not_sent(
    typed: str, told: str, inside: Inside, site: Site
) -> None:
    form = inside.form("completion")
    form.page.locator("#completion-max-tokens").get_by_label("Max tokens").fill(typed)

    form.ask("Once upon")

    expect(form.told).to_contain_text(told)
    assert site.provider.asked == []


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [
        (1440, "light", "en-US"),
        (1440, "dark", "zh-CN"),
        (390, "dark", "en-US"),
        (390, "light", "zh-CN"),
    ],
)
def test_the_part_fits_its_window_and_can_be_read_by_everyone(
    width: int, scheme: str, locale: str, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url, width, locale, scheme)
    part = Inside(page, locale)
    site.provider.replies.append(text(REPLY, chunk_size=3))
    form = part.form("odds")
    form.ask_and_wait("Why is the sky blue?")
    form.tokens.nth(5).focus()
    name = f"inside-{width}-{scheme}-{locale}"
    check(page, width, f"{name}-odds")

    part.form("embeddings").ask_and_wait("\n".join(TEXTS))
    check(page, width, f"{name}-embeddings")

    site.provider.replies.append(text(" a time there was a model."))
    part.form("completion").ask_and_wait("Once upon")
    check(page, width, f"{name}-completion")


def check(page: Page, width: int, name: str) -> None:
    keep_screenshot(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
