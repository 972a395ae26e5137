"""Words and tokens in any writing. Pure."""

import re
import unicodedata
from typing import Literal

Kind = Literal["space", "ideograph", "letter", "mark", "sign"]

# Written without spaces, each character about a word: Chinese ideographs, Japanese kana,
# bopomofo. Korean puts spaces between its words.
IDEOGRAPHS = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
JOINER = "\u200d"  # makes one emoji of two


def words(text: str) -> list[str]:
    """The text cut into words, runs of white space, and single signs; joined they are the text.

    An ideograph or a kana is a word by itself; accents and the parts of an emoji stay
    with what they belong to.
    """
    kinds: dict[str, Kind] = {character: _kind(character) for character in set(text)}
    found: list[str] = []
    start = 0
    for at in range(1, len(text)):
        if not _goes_on(kinds[text[start]], text[at - 1], kinds[text[at]]):
            found.append(text[start:at])
            start = at
    return [*found, text[start:]] if text else []


def estimated_tokens(text: str) -> int:
    """How many tokens a model would make of the text, roughly, rounded up.

    Four characters of plain English (ASCII) make a token, two of any other alphabet, and
    each ideograph or kana is one. Models differ by a third and more.
    """
    ideographs = len(IDEOGRAPHS.findall(text))
    plain = len(text.encode("ascii", "ignore"))
    others = len(text) - ideographs - plain
    quarters = 4 * ideographs + 2 * others + plain
    return -(-quarters // 4)


def _kind(character: str) -> Kind:
    if character.isspace():
        return "space"
    if IDEOGRAPHS.match(character):
        return "ideograph"
    category = unicodedata.category(character)
    if category[0] == "M" or character == JOINER or "\U0001f3fb" <= character <= "\U0001f3ff":
        return "mark"
    return "letter" if category[0] in "LN" or character == "_" else "sign"


def _goes_on(word: Kind, before: str, kind: Kind) -> bool:
    """Whether a character goes on a word that began as `word` and now ends in `before`."""
    if word == "space" or kind == "space":
        return word == kind
    return kind == "mark" or before == JOINER or word == kind == "letter"
