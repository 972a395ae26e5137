"""What is kept of a preset: plain values, without a client, a widget or a database."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PresetKind = Literal["chat", "columns"]
MOST_COLUMNS = 8
LONGEST_NAME = 80  # characters
NOT_IN_NAMES = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves, ends of lines


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetColumn:
    """What one column goes to. model: `server:model`, "" for the one that is chosen then."""

    model: str = ""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Settings under a name, for the chat or for columns side by side.

    name: one line. model: of a chat alone, "" for the one that is chosen then.
    system, parameters: of the chat, or what the columns share.
    columns: from left to right, 1 to 8; none for a chat.
    same_system, same_parameters: the columns share what stands here; else each has its own.
    """

    name: str
    kind: PresetKind = "chat"
    model: str = ""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    columns: tuple[PresetColumn, ...] = ()
    same_system: bool = True
    same_parameters: bool = True


def is_name(text: str) -> bool:
    """Whether a preset may be called so: one line that is neither blank nor too long."""
    plain = all(unicodedata.category(character) not in NOT_IN_NAMES for character in text)
    return plain and text == text.strip() and 0 < len(text) <= LONGEST_NAME
