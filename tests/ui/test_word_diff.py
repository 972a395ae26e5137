"""What differs between two texts."""

import re
from random import Random

import pytest

from ui.word_diff import MOST_CHARACTERS, Piece, diff, diff_html, too_long

VOCABULARIES = ("abc", "ab \n", "的一是。， ", "aé\u0301 <&>\t\r\n👍🏽\u200d", "\u2028\x00\ud800 x")


def marked(before: str, after: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in diff(before, after))


def assert_faithful(before: str, after: str) -> None:
    pieces = diff(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in zip(pieces, pieces[1:], strict=False))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The quick fox runs.", "The slow fox runs.", "The [-quick-][+slow+] fox runs."),
        ("over the lazy dog", "over the dog", "over the [-lazy -]dog"),
        ("a b", "a b c", "a b[+ c+]"),
        ("a  b", "a b", "a[-  -][+ +]b"),
        ("one\ntwo", "one two", "one[-\n-][+ +]two"),
        ("Yes.", "Yes!", "Yes[-.-][+!+]"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("same", "same", "same"),
        ("Straße", "Strasse", "[-Straße-][+Strasse+]"),
        ("今天天气很好，我们去公园。", "今天天气不错，我们去了公园。",
         "今天天气[-很好-][+不错+]，我们去[+了+]公园。"),
        ("東京へ行きます", "京都へ行きました", "[-東-]京[+都+]へ行きま[-す-][+した+]"),
        ("안녕 세계", "안녕 친구", "안녕 [-세계-][+친구+]"),
    ],
)  # fmt: skip
def test_words_that_differ_are_marked(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


def test_two_empty_texts_have_no_pieces() -> None:
    assert diff("", "") == []


def test_a_word_that_long_changes_happen_to_share_does_not_break_them() -> None:
    before = "A list can be changed after it is made."
    after = "Use tuples whenever a value that never grows is wanted there."

    assert [piece.kind for piece in diff(before, after)] == ["removed", "added", "same"]


def test_a_phrase_is_the_same_wherever_it_stands() -> None:
    before = "First of all I would say that the capital of France is Paris, and it is a city there."
    after = "Paris? Sure: everybody knows the capital of France is Paris, on the Seine since ever."

    assert "the capital of France is Paris" in "".join(
        piece.text for piece in diff(before, after) if piece.kind == "same"
    )


@pytest.mark.parametrize("characters", VOCABULARIES)
def test_the_pieces_are_both_texts_exactly(characters: str) -> None:
    random = Random(11)
    for _ in range(300):
        before, after = (
            "".join(random.choices(characters, k=random.randrange(40))) for _ in range(2)
        )
        assert_faithful(before, after)


def test_edits_of_a_long_text_are_found() -> None:
    random = Random(12)
    text = [f"word{random.randrange(3000)}" for _ in range(12_000)]
    edited = text[:]
    for at in range(50, 12_000, 100):
        edited[at] = "CHANGED"

    pieces = diff(" ".join(text), " ".join(edited))

    assert_faithful(" ".join(text), " ".join(edited))
    assert [piece.text for piece in pieces if piece.kind == "added"] == ["CHANGED"] * 120


@pytest.mark.parametrize("repeated", ["ab", ["a ", "b "], "\n.", "的一"])
def test_long_texts_of_few_words_take_no_time_with_the_square_of_them(repeated: str) -> None:
    random = Random(13)
    before, after = ("".join(random.choices(repeated, k=20_000)) for _ in range(2))

    assert not too_long(before, after)
    assert_faithful(before, after)


def test_white_space_does_not_count_as_words() -> None:
    assert not too_long("a " * 40_000 + "b", "c " * 40_000 + "d")


def test_too_long_texts_differ_in_one_piece() -> None:
    random = Random(14)
    before, after = (
        f"Begin. {' '.join(random.choices('xyz', k=51_000))} w{end} The end." for end in (1, 2)
    )

    assert too_long(before, after)
    assert_faithful(before, after)
    pieces = diff(before, after)
    assert [piece.kind for piece in pieces] == ["same", "removed", "added", "same"]
    assert pieces[0].text.startswith("Begin. ")
    assert pieces[-1].text.endswith(" The end.")


def test_texts_that_are_too_long_even_to_be_cut_into_words_differ_in_all() -> None:
    before, after = "a" * MOST_CHARACTERS, "b"

    assert too_long(before, after)
    assert diff(before, after) == [Piece("removed", before), Piece("added", after)]


def test_long_texts_that_are_equal_or_nearly_so_are_not_too_long() -> None:
    text = "a, " * 400_000

    assert not too_long(text, text)
    assert diff(text, text) == [Piece("same", text)]
    assert diff(text[:900_000] + "b", text[:900_000])[-1] == Piece("removed", "b")


def test_html_says_what_differs_in_elements_and_escapes_the_texts() -> None:
    html = diff_html(diff("a <b>old</b> & c\n", "a <b>new</b> & c\n"))

    assert html == "a &lt;b&gt;<del>old</del><ins>new</ins>&lt;/b&gt; &amp; c\n"


def test_no_text_becomes_an_element_or_leaves_its_place() -> None:
    hostile = "\"'><img src=x onerror=alert(1)></ins></del><script>"

    html = diff_html([Piece("added", hostile), Piece("removed", hostile), Piece("same", hostile)])

    assert re.findall("<[^>]*>", html) == ["<ins>", "</ins>", "<del>", "</del>"]
    assert '"' not in html
    assert "'" not in html
