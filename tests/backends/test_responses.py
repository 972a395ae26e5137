"""Events of the Responses API."""

from typing import Any

import pytest

from backends.responses import read_response_event
from backends.types import (
    ChatEvent,
    Filtered,
    Finished,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
    Usage,
)


def read(kind: str, **event: Any) -> list[ChatEvent]:
    return list(read_response_event(f"response.{kind}", event))


def test_each_kind_of_piece_is_its_own_event() -> None:
    assert read("output_text.delta", delta="a") == [TextDelta("a")]
    assert read("refusal.delta", delta="a") == [RefusalDelta("a")]
    assert read("reasoning_text.delta", delta="a") == [ReasoningDelta("a")]
    assert read("reasoning_summary_text.delta", delta="a") == [ReasoningDelta("a")]


def test_a_call_is_named_first_and_filled_later() -> None:
    item = {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}

    assert read("output_item.added", item=item, output_index=1) == [ToolCallDelta(1, "c", "f", "")]
    assert read("function_call_arguments.delta", delta="{}", output_index=1) == [
        ToolCallDelta(1, "", "", "{}")
    ]


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ({"status": "completed", "model": "m"}, [Finished("stop", "stop", "m")]),
        (
            {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
            [Finished("length", "max_output_tokens")],
        ),
        (
            {"status": "incomplete", "incomplete_details": {"reason": "content_filter"}},
            [Filtered("reply"), Finished("content_filter", "content_filter")],
        ),
        (
            {"status": "completed", "usage": {"input_tokens": 1, "output_tokens": 2}},
            [Usage(1, 2), Finished("stop", "stop")],
        ),
    ],
)
def test_the_end_tells_usage_and_reason(response: Any, expected: list[ChatEvent]) -> None:
    assert read(response["status"], response=response) == expected


@pytest.mark.parametrize(
    "kind", ["created", "output_text.done", "output_item.added", "output_text.delta", "new.kind"]
)
def test_bookkeeping_adds_nothing(kind: str) -> None:
    assert read(kind, item=None, delta=None, response=[1]) == []
