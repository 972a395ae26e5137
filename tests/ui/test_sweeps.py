"""One parameter with several values."""

from typing import Any

import pytest

from ui.session import Choice
from ui.sweeps import SweepError, sweep
from ui.texts_of_measures import MEASURE_WORDS

CHOICE = Choice("openai:a", "Be brief.", {"temperature": 0.3, "seed": 7})


def swept(parameter: str, text: str) -> list[Any]:
    return [choice.parameters[parameter] for choice in sweep(CHOICE, parameter, text)]


def refused(parameter: str, text: str) -> SweepError:
    with pytest.raises(SweepError) as error:
        sweep(CHOICE, parameter, text)
    values = error.value.values
    if error.value.problem:
        values = {**values, "sentence": str(error.value.problem)}
    assert all(text.format(**values) for text in MEASURE_WORDS[error.value.key])
    return error.value


def test_each_value_is_a_choice_with_all_else_the_same() -> None:
    found = sweep(CHOICE, "temperature", "0, 0.5, 1, 1.5")

    assert found == [
        Choice("openai:a", "Be brief.", {"temperature": value, "seed": 7})
        for value in (0.0, 0.5, 1.0, 1.5)
    ]
    assert CHOICE.parameters == {"temperature": 0.3, "seed": 7}


@pytest.mark.parametrize(
    ("parameter", "text", "values"),
    [
        ("temperature", "0 0.5\t1", [0.0, 0.5, 1.0]),
        ("temperature", "0，0.5、1", [0.0, 0.5, 1.0]),
        ("temperature", "０．５，１", [0.5, 1.0]),
        ("temperature", "0; 0,5; 1", [0.0, 0.5, 1.0]),
        ("temperature", "0,5\n1,5", [0.5, 1.5]),
        ("temperature", " ,0,, 1 ,", [0.0, 1.0]),
        ("presence_penalty", "-1.5, +.5, 1e0", [-1.5, 0.5, 1.0]),
        ("max_completion_tokens", "100, 200", [100, 200]),
        ("reasoning_effort", "low, HIGH", ["low", "high"]),
        ("logprobs", "true, False", [True, False]),
        ("stop", "END, the end", ["END", "the end"]),
        ("top_k", "20, 40.5, true, some text", [20, 40.5, True, "some text"]),
    ],
)
def test_values_are_read_by_the_parameters_type(
    parameter: str, text: str, values: list[Any]
) -> None:
    found = swept(parameter, text)

    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


def test_the_same_value_twice_is_one_choice_in_the_first_place() -> None:
    assert swept("temperature", "1, 0, 1.0, 0.0, 0.5") == [1.0, 0.0, 0.5]
    assert swept("top_k", "1, true, 1") == [1, True]


@pytest.mark.parametrize(
    ("parameter", "text", "key"),
    [
        (" ", "0, 1", "sweep_no_parameter"),
        ("stream", "true, false", "sweep_reserved"),
        ("n", "1, 2", "sweep_reserved"),
        ("logit_bias", "{}, {}", "sweep_no_single_value"),
        ("tools", "[], []", "sweep_no_single_value"),
        ("temperature", "0, warm", "sweep_not_number"),
        ("temperature", "nan, 1", "sweep_not_number"),
        ("temperature", "1_0, 1", "sweep_not_number"),
        ("seed", "1, 1.5", "sweep_not_integer"),
        ("seed", "1, " + "9" * 5000, "sweep_not_integer"),
        ("logprobs", "yes, no", "sweep_not_boolean"),
        ("temperature", "", "sweep_too_few"),
        ("temperature", "1", "sweep_too_few"),
        ("temperature", "1, 1.0", "sweep_too_few"),
        ("temperature", "0 .1 .2 .3 .4 .5 .6 .7 .8", "sweep_too_many"),
    ],
)
def test_what_cannot_be_varied_is_refused_in_one_sentence(
    parameter: str, text: str, key: str
) -> None:
    assert refused(parameter, text).key == key


@pytest.mark.parametrize(
    ("parameter", "text", "kind", "value"),
    [
        ("temperature", "1, 2.5", "range", "2.5"),
        ("temperature", "1, 1e999", "finite", "inf"),
        ("max_completion_tokens", "0, 100", "range", "0"),
        ("seed", f"1, {2**63}", "range", str(2**63)),
        ("reasoning_effort", "low, lots", "choice", "lots"),
        ("top_k", "1, 1e999", "finite", "inf"),
    ],
)
def test_a_value_that_may_not_be_sent_is_refused_with_its_reason(
    parameter: str, text: str, kind: str, value: str
) -> None:
    error = refused(parameter, text)

    assert error.key == "sweep_refused"
    assert error.problem is not None
    assert (error.problem.parameter, error.problem.kind) == (parameter, kind)
    assert error.values == {"value": value}


def test_eight_values_are_not_too_many() -> None:
    assert len(swept("temperature", "0 .1 .2 .3 .4 .5 .6 .7")) == 8
    assert refused("temperature", "0 .1 .2 .3 .4 .5 .6 .7 .8").values == {"limit": 8, "count": 9}


def test_a_long_value_is_cut_where_it_is_named() -> None:
    assert refused("temperature", "x" * 5000).values == {"value": "x" * 40 + "…"}
