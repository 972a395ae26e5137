"""Conversations as files to take away: Markdown to read, JSONL to train models on."""

import json
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backends.types import Filtered, Notice
from store.conversation_types import ChatTurn, Conversation
from store.types import Call, FigureRecord, ReplyRecord, ReplyStatus
from tests.properties import hostile_texts
from tests.store.talks import whole_conversation
from ui.conversation_exports import (
    TuningReport,
    contained,
    file_name,
    reading_markdown,
    tuning_lines,
)
from ui.texts import say

AT = 1_790_000_000.0
WHEN = time.strftime("%Y-%m-%d %H:%M", time.localtime(AT))
DAY = WHEN[:10]
MEASURED = FigureRecord(
    seconds_to_first_token=0.25,
    seconds=2.5,
    tokens_per_second=41.5,
    input_tokens=12,
    output_tokens=90,
    estimated=False,
    cost_usd=Decimal("0.0000123"),
)


def reply(text: str = "Blue.", status: ReplyStatus = "done", **fields: Any) -> ReplyRecord:
    return ReplyRecord(status=status, text=text, **fields)


def turn(message: str = "Why?", answered: ReplyRecord | None = None, **fields: Any) -> ChatTurn:
    usual: dict[str, Any] = {"id": "", "parent": "", "model": "openai:a"}
    return ChatTurn(message=message, reply=answered, **(usual | fields))


def talk(*turns: ChatTurn, title: str = "Colours") -> Conversation:
    """The turns one after the other."""
    chained = tuple(
        replace(each, id=str(at), parent=str(at - 1) if at else "") for at, each in enumerate(turns)
    )
    leaf = chained[-1].id if chained else ""
    return Conversation(
        id="c", owner="", title=title, created_at=AT, changed_at=AT, turns=chained, leaf=leaf
    )


def lines(talks: Iterable[Conversation]) -> tuple[list[Any], TuningReport]:
    report = TuningReport()
    found = [json.loads(line) for line in tuning_lines(talks, report)]
    return found, report


def test_markdown_tells_who_said_what_when_and_how_it_went() -> None:
    text = reading_markdown(
        talk(
            turn(
                "Which colour?",
                reply(
                    reasoning="Sky…",
                    notices=(Notice("dropped", "seed"),),
                    figures=MEASURED,
                    finish_reason="stop",
                ),
                system="Be `brief`.",
            ),
            turn(
                "Sure?",
                reply("Ye", "incomplete", error="b broke off."),
                model="local:b",
                system="Be `brief`.",
            ),
            turn("Then?", reply("", "stopped"), system="Be long."),
            turn("Waiting"),
        ),
        "en",
    )

    assert text == (
        f"# Colours\n\n{WHEN} · openai:a · local:b\n\n"
        "**System prompt:**\n\n```\nBe `brief`.\n```\n\n"
        "## You\n\nWhich colour?\n\n## openai:a\n\n"
        "<details>\n<summary>Reasoning</summary>\n\nSky…\n\n</details>\n\n"
        "Blue.\n\n"
        f"> {say('en', 'notice_dropped', parameter='seed', replacement='')}\n\n"
        "*0.25 s to first token · 2.50 s in all · 42 tokens/s · 12 → 90 tokens · $0.000012*\n\n"
        "## You\n\nSure?\n\n## local:b\n\nYe\n\n**Error:** b broke off.\n\n"
        "**System prompt:**\n\n```\nBe long.\n```\n\n"
        "## You\n\nThen?\n\n## openai:a\n\n> Stopped. What arrived is kept.\n\n"
        "## You\n\nWaiting\n"
    )


def test_markdown_speaks_chinese_too() -> None:
    text = reading_markdown(talk(turn("a", reply(reasoning="b", figures=MEASURED))), "zh")

    assert "## 我\n\na\n" in text and "<summary>思考过程</summary>" in text
    assert "首字延迟 0.25 秒" in text


def test_only_the_branch_that_is_shown_is_in_the_file() -> None:
    text = reading_markdown(whole_conversation("Blue."), "en")

    assert "Other." in text and "Again?" not in text


def test_what_has_no_figures_shows_none_and_no_title_is_made_up_for() -> None:
    text = reading_markdown(talk(turn("a", reply())), "en")
    untitled = reading_markdown(talk(title=" "), "en")

    assert "tokens" not in text and text.endswith("Blue.\n")
    assert untitled == f"# Conversation\n\n{WHEN}\n"


def test_refusals_calls_and_filters_are_told() -> None:
    answered = reply("", refusal="No.", calls=(Call("weather", '"```"'),))
    cut = reply("So", filtered=Filtered("reply", ("violence",)))

    text = reading_markdown(talk(turn("a", answered), turn("b", cut)), "en")

    assert 'No.\n\nThe model asks to call a tool:\n\n````\nweather("```")\n````\n' in text
    assert "So\n\n> The server's content filter cut the reply (violence)." in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("```python\nprint(", "```python\nprint(\n```"),
        ("a\r\n~~~~\n<!-- x", "a\n~~~~\n<!-- x\n~~~~"),
        ("<!-- hidden", "&lt;!-- hidden"),
        ("a <script>b</script>", "a &lt;script>b&lt;/script>"),
        ("</details>\n<PRE>", "&lt;/details>\n&lt;PRE>"),
        ("Use `<script>` and ``a`<pre>`` here", "Use `<script>` and ``a`<pre>`` here"),
        ("```html\n<pre>\n```\n<pre>", "```html\n<pre>\n```\n&lt;pre>"),
        ("1 < 2 <b>bold</b> <https://a.test>", "1 < 2 <b>bold</b> <https://a.test>"),
        ("<details", "&lt;details"),
        ("<preface>", "<preface>"),
    ],
)
def test_nothing_in_a_text_takes_in_what_follows_it(text: str, shown: str) -> None:
    assert contained(text) == shown


def test_a_hostile_text_leaves_every_heading_where_it_is(shared: Path) -> None:
    hidden = re.compile("<(?:script|style|pre|textarea|details|!--)", re.IGNORECASE)

    for text in hostile_texts(shared):
        written = reading_markdown(
            talk(turn(text, reply(text, reasoning=text, error=text)), turn("Last?", reply("End."))),
            "en",
        )
        outside = re.sub(r"(?ms)^( {0,3})(`{3,}|~{3,}).*?^ {0,3}\2[`~]*[ \t]*$", "", written)
        assert outside.endswith("## You\n\nLast?\n\n## openai:a\n\nEnd.\n")
        assert len(hidden.findall(re.sub("`[^`]*`", "", outside))) <= 1  # our own


def test_lines_to_train_on_have_the_messages_of_the_branch() -> None:
    found, report = lines(
        [
            talk(
                turn("a", reply("1"), system="Old"),
                turn("b", reply("half", "incomplete"), system="Old"),
                turn("c", reply("2\u2028\ud800"), system="New"),
                turn("d", reply(" ")),
            ),
            talk(turn("e", reply("3"))),
            talk(turn("f"), turn("g", reply("", refusal="No."))),
            talk(),
        ]
    )

    assert found == [
        {
            "messages": [
                {"role": "system", "content": "New"},
                {"role": "user", "content": "a"},
                {"role": "assistant", "content": "1"},
                {"role": "user", "content": "c"},
                {"role": "assistant", "content": "2\u2028\ud800"},
            ]
        },
        {
            "messages": [
                {"role": "user", "content": "e"},
                {"role": "assistant", "content": "3"},
            ]
        },
    ]
    assert (report.conversations, report.turns) == (2, 4)


def test_a_line_to_train_on_is_one_line_that_can_be_written(shared: Path) -> None:
    talks = [talk(turn(text, reply(f"{text}."))) for text in (*hostile_texts(shared), "\ud800\x85")]

    written = list(tuning_lines(talks, TuningReport()))

    assert len(written) == len(talks)
    assert all(len(line.splitlines()) == 1 and line.encode() for line in written)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Which colour?", f"parley-which-colour-{DAY}.md"),
        ("../../etc/passwd\0", f"parley-etc-passwd-{DAY}.md"),
        ("Déjà vu — 2", f"parley-deja-vu-2-{DAY}.md"),
        ("蓝色", f"parley-conversation-{DAY}.md"),
        ("", f"parley-conversation-{DAY}.md"),
        ("CON", f"parley-con-{DAY}.md"),
        ("a" * 500, f"parley-{'a' * 60}-{DAY}.md"),
    ],
)
def test_the_name_of_a_file_is_plain(title: str, name: str) -> None:
    assert file_name(title, AT, "md") == name
