"""Columns show replies as Markdown, as they came, or as differences to a baseline."""

from decimal import Decimal

from backends.types import Finished, TextDelta, Usage
from ui.compare_columns import Columns
from ui.compare_session import CompareSession
from ui.reply import LiveReply


def price(usage: Usage, served: str) -> Decimal | None:
    return None


def answer(session: CompareSession, prompt: str, *replies: str, ended: bool = True) -> None:
    """Ask all, and let them answer from the left."""
    session.ask(prompt)
    for lane, text in zip(session.lanes, replies, strict=True):
        reply = LiveReply(lane.choice.model, price)
        reply.add(TextDelta(text))
        if ended:
            reply.add(Finished("stop"))
        lane.chat.turns[-1].reply = reply


def shown(columns: Columns, session: CompareSession) -> list[str]:
    """What stands in each column, its rows in one text."""
    rows = columns.rows(session)
    return [" | ".join(row["content"][0]["text"] for row in column) for column in rows]


def test_replies_are_shown_letter_by_letter_with_nothing_behind_growing_text() -> None:
    session = CompareSession("a")
    session.raw = True
    answer(session, "Hi", "**b** <i>", ended=False)

    assert shown(Columns("en"), session)[0].endswith(">**b** &lt;i&gt;")


def test_all_but_the_baseline_show_what_differs_and_the_same_words_are_said_to_be_so() -> None:
    session = CompareSession("abc")
    answer(session, "Hi", "a red fox", "a blue fox", "a red fox")
    session.baseline = session.lanes[0].key

    one, two, three, *_ = shown(Columns("en"), session)

    assert one == "Hi | a red fox"
    assert "Compared with column A" in two
    assert "a <del>red</del><ins>blue</ins> fox" in two
    assert "The same words as in column A." in three


def test_a_column_that_came_later_is_compared_by_what_both_were_asked() -> None:
    session = CompareSession("a")
    answer(session, "First", "one")
    session.add("b")
    answer(session, "Second", "two", "two too")
    session.baseline = session.lanes[1].key

    earlier, latest = shown(Columns("en"), session)[0].split(" | Second | ")

    assert earlier == "First | one"
    assert "<del> too</del>" in latest


def test_a_baseline_that_is_asked_on_is_compared_again() -> None:
    session = CompareSession("ab")
    answer(session, "First", "one", "two")
    session.baseline = session.lanes[0].key
    columns = Columns("zh")
    answer(session, "Second", "three", "four", ended=False)
    assert "<ins>" not in shown(columns, session)[1].split("Second")[1]

    for lane in session.lanes:
        assert lane.reply
        lane.reply.add(Finished("stop"))

    assert "与 A 列比较" in shown(columns, session)[1].split("Second")[1]
