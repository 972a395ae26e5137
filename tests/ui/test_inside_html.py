"""Tokens with their probabilities, and how alike texts are, as HTML."""

import base64
import math
import re
import zlib
from decimal import Decimal

import numpy as np
import pytest

from backends.embeddings import Embeddings
from backends.errors import ModelNotFound
from backends.prices import FREE, UNKNOWN, Price
from backends.types import (
    Finished,
    Notice,
    TextDelta,
    TokenLogprob,
    TokenLogprobs,
    Usage,
)
from backends.vectors import read_vector
from tests.ui.scripted import reply
from ui.asking import Embedded
from ui.explore.embeddings_shown import dimensions_in, figures_of, result_html
from ui.explore.odds_html import growing_html, legend_html, perplexity_text, tokens_html
from ui.explore.odds_shown import shown_odds
from ui.explore.similarity_html import MOST_NUMBERED, bounds, grey_png, map_html, shades
from ui.similarity import cosine_matrix
from ui.text_lists import TextsError
from ui.token_odds import Perplexity


def token(text: str, probability: float = 0.5, *others: TokenLogprob) -> TokenLogprob:
    return TokenLogprob(text, math.log(probability), text.encode(), others)


def test_what_a_model_writes_never_becomes_html() -> None:
    evil = '<img src=x onerror="alert(1)">'
    tokens = [token(evil, 0.5, token(evil, 0.5))]

    for html in (growing_html(tokens, ""), tokens_html(tokens, "odds", "en")):
        assert "<img" not in html
        assert "&lt;img" in html
        assert 'onerror="' not in html


def test_while_a_reply_grows_its_html_only_gets_longer() -> None:
    tokens = [token("One"), token(" two"), token("\n")]

    grown = [growing_html(tokens[:count], "One two") for count in (1, 2, 3)]

    assert grown[1].startswith(grown[0])
    assert grown[2].startswith(grown[1])


def test_a_reply_without_tokens_grows_as_text() -> None:
    grown = [growing_html([], text) for text in ("", "<b>", "<b>Hi")]

    assert grown[0] == ""
    assert grown[1].endswith("&lt;b&gt;")
    assert grown[2].startswith(grown[1])


def test_every_token_can_be_reached_and_says_what_else_might_have_stood_there() -> None:
    html = tokens_html(
        [token("Hi", 0.7, token("Hi", 0.7), token("Ho", 0.2)), token("!")], "p", "en"
    )

    assert re.findall(r'tabindex="(-?\d)"', html) == ["0", "-1"]
    described = re.findall(r'aria-describedby="([\w-]+)"', html)
    assert described == ["p-0", "p-1"] == re.findall(r'id="([\w-]+)"', html)
    assert "70.0 %" in html
    assert "20.0 %" in html
    assert "chosen" in html
    assert "no alternatives told" in html


@pytest.mark.parametrize(
    ("text", "spoken"), [(" the", "the"), ("\n", "line break"), ("  ", "space"), ("", "∅")]
)
def test_a_token_has_a_name_for_those_who_listen(text: str, spoken: str) -> None:
    assert f'aria-label="{spoken}"' in tokens_html([token(text)], "p", "en")


def test_the_legend_says_every_level_in_words() -> None:
    html = legend_html("en")

    assert html.count("<li>") == 5
    assert "a surprise, below 10 %" in html
    assert "出人意料" in legend_html("zh")


def test_perplexity_is_told_in_a_sentence() -> None:
    assert perplexity_text(Perplexity(3.456, 10, 0), "en") == (
        "Perplexity 3.46: on average the model wavered between about 3.5 tokens. Made of 10 tokens."
    )
    assert "10 tokens, 2 left out." in perplexity_text(Perplexity(3.456, 10, 2), "en")
    assert "Perplexity 12,346:" in perplexity_text(Perplexity(12345.6, 1, 0), "en")


def test_a_reply_with_tokens_is_shown_by_them_with_its_perplexity() -> None:
    told = reply(TextDelta("Hi"), TokenLogprobs((token("Hi"),)), Finished("stop"))

    figures, shown = shown_odds(told, 5, "en")

    assert "Perplexity 2.00" in figures
    assert 'role="button"' in shown
    assert "parley-legend" in shown


def test_a_reply_without_tokens_is_shown_as_text_with_the_reason() -> None:
    figures, shown = shown_odds(reply(TextDelta("<b>Hi"), Finished("stop")), 5, "en")

    assert "Perplexity" not in figures
    assert "&lt;b&gt;Hi" in shown
    assert "The server sent no probabilities." in shown
    assert "role" not in shown


def test_a_model_that_refused_probabilities_is_told_as_one() -> None:
    told = reply(Notice("dropped", "logprobs"), TextDelta("Hi"), Finished("stop"))

    assert "does not give probabilities" in shown_odds(told, 5, "en")[1]


def test_who_asked_for_no_probabilities_is_told_nothing_of_them() -> None:
    shown = shown_odds(reply(TextDelta("Hi"), Finished("stop")), None, "en")[1]

    assert "probabilities" not in shown


def test_a_reply_that_failed_says_why_and_keeps_what_came() -> None:
    failed = reply(TokenLogprobs((token("Hi"),)), ModelNotFound(server="s", model="m"))

    shown = shown_odds(failed, 5, "en")[1]

    assert "s has no model named m." in shown
    assert 'role="button"' in shown


def test_few_texts_have_numbers_and_many_a_picture() -> None:
    few = map_html(["a", "<b>"], cosine_matrix([[1, 0], [1, 1]]), "en")
    many = MOST_NUMBERED + 1
    picture = map_html(["x"] * many, cosine_matrix([[1, n] for n in range(many)]), "en")

    assert "0.71" in few
    assert "<b>&lt;" not in few
    assert "&lt;b&gt;" in few
    assert 'alt="Map of 13 by 13 texts' in picture
    assert "<table" not in picture


def test_a_text_that_points_nowhere_has_no_number() -> None:
    html = map_html(["a", "b"], cosine_matrix([[0, 0], [1, 0]]), "en")

    assert html.count("<td>–</td>") == 3


def test_shades_go_from_the_least_to_the_most_alike_of_different_texts() -> None:
    matrix = np.array([[1.0, 0.2, 0.6], [0.2, 1.0, 0.4], [0.6, 0.4, 1.0]])

    assert bounds(matrix) == (0.2, 0.6)
    assert np.allclose(shades(matrix), [[1, 0, 1], [0, 1, 0.5], [1, 0.5, 1]])


@pytest.mark.parametrize("vectors", [[[1.0]], [[1.0], [2.0]], [[0.0], [0.0]]])
def test_texts_that_are_all_alike_have_a_map_all_the_same(vectors: list[list[float]]) -> None:
    matrix = cosine_matrix(vectors)

    assert "parley-similar" in map_html(["x"] * len(vectors), matrix, "en")


def test_the_picture_is_a_png_of_grey() -> None:
    data = grey_png(np.array([[0, 255], [128, 7]], dtype=np.uint8))

    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    packed = data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8]
    assert zlib.decompress(packed) == b"\0\x00\xff\0\x80\x07"


def test_the_nearest_pairs_are_below_the_map() -> None:
    html = result_html(["a", "<i>"], cosine_matrix([[1, 0], [1, 1]]), "en")

    assert "0.707" in html
    assert "<i>" not in html
    assert "One text alone" in result_html(["a"], cosine_matrix([[1, 0]]), "en")


def embedded(cost: Price, usage: Usage | None = None, *notices: Notice) -> Embedded:
    packed = base64.b64encode(b"\0\0\x80\x3f" * 2).decode()
    vector = read_vector(packed)
    assert vector
    return Embedded("test:<m>", Embeddings((vector,), "m", usage, notices), cost)


def test_the_figures_of_vectors_are_told_in_a_line() -> None:
    line = figures_of(embedded(Price(Decimal("0.00002")), Usage(7, None)), "en")

    assert "test:&lt;m&gt; · 1 text · 2 dimensions · 7 tokens · $0.000020" in line


def test_what_is_not_known_of_vectors_is_told_as_unknown() -> None:
    line = figures_of(embedded(UNKNOWN, None, Notice("dropped", "dimensions")), "en")

    assert "tokens not reported" in line
    assert "price unknown" in line
    assert "dimensions was dropped" in line
    assert "not made for this" in figures_of(embedded(FREE), "en")


@pytest.mark.parametrize(("typed", "read"), [("", None), (" ", None), (None, None), (" 256 ", 256)])
def test_dimensions_may_be_left_out(typed: str | None, read: int | None) -> None:
    assert dimensions_in(typed) == read


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "many", "100001", "²", "9" * 5000])
def test_dimensions_that_are_no_number_are_refused(typed: str) -> None:
    with pytest.raises(TextsError):
        dimensions_in(typed)
