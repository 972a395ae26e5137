"""Every word is there in both languages, and every word that is asked for is there."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import cast

import pytest

from backends.parameters import PANEL, PARAMETERS
from ui import texts
from ui.texts import EXAMPLES, I18N, WORDS, say, word

UI = Path(__file__).parents[2] / "ui"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The same in both languages: names, numbers, and the switch that names the other language.
UNTRANSLATED = {"language", "source_genai_prices", "same_model"}
# Chinese in English: the switch again.
CHINESE_IN_ENGLISH = {"language"}
# Whose argument at this place is the key of a word.
ASKING = {
    "word": 0,
    "say": 1,
    "_quiet": 0,
    "PanelError": 0,
    "NotCompared": 0,
    "SweepError": 0,
    "NotAdmitted": 0,
    "TextsError": 0,
    "_json_object": 1,
}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys_asked_for(source: str) -> Iterator[str]:
    """Keys in `source`; what an f-string fills in stands in them as `.+`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        place = ASKING.get(ast.unparse(node.func).split(".")[-1])
        if place is not None and len(node.args) > place:
            yield from keys_in(node.args[place])


def keys_in(argument: ast.expr) -> Iterator[str]:
    match argument:
        case ast.Constant(value=str(key)):
            yield re.escape(key)
        case ast.JoinedStr(values=parts):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                for part in parts
            )
        case ast.IfExp(body=one, orelse=other):
            yield from keys_in(one)
            yield from keys_in(other)
        case _:
            return


def test_every_word_is_there_in_both_languages() -> None:
    empty = [key for key, pair in WORDS.items() if not all(text.strip() for text in pair)]
    english = {key for key, (text, _) in WORDS.items() if CHINESE.search(text)}
    chinese = {key for key, (_, text) in WORDS.items() if not CHINESE.search(text)}
    # A parameter without a control goes by the name that it has in a request.
    wire_names = {f"label.{row.name}" for row in PARAMETERS if row.label_zh == row.name}

    assert empty == []
    assert english <= CHINESE_IN_ENGLISH
    assert chinese - wire_names <= UNTRANSLATED


def test_every_word_is_filled_in_with_the_same_in_both_languages() -> None:
    sentences = {key: pair for key, pair in WORDS.items() if not key.startswith("meaning.")}

    differing = [key for key, (one, other) in sentences.items() if fields(one) != fields(other)]

    assert differing == []


def test_a_parameter_with_a_control_has_a_chinese_name() -> None:
    assert [row.name for row in PANEL if not CHINESE.search(say("zh", f"label.{row.name}"))] == []


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.name)
def test_every_word_that_is_asked_for_is_there(path: Path) -> None:
    asked = set(keys_asked_for(path.read_text(encoding="utf-8")))

    assert [key for key in asked if not any(re.fullmatch(key, known) for known in WORDS)] == []


def test_the_words_that_are_asked_for_are_found() -> None:
    source = 'say(language, f"notice_{kind}", a=1); word("chat" if x else "stop"); word(key)'

    assert list(keys_asked_for(source)) == ["notice_.+", "chat", "stop"]
    assert len({key for path in UI.rglob("*.py") for key in keys_asked_for(path.read_text())}) > 60


def test_an_unknown_word_is_an_error_and_not_an_empty_label() -> None:
    with pytest.raises(KeyError, match="no_such_word"):
        word("no_such_word")


def test_what_is_filled_in_is_not_filled_in_itself() -> None:
    assert say("en", "ended_otherwise", reason="{key.__class__}") == (
        "The server ended the reply with “{key.__class__}”."
    )


@pytest.mark.parametrize("path", sorted(UI.rglob("*.py")), ids=lambda path: path.name)
def test_a_word_that_stands_in_a_component_needs_no_filling_in(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    marked = {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "word"
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }

    assert [key for key in marked if any("{" in text for text in WORDS[key])] == []


def test_the_browser_gets_every_word_in_both_languages() -> None:
    given = cast(dict[str, dict[str, str]], I18N.translations)  # pyright: ignore[reportUnknownMemberType]

    for place, language in enumerate(("en", "zh")):
        assert given[language] == {key: pair[place] for key, pair in WORDS.items()}


def test_the_examples_are_there_in_both_languages() -> None:
    for english, chinese in EXAMPLES:
        assert not CHINESE.search(english)
        assert CHINESE.search(chinese)


def test_no_word_stands_in_two_tables() -> None:
    """The later would win, and the page that meant the other would say something else."""
    tables = [table for name, table in vars(texts).items() if name.endswith("_WORDS")]
    keys = Counter(key for table in tables for key in table)

    assert len(tables) > 10
    assert [key for key, count in keys.items() if count > 1] == []
