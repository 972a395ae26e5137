"""How likely a reply's tokens were, out of what servers send for it.

Chat Completions list tokens as objects; legacy Completions put texts, logprobs and
alternatives into lists of their own. llama.cpp sends the former for both. What is
missing or makes no sense becomes `None`, and never an error.
"""

import math
import re
from itertools import zip_longest
from typing import Any

from backends.counts import as_list, as_object
from backends.types import UNLIKELY, TokenLogprob

MOST_ALTERNATIVES = 20
IN_BYTES = re.compile(r"bytes:((?:\\x[0-9a-fA-F]{2})+)")  # legacy: half a character


def read_logprobs(value: object) -> tuple[TokenLogprob, ...]:
    """The tokens in a choice's `logprobs`, of whichever form."""
    told = as_object(value)
    if tokens := as_list(told.get("content")) or as_list(told.get("refusal")):
        return tuple(_token(as_object(token)) for token in tokens)
    if texts := as_list(told.get("tokens")):
        return _from_lists(texts, told)
    return ()


def _token(told: dict[str, Any]) -> TokenLogprob:
    others = as_list(told.get("top_logprobs"))[:MOST_ALTERNATIVES]
    return TokenLogprob(
        _text(told.get("token")),
        _logprob(told.get("logprob")),
        _bytes(told.get("bytes")),
        _ordered([_token({**as_object(other), "top_logprobs": None}) for other in others]),
    )


def _from_lists(texts: list[Any], told: dict[str, Any]) -> tuple[TokenLogprob, ...]:
    logprobs, others = as_list(told.get("token_logprobs")), as_list(told.get("top_logprobs"))
    rows = list(zip_longest(texts, logprobs, others))[: len(texts)]
    return tuple(
        _legacy(text, logprob, tuple(_legacy(*other) for other in as_object(named).items()))
        for text, logprob, named in rows
    )


def _legacy(
    text: object, logprob: object, alternatives: tuple[TokenLogprob, ...] = ()
) -> TokenLogprob:
    written = _text(text)
    found = IN_BYTES.fullmatch(written)
    raw = bytes.fromhex(found[1].replace("\\x", "")) if found else written.encode()
    shown = raw.decode("utf-8", "replace") if found else written
    others = _ordered(list(alternatives[:MOST_ALTERNATIVES]))
    return TokenLogprob(shown, _logprob(logprob), raw, others)


def _ordered(tokens: list[TokenLogprob]) -> tuple[TokenLogprob, ...]:
    return tuple(sorted(tokens, key=lambda token: _rank(token.logprob)))


def _rank(logprob: float | None) -> float:
    return math.inf if logprob is None else -logprob


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _logprob(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return None
    return float(min(0.0, max(UNLIKELY, value)))


def _bytes(value: object) -> bytes | None:
    numbers = as_list(value)
    plain = all(type(number) is int and 0 <= number < 256 for number in numbers)
    return bytes(numbers) if numbers and plain else None
