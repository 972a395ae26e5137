"""Event streams as servers send them, in whatever pieces they arrive."""

import pytest

from backends.sse import EventReader, LineTooLong, ServerSentEvent
from tests.backends.listening import cuts

STREAM = 'event: note\ndata: {"a": "Größe 👋"}\n\n: hold on\n\ndata: one\ndata: two\n\ndata:\n\n'
EVENTS = [("note", '{"a": "Größe 👋"}'), ("", "one\ntwo"), ("", "")]


def read(*pieces: bytes, limit: int = 1000) -> list[tuple[str, str]]:
    reader = EventReader(limit)
    events: list[ServerSentEvent] = []
    for piece in pieces:
        events += reader.feed(piece)
    events += reader.close()
    return [(event.name, event.data) for event in events]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_events_are_the_same_wherever_the_stream_is_cut(newline: str, mark: bytes) -> None:
    content = mark + STREAM.replace("\n", newline).encode()

    for size in range(1, len(content) + 1):
        assert read(*cuts(content, size)) == EVENTS
    for at in range(len(content)):
        assert read(content[:at], content[at:]) == EVENTS


def test_an_event_comes_as_soon_as_its_blank_line_does() -> None:
    reader = EventReader()

    assert list(reader.feed(b"data: one\n")) == []
    assert list(reader.feed(b"\n")) == [ServerSentEvent("", "one")]
    assert list(reader.feed(b"data: two\r\n\r\n")) == [ServerSentEvent("", "two")]


def test_comments_and_events_without_data_are_passed_over() -> None:
    assert read(b": ping\n\nevent: ping\n\nid: 7\nretry: 100\n\n\n\ndata: x\n\n") == [("", "x")]


def test_a_name_belongs_to_one_event_only() -> None:
    assert read(b"event: error\ndata: a\n\ndata: b\n\n") == [("error", "a"), ("", "b")]


def test_the_last_event_needs_no_blank_line() -> None:
    assert read(b"data: a\n\ndata: b") == [("", "a"), ("", "b")]
    assert read(b"data: a\n\ndata: b\r") == [("", "a"), ("", "b")]


def test_a_field_takes_one_space_and_no_more() -> None:
    assert read(b"data:  x \n\ndata:y\n\n") == [("", " x "), ("", "y")]


def test_bytes_that_are_not_utf8_cost_only_themselves() -> None:
    assert read(b"data: ok \xff\xfe( bad\n\ndata: on\n\n") == [("", "ok ��( bad"), ("", "on")]


def test_separators_inside_a_text_are_no_line_ends() -> None:
    text = "a\u2028b\u0085c\x0bd\x0ce\x1cf"

    assert read(f"data: {text}\n\n".encode()) == [("", text)]


@pytest.mark.parametrize("size", [1, 50, 5000])
@pytest.mark.parametrize(
    "content",
    [b"data: " + b"x" * 2000, b"data: " + b"x" * 2000 + b"\n\n", b"data: " + b"x" * 90 + b"\n"],
    ids=["unended", "ended", "many"],
)
def test_a_line_or_an_event_beyond_the_limit_is_refused(content: bytes, size: int) -> None:
    if len(content) < 200:
        content *= 30

    with pytest.raises(LineTooLong):
        read(*cuts(content, size), limit=1000)


def test_many_small_events_are_no_long_line() -> None:
    assert len(read(b"data: x\n\n" * 5000, limit=1000)) == 5000


def test_events_before_a_line_that_is_too_long_are_given() -> None:
    reader = EventReader(100)
    seen: list[str] = []

    with pytest.raises(LineTooLong):
        for event in reader.feed(b"data: a\n\ndata: " + b"x" * 1000):
            seen.append(event.data)

    assert seen == ["a"]
