"""Token counts as each server words them, and as no server should."""

import json
from typing import Any

import pytest

from backends.counts import count, read_usage
from backends.types import Usage


@pytest.mark.parametrize(
    "odd", [None, -5, 1e308, float("nan"), float("inf"), 1.5, "7", True, [], {}, 10**13, -0.5]
)
def test_what_cannot_be_a_number_of_tokens_is_not_one(odd: Any) -> None:
    assert count(odd) is None


@pytest.mark.parametrize(("given", "tokens"), [(0, 0), (12, 12), (12.0, 12), (10**12, 10**12)])
def test_whole_numbers_are_counts(given: float, tokens: int) -> None:
    assert count(given) == tokens


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ('{"prompt_tokens": 3, "completion_tokens": 4}', Usage(3, 4)),
        ('{"input_tokens": 3, "output_tokens": 4}', Usage(3, 4)),
        (
            '{"prompt_tokens": 9, "completion_tokens": 8, "total_tokens": 17,'
            ' "prompt_tokens_details": {"cached_tokens": 6},'
            ' "completion_tokens_details": {"reasoning_tokens": 5}}',
            Usage(9, 8, 5, 6),
        ),
        (
            '{"input_tokens": 9, "output_tokens": 8,'
            ' "input_tokens_details": {"cached_tokens": 6},'
            ' "output_tokens_details": {"reasoning_tokens": 5}}',
            Usage(9, 8, 5, 6),
        ),
        ('{"prompt_tokens": -5, "completion_tokens": 1e308}', Usage(None, None)),
        ('{"prompt_tokens": 3, "completion_tokens_details": [1]}', Usage(3, None)),
    ],
)
def test_usage_is_read_in_the_words_of_either_api(usage: str, expected: Usage) -> None:
    assert read_usage({"usage": json.loads(usage)}) == expected


def test_reasoning_that_is_counted_beside_the_reply_is_added_to_it() -> None:
    usage = {
        "prompt_tokens": 12,
        "completion_tokens": 2,
        "total_tokens": 354,
        "completion_tokens_details": {"reasoning_tokens": 340},
    }

    assert read_usage({"usage": usage}) == Usage(12, 342, 340)


def test_groqs_usage_is_found_in_its_own_place() -> None:
    groq = {"usage": {"prompt_tokens": 3, "completion_tokens": 4}}

    assert read_usage({"x_groq": groq}) == Usage(3, 4)


@pytest.mark.parametrize("chunk", [{}, {"usage": None}, {"usage": {}}, {"usage": [1]}])
def test_no_usage_is_none(chunk: dict[str, Any]) -> None:
    assert read_usage(chunk) is None
