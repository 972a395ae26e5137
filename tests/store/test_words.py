"""What an index holds of a text, what it is asked for, and where that stands in the text."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.words import AROUND, LONGEST_WORD, entry, folded, phrases, snippet, terms
from tests.properties import STEADY

ALPHABET = (
    "aBzéÉẑßİıſςΣж日本天気한글かなｶﾅ々ー・𠀀𞤀ＡＢ０1²٣ _-.,;:'\"*()\\/%\0\n\t"
    "👩💻🟦e\u0301\u0302\u200d\u3000"
)
awkward = st.text(st.sampled_from(ALPHABET), max_size=40)
anything = awkward | st.text(max_size=40)


def has(text: str, wanted: str) -> bool:
    """What an index says of it."""
    held = entry(text)
    asked = terms(phrases(wanted)).items()
    return all(
        any(word.startswith(term) if begins else word == term for word in held)
        for term, begins in asked
    )


@STEADY
@given(anything)
def test_every_text_is_found_by_itself(text: str) -> None:
    assert has(text, text)
    assert snippet(text, phrases(text)) is not None


@STEADY
@given(st.text(st.sampled_from("今天气很好下雨日本語"), min_size=1, max_size=30), st.data())
def test_every_part_of_a_run_of_characters_is_found(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text) - 1))
    part = text[begin : data.draw(st.integers(begin + 1, len(text)))]

    assert has(text, part)
    shown = snippet(text, phrases(part))
    assert shown is not None
    assert {shown[0][one:end] for one, end in shown[1]} == {part}


@STEADY
@given(anything)
def test_terms_are_nothing_that_a_database_could_take_for_more_than_letters(text: str) -> None:
    words = [*entry(text), *terms(phrases(text))]

    assert all(word.isalnum() and word == folded(word) for word in words)
    assert all(len(word) <= LONGEST_WORD for word in words)
    assert len(set(entry(text))) == len(entry(text))


def test_folding_leaves_every_letter_in_its_place() -> None:
    letters = [chr(code) for code in range(sys.maxunicode + 1)]

    assert [letter for letter in letters if len(folded(letter)) != 1] == []
    assert folded("".join(letters)) == "".join(map(folded, letters))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Zèbra zebra ZEBRA", ["zebra"]),
        ("don't", ["don", "t"]),
        ("snake_case", ["snake", "case"]),
        ("今天天气", ["今天", "天天", "天气", "气"]),
        ("用GPT4模型", ["用", "gpt4", "模型", "型"]),
        ("e\u0301te\u0301", ["ete"]),
        ("ＧＰＴ", ["gpt"]),
        ("ΟΔΟΣ οδος", ["οδοσ"]),
        ("x" * 100, ["x" * LONGEST_WORD]),
        ("😀 *** \0", []),
    ],
)
def test_an_index_holds_words_and_pairs_of_characters(text: str, held: list[str]) -> None:
    assert entry(text) == held


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ("striped zeb", {"striped": False, "zeb": True}),
        ("天", {"天": True}),
        ("今天天气 很", {"今天": False, "天天": False, "天气": False, "很": True}),
        ("GPT4模型", {"gpt4": False, "模型": False}),
        ("?!", {}),
    ],
)
def test_the_last_word_may_be_the_beginning_of_one(wanted: str, asked: dict[str, bool]) -> None:
    assert terms(phrases(wanted)) == asked


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("今天，天天，天气", "今天天气"),  # all of its pairs, but never together
        ("bar foo", "foo-bar"),
        ("scaffold", "fold"),
        ("the cat", "cat dog"),
    ],
)
def test_what_does_not_stand_together_is_not_in_the_text(text: str, wanted: str) -> None:
    assert snippet(text, phrases(wanted)) is None


@pytest.mark.parametrize(
    ("text", "wanted", "marked"),
    [
        ("foo, bar; foo-bar", "foo-bar", ["foo, bar", "foo-bar"]),
        ("模型gpt4", "GPT", ["gpt"]),
        ("E\u0301te\u0301 2024", "été 20", ["Été", "20"]),
        ("a cat, a catalogue", "cat", ["cat", "cat"]),
    ],
)
def test_a_snippet_marks_what_was_found(text: str, wanted: str, marked: list[str]) -> None:
    shown = snippet(text, phrases(wanted))

    assert shown is not None
    assert [shown[0][begin:end] for begin, end in shown[1]] == marked


def test_a_snippet_is_short_and_on_one_line_however_long_the_text_is() -> None:
    text = "before\n" * 5_000 + "a needle\tin\n" + "after\u2028" * 5_000

    shown = snippet(text, phrases("needle"))

    assert shown is not None
    line, ((begin, end),) = shown
    assert line[begin:end] == "needle"
    assert len(line) <= AROUND and len(line.splitlines()) == 1
