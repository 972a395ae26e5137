"""A conversation as the rows of the page."""

from decimal import Decimal
from typing import get_args

import pytest

from backends.errors import ContextExceeded, Incomplete, ServerFailed
from backends.types import (
    Filtered,
    FilterStage,
    Finished,
    FinishReason,
    Notice,
    NoticeKind,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from tests.ui.scripted import Clock, Script, play, reply, turn
from ui.reply import LiveReply
from ui.rows import (
    Row,
    holding_text,
    notes_of,
    notice_text,
    rows_of,
    rows_of_reply,
    rows_of_turn,
    summary,
    text_of,
    turn_at,
)
from ui.texts import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
HOSTILE = "<img src=x onerror=alert(1)>"
DONE = Finished("stop", "stop")
HOLDING = ("retrying", "fetching")


def shown(row: Row) -> str:
    return row["content"][0]["text"]


def title(row: Row) -> str:
    return row["metadata"]["title"]


def line(made: LiveReply, language: Language = "en") -> str:
    return summary(made, made.figures(), language)


@pytest.mark.parametrize(
    "text",
    [
        "    indented\n\tand tabbed\n",
        "\n\nleading and trailing\n\n",
        "a < b && b > c",
        "<b>bold</b> <script>x</script>",
        "$1 and $2, `code`, \\(x\\)",
        "trailing spaces   ",
        "半角 e\u0301 \u200b end",
    ],
)
def test_what_was_written_reaches_the_page_unchanged(text: str) -> None:
    rows = rows_of_turn(turn(text, reply(ReasoningDelta(text), TextDelta(text), DONE)), "en")

    assert [shown(row) for row in rows if shown(row) == text] == [text] * 3


@pytest.mark.parametrize(
    "script",
    [
        (Finished("other", HOSTILE),),
        (Notice("dropped", HOSTILE), TextDelta("a"), DONE),
        (Notice("renamed", HOSTILE, HOSTILE), TextDelta("a"), DONE),
        (Filtered("reply", (HOSTILE,)), Finished("content_filter", "content_filter")),
        (ServerFailed(server=HOSTILE, status=HOSTILE, detail=HOSTILE),),
        (ContextExceeded(server="test", model=HOSTILE),),
    ],
    ids=["finish", "dropped", "renamed", "category", "error", "model in error"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_from_elsewhere_cannot_become_markup_in_a_note(
    script: tuple[Script, ...], language: Language
) -> None:
    notes = "".join(notes_of(reply(*script), language))

    assert "<img" not in notes
    assert "&lt;img" in notes


def test_a_models_name_cannot_become_markup() -> None:
    rows = rows_of_reply(reply(TextDelta("a"), DONE, model=f"test:{HOSTILE}"), "en")

    assert shown(rows[0]) == (
        '<div class="parley-who">test:&lt;img src=x onerror=alert(1)&gt;</div>'
    )


@pytest.mark.parametrize("breaks", ["\n\n", "\r\n\r\n", "\u2028\u2028"])
def test_a_name_cannot_leave_its_note_by_an_empty_line(breaks: str) -> None:
    name = f"x{breaks}![a](http://elsewhere)"
    made = reply(Finished("other", name, name), model=name)

    rows = rows_of_reply(made, "en")

    details = shown(rows.pop()).splitlines()
    assert all(len(shown(row).splitlines()) == 1 for row in rows)
    assert all(line.startswith("- ") for line in details)


def test_a_backtick_cannot_leave_the_details() -> None:
    made = reply(Finished("stop", f"`{HOSTILE}`", f"`{HOSTILE}`"), model=f"`{HOSTILE}`")

    details = shown(rows_of_reply(made, "en")[-1])

    assert all(line.count("`") in (0, 2) for line in details.splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_of_a_reply_have_their_order(language: Language) -> None:
    made = reply(ReasoningDelta("thought"), TextDelta("said"), Incomplete(server="test"))

    who, reasoning, text, notes, figures = rows_of_reply(made, language)

    assert "parley-who" in shown(who)
    assert (shown(reasoning), shown(text)) == ("thought", "said")
    assert "parley-error" in shown(notes)
    assert shown(figures).startswith("- ")
    assert {row["role"] for row in rows_of_reply(made, language)} == {"assistant"}


def test_a_bare_reply_has_neither_its_model_nor_its_figures() -> None:
    made = reply(TextDelta("said"), DONE)

    assert [shown(row) for row in rows_of_reply(made, "en", bare=True)] == ["said"]


def test_a_turn_whose_model_was_not_asked_yet_is_its_message() -> None:
    assert [(r["role"], shown(r)) for r in rows_of_turn(turn("hello"), "en")] == [("user", "hello")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_leads_back_to_its_turn(language: Language) -> None:
    turns = [
        turn("plain", reply(TextDelta("a"), DONE)),
        turn("thought", reply(ReasoningDelta("r"), TextDelta("a"), DONE)),
        turn("noted", reply(Notice("dropped", "seed"), TextDelta("a"), Finished("length"))),
        turn("failed", reply(ServerFailed(server="test", status=500))),
        turn("called", reply(ToolCallDelta(0, "i", "f", "{}"), Finished("tool_calls"))),
        turn("waiting", reply()),
        turn("unasked"),
    ]
    expected = [at for at, each in enumerate(turns) for _ in rows_of_turn(each, language)]

    found = [turn_at(turns, row, language) for row in range(len(rows_of(turns, language)))]

    assert found == expected
    assert set(found) == set(range(len(turns)))


def test_a_row_beyond_the_last_leads_to_the_last_turn() -> None:
    assert turn_at([turn("a"), turn("b")], 99, "en") == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_every_kind_of_notice_has_words(kind: NoticeKind, language: Language) -> None:
    notice = Notice(kind, "seed", "salt", 3, 5_000_000, 93_000_000)

    told = holding_text(notice, language) if kind in HOLDING else notice_text(notice, language)

    assert told
    assert "{" not in told


def test_why_nothing_comes_yet_stands_in_place_of_the_figures() -> None:
    assert line(reply(Notice("retrying", seconds=2.6))) == "trying again in 3 s"
    fetching = reply(Notice("fetching", done=5_000_000, total=92_871_040))
    assert line(fetching) == "fetching the embedded model: 5 of 93 MB"


FINISHES: dict[FinishReason, tuple[str, str]] = {
    "stop": ("", ""),
    "tool_calls": ("", ""),
    "length": ("maximum length", "最大长度"),
    "content_filter": ("content filter cut", "内容过滤截断"),
    "other": ("“why”", "“why”"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", get_args(FinishReason))
def test_every_end_that_is_not_the_usual_one_is_told(
    reason: FinishReason, language: Language
) -> None:
    notes = "".join(notes_of(reply(TextDelta("a"), Finished(reason, "why")), language))

    expected = FINISHES[reason][language == "zh"]
    assert (expected in notes) if expected else not notes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", get_args(FilterStage))
def test_what_the_filter_objected_to_is_named(stage: FilterStage, language: Language) -> None:
    made = reply(Filtered(stage, ("hate", "violence")), Finished("content_filter"))

    (note,) = notes_of(made, language)

    assert "hate, violence" in note


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ((RefusalDelta("No."), DONE), "The model declined to answer."),
        ((DONE,), "The model answered without any text."),
        ((ReasoningDelta("hm"), DONE), "The model answered without any text."),
        ((ToolCallDelta(0, "i", "f", "{}"), Finished("tool_calls")), None),
        ((TextDelta("a"), DONE), None),
        ((TextDelta("a"),), None),
        ((), None),
    ],
)
def test_a_reply_without_text_is_explained(script: tuple[Script, ...], told: str | None) -> None:
    notes = notes_of(reply(*script), "en")

    assert notes == ([f'<div class="parley-note ">{told}</div>'] if told else [])


def test_a_reply_that_was_stopped_says_so() -> None:
    made = reply(TextDelta("half"))
    made.stop()

    assert "Stopped" in "".join(notes_of(made, "en"))
    assert "已停止" in "".join(notes_of(made, "zh"))


def test_an_error_shows_its_cause_and_the_next_step_but_no_ending() -> None:
    made = reply(TextDelta("a"), Incomplete(server="test"))

    assert notes_of(made, "en") == [
        '<div class="parley-note parley-error"><strong>test broke off the reply.</strong>'
        " What arrived is kept; retry for a whole one.</div>"
    ]


def test_the_models_own_refusal_is_its_text() -> None:
    assert text_of(reply(RefusalDelta("I will not."), DONE), "en") == "I will not."


def test_tool_calls_stand_behind_the_text() -> None:
    calls = (ToolCallDelta(0, "a", "weather", '{"city": "Bern"}'), ToolCallDelta(1, "b", "now", ""))

    alone, after = text_of(reply(*calls), "en"), text_of(reply(TextDelta("Wait."), *calls), "en")

    assert alone.endswith('\n```\nweather({"city": "Bern"})\nnow()\n```')
    assert after == f"Wait.\n\n{alone}"


def test_reasoning_says_how_long_it_took_once_it_is_over() -> None:
    going_on = rows_of_reply(reply(ReasoningDelta("a"), 2.0), "en")[1]
    over = rows_of_reply(reply(ReasoningDelta("a"), 2.0, TextDelta("b")), "en")[1]

    assert going_on["metadata"] == {"title": "Reasoning", "status": "pending"}
    assert over["metadata"] == {"title": "Reasoning (2.0 s)", "status": "done"}


def test_while_nothing_came_the_line_says_how_long() -> None:
    assert line(reply(1.5)) == "waiting 1.5 s"
    assert line(reply(1.5), "zh") == "等待中 1.5 秒"


def test_a_finished_reply_has_one_line_of_figures() -> None:
    script = (0.5, TextDelta("a"), 2.0, TextDelta("b"), 0.5, Usage(12, 40), DONE)

    assert line(reply(*script)) == (
        "0.50 s to first token · 3.00 s in all · 20 tokens/s · 12 → 40 tokens · price unknown"
    )
    assert line(reply(*script), "zh") == (
        "首字延迟 0.50 秒 · 共 3.00 秒 · 每秒 20 词元 · 12 → 40 词元 · 价格未知"
    )


def test_estimated_tokens_are_marked_as_such() -> None:
    assert "≈2 tokens" in line(reply(TextDelta("a"), TextDelta("b")))
    assert "→" not in line(reply(TextDelta("a"), Usage(None, 7), DONE))


@pytest.mark.parametrize(
    ("usd", "free", "told"),
    [
        (None, False, "price unknown"),
        (Decimal(0), False, "$0"),
        (Decimal("0.00004"), False, "$0.000040"),
        (Decimal(0), True, "free"),
        (None, True, "free"),
    ],
)
def test_an_unknown_price_a_free_model_and_a_cost_are_told_apart(
    usd: Decimal | None, free: bool, told: str
) -> None:
    made = LiveReply("test:alpha", lambda usage, served: usd, free, Clock())
    play(made, Clock(), TextDelta("a"), Usage(5, 7), DONE)

    assert line(made).endswith(f" · {told}")
    assert f"- Cost: {told}" in shown(rows_of_reply(made, "en")[-1]).splitlines()


def test_details_come_with_the_end_and_tell_zero_from_unknown() -> None:
    growing = rows_of_reply(reply(TextDelta("a")), "en")[-1]
    ended = rows_of_reply(reply(TextDelta("a"), Usage(5, 7, None, 0), DONE), "en")[-1]

    assert shown(growing) == ""
    details = shown(ended).splitlines()
    assert "- of these cached: `0`" in details
    assert "- of these reasoning: not reported" in details
    assert "- Answered by: not reported" in details
    assert title(ended) == line(reply(TextDelta("a"), Usage(5, 7, None, 0), DONE))
