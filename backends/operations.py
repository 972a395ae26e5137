"""What is asked of a server besides a chat, and what its refusals mean then."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from backends.errors import (
    BackendError,
    ContextExceeded,
    EndpointMissing,
    ModelUnfit,
    TextTooLong,
    WrongAddress,
)
from backends.translate import Refusal

Operation = Literal["chat", "legacy completions", "embeddings"]

ASKED_IN: tuple[tuple[str, Operation], ...] = (
    ("messages", "chat"),  # first: what a person adds to a chat may have any name
    ("prompt", "legacy completions"),
    ("input", "embeddings"),
)
SUGGESTIONS: Mapping[Operation, str] = {
    "legacy completions": "gpt-3.5-turbo-instruct",
    "embeddings": "text-embedding-3-small",
}
NO_ENDPOINT = frozenset({"405", "501"})
UNFIT = re.compile(
    r"operation does not work with the specified model|OperationNotSupported"
    r"|not allowed to generate embeddings|(this|the) is a chat model"
    r"|does ?n[o']t support (the )?(embed|completion|generat)"
    r"|not an? (embedding|completion)s? model"
    r"|not a valid embedding|(model|it) does not (produce|make|have) embeddings",
    re.IGNORECASE,
)
OF_THE_SERVER = re.compile(r"this (server|api|endpoint) does ?n[o']t support", re.IGNORECASE)
TOO_LARGE = re.compile(
    r"too large to process|input.{0,40}(too long|too large)|(maximum|max).{0,20}(input|sequence)"
    r".{0,10}length|must have less than \d+ tokens",
    re.IGNORECASE | re.DOTALL,
)


def operation_of(body: Mapping[str, Any]) -> Operation:
    """What a request's body asks for."""
    for name, operation in ASKED_IN:
        if name in body:
            return operation
    return "chat"


def refusal_of(operation: Operation, error: BackendError, refusal: Refusal) -> BackendError:
    """What a refusal means for an operation that not every server and model knows.

    error: what it would mean for a chat, made of a status.
    """
    if operation == "chat":
        return error
    values = error.values | {"operation": operation, "suggestion": SUGGESTIONS[operation]}
    status = error.values.get("status", "")
    if isinstance(error, ContextExceeded) or TOO_LARGE.search(refusal.message):
        return TextTooLong(**values)
    said = f"{refusal.code} {refusal.message}"
    if UNFIT.search(said) and not OF_THE_SERVER.search(said):
        return ModelUnfit(**values)
    if isinstance(error, WrongAddress) or status in NO_ENDPOINT:
        return EndpointMissing(**(values | {"detail": ""}))
    return error
