"""Which of its two languages the page speaks to someone. Knows no Gradio."""

import re
from collections.abc import Mapping
from typing import Literal

from starlette.requests import cookie_parser

Language = Literal["en", "zh"]
COOKIE = "parley_language"
WEIGHT = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")


def language_in(headers: Mapping[str, str]) -> Language:
    """The person's own choice (a cookie), else what the browser asks for first.

    headers: of the request, names in lower case. Never raises, whatever they hold.
    """
    chosen = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    return _spoken(chosen) or _preferred(headers.get("accept-language", "")) or "en"


def _spoken(tag: str) -> Language | None:
    """The language of a tag such as `zh-Hans-CN`, if it is one of ours."""
    match re.split("[-_]", tag.strip().lower())[0]:
        case "zh":
            return "zh"
        case "en":
            return "en"
        case _:
            return None


def _preferred(accepted: str) -> Language | None:
    """The first of our languages by weight; among equals the one that stands first."""
    best: Language | None = None
    highest = 0.0
    for entry in accepted.split(","):
        tag, _, parameters = entry.partition(";")
        weight = _weight(parameters)
        if weight > highest and (language := _spoken(tag)):
            best, highest = language, weight
    return best


def _weight(parameters: str) -> float:
    """1 where none is stated, 0 for one that cannot be read."""
    if not parameters.strip():
        return 1.0
    found = WEIGHT.fullmatch(parameters)
    return float(found[1]) if found else 0.0
