"""How text is searched: what an index holds of it, and where what was found stands. Pure.

Chinese, Japanese and Korean are written without spaces between words. Of a run of their
characters the index holds each two that stand together, so that any part of it is found;
of all else it holds the words. What the index finds is looked at once more in the text.
"""

import re
import unicodedata

CHARACTERS = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U0001f200-\U0001f2ff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(f"[{CHARACTERS}]+")
WORD = re.compile(r"[^\W_]+")
MOST_WANTED = 200  # characters that are searched for
LONGEST_WORD = 60  # characters of a word that are told apart
BEFORE, AROUND = 40, 160  # characters of a snippet before what was found, and in all
PLAIN = {
    # Beyond U+2000 a mark makes another letter, not an accent.
    **{code: unicodedata.normalize("NFD", chr(code))[0].lower() for code in range(0x80, 0x2000)},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # as wide as a 字
    ord("ς"): "σ",
}
Wanted = list[list[str]]
"""What is searched for: parts, each of words and runs that follow one another."""


def entry(text: str) -> list[str]:
    """What an index holds of `text`: words and pairs of characters, each once.

    A run ends with its last character alone: with the pairs, every one then begins something.
    """
    found: dict[str, None] = {}
    for word in _words(normal(text)):
        if RUN.match(word):
            found.update((word[at : at + 2], None) for at in range(len(word)))
        else:
            found[word[:LONGEST_WORD]] = None
    return list(found)


def phrases(wanted: str) -> Wanted:
    """What must stand together, part by part, in small letters and without accents."""
    parts = (_words(part) for part in normal(wanted[:MOST_WANTED]).split())
    return [words for words in parts if words]


def terms(wanted: Wanted) -> dict[str, bool]:
    """What an index must hold of a text that has all of `wanted`.

    True: it holds something that begins so. The last word may be the beginning of one.
    """
    found: dict[str, bool] = {}
    for word in (word for words in wanted for word in words):
        if not RUN.match(word):
            found[word[:LONGEST_WORD]] = False
        elif len(word) == 1:
            found[word] = True
        else:
            found.update((word[at : at + 2], False) for at in range(len(word) - 1))
    last = wanted[-1][-1] if wanted else ""
    if last and not RUN.match(last):
        found[last[:LONGEST_WORD]] = True
    return found


def snippet(text: str, wanted: Wanted) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """A part of `text` on one line around the first of `wanted`, and where each stands in it.

    `None` when not all of it is in `text`.
    """
    text = unicodedata.normalize("NFC", text)
    searched, patterns = folded(text), [_pattern(words) for words in wanted]
    places = [found.start() for each in patterns if (found := each.search(searched))]
    if len(places) < len(wanted):
        return None
    begin = max(0, (places[0] if places else 0) - BEFORE)
    line = re.sub(r"\s", " ", text[begin : begin + AROUND])  # one for one: places stay
    cut = searched[: begin + AROUND]
    spots = [found.span() for each in patterns for found in each.finditer(cut, begin)]
    return line, _apart(sorted((one - begin, end - begin) for one, end in spots))


def normal(text: str) -> str:
    """`text` as it is compared: however its accents are written, it has none."""
    return folded(unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """Small letters without accents, each in the place of the one that it was."""
    return text.lower() if text.isascii() else text.translate(PLAIN).lower()


def _words(text: str) -> list[str]:
    return WORD.findall(RUN.sub(r" \g<0> ", text))


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Finds the words one after the other, whatever marks stand between; the first as a whole."""
    joined = r"[\W_]*".join(map(re.escape, words))
    if RUN.match(words[0]):
        return re.compile(joined)
    return re.compile(rf"(?:(?<![^\W_])|(?<=[{CHARACTERS}])){joined}")


def _apart(spots: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Without those that begin within one before."""
    kept: list[tuple[int, int]] = []
    for begin, end in spots:
        if not kept or begin >= kept[-1][1]:
            kept.append((begin, end))
    return tuple(kept)
