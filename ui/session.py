"""The conversation of one open page, on the server. Knows no Gradio.

It is changed in place: a reply that is being written is part of it from its first
token, so a page that closes or a reply that is stopped loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backends.errors import ContextExceeded
from backends.types import Message, Usage
from ui.reply import LiveReply


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen when a message was sent. model: `backend:model`."""

    model: str
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Turn:
    """A message and the replies to it, mostly one.

    reply: the one that is shown and that the conversation goes on with; `None` until
    the model is asked. replies: all of them, the oldest first. wanted: how many are asked
    for, one after the other.
    """

    __slots__ = ("_reply", "choice", "message", "replies", "wanted")

    def __init__(
        self, message: str, choice: Choice, reply: LiveReply | None = None, wanted: int = 1
    ) -> None:
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


class ChatSession:
    """turns: oldest first. No dataclass: Gradio would put one into the page's config."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

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
        self.turns.append(Turn(message, choice, wanted=wanted))

    def ask_again(self, index: int, message: str, choice: Choice, wanted: int = 1) -> None:
        """Go on from turn `index` with `message`; it and the later turns go."""
        del self.turns[index:]
        self.ask(message, choice, wanted)

    def undo(self) -> str:
        """Take back the last turn; its message, to be edited, or ""."""
        self.stop()
        return self.turns.pop().message if self.turns else ""

    def stop(self) -> None:
        """Stop the last reply, also one whose page was lost before its model was asked."""
        if waiting := self.pending():
            waiting.reply = LiveReply(waiting.choice.model, _unpriced)
        if self.turns and (reply := self.turns[-1].reply):
            reply.stop()

    def clear(self) -> None:
        self.stop()
        self.turns.clear()

    def messages(self) -> tuple[Message, ...]:
        """What goes to the model: the system prompt, then every turn so far.

        A turn whose reply brought no text is sent without one, and a message that the
        server turned away is not sent again: it would take every later one along.
        """
        system = self.turns[-1].choice.system if self.turns else ""
        sent = [Message("system", system)] if system.strip() else []
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
