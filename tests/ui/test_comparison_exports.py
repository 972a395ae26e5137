"""A comparison as files to take away."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from ui.comparison_exports import (
    COLUMNS,
    ExportedLane,
    comparison_markdown,
    figures_csv,
)
from ui.figures import Figures

MEASURED = Figures(
    seconds_to_first_token=0.251234567,
    seconds=2.5,
    tokens_per_second=41.5,
    input_tokens=12,
    output_tokens=90,
    reasoning_tokens=30,
    cached_tokens=0,
    estimated=False,
    cost_usd=Decimal("0.0000123"),
)


def lane(**given: Any) -> ExportedLane:
    usual: dict[str, Any] = {
        "name": "A",
        "model": "openai:a",
        "prompt": "Why?",
        "reply": "Because.",
        "figures": MEASURED,
        "status": "done",
    }
    return ExportedLane(**(usual | given))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_csv_has_a_line_for_each_reply() -> None:
    text = figures_csv([lane(parameters={"temperature": 0.5}, system="Be brief."), lane(name="B")])

    first, second = rows(text)
    assert first == {
        "column": "A",
        "model": "openai:a",
        "system": "Be brief.",
        "parameters": '{"temperature": 0.5}',
        "prompt": "Why?",
        "status": "done",
        "seconds_to_first_token": "0.251235",
        "seconds": "2.5",
        "tokens_per_second": "41.5",
        "input_tokens": "12",
        "output_tokens": "90",
        "reasoning_tokens": "30",
        "cached_tokens": "0",
        "output_tokens_estimated": "false",
        "cost_usd": "0.0000123",
        "error": "",
    }
    assert (second["column"], second["parameters"]) == ("B", "")


def test_what_is_not_known_is_empty_in_the_csv() -> None:
    (row,) = rows(figures_csv([lane(figures=Figures(), status="failed", error="=It broke.")]))

    assert (row["cost_usd"], row["input_tokens"], row["seconds_to_first_token"]) == ("", "", "")
    assert row["error"] == "'=It broke."


def test_without_lanes_the_csv_has_only_its_head() -> None:
    assert figures_csv([]) == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_markdown_has_the_figures_side_by_side_and_then_the_replies() -> None:
    text = comparison_markdown(
        [
            lane(parameters={"temperature": 0.5}),
            lane(
                name="B",
                model="local:b",
                reply="",
                figures=Figures(output_tokens=3, seconds=0.5, tokens_per_second=6.0),
                status="incomplete",
                system="Use `ticks`.",
                error="b broke off.",
            ),
        ]
    )

    assert text == (
        "# Comparison\n\n"
        "| Column | Model | Status | First token (s) | In all (s) | Tokens/s | Input tokens"
        " | Output tokens | Cost |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| A | openai:a | done | 0.25 | 2.50 | 42 | 12 | 90 | $0.000012 |\n"
        "| B | local:b | broke off | unknown | 0.50 | ≈6.0 | unknown | ≈3 | unknown |\n\n"
        "## Prompt\n\nWhy?\n\n"
        '### A · openai:a\n\n```json\n{"temperature": 0.5}\n```\n\nBecause.\n\n'
        "### B · local:b\n\nSystem prompt:\n\n```\nUse `ticks`.\n```\n\n**Error:** b broke off.\n"
    )


def test_markdown_speaks_chinese_too() -> None:
    text = comparison_markdown([lane()], "zh")

    assert text.startswith("# 对比\n\n| 列 | 模型 | 状态 |")
    assert "## 提问\n\nWhy?" in text


def test_each_prompt_of_a_longer_comparison_stands_above_its_replies() -> None:
    turns = [lane(), lane(name="B"), lane(prompt="And?"), lane(name="B", prompt="And?")]

    headings = [
        line for line in comparison_markdown(turns).splitlines() if line.startswith(("##", "And"))
    ]

    columns = ["### A · openai:a", "### B · openai:a"]
    assert headings == ["## Prompt", *columns, "## Prompt", "And?", *columns]


def test_a_name_cannot_break_the_table_or_its_heading() -> None:
    text = comparison_markdown([lane(model="x:a|b\\\n# c")])

    assert "| x:a\\|b\\\\ # c |" in text
    assert "### A · x:a|b\\ # c\n" in text


@pytest.mark.parametrize(
    "reply",
    [
        "```python\nprint('```')\n```",
        "~~~\n```\n~~~",
        "````\n```\n````\nend",
        "Use ```inline``` code.",
        "- item\n  ```\n  code\n  ```\n",
        "    ```\nindented code",
    ],
)
def test_closed_code_blocks_stay_as_they_are(reply: str) -> None:
    assert f"\n\n{reply}\n" in comparison_markdown([lane(reply=reply)])
    assert f"\n\n{reply}\n\n### B" in comparison_markdown([lane(reply=reply), lane(name="B")])


@pytest.mark.parametrize(
    ("reply", "end"),
    [
        ("```python\nprint(", "```"),
        ("~~~~ text\n~~~\n```", "~~~~"),
        ("````\n```", "````"),
        ("```\na\n```\n\n```js\nb", "```"),
        ("- item\n  ```\n  code", "  ```"),
        ("```\n``` python", "```"),
    ],
)
def test_a_code_block_that_was_cut_does_not_swallow_the_next_reply(reply: str, end: str) -> None:
    text = comparison_markdown([lane(reply=reply), lane(name="B")])

    assert f"{reply}\n{end}\n\n### B" in text


def test_a_system_prompt_with_a_code_block_stays_within_its_own() -> None:
    text = comparison_markdown([lane(system="```\ncode\n```")])

    assert "````\n```\ncode\n```\n````" in text
