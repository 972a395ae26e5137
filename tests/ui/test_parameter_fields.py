"""Request parameters as what stands in the panel's controls, and back."""

import json
from typing import Any

import pytest

from backends.parameters import PANEL
from ui.parameter_fields import spread
from ui.parameter_values import collect

SCHEMA = {"name": "reply", "schema": {"type": "object"}}
PLAIN: dict[str, Any] = {
    "temperature": 0.5,
    "top_p": 1,
    "max_completion_tokens": 200,
    "presence_penalty": -1.5,
    "frequency_penalty": 0,
    "seed": -(2**63),
    "reasoning_effort": "low",
    "verbosity": "high",
    "stop": ["END", "\n\n", "\tx"],
    "logit_bias": {"50256": -100},
    "response_format": {"type": "json_schema", "json_schema": SCHEMA},
    "safety_identifier": " a1 ",
    "user": "7",
}


def test_nothing_set_leaves_every_control_empty() -> None:
    assert set(spread({})) == {""}


@pytest.mark.parametrize("name", PLAIN)
def test_what_a_control_can_hold_stands_in_it(name: str) -> None:
    values = spread({name: PLAIN[name]})

    assert values[-1] == ""
    assert collect(values) == {name: PLAIN[name]}


def test_all_at_once_come_back_as_they_were() -> None:
    assert collect(spread(PLAIN)) == PLAIN
    assert set(PLAIN) == {row.name for row in PANEL}


@pytest.mark.parametrize(
    "parameters",
    [
        {"top_k": 40},
        {"temperature": None},
        {"temperature": "warm"},
        {"temperature": [1]},
        {"seed": True},
        {"seed": 1.5},
        {"reasoning_effort": "of another kind"},
        {"stop": "END"},
        {"stop": ["a\\nb"]},
        {"stop": []},
        {"stop": [1]},
        {"response_format": {"type": "grammar", "grammar": "x"}},
        {"response_format": {"type": "json_schema", "json_schema": SCHEMA, "more": 1}},
        {"user": ""},
    ],
    ids=repr,
)
def test_what_no_control_can_hold_goes_into_the_extra_fields(parameters: dict[str, Any]) -> None:
    values = spread({**parameters, "top_p": 0.5})

    assert json.loads(values[-1]) == parameters
    assert collect(values) == {**parameters, "top_p": 0.5}
