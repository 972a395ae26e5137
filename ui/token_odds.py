"""A reply's tokens with their probabilities, ready to be shown. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from backends.types import UNLIKELY, Notice, TokenLogprob

Level = Literal[0, 1, 2, 3, 4, 5]
"""1 is a surprise, 5 nearly certain; 0 stands for a token whose probability was not told."""

LEVELS: tuple[tuple[Level, float], ...] = ((5, 0.9), (4, 0.6), (3, 0.3), (2, 0.1), (1, 0.0))
"""Each with the least probability in it."""
MARKS: dict[Level, str] = {0: "?", 1: "▁", 2: "▂", 3: "▄", 4: "▆", 5: "█"}
"""Say in a glance, and without colour, what the level is."""
SPACES = {" ": "␣", "\n": "↵", "\t": "⇥", "\r": "␍"}
NOTHING = "∅"  # such as the token that ends a reply


@dataclass(frozen=True, slots=True)
class Odds:
    """What the model might have written in a place. probability: `None` where not told."""

    text: str
    probability: float | None

    @property
    def level(self) -> Level:
        if self.probability is None:
            return 0
        return next(level for level, least in LEVELS if self.probability >= least)


@dataclass(frozen=True, slots=True)
class Piece(Odds):
    """A token of the reply, or those that make a character together.

    probability: of all its tokens in a row. tokens: how many it has.
    alternatives: of its first token, the likeliest first; the token itself is one of them.
    chosen: how the first token is written there.
    """

    tokens: int = 1
    alternatives: tuple[Odds, ...] = ()
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Perplexity:
    """How many tokens the model wavered between, on average: e to the negative mean logprob.

    counted: tokens it is made of. left_out: those whose probability was not told, or
    only that it is tiny.
    """

    value: float
    counted: int
    left_out: int


def pieces(tokens: Iterable[TokenLogprob]) -> Iterator[Piece]:
    """The reply's text in order; tokens that are parts of a character are put together."""
    parts: list[TokenLogprob] = []
    for token in tokens:
        if parts and not _goes_on(token.raw):
            yield _piece(parts)
            parts = []
        parts.append(token)
        if not _is_cut(_raw(parts)):
            yield _piece(parts)
            parts = []
    if parts:
        yield _piece(parts)


def _piece(parts: list[TokenLogprob]) -> Piece:
    first, raw = parts[0], _raw(parts)
    text = raw.decode("utf-8", "replace") if raw else first.text
    others = [Odds(shown(other), probability_of([other])) for other in first.alternatives]
    chosen = shown(first)
    if others and chosen not in [other.text for other in others]:
        others.append(Odds(chosen, probability_of([first])))
    return Piece(text, probability_of(parts), len(parts), tuple(others), chosen)


def _raw(parts: list[TokenLogprob]) -> bytes:
    return b"".join(part.raw or b"" for part in parts)


def _is_cut(raw: bytes) -> bool:
    """Whether the last character in `raw` lacks its end, which the next token may bring."""
    try:
        raw.decode()
    except UnicodeDecodeError as fault:
        return fault.reason == "unexpected end of data"
    return False


def _goes_on(raw: bytes | None) -> bool:
    """Whether `raw` begins within a character."""
    return raw is not None and raw[:1] != b"" and raw[0] & 0xC0 == 0x80


def probability_of(parts: list[TokenLogprob]) -> float | None:
    """Of all `parts` in a row, from 0 to 1; 0 stands for what is too unlikely to be told."""
    logprobs = [part.logprob for part in parts if part.logprob is not None]
    return math.exp(sum(logprobs)) if len(logprobs) == len(parts) else None


def shown(token: TokenLogprob) -> str:
    """A token by itself, with spaces that can be seen and bytes that are no text as numbers."""
    text = token.text
    if token.raw is not None:
        try:
            text = token.raw.decode()
        except UnicodeDecodeError:
            return f"<{token.raw.hex(' ')}>"
    return "".join(SPACES.get(character, character) for character in text) or NOTHING


def percent(probability: float | None) -> str:
    """With as many digits as say something; never 0 % or 100 % for what may come or fail."""
    if probability is None:
        return "–"
    if probability < 0.0001:
        return "< 0.01 %"
    if probability >= 0.9995:
        return "> 99.9 %"
    digits = 2 if probability < 0.01 else 1
    return f"{probability * 100:.{digits}f} %"


def perplexity(tokens: Iterable[TokenLogprob]) -> Perplexity | None:
    """`None` where no token's probability was told."""
    logprobs = [token.logprob for token in tokens]
    known = [logprob for logprob in logprobs if logprob is not None and logprob > UNLIKELY]
    if not known:
        return None
    mean = sum(known) / len(known)
    value = math.exp(min(-mean, 700.0))  # beyond, it would be no number any more
    return Perplexity(value, len(known), len(logprobs) - len(known))


def why_none(notices: Iterable[Notice], alternatives: int) -> str:
    """The key of the sentence on why a reply came without probabilities.

    alternatives: how many were asked for.
    """
    dropped = {notice.parameter for notice in notices if notice.kind == "dropped"}
    if "logprobs" in dropped:
        return "odds_refused"
    return "odds_missing" if alternatives else "odds_missing_at_0"
