"""Takes secrets out of a request that is going to be passed on as code."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from backends.redact import HIDDEN, PLACEHOLDERS, READ_CHARS, hide

SECRET_NAME = re.compile(
    r"(^|[-_.])(api|access|secret|private)[-_]?key$|(^|[-_])(auth|access|api|refresh)[-_]?token$"
    r"|^(key|token)$|authorization$|password|passwd|secret$|cookie$",
    re.IGNORECASE,
)
"""Names that a key may stand under, beside none of OpenAI's parameters."""
SHORTEST = 4  # characters: anything shorter stands in ordinary words


def hide_in(body: Mapping[str, Any], secrets: Sequence[str]) -> tuple[dict[str, Any], bool]:
    """`body` without secrets, and whether there were any.

    Known secrets go wherever they stand. What only looks like one goes from parameters
    alone: in a message it is what the person wrote about.
    """
    known = sorted({one for one in secrets if is_secret(one)}, key=len, reverse=True)
    shown = {
        name: _hidden(name, value, known, guess=name not in ("model", "messages"))
        for name, value in body.items()
    }
    return shown, shown != dict(body)


def is_secret(text: str) -> bool:
    return len(text) >= SHORTEST and text.lower() not in PLACEHOLDERS


def _hidden(name: str, value: object, known: Sequence[str], guess: bool) -> Any:
    if isinstance(value, str):
        return _hidden_text(name, value, known, guess)
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, object], value).items()
        return {
            _hidden_text("", key, known, guess): _hidden(key, one, known, guess)
            for key, one in pairs
        }
    if isinstance(value, list | tuple):
        return [_hidden(name, one, known, guess) for one in cast(Sequence[object], value)]
    return value


def _hidden_text(name: str, text: str, known: Sequence[str], guess: bool) -> str:
    for secret in known:
        text = text.replace(secret, HIDDEN)
    if not guess:
        return text
    if SECRET_NAME.search(name):
        return HIDDEN if text else text
    return hide(text) if len(text) <= READ_CHARS else text
