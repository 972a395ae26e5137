"""The forms in which a server may send an answer."""

import math
from typing import Any

import pytest

from backends.body_reader import UNREADABLE, BodyReader, parse
from backends.errors import AnswerTooLarge, AnswerUnreadable
from backends.server import AnswerLimits, Server
from tests.backends.listening import KEY, cuts

SERVER = Server(name="lab", kind="compatible", base_url="http://127.0.0.1/v1", api_key=KEY)
LIMITS = AnswerLimits(line=1000, whole=5000)
FORMS: list[tuple[bytes, list[Any]]] = [
    (b'data: {"choices": []}\n\ndata: [DONE]\n\n', [{"choices": []}]),
    (b': hold on\n\ndata: {"id": 1}\n\n', [{"id": 1}]),
    (b'{"choices": [{"text": "a"}]}', [{"choices": [{"text": "a"}]}]),
]


def read(content: bytes, size: int = 0) -> list[dict[str, Any] | None]:
    reader = BodyReader(SERVER, LIMITS)
    items: list[dict[str, Any] | None] = []
    for piece in cuts(content, size or len(content) or 1):
        items += reader.feed(piece)
        if reader.done:
            return items
    return [*items, *reader.close()]


@pytest.mark.parametrize("size", [0, 1, 3])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n \n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize(
    ("body", "expected"),
    FORMS,
    ids=["stream", "comment first", "JSON"],
)
def test_the_first_bytes_decide_which_form_it_is(
    start: bytes, body: bytes, expected: list[Any], size: int
) -> None:
    assert read(start + body, size) == expected


@pytest.mark.parametrize("size", [0, 1])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "it was empty"),
        (b" \n\t\xef\xbb\xbf ", "it was empty"),
        (b"<!doctype html><h1>Sign in</h1>", "it is a web page (Sign in)"),
        (b"Internal error\n\nkey " + KEY.encode(), "it is plain text"),
        (b'{"choices": [', "it is broken JSON"),
        (b"[1, 2]", "it is no reply"),
        (b'{"code": 20015, "message": "Not now."}', "it is no reply (Not now.)"),
        (b'{"detail": "Not here."}', "it is no reply (Not here.)"),
    ],
)
def test_what_is_no_answer_is_named(body: bytes, reason: str, size: int) -> None:
    with pytest.raises(AnswerUnreadable) as caught:
        read(body, size)

    assert reason in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("size", [0, 100])
@pytest.mark.parametrize("start", [b"data: ", b'{"a": "', b'["'])
def test_what_is_too_large_is_not_read_to_its_end(start: bytes, size: int) -> None:
    with pytest.raises(AnswerTooLarge):
        read(start + b"x" * 6000, size)


def test_a_web_page_is_not_read_to_its_end() -> None:
    reader = BodyReader(SERVER, AnswerLimits())

    with pytest.raises(AnswerUnreadable):
        for _ in range(100):
            list(reader.feed(b"<p>page</p>" * 100))


def test_a_comment_without_an_answer_is_a_stream_all_the_same() -> None:
    assert read(b": hold on\n\n: hold on\n\n") == []
    assert read(b"event: ping\n\n") == []


def test_an_error_event_is_an_error_whatever_is_in_it() -> None:
    assert read(b'event: error\ndata: {"message": "m"}\n\n') == [{"error": {"message": "m"}}]
    assert read(b'event: error\ndata: {"error": {"code": 1}}\n\n') == [{"error": {"code": 1}}]
    assert read(b"event: error\ndata: it broke\n\n") == [{"error": "it broke"}]


def test_nothing_after_done_is_read() -> None:
    assert read(b'data: [DONE]\n\ndata: {"id": 1}\n\n') == []


def test_an_event_that_cannot_be_read_is_none() -> None:
    assert read(b'data: {oops\n\ndata: {"id": 1}\n\n') == [None, {"id": 1}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'{"a": "\ud83d\ude00"}', {"a": "😀"}),
        (r'{"a": "x\ud83dy"}', {"a": "x?y"}),
        ('{"a": ' + "9" * 400 + "}", {"a": int("9" * 400)}),
        ('{"a": ' + "9" * 5000 + "}", {"a": math.inf}),
    ],
)
def test_json_that_few_can_read_is_read(text: str, value: Any) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000 + "]" * 100_000, b"\xff"], ids=["", "open", "deep", "bytes"]
)
def test_what_nobody_can_read_raises_nothing(text: str | bytes) -> None:
    assert parse(text) is UNREADABLE
