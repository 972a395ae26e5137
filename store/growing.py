"""Which replies are being written by this process."""

import threading
from collections.abc import Callable
from dataclasses import replace

from store.conversation_types import ChatTurn
from store.types import UNFINISHED, ReplyRecord, reply_broken_off

ALIVE_SECONDS = 30.0
"""A reply that did not grow for so long is written by nobody any more."""


class Growing:
    """Used from any thread. clock: seconds, never set back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._grown: dict[str, float] = {}  # turn → when its reply grew last
        self._lock = threading.Lock()

    def note(self, turn_id: str, reply: ReplyRecord | None) -> None:
        """A reply grew or ended. Those whose page never came to an end are forgotten."""
        now = self._clock()
        with self._lock:
            for old in [turn for turn, at in self._grown.items() if now - at > ALIVE_SECONDS]:
                del self._grown[old]
            self._grown.pop(turn_id, None)
            if reply is None or reply.status in UNFINISHED:
                self._grown[turn_id] = now

    def settled(self, turn: ChatTurn) -> ChatTurn:
        """The same turn; nothing of it is under way unless this process writes it."""
        with self._lock:
            grown = self._grown.get(turn.id)
        if grown is not None and self._clock() - grown <= ALIVE_SECONDS:
            return turn
        if turn.reply is None:
            return replace(turn, reply=ReplyRecord(status="incomplete"))
        return replace(turn, reply=reply_broken_off(turn.reply))
