"""Values written out in a language come back as they were."""

import ast
import json
import math
from typing import Any

import pytest

from tests.ui.snippets.nasty import WORDS, made, nested
from ui.snippets.literals import (
    JAVASCRIPT,
    JSON,
    PYTHON,
    Dialect,
    is_exact_in_javascript,
    literal,
)

TEXTS = [*WORDS, *made(500, seed=1)]


def test_json_comes_back_the_same() -> None:
    for value in (*TEXTS, nested(TEXTS)):
        assert json.loads(literal(value, JSON)) == value


@pytest.mark.parametrize("indent", [0, 4, 12])
def test_python_comes_back_the_same(indent: int) -> None:
    for value in (*TEXTS, nested(TEXTS), [{"content": text} for text in TEXTS]):
        assert ast.literal_eval(literal(value, PYTHON, indent)) == value


@pytest.mark.parametrize("dialect", [JSON, PYTHON, JAVASCRIPT], ids=["json", "python", "js"])
def test_nothing_but_line_breaks_between_values_is_unprintable(dialect: Dialect) -> None:
    code = literal(nested(TEXTS), dialect)

    assert code.replace("\n", "").isprintable()


def test_no_line_of_json_ends_a_here_document() -> None:
    lines = literal({"messages": [{"content": text} for text in TEXTS]}, JSON).split("\n")

    assert "JSON" not in [line.strip() for line in lines]


def test_what_is_short_stays_on_a_line_and_what_is_long_is_broken() -> None:
    short = {"role": "user", "content": "Hi"}
    long = {"role": "user", "content": "one line of a text that is long\nand another line of it"}

    assert literal(short, PYTHON) == '{"role": "user", "content": "Hi"}'
    assert literal(long, PYTHON, 4) == (
        '{\n        "role": "user",\n        "content": (\n'
        '            "one line of a text that is long\\n"\n'
        '            "and another line of it"\n        ),\n    }'
    )
    assert literal(long, JAVASCRIPT) == (
        '{\n  role: "user",\n  content: "one line of a text that is long\\n" +\n'
        '    "and another line of it",\n}'
    )


def test_words_are_those_of_the_language() -> None:
    assert literal([True, False, None, 1, 1.0], PYTHON) == "[True, False, None, 1, 1.0]"
    assert literal([True, False, None, 1, 1.0], JSON) == "[true, false, null, 1, 1.0]"


def test_a_name_that_javascript_takes_for_its_own_is_written_so_that_it_does_not() -> None:
    assert literal({"__proto__": 1, "a-b": 2, "a": 3}, JAVASCRIPT) == (
        '{["__proto__"]: 1, "a-b": 2, a: 3}'
    )


def test_numbers_that_javascript_would_change_are_noticed() -> None:
    assert is_exact_in_javascript({"a": [2**53 - 1, 0.1, True, None, "9" * 30]})
    assert not is_exact_in_javascript({"a": [{"b": 2**53}]})
    assert not is_exact_in_javascript(-(2**63))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_no_json_has_is_refused(value: float) -> None:
    with pytest.raises(ValueError):
        literal({"a": value}, JSON)


def test_what_is_no_json_is_refused() -> None:
    value: Any = {"a": {1, 2}}

    with pytest.raises(TypeError):
        literal(value, PYTHON)
