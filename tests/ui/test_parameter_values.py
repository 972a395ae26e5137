"""What stands in the parameters panel, as request parameters."""

import json
from typing import Any

import pytest

from backends.parameters import PANEL, problems
from ui.parameter_values import PanelError, collect

NAMES = [
    name
    for row in PANEL
    for name in (
        (row.name, "response_format.schema") if row.name == "response_format" else (row.name,)
    )
]
SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}


def collected(extra: str | None = "", /, **typed: Any) -> dict[str, Any]:
    """The parameters when the controls in `typed` are filled and all others empty.

    Of `response_format`'s schema the name is `schema`.
    """
    typed["response_format.schema"] = typed.pop("schema", "")
    return collect([*(typed.get(name, "") for name in NAMES), extra])


@pytest.mark.parametrize("empty", ["", None, "  ", " \n\t"])
def test_nothing_that_was_not_set_is_sent(empty: str | None) -> None:
    assert collect([empty] * (len(NAMES) + 1)) == {}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("temperature", "0", 0.0),
        ("temperature", " 0.70 ", 0.7),
        ("temperature", "0,7", 0.7),
        ("top_p", "1", 1.0),
        ("presence_penalty", "-1.5", -1.5),
        ("frequency_penalty", "-,5", -0.5),
        ("max_completion_tokens", "200", 200),
        ("seed", "-9223372036854775808", -(2**63)),
        ("seed", "４２", 42),
        ("reasoning_effort", "low", "low"),
        ("verbosity", "high", "high"),
        ("safety_identifier", " a1 ", " a1 "),
        ("user", "7", "7"),
        ("stop", "END", ["END"]),
        ("stop", "END\n\n\\n\\n\n\\tx", ["END", "\n\n", "\tx"]),
        ("logit_bias", '{"50256": -100}', {"50256": -100}),
        ("response_format", "json_object", {"type": "json_object"}),
    ],
)
def test_a_control_becomes_the_value_that_goes_into_the_request(
    name: str, typed: str, value: Any
) -> None:
    parameters = collected(**{name: typed})

    assert parameters == {name: value}
    assert type(parameters[name]) is type(value)
    assert problems(parameters) == []


def test_every_control_has_a_test_above_or_a_plain_value() -> None:
    assert {row.name for row in PANEL} == {
        *("temperature", "top_p", "max_completion_tokens", "stop", "presence_penalty"),
        *("frequency_penalty", "seed", "reasoning_effort", "verbosity", "response_format"),
        *("logit_bias", "safety_identifier", "user"),
    }


@pytest.mark.parametrize(
    ("name", "typed", "key"),
    [
        ("temperature", "warm", "not_number"),
        ("temperature", "1.000,5", "not_number"),
        ("temperature", "0.7.1", "not_number"),
        ("max_completion_tokens", "1.5", "not_integer"),
        ("max_completion_tokens", "1,000", "not_integer"),
        ("seed", "nan", "not_integer"),
        ("seed", "9" * 5000, "not_integer"),
    ],
)
def test_what_is_no_number_is_named(name: str, typed: str, key: str) -> None:
    with pytest.raises(PanelError) as refused:
        collected(**{name: typed})

    assert (refused.value.key, refused.value.parameter) == (key, name)


@pytest.mark.parametrize("typed", ["nan", "inf", "-Infinity", "1e999"])
def test_a_number_that_is_not_finite_is_refused_before_it_is_sent(typed: str) -> None:
    assert [problem.kind for problem in problems(collected(temperature=typed))] == ["finite"]


def test_a_bare_schema_gets_the_envelope_that_the_api_wants() -> None:
    parameters = collected(response_format="json_schema", schema=json.dumps(SCHEMA))

    assert parameters["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "reply", "schema": SCHEMA},
    }
    assert problems(parameters) == []


def test_a_schema_with_its_envelope_stays_as_it_is() -> None:
    envelope = {"name": "city", "strict": True, "schema": SCHEMA}

    parameters = collected(response_format="json_schema", schema=json.dumps(envelope))

    assert parameters["response_format"]["json_schema"] == envelope


def test_a_schema_goes_nowhere_unless_it_is_chosen() -> None:
    assert collected(schema="not even JSON") == {}
    assert collected(response_format="text", schema="{") == {"response_format": {"type": "text"}}


DEEP = "[" * 200_000


@pytest.mark.parametrize("typed", ["{", "[1]", "7", "null", '"text"', "{'a': 1}", DEEP])
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("extra", "extra_not_json"),
        ("logit_bias", "logit_bias_not_json"),
        ("schema", "schema_not_json"),
    ],
)
def test_what_is_no_json_object_is_named(name: str, key: str, typed: str) -> None:
    with pytest.raises(PanelError) as refused:
        match name:
            case "extra":
                collected(typed)
            case "schema":
                collected(response_format="json_schema", schema=typed)
            case _:
                collected(**{name: typed})

    assert (refused.value.key, refused.value.parameter) == (key, "")


@pytest.mark.parametrize("schema", ["", None, "{}"])
def test_a_json_schema_that_was_left_out_is_asked_for(schema: str | None) -> None:
    with pytest.raises(PanelError, match="schema_not_json"):
        collected(response_format="json_schema", schema=schema)


def test_extra_fields_are_sent_as_typed_and_win_over_the_controls() -> None:
    parameters = collected('{"top_k": 40, "temperature": 1.5}', temperature="0.5", seed="1")

    assert parameters == {"seed": 1, "temperature": 1.5, "top_k": 40}


def test_a_null_among_the_extra_fields_is_sent() -> None:
    assert collected('{"temperature": null}', temperature="0.5") == {"temperature": None}


@pytest.mark.parametrize(
    ("extra", "kind"),
    [
        ('{"a": NaN}', "finite"),
        ('{"a": [-Infinity]}', "finite"),
        ('{"a": "\\ud800"}', "shape"),
        ('{"a": ' + "[" * 30 + "]" * 30 + "}", "length"),
        ('{"a": "' + "x" * 100_001 + '"}', "length"),
    ],
    ids=["nan", "infinity", "half a character", "deep", "large"],
)
def test_json_that_cannot_be_sent_is_refused_before_it_is(extra: str, kind: str) -> None:
    assert [problem.kind for problem in problems(collected(extra))] == [kind]
