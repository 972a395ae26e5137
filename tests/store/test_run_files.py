import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.errors import NotReadable
from store.run_files import MOST_BYTES, read_run, write_run
from store.runs import Runs
from tests.store.making import growing, whole_run


def changed(path: str, value: Any) -> bytes:
    """An exported run with one field set, or taken away by `...`."""
    file = json.loads(write_run(whole_run()))
    place: Any = file
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(file).encode()


def refused(content: bytes) -> tuple[str, str]:
    with pytest.raises(NotReadable) as raised:
        read_run(content)
    assert str(raised.value).startswith("The file cannot be imported: ")
    return raised.value.reason, raised.value.place


def test_a_run_comes_back_from_its_file_as_it_was() -> None:
    run = whole_run("Blue — 蓝 — \0 🟦\r\n\u2028")

    assert read_run(write_run(run)) == run


def test_every_hostile_text_comes_back_from_the_store_and_the_file(
    shared: Path, runs: Runs
) -> None:
    hostile = json.loads((shared / "hostile" / "xss_markdown.json").read_bytes())

    for payload in (entry["payload"] for entry in hostile):
        given = whole_run(payload)
        kept = runs.begin("ann", given.lanes, given.title, given.created_at)
        opened = runs.open("ann", kept.id)
        read = read_run(write_run(opened))
        assert read.lanes == given.lanes
        assert read == replace(opened, owner="", revision=0)


def test_a_file_is_the_same_each_time_and_names_no_owner(runs: Runs) -> None:
    given = whole_run()
    shuffled = {"b": 1, "a": {"d": 2, "c": 3}}
    sorted_ = {"a": {"c": 3, "d": 2}, "b": 1}
    one, other = (
        replace(given, lanes=(replace(given.lanes[0], parameters=parameters),), owner="canary")
        for parameters in (shuffled, sorted_)
    )

    assert write_run(one) == write_run(other)
    assert b"canary" not in write_run(one)
    assert list(json.loads(write_run(one)))[:2] == ["format", "version"]


def test_a_secret_among_the_parameters_is_not_in_the_file() -> None:
    given = whole_run()
    secret = replace(given.lanes[0], parameters={"api_key": "canary"})

    assert b"canary" not in write_run(replace(given, lanes=(secret,)))


def test_a_run_exported_while_it_grew_is_incomplete_when_it_is_read() -> None:
    run = read_run(write_run(replace(whole_run(), lanes=growing("1 2"))))

    assert run.lanes[1].turns[0].replies[0].status == "incomplete"


def test_a_file_with_a_mark_of_its_encoding_or_without_optional_fields_is_read() -> None:
    small = {
        "format": "parley-run",
        "version": 1,
        "id": "x",
        "title": "",
        "created_at": 1,
        "lanes": [{"key": "1", "model": "a:one"}],
    }

    run = read_run(b"\xef\xbb\xbf" + json.dumps(small).encode())

    assert run.lanes[0].turns == ()
    assert isinstance(run.created_at, float)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "line 1"),
        (b'{\n"format": "parley-run",\n"version": }', "line 3"),
        (b'{\n"format":\n"\xff\xfe"}', "line 3"),
        (write_run(whole_run())[:-200], "line 236"),
        (b'{"version": ' + b"1" * 10_000 + b"}", "a number"),
    ],
)
def test_what_is_no_json_is_refused_with_the_line(content: bytes, place: str) -> None:
    assert refused(content)[0] == "damaged"
    assert refused(content)[1].split()[0] == place.split()[0]


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b"{}", b'{"format": "chatgpt"}'])
def test_json_that_is_no_run_is_refused(content: bytes) -> None:
    assert refused(content) == ("wrong_format", "")


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        (2, "newer_version"),
        (10**30, "newer_version"),
        (0, "unknown_version"),
        (-1, "unknown_version"),
        ("1", "wrong_type"),
        (True, "wrong_type"),
        (1.0, "wrong_type"),
        (None, "wrong_type"),
    ],
)
def test_another_version_is_refused(version: object, reason: str) -> None:
    assert refused(changed("version", version))[0] == reason


@pytest.mark.parametrize(
    ("path", "value", "reason", "place"),
    [
        ("lanes.1.model", 5, "wrong_type", "lanes[1].model"),
        ("lanes.1.model", ..., "missing_field", "lanes[1].model"),
        ("lanes.1.colour", "red", "unknown_field", "lanes[1].colour"),
        ("owner", "ann", "unknown_field", "owner"),
        ("revision", 3, "unknown_field", "revision"),
        ("title", "x" * 5000, "out_of_range", "title"),
        ("id", "x" * 5000, "out_of_range", "id"),
        ("created_at", "today", "wrong_type", "created_at"),
        ("created_at", True, "wrong_type", "created_at"),
        ("created_at", -1, "out_of_range", "created_at"),
        ("created_at", 10**400, "out_of_range", "created_at"),
        ("created_at", float("nan"), "out_of_range", "created_at"),
        ("lanes", {}, "wrong_type", "lanes"),
        ("lanes", [], "out_of_range", "lanes"),
        ("lanes", [{"key": str(n), "model": "m"} for n in range(9)], "out_of_range", "lanes"),
        ("lanes.1", [], "wrong_type", "lanes[1]"),
        ("lanes.1.key", "1", "repeated", "lanes[1].key"),
        ("lanes.1.key", "tie", "out_of_range", "lanes[1].key"),
        ("lanes.1.key", "all_bad", "out_of_range", "lanes[1].key"),
        ("lanes.1.key", "", "out_of_range", "lanes[1].key"),
        ("lanes.1.key", "a\nb", "out_of_range", "lanes[1].key"),
        ("lanes.0.parameters", [], "wrong_type", "lanes[0].parameters"),
        (
            "lanes.0.parameters",
            {"a": [0, {"b": float("-inf")}]},
            "out_of_range",
            "lanes[0].parameters.a[1].b",
        ),
        ("lanes.0.turns.1.number", 0, "repeated", "lanes[0].turns[1].number"),
        ("lanes.0.turns.0.number", 9, "out_of_range", "lanes[0].turns[1].number"),
        ("lanes.0.turns.0.number", -1, "out_of_range", "lanes[0].turns[0].number"),
        ("lanes.0.turns.1.number", 10**12, "out_of_range", "lanes[0].turns[1].number"),
        ("lanes.0.turns.1.number", 10**30, "out_of_range", "lanes[0].turns[1].number"),
        ("lanes.0.turns.0.number", 0.5, "wrong_type", "lanes[0].turns[0].number"),
        ("lanes.0.turns.0.message", None, "wrong_type", "lanes[0].turns[0].message"),
        ("lanes.0.turns.0.replies", None, "wrong_type", "lanes[0].turns[0].replies"),
        (
            "lanes.0.turns.0.replies",
            [{"status": "done"}] * 21,
            "out_of_range",
            "lanes[0].turns[0].replies",
        ),
        (
            "lanes.0.turns.0.replies.0.status",
            "flying",
            "wrong_type",
            "lanes[0].turns[0].replies[0].status",
        ),
        (
            "lanes.0.turns.0.replies.0.notices.0.kind",
            ["renamed"],
            "wrong_type",
            "lanes[0].turns[0].replies[0].notices[0].kind",
        ),
        (
            "lanes.0.turns.0.replies.0.figures.cost_usd",
            0.5,
            "wrong_type",
            "lanes[0].turns[0].replies[0].figures.cost_usd",
        ),
        (
            "lanes.0.turns.0.replies.0.figures.cost_usd",
            "1E+999999999",
            "out_of_range",
            "lanes[0].turns[0].replies[0].figures.cost_usd",
        ),
        (
            "lanes.0.turns.0.replies.0.figures.cost_usd",
            "NaN",
            "out_of_range",
            "lanes[0].turns[0].replies[0].figures.cost_usd",
        ),
        (
            "lanes.0.turns.0.replies.0.figures.estimated",
            1,
            "wrong_type",
            "lanes[0].turns[0].replies[0].figures.estimated",
        ),
    ],
)
def test_a_field_that_is_wrong_is_refused_with_its_path(
    path: str, value: object, reason: str, place: str
) -> None:
    assert refused(changed(path, value)) == (reason, place)


def test_a_name_that_is_there_twice_is_refused_since_one_value_would_be_lost() -> None:
    twice = write_run(whole_run()).replace(b'"title"', b'"lanes": [], "title"', 1)

    assert refused(twice) == ("repeated", '"lanes"')


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert refused(b" " * (MOST_BYTES + 1)) == ("too_large", "")
    assert refused(b"[" + b"[]," * 2_000_000 + b"[]]") == ("too_large", "")


@pytest.mark.parametrize("levels", [31, 1000, 400_000])
def test_a_file_that_is_nested_too_deeply_is_refused(levels: int) -> None:
    nested = b"[" * levels + b"]" * levels
    content = b'{"format": "parley-run", "version": 1, "lanes": ' + nested + b"}"

    assert refused(content) == ("too_deep", "")


def test_parameters_as_deep_as_are_kept_can_be_read_again(runs: Runs) -> None:
    deep: dict[str, Any] = {}
    for _ in range(100):
        deep = {"a": deep}
    given = whole_run()
    turn = replace(given.lanes[0].turns[0], parameters=deep)
    run = runs.begin("ann", (replace(given.lanes[0], turns=(turn,), parameters=deep),))
    kept = runs.open("ann", run.id)

    assert read_run(write_run(kept)).lanes == kept.lanes


def test_halves_of_characters_are_replaced() -> None:
    run = read_run(changed("title", "a\ud800b"))

    assert run.title == "a\ufffdb"
    assert "\ufffd" in write_run(replace(run, title="\udfff")).decode()


def test_what_a_refusal_says_of_a_hostile_name_is_short_and_on_one_line() -> None:
    name = "<script>\n\u0000" * 100

    _, place = refused(changed(f"lanes.0.parameters.{name}", float("inf")))

    assert len(place) <= 200 and "\n" not in place
