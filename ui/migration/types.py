"""What comes of moving code to today's `openai` package, and why it may not come to be.

Plain values: no parser, no widget, no words. A note's words are in `ui.texts_of_migration`,
under `migrate.<key>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal[
    "changed",
    "untouched",  # something old is there, but nothing of it could be changed
    "already_new",
    "no_openai",
]


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about the pasted code.

    lines: of the code as it was pasted, from 1, ascending; empty where it is about the whole.
    values: what the sentence is filled in with. Never holds a key.
    """

    key: str
    lines: tuple[int, ...]
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Migration:
    """code: as it may be run now; the very text that was given unless `verdict` is "changed".

    changes: what was done. open_points: what was left to the person who reads it.
    """

    code: str
    changes: tuple[Note, ...] = ()
    open_points: tuple[Note, ...] = ()
    verdict: Verdict = "changed"


class NotMigrated(Exception):
    """The code was not looked at. key: of the word that says why; values fill it in."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values: dict[str, str | int] = values


class NotPython(NotMigrated):
    """line, column: from 1. reason: the parser's own words, in English."""

    def __init__(self, line: int, column: int, reason: str, key: str = "not_python") -> None:
        super().__init__(key, line=line, column=column, reason=reason)
        self.line, self.column, self.reason = line, column, reason


class OtherLanguage(NotMigrated):
    """It is written in another language, or is no code at all. found: its name."""

    def __init__(self, found: str) -> None:
        super().__init__("other_language", found=found)
        self.found = found


class TooLong(NotMigrated):
    """size, limit: bytes of UTF-8."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__("too_long", size=size // 1000, limit=limit // 1000)
        self.size, self.limit = size, limit


class TooDeep(NotMigrated):
    """Nested so deeply that no parser could be trusted with it."""

    def __init__(self) -> None:
        super().__init__("too_deep")


def refusal(key: str, values: Mapping[str, Any]) -> NotMigrated:
    """The refusal with this key and these values."""
    match key:
        case "not_python" | "python_2":
            return NotPython(values["line"], values["column"], values["reason"], key)
        case "other_language":
            return OtherLanguage(values["found"])
        case "too_deep":
            return TooDeep()
        case _:
            return NotMigrated(key, **values)
