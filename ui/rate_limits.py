"""What a server's headers say of its rate limits, whatever it calls them. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

Field = Literal["limit", "left", "reset"]

FIELDS: Mapping[str, Field] = {"limit": "limit", "remaining": "left", "reset": "reset"}
LETTERS: Mapping[str, Field] = {**FIELDS, "q": "limit", "r": "left", "t": "reset"}
ALWAYS = ("requests", "tokens")  # what is shown also where nothing is told
MOST = 8  # limits
LONGEST = 40  # characters of a name or a value
NAMED = re.compile(r"(?:^|-)(?P<kind>rate-?limit(?:bysize)?|tokenlimit)(?:-(?P<rest>.+))?$")
KINDS = {"ratelimitbysize": "tokens", "tokenlimit": "tokens"}
FULL_NAMES = {"req": "requests"}
UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6}
STEP = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(d|h|ms|m|s|us|µs)", re.ASCII)
NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?", re.ASCII)
SECONDS_OF_A_DATE = 1e9  # a number this large is a moment, not a wait
MILLISECONDS_OF_A_DATE = 1e11


@dataclass(frozen=True, slots=True)
class RateLimit:
    """name: what is limited, such as "requests" or "input tokens"; "" where it is not said.

    The rest as the server wrote it, "" where it did not.
    """

    name: str
    limit: str = ""
    left: str = ""
    reset: str = ""


def rate_limits(headers: Mapping[str, str]) -> list[RateLimit]:
    """Requests and tokens first, told or not, then what else there is.

    headers: names in lower case. Knows OpenAI's names, Azure's, Anthropic's, Mistral's and
    those of the IETF drafts, and what is built like them.
    """
    found = {name: RateLimit(name) for name in ALWAYS}
    for header, value in headers.items():
        for name, field, text in _told(header, value):
            if name in found or len(found) < MOST:
                found[name] = replace(found.get(name, RateLimit(name)), **{field: text})
    return list(found.values())


def seconds_until(reset: str, now: float) -> float | None:
    """How long a limit still holds; `None` where that cannot be read.

    reset: "6m0s", "12ms", a number of seconds, a moment in seconds or milliseconds since
    1970, or an ISO date. now: seconds since 1970.
    """
    text = reset.strip()
    if NUMBER.fullmatch(text):
        number = float(text)
        if number >= MILLISECONDS_OF_A_DATE:
            return max(0.0, number / 1000 - now)
        return max(0.0, number - now) if number >= SECONDS_OF_A_DATE else number
    steps = STEP.findall(text)
    if steps and "".join(f"{count}{unit}" for count, unit in steps) == text:
        return sum(float(count) * UNITS[unit] for count, unit in steps)
    return _until_date(text, now)


def _until_date(text: str, now: float) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, moment.timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _told(header: str, value: str) -> Iterator[tuple[str, Field, str]]:
    """What one header says: (name, field, value)."""
    named = NAMED.search(header)
    if named is None:
        return
    words = (named["rest"] or "").split("-")
    if words in ([""], ["policy"]):
        yield from _structured(value)
        return
    said = next((word for word in words if word in FIELDS), None)
    if said is None:
        return
    words.remove(said)
    words = [KINDS.get(named["kind"], ""), *(FULL_NAMES.get(word, word) for word in words)]
    name = " ".join(filter(None, words))
    yield name[:LONGEST], FIELDS[said], re.split("[,;]", value)[0].strip()[:LONGEST]


def _structured(value: str) -> Iterator[tuple[str, Field, str]]:
    """Of the IETF drafts: `"name";r=50;t=30`, `100;w=60`, or `limit=100, remaining=50`."""
    for item in value.split(","):
        first, *rest = (part.strip() for part in item.split(";"))
        name = first.strip('"')[:LONGEST] if first.startswith('"') else ""
        if NUMBER.fullmatch(first):
            yield name, FIELDS["limit"], first
        for part in (first, *rest):
            letter, _, text = part.partition("=")
            if text and letter.lower() in LETTERS:
                yield name, LETTERS[letter.lower()], text.strip('"')[:LONGEST]
