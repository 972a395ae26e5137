"""A conversation as Markdown."""

from backends.errors import RateLimited
from backends.types import Finished, Notice, ReasoningDelta, RefusalDelta, TextDelta
from tests.ui.scripted import reply, turn
from ui.copying import conversation_markdown

DONE = Finished("stop", "stop")


def test_messages_and_replies_come_in_their_order_under_who_wrote_them() -> None:
    turns = [
        turn("one", reply(ReasoningDelta("hm"), TextDelta("1"), DONE)),
        turn("two", reply(TextDelta("2"), DONE, model="other:beta")),
    ]

    assert conversation_markdown(turns, "en") == (
        "## You\n\none\n\n## test:alpha\n\n1\n\n## You\n\ntwo\n\n## other:beta\n\n2\n"
    )
    assert conversation_markdown(turns, "zh").startswith("## 我\n\none\n\n## test:alpha")


def test_a_text_is_copied_as_it_is() -> None:
    code = "```python\n    x = 1 < 2\n```\n\n\ttab"

    assert f"\n\n{code}\n" in conversation_markdown([turn("a", reply(TextDelta(code)))], "en")


def test_a_turn_without_a_text_is_its_message() -> None:
    turns = [turn("failed", reply(RateLimited(server="test"))), turn("unasked")]

    assert conversation_markdown(turns, "en") == "## You\n\nfailed\n\n## You\n\nunasked\n"


def test_what_the_model_declined_is_copied_and_notices_are_not() -> None:
    made = reply(Notice("dropped", "seed"), RefusalDelta("No."), DONE)

    assert conversation_markdown([turn("a", made)], "en").endswith("## test:alpha\n\nNo.\n")


def test_an_empty_conversation_is_an_empty_text() -> None:
    assert conversation_markdown([], "en") == ""
