"""What differs between two texts, by words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, takewhile
from typing import Literal

from ui.common_words import common_words
from ui.writing import words

PieceKind = Literal["same", "removed", "added"]
Places = tuple[int, int]  # in the one text and in the other

MOST_CHARACTERS = 2_000_000
"""Of both texts together."""
MOST_COMPARISONS = 50_000**2
"""Words of one text times words of the other; 50,000 of plain English are 300 kB."""
PHRASE = 5
"""So many words in a row are the same wherever they stand."""
TAGS = {"removed": "del", "added": "ins"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the text, never empty. removed: only in the first; added: only in the second."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Apart:
    """What two texts begin with, the words of either that differ, what both end with."""

    start: str
    one: list[str]
    other: list[str]
    end: str
    too_long: bool


def diff(before: str, after: str) -> list[Piece]:
    """The pieces in order: "same" and "removed" joined are `before`, "same" and "added" `after`.

    In Chinese and Japanese each character is a word. A few words that happen to stand in
    both texts amid longer changes do not count as the same: nobody could read that.
    Texts that are `too_long` differ in one piece, from their first difference to the last.
    """
    apart = _apart(before, after)
    middle = (_replaced if apart.too_long else _changes)(apart.one, apart.other)
    pieces = [Piece("same", apart.start), *middle, Piece("same", apart.end)]
    return [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby((piece for piece in pieces if piece.text), _kind)
    ]


def too_long(before: str, after: str) -> bool:
    """Whether the texts differ in more than `diff` looks through."""
    return _apart(before, after).too_long


def diff_html(pieces: Iterable[Piece]) -> str:
    """The pieces as HTML: <del> and <ins> round what differs, line breaks as they are."""
    return "".join(_tagged(piece) for piece in pieces)


def _kind(piece: Piece) -> PieceKind:
    return piece.kind


def _tagged(piece: Piece) -> str:
    text = escape(piece.text)
    return text if piece.kind == "same" else f"<{TAGS[piece.kind]}>{text}</{TAGS[piece.kind]}>"


def _apart(before: str, after: str) -> Apart:
    if before == after:
        return Apart(before, [], [], "", too_long=False)
    if len(before) + len(after) > MOST_CHARACTERS:
        return Apart("", [before], [after], "", too_long=True)
    start, one, other, end = _ends(words(before), words(after))
    many = _spoken(one) * _spoken(other) > MOST_COMPARISONS
    return Apart("".join(start), one, other, "".join(end), too_long=many)


def _spoken(found: Iterable[str]) -> int:
    return sum(not word.isspace() for word in found)


def _ends(one: list[str], other: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """What both begin with, what is left of either, what both end with."""
    start = _shared(one, other)
    same, one, other = one[:start], one[start:], other[start:]
    end = _shared(reversed(one), reversed(other))
    until_one, until_other = len(one) - end, len(other) - end
    return same, one[:until_one], other[:until_other], one[until_one:]


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many words are the same, from the first on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _replaced(one: list[str], other: list[str]) -> Iterator[Piece]:
    """The one removed and the other added, but for what both begin and end with."""
    start, one, other, end = _ends(one, other)
    yield Piece("same", "".join(start))
    yield Piece("removed", "".join(one))
    yield Piece("added", "".join(other))
    yield Piece("same", "".join(end))


def _changes(one: list[str], other: list[str]) -> Iterator[Piece]:
    """White space goes with the words round it: it would be the same too often."""
    places_one = [at for at, word in enumerate(one) if not word.isspace()]
    places_other = [at for at, word in enumerate(other) if not word.isspace()]
    spoken_one, spoken_other = [one[at] for at in places_one], [other[at] for at in places_other]
    done_one = done_other = 0
    for at_one, at_other in _telling(spoken_one, spoken_other):
        place_one, place_other = places_one[at_one], places_other[at_other]
        yield from _replaced(one[done_one:place_one], other[done_other:place_other])
        yield Piece("same", one[place_one])
        done_one, done_other = place_one + 1, place_other + 1
    yield from _replaced(one[done_one:], other[done_other:])


def _telling(one: Sequence[str], other: Sequence[str]) -> Iterator[Places]:
    """Places of common words, but for a few that stand between more that differ."""
    found = enumerate(common_words(one, other))
    neighbours = groupby(found, lambda each: (each[1][0] - each[0], each[1][1] - each[0]))
    runs = [[places for _, places in run] for _, run in neighbours]
    starts = [*(run[0] for run in runs), (len(one), len(other))]
    done = (0, 0)
    for run, following in zip(runs, starts[1:], strict=True):
        last = (run[-1][0] + 1, run[-1][1] + 1)
        differing = min(_distance(done, run[0]), _distance(last, following))
        if sum(one[at][0].isalnum() for at, _ in run) >= min(differing, PHRASE):
            yield from run
            done = last


def _distance(start: Places, end: Places) -> int:
    return max(end[0] - start[0], end[1] - start[1])
