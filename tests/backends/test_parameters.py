"""The table of request parameters against the published schema, and its judgements."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backends.parameters import (
    BY_NAME,
    KNOWN,
    MAX_BYTES,
    MAX_DEPTH,
    PANEL,
    PARAMETERS,
    RESERVED,
    Parameter,
    Problem,
    check,
    problems,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES = [row.name for row in PARAMETERS]
Schema = dict[str, Any]


@pytest.fixture(scope="module")
def schemas(shared: Path) -> Schema:
    return json.loads((shared / "specs" / "openai.json").read_text())["components"]["schemas"]


@pytest.fixture(scope="module")
def published(schemas: Schema) -> dict[str, list[Schema]]:
    """Each parameter of the schema with all that is said of it, alternatives laid flat."""
    found: dict[str, list[Schema]] = {}
    for name, said in properties({"$ref": "#/x/CreateChatCompletionRequest"}, schemas):
        found.setdefault(name, []).extend(flat(said, schemas))
    return found


def properties(schema: Schema, schemas: Schema) -> Iterator[tuple[str, Schema]]:
    schema = target(schema, schemas)
    yield from schema.get("properties", {}).items()
    for part in schema.get("allOf", []):
        yield from properties(part, schemas)


def flat(schema: Schema, schemas: Schema) -> Iterator[Schema]:
    yield schema
    if "$ref" in schema:
        yield from flat(target(schema, schemas), schemas)
    for choice in (*schema.get("anyOf", []), *schema.get("oneOf", [])):
        yield from flat(choice, schemas)


def target(schema: Schema, schemas: Schema) -> Schema:
    return schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def said(parts: list[Schema], key: str) -> Any:
    """What the schema says under `key`, from the first part that says anything."""
    return next((part[key] for part in parts if part.get(key) is not None), None)


def items_of(parts: list[Schema], schemas: Schema) -> list[Schema]:
    return [inner for part in parts if "items" in part for inner in flat(part["items"], schemas)]


def test_every_parameter_of_the_schema_is_in_the_table(published: dict[str, list[Schema]]) -> None:
    assert set(published) == KNOWN
    assert len(PARAMETERS) == len(KNOWN) == 37


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_a_row_agrees_with_the_schema(row: Parameter, published: dict[str, list[Schema]]) -> None:
    parts = published[row.name]

    # The schema's default of "stop" is one model's end-of-text mark, and it states the
    # most pairs of "metadata" in prose.
    default = None if row.name == "stop" else said(parts, "default")
    most = 16 if row.name == "metadata" else said(parts, "maxItems")

    assert row.deprecated == bool(said(parts, "deprecated"))
    assert row.default == default
    assert row.nullable == any(p.get("nullable") or p.get("type") == "null" for p in parts)
    assert row.min_items == (said(parts, "minItems") or 0)
    assert row.max_length == said(parts, "maxLength")
    assert row.max_items == most


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_a_range_is_that_of_the_schema(row: Parameter, published: dict[str, list[Schema]]) -> None:
    low, high = said(published[row.name], "minimum"), said(published[row.name], "maximum")

    if row.name in ("max_completion_tokens", "max_tokens"):  # ours: less than 1 limits nothing
        assert (low, high, row.minimum, row.maximum) == (None, None, 1, None)
    elif row.name == "logit_bias":  # in the schema's prose only
        assert (low, high, row.minimum, row.maximum) == (None, None, -100, 100)
    else:
        assert row.minimum == pytest.approx(low)
        assert row.maximum == pytest.approx(high)


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_choices_are_those_of_the_schema(
    row: Parameter, published: dict[str, list[Schema]], schemas: Schema
) -> None:
    parts = published[row.name]
    if row.type == "list":
        parts = items_of(parts, schemas)
    words = next((part.get("enum") for part in parts if part.get("type") == "string"), None)

    # The schema lists models by name; which there are is for each server to say.
    assert row.choices == (() if row.name == "model" else tuple(words or ()))


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_required_keys_are_those_of_the_schema(
    row: Parameter, published: dict[str, list[Schema]]
) -> None:
    objects = [part for part in published[row.name] if part.get("type") == "object"]
    keys = {key for part in objects for key in part.get("required", [])}
    in_all = {key for key in keys if all(key in part.get("required", []) for part in objects)}

    if row.type == "object":
        assert set(row.required_keys) == in_all


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_an_example_passes_its_own_check(row: Parameter) -> None:
    assert problems({row.name: row.example}) == []


@pytest.mark.parametrize("row", PARAMETERS, ids=NAMES)
def test_a_row_is_explained_in_both_languages(row: Parameter) -> None:
    assert row.meaning_en.endswith(".") and not CHINESE.search(row.meaning_en)
    assert row.meaning_zh.endswith("。") and CHINESE.search(row.meaning_zh)
    assert row.label_en and row.label_zh


def test_deprecated_rows_name_what_replaces_them() -> None:
    replaced = {row.name: row.replaced_by for row in PARAMETERS if row.deprecated}

    assert replaced == {
        "seed": (),  # deprecated without a successor
        "user": ("safety_identifier", "prompt_cache_key"),
        "max_tokens": ("max_completion_tokens",),
        "functions": ("tools",),
        "function_call": ("tool_choice",),
        "prompt_cache_retention": ("prompt_cache_options",),
    }
    assert all(name in KNOWN for names in replaced.values() for name in names)


def test_the_panel_and_the_reserved_names_come_in_their_order() -> None:
    assert [row.name for row in PANEL] == [
        "temperature",
        "top_p",
        "max_completion_tokens",
        "stop",
        "presence_penalty",
        "frequency_penalty",
        "seed",
        "reasoning_effort",
        "verbosity",
        "response_format",
        "logit_bias",
        "safety_identifier",
        "user",
    ]
    assert {"model", "messages", "stream", "stream_options", "n"} == RESERVED
    assert [row.name for row in PARAMETERS][: len(PANEL)] == [row.name for row in PANEL]


@pytest.mark.parametrize("row", [r for r in PARAMETERS if r.type in ("number", "integer")])
def test_a_number_is_held_to_its_range(row: Parameter) -> None:
    beyond = [row.minimum - 1] if row.minimum is not None else []
    beyond += [row.maximum + 1] if row.maximum is not None else []
    within = [bound for bound in (row.minimum, row.maximum) if bound is not None]

    assert [check(row.name, value) for value in within] == [None] * len(within)
    for value in beyond:
        problem = check(row.name, value)
        assert problem == Problem(
            parameter=row.name, kind="range", low=row.minimum, high=row.maximum
        )


@pytest.mark.parametrize("row", [r for r in PARAMETERS if r.type in ("number", "integer")])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_is_finite(row: Parameter, value: float) -> None:
    problem = check(row.name, value)

    assert problem is not None and problem.kind == "finite"


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("temperature", "hot", "type"),
        ("temperature", True, "type"),
        ("temperature", [], "type"),
        ("seed", 1.5, "type"),
        ("seed", False, "type"),
        ("store", 1, "type"),
        ("store", "true", "type"),
        ("user", 7, "type"),
        ("user", None, "type"),
        ("verbosity", 1, "type"),
        ("verbosity", "huge", "choice"),
        ("reasoning_effort", "", "choice"),
        ("tool_choice", "perhaps", "choice"),
        ("tool_choice", 3, "type"),
        ("modalities", ["text", "smell"], "choice"),
        ("modalities", "text", "type"),
        ("tools", ["get_weather"], "type"),
        ("functions", [], "length"),
        ("stop", "", "length"),
        ("stop", [], "length"),
        ("stop", ["a", ""], "length"),
        ("stop", list("abcde"), "length"),
        ("stop", ["a", 1], "type"),
        ("stop", {"a": 1}, "type"),
        ("safety_identifier", "x" * 65, "length"),
        ("logit_bias", [], "type"),
        ("logit_bias", {"1": 101}, "range"),
        ("logit_bias", {"1": -100.5}, "range"),
        ("logit_bias", {"1": float("nan")}, "finite"),
        ("logit_bias", {"1": True}, "type"),
        ("logit_bias", {"1": "5"}, "type"),
        ("metadata", {"a": 1}, "type"),
        ("metadata", {"a" * 65: "b"}, "length"),
        ("metadata", {"a": "b" * 513}, "length"),
        ("metadata", {str(n): "" for n in range(17)}, "length"),
        ("response_format", "json", "type"),
        ("response_format", {}, "shape"),
        ("response_format", {"type": "yaml"}, "choice"),
        ("response_format", {"type": ["text"]}, "choice"),
        ("response_format", {"type": "json_schema"}, "shape"),
        ("response_format", {"type": "json_schema", "json_schema": {}}, "shape"),
        ("response_format", {"type": "json_schema", "json_schema": {"name": "a b"}}, "shape"),
        ("response_format", {"type": "json_schema", "json_schema": {"name": ""}}, "shape"),
        ("audio", {"voice": "alloy"}, "shape"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: Any, kind: str) -> None:
    problem = check(name, value)

    assert problem is not None and problem.kind == kind
    assert str(problem).startswith(f"{name}") and str(problem).endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", None),
        ("temperature", 0),
        ("stop", "END"),
        ("stop", None),
        ("logit_bias", {"1": 100, "2": -100, "3": 0.5}),
        ("logit_bias", {}),
        ("metadata", {"a" * 64: "b" * 512}),
        ("response_format", {"type": "text"}),
        ("tool_choice", {"type": "function", "function": {"name": "f"}}),
        ("max_completion_tokens", 10**9),
    ],
)
def test_a_right_value_passes(name: str, value: Any) -> None:
    assert check(name, value) is None


@pytest.mark.parametrize("value", [None, 40, float("nan"), {"a": [1]}, "x" * 1000])
def test_a_name_that_the_table_does_not_know_always_passes(value: Any) -> None:
    assert check("top_k", value) is None


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("temperature", 3, "temperature must be from 0 to 2."),
        ("temperature", "x", "temperature must be a number from 0 to 2."),
        ("top_p", float("inf"), "top_p must be a finite number from 0 to 1."),
        ("max_completion_tokens", 0, "max_completion_tokens must be at least 1."),
        ("verbosity", "x", "verbosity must be one of: low, medium, high."),
        ("stop", 1, "stop must be text or a list."),
        ("stop", list("abcde"), "stop must have from 1 to 4 items."),
        ("stop", [""], "stop, in item 1, must have at least 1 character."),
        ("safety_identifier", "x" * 65, "safety_identifier must have at most 64 characters."),
        ("logit_bias", {"7": 200}, "logit_bias, in 7, must be from -100 to 100."),
        ("audio", {}, "audio must have voice and format."),
    ],
)
def test_a_problem_is_one_sentence_with_the_allowed_range(
    name: str, value: Any, sentence: str
) -> None:
    assert str(check(name, value)) == sentence


def test_a_problem_does_not_repeat_the_value() -> None:
    assert "sk-secret" not in str(check("verbosity", "sk-secret"))


def nested(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = {"a": value}
    return value


def test_nesting_is_held_to_a_depth() -> None:
    assert problems({"extra": nested(MAX_DEPTH)}) == []

    (problem,) = problems({"extra": nested(MAX_DEPTH + 1)})

    assert str(problem) == f"extra must have at most {MAX_DEPTH} levels of nesting."


def test_nesting_of_any_depth_is_judged_without_failing() -> None:
    assert [p.parameter for p in problems({"response_format": nested(100_000)})] == [
        "response_format"
    ]


def test_the_whole_object_is_held_to_a_size() -> None:
    text = "字" * (MAX_BYTES // 6)

    assert problems({"a": text}) == []
    (problem,) = problems({"a": text, "b": text})

    assert str(problem) == f"parameters must have at most {MAX_BYTES} bytes."


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"a": [float("nan")]}, "finite"),
        (float("inf"), "finite"),
        ({1, 2}, "type"),
        ("\ud800", "shape"),
    ],
)
def test_what_json_cannot_carry_is_refused_under_any_name(value: Any, kind: str) -> None:
    (problem,) = problems({"extra": value})

    assert (problem.parameter, problem.kind) == ("extra", kind)


def test_every_wrong_parameter_is_reported() -> None:
    found = problems({"temperature": 9, "top_p": 0.5, "seed": "x", "top_k": 3})

    assert [problem.parameter for problem in found] == ["temperature", "seed"]


def test_rows_are_found_by_name() -> None:
    assert BY_NAME["top_p"].maximum == 1
    assert all("chat" in row.endpoints for row in PARAMETERS)
