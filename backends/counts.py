"""Token counts out of whatever a server calls its usage. Hostile figures become `None`."""

from collections.abc import Mapping
from typing import Any, cast

from backends.types import Usage

MOST = 10**12  # no reply has more tokens; larger figures are errors or attacks


def as_object(value: object) -> dict[str, Any]:
    """`value` if it is a JSON object, else an empty one."""
    return cast(dict[str, Any], value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """`value` if it is a JSON array, else an empty one."""
    return cast(list[Any], value) if isinstance(value, list) else []


def count(value: object) -> int | None:
    """A number of tokens, or `None` for anything that cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= MOST and value == int(value) else None


def read_usage(chunk: Mapping[str, Any]) -> Usage | None:
    """The usage in a chunk or a whole answer; Groq keeps it under `x_groq`.

    Chat Completions say prompt and completion, Responses say input and output.
    """
    raw = as_object(chunk.get("usage")) or as_object(as_object(chunk.get("x_groq")).get("usage"))
    if not raw:
        return None
    inputs = count(raw.get("prompt_tokens", raw.get("input_tokens")))
    outputs = count(raw.get("completion_tokens", raw.get("output_tokens")))
    details = raw.get("completion_tokens_details", raw.get("output_tokens_details"))
    reasoning = count(as_object(details).get("reasoning_tokens"))
    cached = count(
        as_object(raw.get("prompt_tokens_details", raw.get("input_tokens_details"))).get(
            "cached_tokens"
        )
    )
    if inputs is not None and outputs is not None and reasoning:
        # xAI counts reasoning beside the completion, everyone else within it.
        if count(raw.get("total_tokens")) == inputs + outputs + reasoning:
            outputs += reasoning
    return Usage(inputs, outputs, reasoning, cached)
