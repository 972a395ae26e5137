"""All parameters of four API calls against OpenAI's published description of them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from backends.completions import COMPLETION_PARAMETERS
from backends.parameter_reference import (
    COUNTERPARTS,
    REFERENCE,
    elsewhere,
    other_names,
    variant,
    variants,
)
from backends.parameter_types import ENDPOINTS, Endpoint, Parameter
from backends.parameters import BY_NAME, PARAMETERS
from tests.schema import HOME, PREFIX, closure

Schema = dict[str, Any]

SCHEMAS: dict[Endpoint, str] = {
    "chat": "CreateChatCompletionRequest",
    "responses": "CreateResponse",
    "completions": "CreateCompletionRequest",
    "embeddings": "CreateEmbeddingRequest",
}
CASES: list[tuple[Endpoint, str]] = [
    (endpoint, row.name) for row in REFERENCE for endpoint in row.endpoints
]
CHINESE = re.compile("[\u4e00-\u9fff]")

# What the description says otherwise than the table, each as (ours, theirs) with the reason.
LIMITS_NOTHING = "a limit below one token limits nothing"
IN_PROSE = "the description states it in words only"
AS_LEFT_OUT = "one row serves both: null is as good as leaving it out"
END_OF_TEXT = "the description's default is one model's mark for the end of a text"
SIXTY_FOUR_BITS = "said as the format int64"
NUMBERS_ONLY = "said of lists of token numbers only"
REQUIRED = "it cannot be left out, and an empty text is refused"
ASKS_NOTHING = "best_of 0 would ask for nothing"
DISAGREEMENTS: dict[tuple[Endpoint, str, str], tuple[Any, Any, str]] = {
    ("chat", "max_completion_tokens", "minimum"): (1, None, LIMITS_NOTHING),
    ("chat", "max_tokens", "minimum"): (1, None, LIMITS_NOTHING),
    ("completions", "max_tokens", "minimum"): (1, 0, LIMITS_NOTHING),
    ("completions", "best_of", "minimum"): (1, 0, ASKS_NOTHING),
    ("completions", "seed", "minimum"): (-(2**63), None, SIXTY_FOUR_BITS),
    ("completions", "seed", "maximum"): (2**63 - 1, None, SIXTY_FOUR_BITS),
    ("chat", "logit_bias", "minimum"): (-100, None, IN_PROSE),
    ("chat", "logit_bias", "maximum"): (100, None, IN_PROSE),
    ("completions", "logit_bias", "minimum"): (-100, None, IN_PROSE),
    ("completions", "logit_bias", "maximum"): (100, None, IN_PROSE),
    ("chat", "metadata", "max_items"): (16, None, IN_PROSE),
    ("responses", "metadata", "max_items"): (16, None, IN_PROSE),
    ("chat", "stop", "default"): (None, "<|endoftext|>", END_OF_TEXT),
    ("completions", "stop", "default"): (None, "<|endoftext|>", END_OF_TEXT),
    ("completions", "prompt", "min_items"): (0, 1, NUMBERS_ONLY),
    ("embeddings", "input", "default"): (None, "", REQUIRED),
    ("responses", "parallel_tool_calls", "nullable"): (False, True, AS_LEFT_OUT),
}


@pytest.fixture(scope="module")
def schemas(shared: Path) -> Schema:
    path = shared / "specs" / "openai.json"
    if not path.is_file():
        pytest.skip("NOT TESTED: ../shared/specs/openai.json is absent beside the repository")
    return json.loads(path.read_text(encoding="utf-8"))["components"]["schemas"]


def target(schema: Schema, schemas: Schema) -> Schema:
    return schemas[schema["$ref"].removeprefix(PREFIX)] if "$ref" in schema else schema


def requests(schema: Schema, schemas: Schema) -> Iterator[Schema]:
    """The schema and all that it is put together from."""
    schema = target(schema, schemas)
    yield schema
    for part in schema.get("allOf", []):
        yield from requests(part, schemas)


def published(endpoint: Endpoint, schemas: Schema) -> dict[str, list[Schema]]:
    """Each property of a request with all that is said of it, alternatives laid flat."""
    found: dict[str, list[Schema]] = {}
    for part in requests({"$ref": PREFIX + SCHEMAS[endpoint]}, schemas):
        for name, said in part.get("properties", {}).items():
            found.setdefault(name, []).extend(flat(said, schemas))
    return found


def flat(schema: Schema, schemas: Schema) -> Iterator[Schema]:
    yield schema
    if "$ref" in schema:
        yield from flat(target(schema, schemas), schemas)
    for choice in (*schema.get("anyOf", []), *schema.get("oneOf", []), *schema.get("allOf", [])):
        yield from flat(choice, schemas)


def first(parts: list[Schema], key: str) -> Any:
    return next((part[key] for part in parts if part.get(key) is not None), None)


def theirs(parts: list[Schema], row: Parameter, schemas: Schema) -> dict[str, Any]:
    """What the description says, in the table's words."""
    items = [inner for part in parts if "items" in part for inner in flat(part["items"], schemas)]
    worded = items if row.type == "list" else parts
    words: list[str] = first(worded, "enum") or []
    objects = [part for part in parts if part.get("type") == "object"]
    keys = {key for part in objects for key in part.get("required", [])}
    return {
        "types": {part["type"] for part in parts if part.get("type", "null") != "null"},
        "minimum": first(parts, "minimum"),
        "maximum": first(parts, "maximum"),
        # The description lists models by name; which there are is for each server to say.
        "choices": () if row.name == "model" else tuple(words),
        "default": first(parts, "default"),
        "min_items": first(parts, "minItems") or 0,
        "max_items": first(parts, "maxItems"),
        "max_length": first(parts, "maxLength"),
        "required_keys": {
            key for key in keys if all(key in part.get("required", []) for part in objects)
        },
        "nullable": any(part.get("nullable") or part.get("type") == "null" for part in parts),
        "deprecated": bool(first(parts, "deprecated")),
    }


def ours(row: Parameter) -> dict[str, Any]:
    kinds = {"choice": "string", "list": "array"}
    return {
        "types": {kinds.get(kind, kind) for kind in row.type.split(" or ")},
        "minimum": row.minimum,
        "maximum": row.maximum,
        "choices": row.choices,
        "default": row.default,
        "min_items": row.min_items,
        "max_items": row.max_items,
        "max_length": row.max_length,
        "required_keys": set(row.required_keys),
        "nullable": row.nullable,
        "deprecated": row.deprecated,
    }


def row_of(name: str, endpoint: Endpoint) -> Parameter:
    row = variant(name, endpoint)
    assert row
    return row


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_property_of_a_request_is_in_the_reference(
    endpoint: Endpoint, schemas: Schema
) -> None:
    known = {row.name for row in REFERENCE if endpoint in row.endpoints}

    assert known == published(endpoint, schemas).keys()


@pytest.mark.parametrize(("endpoint", "name"), CASES)
def test_a_row_says_what_the_description_says(
    endpoint: Endpoint, name: str, schemas: Schema
) -> None:
    row = row_of(name, endpoint)
    mine, said = ours(row), theirs(published(endpoint, schemas)[name], row, schemas)
    if row.type != "object":  # the keys are those of some of its alternatives
        said["required_keys"] = set()

    differing = {
        field: (mine[field], said[field])
        for field in mine
        if not (mine[field] == said[field] or close(mine[field], said[field]))
    }

    assert differing == {
        field: (one, other)
        for (where, what, field), (one, other, _) in DISAGREEMENTS.items()
        if (where, what) == (endpoint, name)
    }


def close(one: Any, other: Any) -> bool:
    """The description's 64-bit bounds are rounded."""
    numbers = isinstance(one, int) and isinstance(other, int) and abs(one) > 2**60
    return numbers and one == pytest.approx(other)


def test_every_disagreement_has_a_reason_and_is_about_a_row() -> None:
    assert all(reason for *_, reason in DISAGREEMENTS.values())
    assert all(variant(name, endpoint) for endpoint, name, _ in DISAGREEMENTS)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_what_a_request_cannot_do_without_is_marked(endpoint: Endpoint, schemas: Schema) -> None:
    parts = requests({"$ref": PREFIX + SCHEMAS[endpoint]}, schemas)
    required = {name for part in parts for name in part.get("required", [])}

    assert {row.name for row in REFERENCE if endpoint in row.required_by} == required
    assert all(set(row.required_by) <= set(row.endpoints) for row in REFERENCE)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_every_example_is_valid(endpoint: Endpoint, schemas: Schema) -> None:
    name = SCHEMAS[endpoint]
    needed = closure(schemas, name)
    resource = DRAFT202012.create_resource({"components": {"schemas": needed}})
    registry = cast(Any, Registry)().with_resource(HOME, resource)
    checker = cast(Any, Draft202012Validator({"$ref": f"{HOME}{PREFIX}{name}"}, registry=registry))
    rows = [row for row in REFERENCE if endpoint in row.endpoints]
    always = {row.name: row.example for row in rows if endpoint in row.required_by}

    faults = {
        row.name: fault.message
        for row in rows
        for fault in checker.iter_errors({**always, row.name: row.example})
    }

    assert faults == {}


def test_a_name_has_one_row_for_each_api_call() -> None:
    assert len(CASES) == len(set(CASES))
    assert all(row.endpoints and set(row.endpoints) <= set(ENDPOINTS) for row in REFERENCE)


def test_rows_of_one_name_stand_together_and_those_of_a_chat_come_first() -> None:
    names = [row.name for row in REFERENCE]
    together = [name for place, name in enumerate(names) if name not in names[:place]]

    assert names == [name for name in together for _ in variants(name)]
    assert together[: len(PARAMETERS)] == [row.name for row in PARAMETERS]


@pytest.mark.parametrize("row", REFERENCE, ids=lambda row: f"{row.name}-{row.endpoints[0]}")
def test_a_row_is_explained_in_both_languages(row: Parameter) -> None:
    assert row.meaning_en.endswith(".") and not CHINESE.search(row.meaning_en)
    assert row.meaning_zh.endswith("。") and CHINESE.search(row.meaning_zh)
    assert row.label_en and row.label_zh


def test_rows_of_one_name_that_differ_do_not_say_the_same() -> None:
    meanings = [row.meaning_en for row in REFERENCE]

    assert len(meanings) == len(set(meanings))


def test_what_is_deprecated_in_a_chat_may_be_current_elsewhere() -> None:
    for name in ("max_tokens", "seed", "user"):
        assert row_of(name, "chat").deprecated
        assert not row_of(name, "completions").deprecated
        assert row_of(name, "completions").replaced_by == ()


def test_one_name_may_mean_two_things() -> None:
    assert row_of("logprobs", "chat").type == "boolean"
    assert row_of("logprobs", "completions").type == "integer"
    assert row_of("prompt", "completions").type == "string or list"
    assert row_of("prompt", "responses").type == "object"
    assert (row_of("store", "chat").default, row_of("store", "responses").default) == (False, True)


def test_what_another_api_call_calls_it_is_known() -> None:
    limit, logprobs, text = (
        row_of("max_completion_tokens", "chat"),
        row_of("logprobs", "completions"),
        row_of("text", "responses"),
    )

    assert elsewhere(limit, "chat").kind == "same"
    assert elsewhere(limit, "responses").names == ("max_output_tokens",)
    assert elsewhere(limit, "completions").names == ("max_tokens",)
    assert elsewhere(limit, "embeddings").kind == "none"
    assert elsewhere(logprobs, "chat").row is BY_NAME["logprobs"]
    assert elsewhere(logprobs, "chat").names == ("top_logprobs",)
    assert elsewhere(text, "chat").names == ("verbosity", "response_format")
    assert elsewhere(row_of("functions", "chat"), "responses").names == ("tools",)
    assert elsewhere(row_of("tools", "responses"), "chat").names == ()


@pytest.mark.parametrize("group", COUNTERPARTS, ids=lambda group: "-".join(sum(group.values(), ())))
def test_every_counterpart_is_in_the_reference(group: dict[Endpoint, tuple[str, ...]]) -> None:
    for endpoint, names in group.items():
        assert all(variant(name.partition(".")[0], endpoint) for name in names)


def test_a_parameter_is_also_known_by_its_old_names() -> None:
    assert "max_tokens" in other_names(row_of("max_completion_tokens", "chat"))
    assert "max_tokens" in other_names(row_of("max_output_tokens", "responses"))
    assert "functions" in other_names(row_of("tools", "responses"))
    assert "engine" in other_names(row_of("model", "embeddings"))
    assert "user" in other_names(row_of("safety_identifier", "responses"))


def test_the_form_for_legacy_completions_takes_only_what_they_take() -> None:
    for name, row in COMPLETION_PARAMETERS.items():
        known = row_of(name, "completions")
        assert (row.type, row.minimum, row.maximum) == (known.type, known.minimum, known.maximum)
        assert (row.default, row.deprecated) == (known.default, known.deprecated)
        assert row.endpoints == ("completions",)
