"""Words and tokens in any writing."""

import unicodedata
from random import Random

import pytest

from ui.writing import estimated_tokens, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("One, two.", ["One", ",", " ", "two", "."]),
        ("a  \n\tb ", ["a", "  \n\t", "b", " "]),
        ("snake_case x2", ["snake_case", " ", "x2"]),
        ("don't", ["don", "'", "t"]),
        ("--", ["-", "-"]),
        ("今天 OK了", ["今", "天", " ", "OK", "了"]),
        ("カタカナとｶﾅー", ["カ", "タ", "カ", "ナ", "と", "ｶ", "ﾅ", "ー"]),
        ("𠀀𠀁", ["𠀀", "𠀁"]),
        ("한국어 말", ["한국어", " ", "말"]),
        ("Привет, мир", ["Привет", ",", " ", "мир"]),
        ("नमस्ते", ["नमस्ते"]),
        (unicodedata.normalize("NFD", "café é"), ["cafe\u0301", " ", "e\u0301"]),
        ("👩\u200d💻👍🏽ok", ["👩\u200d💻", "👍🏽", "ok"]),
        ("\u0301a", ["\u0301", "a"]),
        ("a\u200d b", ["a\u200d", " ", "b"]),
        ("\ud800x", ["\ud800", "x"]),
    ],
)
def test_a_text_is_cut_into_words_signs_and_white_space(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_words_joined_are_the_text() -> None:
    random = Random(7)
    for _ in range(300):
        text = "".join(chr(random.randrange(0x110000)) for _ in range(random.randrange(60)))

        assert "".join(words(text)) == text
        assert all(words(text))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("a", 1),
        ("four", 1),
        ("fives", 2),
        ("x" * 4000, 1000),
        ("你好，世界", 5),
        ("你好 hello", 4),
        ("カタカナ", 4),
        ("Привет", 3),
        ("\ud800", 1),
    ],
)
def test_tokens_are_estimated_from_characters(text: str, tokens: int) -> None:
    assert estimated_tokens(text) == tokens
