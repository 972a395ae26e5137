"""Everything that the store may raise on purpose.

* StoreError
  - NotKept        the disk or the database does not take or give anything at present
  - NotFound       the owner has no such run; another's run looks the same
  - MovedOn        another page wrote to the run since it was read
  - AlreadyVoted   the turn has its vote
  - BadVote        the vote does not fit what was shown
  - NotReadable    a file holds nothing that can be imported

`str(error)` is a sentence in English that is safe to show; `reason` and `place` let a
page say the same in another language.
"""

from typing import Literal

Fault = Literal["full", "read_only", "locked", "damaged", "newer", "failed"]
Unfit = Literal["unknown_lane", "unknown_turn", "too_few_lanes", "unknown_winner"]
Flaw = Literal[
    "too_large",  # more bytes, parts or entries than are read
    "too_many",  # a list holds more than are read
    "too_deep",  # nested deeper than any such file is
    "damaged",  # no JSON; place: the line
    "no_toml",  # place: the line
    "wrong_format",  # JSON, but no run
    "no_conversations",  # JSON, but neither Parley's conversations nor ChatGPT's
    "no_presets",  # TOML, but no presets
    "newer_version",  # written by a later Parley
    "unknown_version",
    "unknown_field",
    "missing_field",
    "wrong_type",
    "out_of_range",
    "repeated",  # what should be unique is there twice
    "unknown_parent",  # it names a turn that is not there, or a later one
    "circle",  # by its parents it comes before itself
]

FAULTS: dict[Fault, str] = {
    "full": "the disk is full",
    "read_only": "its folder or file cannot be written",
    "locked": "another program is holding the file",
    "damaged": "the file is damaged",
    "newer": "the file was written by a newer Parley and is left as it is",
    "failed": "the database cannot be reached or does not work",
}
FLAWS: dict[Flaw, str] = {
    "too_large": "it is larger than the {limit} that are read",
    "too_many": "{place} holds more than the {limit} that are read",
    "too_deep": "it is nested deeper than {limit} levels",
    "damaged": "{place} is no JSON",
    "no_toml": "{place} is no TOML",
    "wrong_format": "it is not an exported run",
    "no_conversations": "it holds neither conversations of Parley nor those of ChatGPT",
    "no_presets": "it holds no presets of Parley",
    "newer_version": "it was written by a newer Parley",
    "unknown_version": "its version is unknown",
    "unknown_field": "{place} is unknown",
    "missing_field": "{place} is missing",
    "wrong_type": "{place} is of the wrong type",
    "out_of_range": "{place} is out of range",
    "repeated": "{place} is there twice",
    "unknown_parent": "{place} names no turn of the conversation, or a later one",
    "circle": "{place} comes before itself",
}
LIMITS: dict[Flaw, str] = {"too_large": "20 MB", "too_deep": "30"}
"""What is said where whoever refuses a file names no limit of its own."""
BY_LINE: frozenset[Flaw] = frozenset({"damaged", "no_toml"})
"""Their place is the line already."""
UNFIT: dict[Unfit, str] = {
    "unknown_lane": "The vote names a column that the run does not have.",
    "unknown_turn": "The vote is on a message that was not sent to each of its columns.",
    "too_few_lanes": "A vote needs at least two different columns.",
    "unknown_winner": "The vote's winner is none of its columns.",
}


class StoreError(Exception):
    """Something was not kept, found or taken."""


class NotKept(StoreError):
    """Nothing was changed. The same call may work later: each one tries anew."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(f"History is not being saved: {FAULTS[reason]}.")
        self.reason: Fault = reason


class NotFound(StoreError):
    def __init__(self) -> None:
        super().__init__("There is no such run.")


class MovedOn(StoreError):
    def __init__(self) -> None:
        super().__init__("The run was continued on another page.")


class AlreadyVoted(StoreError):
    def __init__(self) -> None:
        super().__init__("This turn has a vote already.")


class BadVote(StoreError):
    def __init__(self, reason: Unfit) -> None:
        super().__init__(UNFIT[reason])
        self.reason: Unfit = reason


class NotReadable(StoreError):
    """place: a line such as "line 3", or a path such as "lanes[2].model"; "" for the whole.

    line, column: where that begins in the file, from 1; 0: not known.
    limit: of what is too large, too many or too deep, such as "20 MB".
    """

    def __init__(
        self, reason: Flaw, place: str = "", line: int = 0, column: int = 0, limit: str = ""
    ) -> None:
        place = place if len(place) <= 200 else f"{place[:199]}…"
        limit = limit or LIMITS.get(reason, "")
        flaw = FLAWS[reason].format(place=place, limit=limit)
        told = f" (line {line}, column {column})" if line and reason not in BY_LINE else ""
        super().__init__(f"The file cannot be imported: {flaw}{told}.")
        self.reason: Flaw = reason
        self.place, self.line, self.column, self.limit = place, line, column, limit
