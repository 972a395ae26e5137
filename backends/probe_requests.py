"""The tiny requests that tests are made of. Pure.

Each is the first one with one thing more, so that a refusal of it is about that thing.
"""

import base64
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Literal

from backends.types import ChatRequest, Message

MOST_OUTPUT = 16
"""Tokens of each reply; fewer are refused by some servers."""
IMAGE_TOKENS = 3_000
"""The most that models are known to count for one small picture."""

Asked = Literal["temperature", "logprobs", "json_schema", "tools", "images"]
ASKED: tuple[Asked, ...] = ("temperature", "logprobs", "json_schema", "tools", "images")
"""What takes a request of its own; the rest shows in the first."""

SIDE = 32  # pixels; smaller pictures are refused by some servers
RED = b"\xff\x00\x00"
COUNT = "Count from 1 to 20."
WATER = "Is water wet? Answer with yes or no."
TIME = "What time is it in Paris? Call the tool."
COLOUR = "Which colour is this? Answer with one word."
SCHEMA: Mapping[str, Any] = {
    "type": "json_schema",
    "json_schema": {
        "name": "answer",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"wet": {"type": "boolean"}},
            "required": ["wet"],
            "additionalProperties": False,
        },
    },
}
TOOL: Mapping[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_time",
        "description": "The time in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def first_request(model: str) -> ChatRequest:
    """Does it answer, how fast, does it stream, does it count tokens?"""
    parameters = {"max_completion_tokens": MOST_OUTPUT}
    return ChatRequest(model=model, messages=(Message("user", COUNT),), parameters=parameters)


def with_more(body: Mapping[str, Any], asked: Asked) -> dict[str, Any]:
    """body: of the first request, as the server wants it."""
    match asked:
        case "temperature":
            return {**body, "temperature": 0.5}
        case "logprobs":
            return {**body, "logprobs": True}
        case "json_schema":
            return {**body, "messages": _said(WATER), "response_format": SCHEMA}
        case "tools":
            return {**body, "messages": _said(TIME), "tools": [TOOL]}
        case "images":
            picture = {"url": red_picture(), "detail": "low"}
            parts = [{"type": "text", "text": COLOUR}, {"type": "image_url", "image_url": picture}]
            return {**body, "messages": _said(parts)}


def _said(content: object) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content}]


def red_picture() -> str:
    """A small red square as a `data:` address."""
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    lines = (b"\0" + RED * SIDE) * SIDE
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
