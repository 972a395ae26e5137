"""Events of the Responses API into chat events. Pure; names as in OpenAI's reference."""

from collections.abc import Iterator
from typing import Any

from backends.counts import as_object, read_usage
from backends.types import (
    ChatEvent,
    Filtered,
    Finished,
    FinishReason,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
)

INCOMPLETE_REASONS: dict[str, FinishReason] = {
    "max_output_tokens": "length",
    "content_filter": "content_filter",
}


def read_response_event(kind: str, event: dict[str, Any]) -> Iterator[ChatEvent]:
    """What one event adds; bookkeeping events add nothing.

    kind: the event's `type`, such as "response.output_text.delta".
    """
    piece = event.get("delta")
    text = piece if isinstance(piece, str) else ""
    match kind:
        case "response.output_text.delta" if text:
            yield TextDelta(text)
        case "response.reasoning_summary_text.delta" | "response.reasoning_text.delta" if text:
            yield ReasoningDelta(text)
        case "response.refusal.delta" if text:
            yield RefusalDelta(text)
        case "response.output_item.added" | "response.function_call_arguments.delta":
            yield from _call(event, text)
        case "response.completed" | "response.incomplete":
            yield from _end(as_object(event.get("response")))
        case _:
            return


def _call(event: dict[str, Any], arguments: str) -> Iterator[ChatEvent]:
    item = as_object(event.get("item"))
    index = event.get("output_index")
    if arguments or item.get("type") == "function_call":
        yield ToolCallDelta(
            index if isinstance(index, int) else 0,
            str(item.get("call_id") or ""),
            str(item.get("name") or ""),
            arguments,
        )


def _end(response: dict[str, Any]) -> Iterator[ChatEvent]:
    if usage := read_usage(response):
        yield usage
    raw = as_object(response.get("incomplete_details")).get("reason")
    if not isinstance(raw, str):
        raw = "stop" if response.get("status") == "completed" else str(response.get("status"))
    reason = INCOMPLETE_REASONS.get(raw, "stop" if raw == "stop" else "other")
    if reason == "content_filter":
        yield Filtered("reply")
    yield Finished(reason, raw, str(response.get("model") or ""))
