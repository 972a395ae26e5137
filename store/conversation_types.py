"""What is kept of a conversation: plain values, without a client, a widget or a database.

Times are seconds since 1970 (UTC). Ids are 32 random hexadecimal digits, as of runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from store.types import ReplyRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTurn:
    """A message and the reply to it.

    parent: id of the turn that it follows, "" for a first one. Turns with the same parent
    are branches: an edited message, a retry, or what two pages asked at the same time.
    model: `server:model`, with the system prompt and parameters that it was asked with.
    system: as it was sent, with the person's own instructions where those went along.
    reply: `None` before the model is asked.
    """

    id: str
    parent: str
    message: str
    model: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    created_at: float = 0.0
    reply: ReplyRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """What the next message goes to. personal: the person's own instructions go along."""

    model: str = ""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    personal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """turns: of all branches, each after its parent, else the oldest first.

    leaf: id of the last turn of the branch that is shown, "" without turns.
    changed_at: when a turn was last begun.
    """

    id: str
    owner: str
    title: str
    created_at: float
    changed_at: float
    pinned: bool = False
    settings: ChatSettings = ChatSettings()
    turns: tuple[ChatTurn, ...] = ()
    leaf: str = ""

    def branch(self) -> tuple[ChatTurn, ...]:
        """The turns that are shown, the oldest first."""
        by_id = {turn.id: turn for turn in self.turns}
        path: list[ChatTurn] = []
        turn = by_id.get(self.leaf)
        while turn and len(path) < len(self.turns):  # a damaged tree could lead in a circle
            path.append(turn)
            turn = by_id.get(turn.parent)
        return tuple(reversed(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSummary:
    """A conversation as the sidebar lists it."""

    id: str
    title: str
    created_at: float
    changed_at: float
    pinned: bool

    @property
    def place(self) -> tuple[float, str]:
        """Where the next page of the list goes on."""
        return self.changed_at, self.id


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that a search found.

    turn_id: the newest turn with the words, "" where the title has them. snippet: a part of
    it on one line, in which marks, as (begin, end), are what was searched for.
    """

    summary: ConversationSummary
    turn_id: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
