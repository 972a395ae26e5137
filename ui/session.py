"""The conversation of one open page, on the server. Knows no Gradio.

It is changed in place: a reply that is being written is part of it from its first
token, so a page that closes or a reply that is stopped loses nothing.
"""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backends.errors import ContextExceeded
from backends.types import Message, Usage
from store.errors import NotKept
from store.types import new_id
from ui.reply import LiveReply


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen when a message was sent. model: `backend:model`.

    about: what the person says of themselves, to go along with the system prompt.
    """

    model: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    about: str = ""

    def instructions(self) -> str:
        """The system prompt as it is sent, "" for none."""
        return "\n\n".join(part for part in (self.about, self.system) if part.strip())


class Turn:
    """A message and the replies to it, mostly one.

    reply: the one that is shown and that the conversation goes on with; `None` until
    the model is asked. replies: all of them, the oldest first. wanted: how many are asked
    for, one after the other. parent: id of the turn that it follows, "" for a first one.
    """

    __slots__ = ("_reply", "choice", "created_at", "id", "message", "parent", "replies", "wanted")

    def __init__(
        self, message: str, choice: Choice, reply: LiveReply | None = None, wanted: int = 1
    ) -> None:
        self.id, self.parent, self.created_at = new_id(), "", time.time()
        self.message, self.choice, self.wanted = message, choice, wanted
        self.replies: list[LiveReply] = []
        self.reply = reply

    @property
    def reply(self) -> LiveReply | None:
        return self._reply

    @reply.setter
    def reply(self, reply: LiveReply | None) -> None:
        self._reply = reply
        if reply and all(reply is not kept for kept in self.replies):
            self.replies.append(reply)

    @property
    def ended(self) -> bool:
        """Nothing more comes. After a reply that failed or was stopped no other is asked for."""
        if self.reply is None or not self.reply.ended:
            return False
        return len(self.replies) >= self.wanted or self.reply.status != "done"


class KeptAs:
    """How a conversation stands in the store.

    id: "" before it is there. written: of each turn, how its reply stood when it was
    written last, "" without one. leaf: the last turn of the branch that is noted there.
    saved_at: when that began, on the history's clock. problem: why nothing is being saved
    at present, `None` while all is well. temporary: it is never written. personal: what
    the person says of themselves goes along.
    """

    __slots__ = ("id", "leaf", "personal", "problem", "saved_at", "temporary", "written")

    def __init__(self) -> None:
        self.id, self.leaf, self.temporary, self.personal = "", "", False, True
        self.written: dict[str, str] = {}
        self.saved_at = -math.inf
        self.problem: NotKept | None = None


class ChatSession:
    """turns: what is shown and goes to the model, oldest first. tree: the turns of all
    branches, each after the one that it follows.

    kept: which conversation of the store it is. owner: who has the page, "" before anybody
    used it. No dataclass: Gradio would put one into
    the page's config.
    """

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.tree: list[Turn] = []
        self.kept = KeptAs()
        self.owner = ""

    @property
    def answering(self) -> bool:
        """The last message still waits for its reply or for the end of it."""
        return bool(self.turns) and not self.turns[-1].ended

    def pending(self) -> Turn | None:
        """The last turn, when its model has not been asked yet."""
        return self.turns[-1] if self.turns and self.turns[-1].reply is None else None

    def holds(self, turn: Turn) -> bool:
        """Whether `turn` itself, not one that says the same, is still part of it."""
        return any(kept is turn for kept in self.turns)

    def ask(self, message: str, choice: Choice, wanted: int = 1) -> None:
        """wanted: how many replies."""
        turn = Turn(message, choice, wanted=wanted)
        turn.parent = self.turns[-1].id if self.turns else ""
        self.turns.append(turn)
        self.tree.append(turn)

    def ask_again(self, index: int, message: str, choice: Choice, wanted: int = 1) -> None:
        """Go on from turn `index` with `message`; it and the later turns become a branch."""
        del self.turns[index:]
        self.ask(message, choice, wanted)

    def branches(self, turn: Turn) -> list[Turn]:
        """What else follows the same turn, `turn` among them, the oldest first."""
        return [other for other in self.tree if other.parent == turn.parent]

    def show(self, turn: Turn) -> None:
        """Move to the branch of `turn`, and there to what was said last."""
        self.go_to(turn)
        latest = {kept.parent: kept for kept in self.tree}
        while later := latest.get(self.turns[-1].id):
            self.turns.append(later)

    def go_to(self, leaf: Turn) -> None:
        """Move to the branch that ends with `leaf`."""
        by_id = {kept.id: kept for kept in self.tree}
        path = [leaf]
        while parent := by_id.get(path[-1].parent):
            path.append(parent)
        self.turns[:] = reversed(path)

    def put(self, turns: list[Turn]) -> None:
        """Begin a conversation with `turns`, which were had elsewhere."""
        self.clear()
        for turn in turns:
            copy = Turn(turn.message, turn.choice, turn.reply)
            copy.parent = self.turns[-1].id if self.turns else ""
            self.turns.append(copy)
        self.tree[:] = self.turns

    def undo(self) -> str:
        """Take back the last turn, which becomes a branch; its message, to be edited, or ""."""
        self.stop()
        return self.turns.pop().message if self.turns else ""

    def stop(self) -> None:
        """Stop the last reply, also one whose page was lost before its model was asked."""
        if waiting := self.pending():
            waiting.reply = LiveReply(waiting.choice.model, _unpriced)
        if self.turns and (reply := self.turns[-1].reply):
            reply.stop()

    def clear(self) -> None:
        """Begin a new conversation."""
        self.stop()
        self.turns.clear()
        self.tree.clear()
        self.kept = KeptAs()

    def messages(self) -> tuple[Message, ...]:
        """What goes to the model: the system prompt, then every turn so far.

        A turn whose reply brought no text is sent without one, and a message that the
        server turned away is not sent again: it would take every later one along.
        """
        system = self.turns[-1].choice.instructions() if self.turns else ""
        sent = [Message("system", system)] if system else []
        for turn in self.turns:
            if turn.reply and _turned_away(turn.reply):
                continue
            sent.append(Message("user", turn.message))
            if turn.reply and (answer := turn.reply.text or turn.reply.refusal):
                sent.append(Message("assistant", answer, turn.reply.reasoning))
        return tuple(sent)


def _unpriced(usage: Usage, served: str) -> None:
    """The price of what was never asked."""


def _turned_away(reply: LiveReply) -> bool:
    """The message itself was at fault: it was filtered, or longer than the model reads."""
    filtered = reply.filtered is not None and reply.filtered.stage == "prompt"
    refused = filtered or isinstance(reply.error, ContextExceeded)
    return refused and not (reply.text or reply.refusal)
