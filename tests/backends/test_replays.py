"""Recorded answers of real servers: the same however the bytes are cut.

What each should say is worked out here from the recording's JSON, apart from the
code under test.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from backends.answer import AnswerReader
from backends.body_reader import BodyReader
from backends.errors import BackendError, Incomplete, RequestRefused
from backends.server import AnswerLimits, Server
from backends.types import Usage
from tests import schema
from tests.backends.listening import KEY, Heard, cuts, listen, opened, server_at
from tests.provider import LocalProvider, raw

pytestmark = pytest.mark.anyio

RECORDINGS = sorted((schema.SHARED / "streams").glob("*.sse"))
ABSENT = pytest.param(None, marks=pytest.mark.skip("NOT TESTED: ../shared/streams is absent"))
EACH = pytest.mark.parametrize(
    "recording", RECORDINGS or [ABSENT], ids=lambda path: path.stem.split("__")[1] if path else "-"
)
SERVER = Server(name="lab", kind="compatible", base_url="http://127.0.0.1/v1", api_key=KEY)
SIZES = {1: 5_000, 7: 20_000, 97: 1_000_000, 1000: 1_000_000}  # bytes a piece → largest recording

Object = dict[str, Any]


@dataclass(slots=True)
class Said:
    """What a recording says. error: the message of an error in it."""

    text: str = ""
    reasoning: str = ""
    calls: dict[int, list[str]] = field(default_factory=dict[int, list[str]])
    usage: Usage | None = None
    reason: str = ""
    error: str = ""

    def everything(self) -> tuple[object, ...]:
        calls = [tuple(call) for _, call in sorted(self.calls.items())]
        return self.text, self.reasoning, calls, self.usage, self.reason


def objects(recording: Path) -> list[Object]:
    lines = recording.read_text(encoding="utf-8").splitlines()
    data = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    return [json.loads(text) for text in data if text != "[DONE]"]


def expected(recording: Path) -> Said:
    said = Said()
    for item in objects(recording):
        if "error" in item and "response" not in item:
            said.error = item["error"]["message"]
        elif str(item.get("type", "")).startswith("response."):
            from_response(said, item)
        else:
            from_chunk(said, item)
    return said


def from_chunk(said: Said, item: Object) -> None:
    usage = item.get("usage") or item.get("x_groq", {}).get("usage")
    if usage:
        said.usage = counted(usage, "prompt", "completion")
    for choice in item["choices"]:
        delta: Object = choice.get("delta") or {}
        said.text += delta.get("content") or choice.get("text") or ""
        said.reasoning += delta.get("reasoning_content") or delta.get("reasoning") or ""
        said.reason = said.reason or choice.get("finish_reason") or ""
        for place, call in enumerate(delta.get("tool_calls") or []):
            kept = said.calls.setdefault(call.get("index", place), ["", "", ""])
            pieces = (call.get("id"), call["function"].get("name"), call["function"]["arguments"])
            for at, piece in enumerate(pieces):
                kept[at] += piece or ""


def from_response(said: Said, item: Object) -> None:
    """Pieces of text, and all else from the whole response at the end."""
    if item["type"] == "response.output_text.delta":
        said.text += item["delta"]
    if item["type"] != "response.completed":
        return
    said.usage = counted(item["response"]["usage"], "input", "output")
    said.reason = "stop"
    for index, output in enumerate(item["response"]["output"]):
        if output["type"] == "function_call":
            said.calls[index] = [output["call_id"], output["name"], output["arguments"]]


def counted(usage: Object, asked: str, answered: str) -> Usage:
    def detail(part: str, name: str) -> int | None:
        return cast(Object, usage.get(f"{part}_tokens_details") or {}).get(name)

    output, reasoning = usage[f"{answered}_tokens"], detail(answered, "reasoning_tokens")
    if usage["total_tokens"] > usage[f"{asked}_tokens"] + output:
        output += reasoning or 0  # xAI leaves the reasoning out
    return Usage(usage[f"{asked}_tokens"], output, reasoning, detail(asked, "cached_tokens"))


def everything(heard: Heard) -> tuple[object, ...]:
    return heard.text, heard.reasoning, heard.calls, heard.usage, heard.reason


def read(pieces: Iterable[bytes]) -> Heard:
    """The recording through the readers alone, in exactly these pieces."""
    body, answer, heard = BodyReader(SERVER, AnswerLimits()), AnswerReader(), Heard()
    for piece in pieces:
        for item in body.feed(piece):
            heard.events += answer.read(item or {})
    for item in body.close():
        heard.events += answer.read(item or {})
    heard.events += answer.close()
    heard.events += [end for end in (answer.usage, answer.finished) if end]
    return heard


def at_each(pattern: bytes, content: bytes) -> list[bytes]:
    """`content` cut in the middle of every match."""
    at = [found.start() + 1 for found in re.finditer(pattern, content)]
    return [content[start:end] for start, end in zip([0, *at], [*at, len(content)], strict=True)]


def check(heard: Heard, said: Said) -> None:
    assert everything(heard) == said.everything()
    if said.error:
        assert isinstance(heard.error, RequestRefused)
        assert said.error[:100] in str(heard.error)
    elif said.reason:
        assert heard.error is None
    else:
        assert isinstance(heard.error, Incomplete)


@EACH
async def test_a_recording_says_the_same_over_the_wire(
    recording: Path, provider: LocalProvider
) -> None:
    content = recording.read_bytes()
    provider.replies.append(raw(content))
    provider.replies += [
        raw(content, byte_size=n) for n, most in SIZES.items() if len(content) < most
    ]
    provider.replies.append(raw(pieces=at_each(rb"[\x80-\xff]{2}", content)))
    ways = len(provider.replies)
    said = expected(recording)

    async with opened(server_at(provider)) as backend:
        for _ in range(ways):
            check(await listen(backend), said)

    assert said.text or said.reasoning or said.calls
    assert len(provider.requests) == ways


@EACH
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_a_recording_says_the_same_in_pieces_of_any_size(recording: Path, newline: bytes) -> None:
    content = recording.read_bytes().replace(b"\n", newline)
    said = expected(recording).everything()

    for size in (1, 7, 97, 1000, len(content)):
        assert everything(read(cuts(content, size))) == said
    for pattern in (rb"[\x80-\xff]{2}", rb"\r\n", rb"\n\n", rb"data:", rb"\\u"):
        assert everything(read(at_each(pattern, content))) == said


@EACH
async def test_a_recording_that_breaks_off_keeps_what_came(
    recording: Path, provider: LocalProvider
) -> None:
    content = recording.read_bytes()
    said = expected(recording)
    whole = said.text + said.reasoning

    for part in (0.3, 0.6):
        provider.replies.append(raw(content[: int(len(content) * part)]))
        async with opened(server_at(provider)) as backend:
            heard = await listen(backend)
        assert isinstance(heard.error, BackendError)
        assert said.text.startswith(heard.text)
        assert said.reasoning.startswith(heard.reasoning)
        assert len(heard.text + heard.reasoning) > 0.05 * part * len(whole) or len(whole) < 100


def test_the_recordings_cover_what_servers_do(shared: Path) -> None:
    said = [expected(path) for path in RECORDINGS]

    assert len(said) >= 17
    assert any(one.reasoning for one in said)
    assert any(one.calls for one in said)
    assert any(one.error for one in said)
    assert {one.reason for one in said} == {"stop", "length", "tool_calls", ""}
