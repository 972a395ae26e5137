"""A page that is closed before it listens to the reply that it asked for.

Gradio's page posts the question first and opens the stream of replies afterwards. While
that stream is not open, it is the page's heartbeat alone that tells when the page is gone.
"""

import pytest

from tests.faults import stall_before_first
from tests.loopback_server import PATIENCE
from tests.provider import Reply, text
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import ChatPage, Site

pytestmark = pytest.mark.browser

ENDLESS = text("word " * 2000, delay=0.1)


DEAF = """() => {
  const open = window.fetch;
  let posted = 0;
  window.fetch = (target, options) => {
    const url = String(target.url ?? target);
    if (url.includes("/queue/join")) posted += 1;
    if (posted < 2 || !url.includes("/queue/data")) return open(target, options);
    window.deaf = true;
    return new Promise(() => {});
  };
}"""
"""From now on the page never gets to listen to its second event.

The first takes what was written in its box, the second asks the models for replies.
Nothing of the stream leaves the page: the server cannot see it come and go.
"""


@pytest.mark.parametrize("reply", [ENDLESS, stall_before_first()], ids=["flowing", "silent"])
def test_a_chat_ends_with_a_page_that_never_listened(
    chat: ChatPage, site: Site, reply: Reply
) -> None:
    chat.ask("hello")
    site.provider.requests.clear()
    site.provider.answers["alpha"] = reply
    chat.page.evaluate(DEAF)
    chat.message.fill("go on for ever")
    chat.message.press("Enter")
    chat.page.wait_for_function("window.deaf")
    request = site.provider.wait_for_request()
    assert not request.hung_up.is_set()

    chat.page.close()

    assert request.hung_up.wait(PATIENCE)


def test_a_comparison_ends_with_a_page_that_never_listened(
    compare: ComparePage, site: Site
) -> None:
    compare.choose("test:flowing", "test:silent")
    compare.ask("hello")
    site.provider.requests.clear()
    site.provider.answers = {"flowing": ENDLESS, "silent": stall_before_first()}
    compare.page.evaluate(DEAF)
    compare.prompt.fill("go on for ever")
    compare.prompt.press("Enter")
    compare.page.wait_for_function("window.deaf")
    site.provider.wait_for_request(2)

    compare.page.close()

    assert all(request.hung_up.wait(PATIENCE) for request in site.provider.asked)
