"""Texts that are no Python, or too much of it, are refused, and nothing breaks."""

import pytest

from ui.migration.migrate import migrate
from ui.migration.reading import MAX_BYTES
from ui.migration.types import NotMigrated, NotPython, OtherLanguage, TooDeep, TooLong


def test_a_mistake_is_told_with_its_place_and_reason() -> None:
    with pytest.raises(NotPython) as refused:
        migrate("import openai\nx = (1,\n     2]\n")

    assert (refused.value.line, refused.value.column) == (3, 7)
    assert "does not match" in refused.value.reason


@pytest.mark.parametrize(
    "code", ['print "x"\n', "try:\n    pass\nexcept A, e:\n    pass\n", 'import openai\nexec "x"\n']
)
def test_python_2_is_told_apart(code: str) -> None:
    with pytest.raises(NotPython) as refused:
        migrate(code)

    assert refused.value.key == "python_2"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ('const OpenAI = require("openai");', "JavaScript"),
        ('import { Configuration } from "openai";', "JavaScript"),
        ("const r = await openai.createChatCompletion({ model: 'm' });", "JavaScript"),
        ('curl https://api.openai.com/v1/models -H "Authorization: x"', "curl"),
        ("#!/bin/bash\nexport KEY=1\n", "shell"),
        ("export OPENAI_API_KEY=x\npython a.py\n", "shell"),
        ("package main\n\nfunc main() {}\n", "Go"),
        ('using OpenAI;\nvar x = new OpenAIClient("k");\n', "C#"),
        ('{"cells": [], "metadata": {}, "nbformat": 4}', "ipynb"),
    ],
)
def test_another_language_is_named(code: str, language: str) -> None:
    with pytest.raises(OtherLanguage) as refused:
        migrate(code)

    assert refused.value.found == language


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    for code in ("(" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1), "x" * 1_000_000):
        with pytest.raises(TooLong) as refused:
            migrate(code)
        assert refused.value.limit == MAX_BYTES


DEEP = {
    "parentheses": "x = " + "(" * 10_000 + "1" + ")" * 10_000,
    "open parentheses": "(" * 10_000,
    "brackets": "x = " + "[" * 10_000 + "]" * 10_000,
    "minus signs": "x = " + "-" * 10_000 + "1",
    "sums": "x = " + "1 + " * 10_000 + "1",
    "attributes": "x = a" + ".b" * 10_000,
    "calls": "f" + "()" * 10_000,
    "negations": "x = " + "not " * 10_000 + "1",
    "functions": "x = " + "lambda: " * 10_000 + "1",
    "dicts": "x = " + "{1: " * 10_000 + "1" + "}" * 10_000,
    "conditions": "x = " + "a if b else " * 10_000 + "c",
    "powers": "x = " + "a ** " * 10_000 + "a",
    "branches": "if x: pass\n" + "elif x: pass\n" * 5_000,
    "blocks": "".join(" " * at + "if x:\n" for at in range(300)) + " " * 300 + "pass",
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_is_refused(kind: str) -> None:
    with pytest.raises(TooDeep):
        migrate(f"import openai\nopenai.Model.list()\n{DEEP[kind]}\n")


@pytest.mark.parametrize("nested", ["(" * 90 + "1" + ")" * 90, "-" * 90 + "1", "1 + " * 90 + "1"])
def test_nesting_that_people_write_is_read(nested: str) -> None:
    migration = migrate(f"import openai\nopenai.Model.list()\nx = {nested}\n")

    assert migration.code.endswith(f"x = {nested}\n")


@pytest.mark.parametrize(
    "code",
    ["", "\n\n", "\ufeff", "\x00", "\ud800", "import openai\n\x00", "'\ud800'", "\\", "é = 1"],
)
def test_odd_texts_are_read_or_refused(code: str) -> None:
    try:
        assert migrate(code).code == code
    except NotMigrated as refused:
        assert refused.key == "not_python"


def test_signs_of_a_notebook_within_python_are_left_alone() -> None:
    code = (
        "!pip install openai\nimport openai\nopenai.Model.list()\n"
        'text = """\n!not a command\n%not magic\n"""\nx = ("%s"\n     % text)\n'
    )

    after = migrate(code).code

    assert after.startswith("!pip install openai\n")
    assert after.endswith(code.partition("list()\n")[2])
