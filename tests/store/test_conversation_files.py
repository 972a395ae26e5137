"""Conversations as a JSON file and back."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.conversation_files import LIMITS, read_conversations, write_conversations
from store.conversation_types import ChatTurn, Conversation
from store.errors import NotReadable
from store.types import ReplyRecord, is_id
from tests.properties import STEADY, hostile_texts
from tests.store.talks import conversations, whole_conversation, with_plain_ids


def written(*talks: Conversation) -> str:
    return "".join(write_conversations(talks))


def there_and_back(*talks: Conversation) -> list[Conversation]:
    return [with_plain_ids(talk) for talk in read_conversations(written(*talks).encode())]


def changed(path: str, value: Any) -> bytes:
    """An exported file with one field set, or taken away by `...`."""
    file = json.loads(written(whole_conversation()))
    place: Any = file
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(file, indent=1).encode()


def refused(content: bytes) -> NotReadable:
    with pytest.raises(NotReadable) as raised:
        read_conversations(content)
    assert str(raised.value).startswith("The file cannot be imported: ")
    return raised.value


@STEADY
@given(st.lists(conversations(), max_size=3))
def test_any_conversations_come_back_from_their_file_as_they_were(
    talks: list[Conversation],
) -> None:
    expected = [with_plain_ids(talk) for talk in talks]

    found = there_and_back(*talks)

    assert found == expected
    assert written(*found) == written(*expected)  # which also tells 1 from True


@STEADY
@given(st.lists(conversations(), max_size=2))
def test_a_file_is_the_same_each_time(talks: list[Conversation]) -> None:
    again = [replace(talk, owner="canary") for talk in talks]

    assert written(*again) == written(*talks)
    assert "canary" not in written(*again)


def test_every_hostile_text_comes_back_wherever_one_can_be_written(shared: Path) -> None:
    talks = [whole_conversation(text) for text in hostile_texts(shared)]

    assert talks
    assert there_and_back(*talks) == [with_plain_ids(talk) for talk in talks]


@pytest.mark.parametrize(
    "text",
    ["\0", "\u202e\u2066x", "\r\n\u2028\u2029\x85", "🟦" * 1000, "<>&\"'\\", "x" * 1_000_000],
)
def test_awkward_texts_come_back(text: str) -> None:
    talk = whole_conversation(text)

    assert there_and_back(talk) == [with_plain_ids(talk)]


def test_halves_of_characters_are_replaced() -> None:
    (talk,) = read_conversations(changed("conversations.0.title", "a\ud800b"))

    assert talk.title == "a\ufffdb"
    assert '"title": "\ufffd"' in written(replace(talk, title="\udfff"))


def test_a_file_has_a_header_and_no_secret() -> None:
    talk = whole_conversation()
    secret = replace(talk.turns[0], parameters={"api_key": "canary"})

    text = written(replace(talk, turns=(secret,), leaf=""))

    assert list(json.loads(text)) == ["format", "version", "conversations"]
    assert "canary" not in text


def test_many_conversations_are_written_one_after_the_other() -> None:
    taken = 0

    def endless() -> Iterator[Conversation]:
        nonlocal taken
        while True:
            taken += 1
            yield whole_conversation()

    pieces = list(islice(write_conversations(endless()), 4))

    assert taken == 3
    assert "".join(pieces).count('"title"') == 3


def test_no_conversation_is_a_file_too() -> None:
    assert read_conversations(written().encode()) == ()


def test_an_imported_conversation_has_fresh_ids_and_no_owner() -> None:
    content = written(whole_conversation()).encode()

    (one,), (other,) = read_conversations(content), read_conversations(content)

    ids = {one.id, other.id, *(turn.id for talk in (one, other) for turn in talk.turns)}
    assert len(ids) == 8 and all(map(is_id, ids))
    assert one.owner == ""
    assert [turn.message for turn in one.branch()] == ["Blue.", "Blue."]


def test_what_nobody_writes_any_more_is_over() -> None:
    """Opened, it would else wait for ever, or ask a model that nobody chose."""
    asked = ChatTurn(id="1", parent="", message="a", model="a:b")
    growing = replace(asked, id="2", parent="1", reply=ReplyRecord(status="writing", text="So"))
    talk = replace(whole_conversation(), turns=(asked, growing), leaf="2")

    (read,) = there_and_back(talk)

    found = [turn.reply for turn in read.turns]
    assert found == [
        ReplyRecord(status="stopped"),
        ReplyRecord(status="incomplete", text="So"),
    ]


def test_a_file_with_a_mark_of_its_encoding_or_without_optional_fields_is_read() -> None:
    turn = {"id": "x", "parent": "", "message": "Hi", "model": "a:b"}
    small = {"id": "", "title": "", "created_at": 1, "changed_at": 2, "turns": [turn]}
    file = {"conversations": [small], "version": 1, "format": "parley-conversations"}

    (talk,) = read_conversations(b"\xef\xbb\xbf" + json.dumps(file).encode())

    assert talk.turns[0].message == "Hi"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", (1, 1)),
        (b'{\n"format": "parley-conversations",\n"version": }', (3, 12)),
        (b'{\n"format":\n"\xff\xfe"}', (3, 2)),
        (b'{"conversations": [{"a": [1}, {"b": 1}]}', (1, 28)),
        ('{"x": [{}, {"名": [{"y": 1}], \n{"a" "b"}]}'.encode(), (2, 1)),
        (
            '{"format": "parley-conversations", "version": 1, "conversations": ['
            '{"名": [{"y" 1}]}]}'.encode(),
            (1, 80),
        ),
    ],
)
def test_what_is_no_json_is_refused_with_line_and_column(
    content: bytes, place: tuple[int, int]
) -> None:
    error = refused(content)

    assert error.reason == "damaged"
    assert (error.line, error.column) == place
    assert error.place == f"line {place[0]}, column {place[1]}"


def test_a_text_that_does_not_end_and_a_file_that_does_not_are_refused_where_they_break() -> None:
    text = written(whole_conversation())
    lines = text.replace('"Other."', '"Other.').split("\n")
    cut = text[:-300]

    error, broken_off = refused("\n".join(lines).encode()), refused(cut.encode())

    assert '"Other.' in lines[error.line - 1]
    assert broken_off.line == cut.count("\n") + 1


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    content = changed("conversations.0.changed_at", 5).replace(b'_at": 5', b'_at": ' + b"5" * 9999)

    assert refused(content).reason == "damaged"


@pytest.mark.parametrize(
    "content",
    [b"{}", b"1", b'{"format": "parley-run", "version": 1, "lanes": [{"turns": [{}]}]}', b'"x"'],
)
def test_json_that_is_no_conversations_is_refused(content: bytes) -> None:
    assert refused(content).reason == "no_conversations"


@pytest.mark.parametrize(
    ("version", "reason"),
    [(2, "newer_version"), (10**30, "newer_version"), (0, "unknown_version"), ("1", "wrong_type")],
)
def test_another_version_is_refused(version: object, reason: str) -> None:
    assert refused(changed("version", version)).reason == reason


@pytest.mark.parametrize(
    ("path", "value", "reason", "place"),
    [
        ("conversations", ..., "missing_field", "conversations"),
        ("conversations", {}, "wrong_type", "conversations"),
        ("conversations.0", 0, "wrong_type", "conversations[0]"),
        ("conversations.0", [], "wrong_type", "conversations[0]"),
        ("owner", "ann", "unknown_field", "owner"),
        ("more", [[1], {"a": 1}], "unknown_field", "more"),
        ("conversations.0.colour", 1, "unknown_field", "conversations[0].colour"),
        ("conversations.0.owner", "ann", "unknown_field", "conversations[0].owner"),
        ("conversations.0.title", 5, "wrong_type", "conversations[0].title"),
        ("conversations.0.title", "x" * 1001, "out_of_range", "conversations[0].title"),
        ("conversations.0.id", "x" * 65, "out_of_range", "conversations[0].id"),
        ("conversations.0.created_at", -1, "out_of_range", "conversations[0].created_at"),
        ("conversations.0.changed_at", 10**12, "out_of_range", "conversations[0].changed_at"),
        ("conversations.0.pinned", 1, "wrong_type", "conversations[0].pinned"),
        ("conversations.0.leaf", "9", "unknown_parent", "conversations[0].leaf"),
        (
            "conversations.0.settings.personal",
            None,
            "wrong_type",
            "conversations[0].settings.personal",
        ),
        ("conversations.0.turns.1.id", "1", "repeated", "conversations[0].turns[1].id"),
        ("conversations.0.turns.1.id", "", "out_of_range", "conversations[0].turns[1].id"),
        (
            "conversations.0.turns.1.parent",
            "9",
            "unknown_parent",
            "conversations[0].turns[1].parent",
        ),
        (
            "conversations.0.turns.1.parent",
            "2",
            "unknown_parent",
            "conversations[0].turns[1].parent",
        ),
        (
            "conversations.0.turns.0.parent",
            "3",
            "unknown_parent",
            "conversations[0].turns[0].parent",
        ),
        (
            "conversations.0.turns.2.created_at",
            True,
            "wrong_type",
            "conversations[0].turns[2].created_at",
        ),
        (
            "conversations.0.turns.0.reply.status",
            "flying",
            "wrong_type",
            "conversations[0].turns[0].reply.status",
        ),
        (
            "conversations.0.turns.0.parameters",
            {"a": 1, "a.b": [0, {"c[0]": float("-inf")}]},
            "out_of_range",
            "conversations[0].turns[0].parameters.a.b[1].c[0]",
        ),
    ],
)
def test_a_field_that_is_wrong_is_refused_with_its_path(
    path: str, value: object, reason: str, place: str
) -> None:
    error = refused(changed(path, value))

    assert (error.reason, error.place) == (reason, place)
    assert error.line and error.column


def test_the_line_is_that_of_the_field_in_the_whole_file() -> None:
    content = written(whole_conversation(), whole_conversation("蓝")).replace(
        '"parent": "1"', '"parent": "x"'
    )
    later = content.replace('"parent": "x"', '"parent": "1"', 3)

    error = refused(later.encode())

    assert later.split("\n")[error.line - 1][error.column - 1 :].startswith('"parent": "x"')
    assert error.place == "conversations[1].turns[2].parent"


def test_the_line_of_what_is_missing_is_that_of_what_is_around_it() -> None:
    content = changed("conversations.0.turns.1.model", ...)

    error = refused(content)

    assert error.place == "conversations[0].turns[1].model"
    assert content.decode().split("\n")[error.line - 1] == "    {"


def test_a_name_that_is_there_twice_is_refused_since_one_value_would_be_lost() -> None:
    content = written(whole_conversation()).replace('"pinned"', '"leaf": "",\n "pinned"')

    error = refused(content.encode())

    assert (error.reason, error.place) == ("repeated", '"leaf"')
    assert content.split("\n")[error.line - 1][error.column - 1 :].startswith('"leaf": "2"')


@pytest.mark.parametrize("levels", [31, 1000, 400_000])
def test_a_file_that_is_nested_too_deeply_is_refused(levels: int) -> None:
    nested = b"[" * levels + b"]" * levels
    content = b'{"format": "parley-conversations", "version": 1, "conversations": ' + nested + b"}"

    assert refused(content).reason == "too_deep"


def test_parameters_as_deep_as_are_kept_can_be_read_again() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"a": deep}
    talk = whole_conversation()
    turn = replace(talk.turns[0], parameters=deep)

    (read,) = there_and_back(replace(talk, turns=(turn,), leaf=""))

    assert there_and_back(read) == [read]


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    error = refused(b" " * (LIMITS.file + 1))

    assert (error.reason, error.limit) == ("too_large", "200 MB")
    assert "larger than the 200 MB" in str(error)


@pytest.mark.parametrize(
    ("items", "limit"),
    [
        (b"{}," * 60_000 + b"{}", "50000 entries"),
        (b"[" + b"[]," * 2_000_001 + b"[]]", "2000000 parts"),
        (b'{"a": "' + b"x" * 50_000_000 + b'"}', "50 MB"),
        (b'"a",' * 1_500_000 + b'"a"', "5 MB"),
    ],
)
def test_no_part_of_a_file_may_be_too_large(items: bytes, limit: str) -> None:
    head = b'{"format": "parley-conversations", "version": 1, "conversations": ['

    error = refused(head + items + b"]}")

    assert (error.reason, error.limit) == ("too_large", limit)


def test_too_many_turns_are_refused() -> None:
    turn = {"id": "x", "parent": "", "message": "", "model": ""}
    many = [turn | {"id": str(number)} for number in range(20_001)]

    error = refused(changed("conversations.0.turns", many))

    assert (error.reason, error.place) == ("too_many", "conversations[0].turns")


def test_what_a_refusal_says_of_a_hostile_name_is_short_and_on_one_line() -> None:
    name = "<script>\n\u0000" * 100
    error = refused(changed(f"conversations.0.settings.parameters.{name}", float("inf")))

    assert len(error.place) <= 200 and "\n" not in error.place
    assert error.line


def test_a_file_of_a_moment_ago_is_read() -> None:
    now = time.time()

    (read,) = there_and_back(replace(whole_conversation(), created_at=now))

    assert read.created_at == now
