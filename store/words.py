"""How text is searched: which words it has, and where they stand in it. Pure.

Chinese, Japanese and Korean are written without spaces. Each of their characters counts as
a word, and a run of them in what is searched for must stand in that order.
"""

import re
import unicodedata

_ALONE = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3040-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]+")
MOST_WANTED = 200  # characters that are searched for
BEFORE, AROUND = 40, 160  # characters of a snippet before what was found, and in all


def spaced(text: str) -> str:
    """`text` where each character that is a word stands alone: what an index is made of."""
    return _ALONE.sub(r" \g<0> ", text)


def phrases(wanted: str) -> list[list[str]]:
    """What must stand together, word by word, in small letters and without accents."""
    parts = folded(wanted[:MOST_WANTED]).split()
    found = [_WORD.findall(spaced(part)) for part in parts]
    return [words for words in found if words]


def has_all(text: str, wanted: list[list[str]]) -> bool:
    searched = folded(text)
    return all(_pattern(words).search(searched) for words in wanted)


def folded(text: str) -> str:
    """Small letters without accents, each in the place of the one that it was."""
    return "".join(_folded(letter) for letter in text)


def _folded(letter: str) -> str:
    if "\x80" <= letter < "\u2000":  # beyond, a mark makes another letter
        letter = unicodedata.normalize("NFD", letter)[0]
    return letter.lower()[:1]


def snippet(text: str, wanted: list[list[str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A part of `text` around the first of `wanted` on one line, and where each stands in it."""
    searched = folded(text)
    patterns = [_pattern(words) for words in wanted]
    first = next((found for pattern in patterns if (found := pattern.search(searched))), None)
    begin = max(0, (first.start() if first else 0) - BEFORE)
    cut = text[begin : begin + AROUND]
    line = re.sub(r"\s", " ", cut)  # one for one, so that places stay
    spots = (found.span() for each in patterns for found in each.finditer(folded(line)))
    return line, _apart(sorted(spots))


def _pattern(words: list[str]) -> re.Pattern[str]:
    joined = r"[\W_]*".join(map(re.escape, words))
    inside = _ALONE.match(words[0]) is not None
    return re.compile(joined if inside else rf"(?<![^\W_]){joined}")


def _apart(spots: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Without those that begin within one before."""
    kept: list[tuple[int, int]] = []
    for begin, end in spots:
        if end > begin and (not kept or begin >= kept[-1][1]):
            kept.append((begin, end))
    return tuple(kept)
