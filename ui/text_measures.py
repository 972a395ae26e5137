"""How long texts are, how varied, and how far they agree. Pure.

A word is a run of letters and digits, its case ignored; an ideograph or a kana is a word by
itself, since Chinese and Japanese put no spaces; so is a pictograph. Punctuation is none.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import fmean

from ui.statistics import share_of_identical
from ui.writing import words

APOSTROPHES = re.compile(r"(?<=\w)['\u2018\u2019](?=\w)")  # don't is one word
LETTER_APOSTROPHE = "\u02bc"
AROUND = f"_{LETTER_APOSTROPHE}"  # Markdown's emphasis is no part of a word


def words_of(text: str) -> list[str]:
    """The words of the text in their order, alike where only their case differs."""
    plain = unicodedata.normalize("NFC", text.casefold())
    pieces = words(APOSTROPHES.sub(LETTER_APOSTROPHE, plain))
    stripped = (piece.strip(AROUND) for piece in pieces)
    return [piece for piece in stripped if piece and _is_word(piece[0])]


def distinct(texts: Iterable[Sequence[str]], size: int) -> float | None:
    """Different n-grams over all n-grams of the texts together, above 0 and at most 1.

    texts: each as its words; an n-gram never reaches from one text into the next. size: the
    n of n-gram, at least 1. `None` where no text is long enough to have one.

    J. Li, M. Galley, C. Brockett, J. Gao, B. Dolan, "A diversity-promoting objective function
    for neural conversation models", NAACL 2016. It falls with the amount of text by itself.
    """
    found = [gram for text in texts for gram in _grams(text, size)]
    return len(set(found)) / len(found) if found else None


def identical(texts: Sequence[str]) -> float | None:
    """The share of texts that equal the most frequent one; 0 where no two are equal.

    White space at either end does not count. `None` below two texts.
    """
    if len(texts) < 2:
        return None
    share = share_of_identical(texts)
    return share if round(share * len(texts)) > 1 else 0.0


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """How many of their words two texts share, from 0 to 1 (Dice's coefficient).

    Twice the words in common over the words of both; a word that stands there twice counts
    twice, their order does not. 1 for two texts without any words.
    """
    return _similarity(Counter(one), Counter(other))


def mean_similarity(texts: Sequence[Sequence[str]]) -> float | None:
    """The mean of `similarity` over all pairs of texts; `None` below two."""
    counted = [Counter(text) for text in texts]
    pairs = [_similarity(one, other) for one, other in combinations(counted, 2)]
    return fmean(pairs) if pairs else None


def _similarity(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 1.0


def _grams(text: Sequence[str], size: int) -> Iterable[tuple[str, ...]]:
    return (tuple(text[at : at + size]) for at in range(len(text) - size + 1))


def _is_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LN" or category == "So"
