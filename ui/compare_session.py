"""The comparison of one open page, on the server. Knows no Gradio.

Each lane is a conversation of its own: what one model said is never sent to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ui.reply import LiveReply
from ui.session import ChatSession, Choice, Turn
from ui.transcript import Growing

MOST_LANES = 8


@dataclass(slots=True, eq=False)
class Lane:
    """One column. key: its name for as long as it lives, wherever it stands.

    choice: what the next message goes to; each turn keeps the one it went to.
    """

    key: str
    choice: Choice
    chat: ChatSession = field(default_factory=ChatSession)

    @property
    def turn(self) -> Turn | None:
        """The latest, `None` before the first."""
        return self.chat.turns[-1] if self.chat.turns else None

    @property
    def reply(self) -> LiveReply | None:
        return self.turn.reply if self.turn else None


class CompareSession:
    """lanes: from left to right. growing: what streams now, or streamed last.

    over: a stream has ended, and the page does not know yet.

    No dataclass: Gradio would put one into the page's config.
    """

    def __init__(self, models: Iterable[str] = ()) -> None:
        self._made = 0
        self.lanes: list[Lane] = []
        self.growing: Growing | None = None
        self.over = False
        for model in models:
            self.add(model)

    @property
    def answering(self) -> bool:
        return any(lane.chat.answering for lane in self.lanes)

    @property
    def begun(self) -> bool:
        """Some lane has a conversation."""
        return any(lane.chat.turns for lane in self.lanes)

    def lane(self, key: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.key == key), None)

    def add(self, model: str) -> Lane | None:
        """A lane with an empty history at the right end; `None` when there are enough."""
        if len(self.lanes) >= MOST_LANES:
            return None
        self._made += 1
        lane = Lane(str(self._made), Choice(model))
        self.lanes.append(lane)
        return lane

    def remove(self, key: str) -> None:
        """Take the lane away and end what it is writing. The last one stays."""
        lane = self.lane(key)
        if lane and len(self.lanes) > 1:
            lane.chat.stop()
            self.lanes.remove(lane)

    def ask(self, message: str) -> None:
        """Give the message to every lane, each with its own choice."""
        for lane in self.lanes:
            lane.chat.ask(message, lane.choice)

    def stop(self) -> None:
        for lane in self.lanes:
            lane.chat.stop()

    def clear(self) -> None:
        """Forget what was said; the lanes and what they are set to stay."""
        for lane in self.lanes:
            lane.chat.clear()

    def pending(self) -> list[Lane]:
        """Lanes whose latest turn still has to be sent to its model."""
        return [lane for lane in self.lanes if lane.chat.pending()]
