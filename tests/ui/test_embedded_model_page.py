"""The embedded model on the page: the real one, and a machine that cannot have it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.running import AppProcess, running_app
from tests.ui.conftest import ChatPage, PageOpener, keep_screenshot
from tests.weights import put_weights

pytestmark = pytest.mark.browser

LOCAL = ("--port", "0")
NO_INDEX = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_EXTRA_INDEX_URL": "",
    "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppProcess]:
    put_weights(tmp_path)
    with running_app({"PARLEY_DATA_DIR": str(tmp_path)}, LOCAL) as app:
        yield app


def test_the_embedded_model_answers_grows_stops_and_tries_again(
    app: AppProcess, open_page: PageOpener
) -> None:
    chat = ChatPage(open_page(app.url))
    expect(chat.page.locator("#transcript")).to_contain_text("a very small model")
    chat.message.fill("Tell me a long story about a river and the sea.")
    chat.message.press("Enter")

    reply = chat.replies.nth(1)
    expect(reply).not_to_be_empty()
    begun = len(reply.inner_text())
    chat.page.wait_for_function(
        "n => document.querySelectorAll(\"[data-testid='bot']\")[1].innerText.length > n + 20",
        arg=begun,
    )
    chat.stop.click()
    chat.wait_for_end()
    expect(chat.notes.last).to_contain_text("Stopped")

    # Steady and short, since the model may end a longer reply by itself.
    chat.parameter("temperature").fill("0")
    chat.parameter("max_completion_tokens").fill("6")
    chat.page.get_by_role("button", name="Retry", exact=True).last.click()
    expect(chat.notes.last).to_contain_text("maximum length")
    chat.wait_for_end()

    line = chat.figures.last.inner_text()
    assert "6 tokens" in line and "free" in line
    keep_screenshot(chat.page, "embedded-model")


def test_without_network_the_page_opens_and_says_how_to_set_up_a_model(
    open_page: PageOpener,
) -> None:
    with running_app(NO_INDEX, LOCAL) as app:
        app.wait_for("cannot run here")
        chat = ChatPage(open_page(app.url))

        shown = chat.page.locator("#transcript")
        expect(shown).to_contain_text("No model is set up yet")
        expect(shown).to_contain_text("OPENAI_API_KEY")
        expect(shown).to_contain_text("could not be fetched")

        chat.message.fill("hello")
        chat.message.press("Enter")
        expect(chat.notes.last).to_contain_text("The embedded model cannot run here")
        assert "Traceback" not in app.stderr() + app.stdout()
