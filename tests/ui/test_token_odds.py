"""A reply's tokens with their probabilities, ready to be shown."""

import math
from collections.abc import Iterable

import pytest

from backends.types import UNLIKELY, Notice, TokenLogprob
from ui.token_odds import (
    MARKS,
    Odds,
    Perplexity,
    Piece,
    percent,
    perplexity,
    pieces,
    shown,
    why_none,
)


def token(text: str, probability: float | None = 0.5, raw: bytes | None = None) -> TokenLogprob:
    logprob = None if probability is None else math.log(probability)
    return TokenLogprob(text, logprob, text.encode() if raw is None else raw)


def halves(*raws: bytes, probability: float = 0.5) -> list[TokenLogprob]:
    return [token("\ufffd", probability, raw) for raw in raws]


def texts(tokens: Iterable[TokenLogprob]) -> list[str]:
    return [piece.text for piece in pieces(tokens)]


@pytest.mark.parametrize(
    ("probability", "level"),
    [(1.0, 5), (0.9, 5), (0.89, 4), (0.6, 4), (0.59, 3), (0.3, 3), (0.29, 2), (0.1, 2), (0.09, 1)],
)
def test_a_probability_belongs_to_one_of_five_levels(probability: float, level: int) -> None:
    assert Odds("a", probability).level == level


def test_what_was_not_told_has_a_level_of_its_own() -> None:
    assert Odds("a", None).level == 0
    assert Odds("a", 0.0).level == 1


def test_every_level_has_a_mark_that_is_no_colour() -> None:
    assert len(set(MARKS.values())) == len(MARKS) == 6


def test_tokens_become_pieces_in_order_with_what_they_were_chosen_from() -> None:
    others = (token("Hi", 0.5), token("Ho", 0.25))
    given = TokenLogprob("Hi", math.log(0.5), b"Hi", others)

    [first, second] = pieces([given, token("\n", 0.01)])

    assert (first.text, first.tokens) == ("Hi", 1)
    assert first.probability == pytest.approx(0.5)
    assert [other.text for other in first.alternatives] == ["Hi", "Ho"]
    assert second.text == "\n"


def test_tokens_that_make_a_character_together_are_one_piece() -> None:
    [before, wave, after] = pieces([token("a"), *halves(b"\xf0\x9f", b"\x91\x8b"), token("b")])

    assert (before.text, wave.text, after.text) == ("a", "👋", "b")
    assert wave.tokens == 2
    assert wave.probability == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("raws", "read"),
    [
        ([b"\xf0", b"\x9f", b"\x91", b"\x8b"], ["👋"]),
        ([b" \xe4\xbd", b"\xa0"], [" 你"]),
        ([b"\xe4\xbd", b"\xa0\xe5", b"\xa5\xbd"], ["你好"]),
        ([b"\xe4\xbd", b"a"], ["\ufffd", "a"]),
        ([b"\xe4\xbd", b"\xe5\xa5\xbd"], ["\ufffd", "好"]),
        ([b"\x91\x8b", b"a"], ["\ufffd\ufffd", "a"]),
        ([b"\xe4\xbd"], ["\ufffd"]),
        ([b"\xff", b"\xff"], ["\ufffd", "\ufffd"]),
    ],
)
def test_bytes_are_joined_as_far_as_they_belong_together(
    raws: list[bytes], read: list[str]
) -> None:
    assert texts(halves(*raws)) == read


def test_no_byte_is_lost_however_a_text_is_cut() -> None:
    whole = "Größe 你好 👋🏽 e\u0301"
    for size in (1, 2, 3, 5):
        raw = whole.encode()
        cut = halves(*(raw[at : at + size] for at in range(0, len(raw), size)))

        assert "".join(texts(cut)) == whole


def test_a_token_without_bytes_stands_for_its_text() -> None:
    assert texts([TokenLogprob("a", -1.0), *halves(b"\xe4"), TokenLogprob("b", -1.0)]) == [
        "a",
        "\ufffd",
        "b",
    ]


def test_a_character_of_which_one_part_is_not_told_is_not_told() -> None:
    parts = [token("", 0.5, b"\xc3"), TokenLogprob("", None, b"\xa9")]

    assert list(pieces(parts)) == [Piece("é", None, 2, (), "<c3>")]


def test_a_token_that_was_not_among_the_likeliest_stands_behind_them() -> None:
    others = (token("Ho", 0.5), token("Ha", 0.25))

    [piece] = pieces([TokenLogprob("Hi", math.log(0.01), b"Hi", others)])

    assert [other.text for other in piece.alternatives] == ["Ho", "Ha", "Hi"]
    assert piece.chosen == "Hi"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (token(" the"), "␣the"),
        (token("\n\t"), "↵⇥"),
        (token("", raw=b"\xf0\x9f"), "<f0 9f>"),
        (token(""), "∅"),
        (TokenLogprob("", -1.0), "∅"),
        (token("<b>"), "<b>"),
    ],
)
def test_a_token_by_itself_can_be_seen(given: TokenLogprob, read: str) -> None:
    assert shown(given) == read


@pytest.mark.parametrize(
    ("probability", "read"),
    [
        (None, "–"),
        (0.0, "< 0.01 %"),
        (0.00009, "< 0.01 %"),
        (0.0051, "0.51 %"),
        (0.25, "25.0 %"),
        (0.999, "99.9 %"),
        (0.99999, "> 99.9 %"),
        (1.0, "> 99.9 %"),
    ],
)
def test_a_probability_is_never_rounded_to_nothing_or_all(
    probability: float | None, read: str
) -> None:
    assert percent(probability) == read


def test_perplexity_is_the_number_of_equal_choices() -> None:
    found = perplexity([token("a", 0.25), token("b", 0.25)])

    assert found
    assert found.value == pytest.approx(4.0)
    assert (found.counted, found.left_out) == (2, 0)


def test_perplexity_leaves_out_what_was_not_told() -> None:
    tokens = [token("a", 0.5), TokenLogprob("b", None), TokenLogprob("c", UNLIKELY)]

    assert perplexity(tokens) == Perplexity(pytest.approx(2.0), 1, 2)  # type: ignore[arg-type]


def test_there_is_no_perplexity_of_nothing() -> None:
    assert perplexity([]) is None
    assert perplexity([TokenLogprob("a", None), TokenLogprob("b", UNLIKELY)]) is None


def test_the_smallest_logprobs_still_have_a_perplexity() -> None:
    found = perplexity([TokenLogprob("a", -9998.0)])

    assert found
    assert math.isfinite(found.value)


@pytest.mark.parametrize(
    ("notices", "alternatives", "key"),
    [
        ([Notice("dropped", "logprobs")], 5, "odds_refused"),
        ([Notice("dropped", "seed")], 5, "odds_missing"),
        ([], 5, "odds_missing"),
        ([], 0, "odds_missing_at_0"),
    ],
)
def test_why_there_are_none_is_told(notices: list[Notice], alternatives: int, key: str) -> None:
    assert why_none(notices, alternatives) == key
