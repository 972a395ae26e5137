"""Answers from a server that is broken or means harm, one file each."""

from pathlib import Path

import pytest

from backends.errors import (
    AnswerUnreadable,
    BackendError,
    Incomplete,
    KeyRefused,
    ServerFailed,
)
from backends.types import Filtered, Finished, Notice, Usage
from tests import schema
from tests.backends.listening import KEY, Heard, listen, opened, server_at
from tests.provider import LocalProvider, raw

pytestmark = pytest.mark.anyio

FOLDER = schema.SHARED / "hostile" / "sse"
# File → the text that is kept, and the finish reason or the error.
FILES: dict[str, tuple[str, str | type[BackendError]]] = {
    "azure_prompt_filter_first": ("hi", "stop"),
    "bad_json": ("before after", "stop"),
    "bad_utf8": ("ok ���( bad", "stop"),
    "big_number": ("x", "stop"),
    "comments_keepalive": ("hi", "stop"),
    "content_filter": ("begin ", "content_filter"),
    "deep_json": ("ok", "stop"),
    "dup_chunks": ("AABB", "stop"),
    "empty": ("", AnswerUnreadable),
    "empty_choices": ("hi", "stop"),
    "error_event": ("part ", ServerFailed),
    "finish_length": ("begin ", "length"),
    "html_page": ("", AnswerUnreadable),
    "json_not_sse": ("whole answer, not streamed", "stop"),
    "no_choices_key": ("hi", "stop"),
    "no_done": ("all of it", "stop"),
    "nul_bytes": ("a\0b", "stop"),
    "null_choices": ("hi", "stop"),
    "null_content": ("hi", "stop"),
    "null_delta": ("hi", "stop"),
    "ok": ("Hello world", "stop"),
    "only_done": ("", Incomplete),
    "reasoning": ("answer", "stop"),
    "refusal": ("", "stop"),
    "unknown_finish": ("hi", "other"),
    "usage_hostile": ("hi", Incomplete),
    "wrong_types": ("hi", "stop"),
}


async def hear(provider: LocalProvider, content: bytes, status: int = 200, size: int = 0) -> Heard:
    """The answer to `content`, and a proper chat after it that has to go well."""
    provider.replies.append(raw(content, status=status, byte_size=size))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)
        after = await listen(backend)
    assert (after.text, after.reason) == ("You said: Hello", "stop")
    return heard


@pytest.mark.parametrize("size", [0, 13], ids=["whole", "in pieces"])
@pytest.mark.parametrize("name", FILES)
async def test_a_hostile_answer_ends_well_and_keeps_its_text(
    name: str, size: int, provider: LocalProvider, shared: Path
) -> None:
    text, end = FILES[name]
    content = (FOLDER / f"{name}.sse").read_bytes()

    heard = await hear(provider, content, size=size if len(content) < 5_000 else 0)

    assert heard.text == text
    if isinstance(end, str):
        assert heard.error is None
        assert heard.reason == end
    else:
        assert isinstance(heard.error, end)


def test_every_hostile_file_is_tried(shared: Path) -> None:
    assert {path.stem for path in FOLDER.glob("*.sse")} == FILES.keys()


async def test_a_server_that_repeats_the_key_in_its_401_is_not_quoted(
    provider: LocalProvider, shared: Path
) -> None:
    heard = await hear(provider, (FOLDER / "echo_key_error_401.json").read_bytes(), status=401)

    assert isinstance(heard.error, KeyRefused)
    assert "PARLEY_SERVERS__LAB__API_KEY" in str(heard.error)
    assert "CANARY" not in str(heard.error)
    assert "KEY" not in heard.error.values["detail"]


async def test_hostile_usage_becomes_unknown(provider: LocalProvider, shared: Path) -> None:
    heard = await hear(provider, (FOLDER / "usage_hostile.sse").read_bytes())

    assert heard.usage == Usage(None, None)


async def test_what_could_not_be_read_is_told_once(provider: LocalProvider, shared: Path) -> None:
    bad = (FOLDER / "bad_json.sse").read_bytes()
    heard = await hear(provider, b"data: {oops\n\n" * 50 + bad)

    assert heard.notices == [Notice("unreadable_event")]


async def test_reasoning_and_refusal_are_apart_from_the_text(
    provider: LocalProvider, shared: Path
) -> None:
    reasoning = await hear(provider, (FOLDER / "reasoning.sse").read_bytes())
    refusal = await hear(provider, (FOLDER / "refusal.sse").read_bytes())

    assert reasoning.reasoning == "thinking <script>1</script>"
    assert refusal.refusal == "I cannot"


async def test_a_cut_reply_says_so(provider: LocalProvider, shared: Path) -> None:
    heard = await hear(provider, (FOLDER / "content_filter.sse").read_bytes())

    assert heard.filtered == [Filtered("reply")]


async def test_the_key_in_a_servers_own_words_is_hidden(provider: LocalProvider) -> None:
    words = f'"model": "{KEY}", "choices": [{{"delta": {{}}, "finish_reason": "Bearer {KEY}"}}]'
    provider.replies.append(
        raw(
            f"data: {{{words}}}\n\n".encode(),
            headers={"x-request-id": KEY, "x-echo": f"Bearer {KEY}", "set-cookie": "a=b"},
        )
    )
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.reason == "other"
    assert heard.finished != Finished("other", KEY)
    assert "set-cookie" not in heard.started[0].headers
    assert heard.started[0].headers["x-echo"] == "Bearer [hidden]"


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b'data: {"choices":[{"delta":{"content":"a\\ud83db"}}]}\n\n', "a?b"),
        (b'data: {"choices":[{"delta":{"content":"a"}}]}', "a"),
        (b'\xef\xbb\xbfdata: {"choices":[{"delta":{"content":"a"}}]}\r\r', "a"),
        (b'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"choi', "a"),
        (b'data: {"choices":[{"delta":{"content":"a"}}]}\n\nevent: error\ndata: oops\n\n', "a"),
        (b'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"type":"error"}\n\n', "a"),
        (b'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: [DONE]\n\n', "a"),
    ],
)
async def test_a_reply_without_an_end_keeps_its_text(
    content: bytes, kept: str, provider: LocalProvider
) -> None:
    heard = await hear(provider, content)

    assert heard.text == kept
    assert heard.text.encode()
    assert isinstance(heard.error, Incomplete | ServerFailed)
