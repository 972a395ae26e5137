"""The comparison of one open page, on the server. Knows no Gradio.

Each lane is a conversation of its own: what one model said is never sent to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from ui.keeping import Keeper
from ui.reply import LiveReply
from ui.session import ChatSession, Choice, Turn
from ui.transcript import Growing

MOST_LANES = 8
LETTERS = "ABCDEFGH"
"""What lanes are called, from left to right."""
Setting = Literal["system", "parameters"]
SETTINGS: tuple[Setting, ...] = ("system", "parameters")
ALL = ""
"""In the place of a lane's key: what is the same for all."""


@dataclass(slots=True, eq=False)
class Lane:
    """One column. key: its name wherever it stands, another one once names are hidden.

    choice: its model and its own settings, which hold where settings are not the same
    for all. Each turn keeps what it went to.
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
    """lanes: from left to right. shared: the settings of those that are the same for all.

    editing: whose settings stand in the panel, a lane's key or `ALL`; `None`: it is closed.
    raw: replies are shown as they came, not as Markdown. baseline: the key of the lane
    that the others are compared with word by word, or "". growing: what streams now;
    `None` once the page knows that it ended. over: a stream has ended, and the page does
    not know yet. keeper: writes it to disk; `None` before anything was said. to_come:
    messages that are asked one after the other when a kept comparison is run again.
    repeats: how many replies each column is asked for. swept: columns of a sweep that was
    not run yet. blind: new comparisons hide which model answers where. hidden: that is so
    now. voted: the vote on the latest message, a lane's key, "tie" or "all_bad", or "".
    serial: of what was shown last.

    No dataclass: Gradio would put one into the page's config.
    """

    def __init__(self, models: Iterable[str] = ()) -> None:
        self._made = 0
        self.lanes: list[Lane] = []
        self.shared = Choice("")
        self.same: set[Setting] = set(SETTINGS)
        self.editing: str | None = None
        self.raw = False
        self.baseline = ""
        self.growing: Growing | None = None
        self.over = False
        self.keeper: Keeper | None = None
        self.to_come: list[str] = []
        self.repeats = 1
        self.swept = False
        self.serial = 0
        self.blind = self.hidden = False
        self.voted = ""
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

    def letter(self, key: str) -> str:
        """What the lane is called where it stands now; "" when it is gone."""
        lane = self.lane(key)
        return LETTERS[self.lanes.index(lane)] if lane else ""

    def choice_of(self, lane: Lane) -> Choice:
        """What the lane's next message goes to."""
        system = self.shared if "system" in self.same else lane.choice
        parameters = self.shared if "parameters" in self.same else lane.choice
        return Choice(lane.choice.model, system.system, parameters.parameters)

    def add(self, model: str) -> Lane | None:
        """A lane with an empty history at the right end; `None` when there are enough."""
        return self._insert(len(self.lanes), replace(self.shared, model=model))

    def duplicate(self, key: str) -> Lane | None:
        """The lane's model and settings once more, beside it; `None` when there are enough.

        Its history stays its own.
        """
        lane = self.lane(key)
        return self._insert(self.lanes.index(lane) + 1, lane.choice) if lane else None

    def move(self, key: str, step: int) -> None:
        """step: places to the right, or to the left below zero; no further than the edge."""
        if lane := self.lane(key):
            place = max(0, min(len(self.lanes) - 1, self.lanes.index(lane) + step))
            self.lanes.remove(lane)
            self.lanes.insert(place, lane)

    def remove(self, key: str) -> None:
        """Take the lane away and end what it is writing. The last one stays."""
        lane = self.lane(key)
        if lane and len(self.lanes) > 1:
            lane.chat.stop()
            self.lanes.remove(lane)
            self.editing = None if self.editing == key else self.editing
            self.baseline = "" if self.baseline == key else self.baseline

    def put(self, models: Iterable[str]) -> None:
        """These models in the place of all lanes, as many as there may be."""
        self.stop()
        self.lanes.clear()
        self.editing, self.baseline = None, ""
        self.hidden, self.voted = False, ""
        for model in models:
            self.add(model)

    def set_same(self, setting: Setting, same: bool) -> None:
        """Whether all lanes share the setting. A lane without an own one begins with the shared."""
        if same:
            self.same.add(setting)
            return
        self.same.discard(setting)
        for lane in self.lanes:
            if not getattr(lane.choice, setting):
                shared = getattr(self.shared, setting)
                lane.choice = replace(lane.choice, **{setting: shared})

    def edits(self, target: str) -> tuple[Setting, ...]:
        """Which settings of `target`, a lane's key or `ALL`, are its own."""
        return tuple(each for each in SETTINGS if (each in self.same) == (target == ALL))

    def settings_of(self, target: str) -> Choice | None:
        """`None` when the lane is gone."""
        if target == ALL:
            return self.shared
        lane = self.lane(target)
        return lane.choice if lane else None

    def keep(self, target: str, found: Choice) -> None:
        """Take over the settings of `found` that are the own ones of `target`."""
        own = {each: getattr(found, each) for each in self.edits(target)}
        if target == ALL:
            self.shared = replace(self.shared, **own)
        elif lane := self.lane(target):
            lane.choice = replace(lane.choice, **own)

    def ask(self, message: str) -> None:
        """Give the message to every lane, each with its own choice."""
        self.voted = ""
        for lane in self.lanes:
            lane.chat.ask(message, self.choice_of(lane), self.repeats)

    def stop(self) -> None:
        self.to_come.clear()
        for lane in self.lanes:
            lane.chat.stop()

    def clear(self) -> None:
        """Forget what was said; the lanes and what they are set to stay."""
        self.keeper = None
        self.hidden, self.voted = False, ""
        self.to_come.clear()
        for lane in self.lanes:
            lane.chat.clear()

    def pending(self) -> list[Lane]:
        """Lanes whose latest turn still has to be sent to its model."""
        return [lane for lane in self.lanes if lane.chat.pending()]

    def _insert(self, place: int, choice: Choice) -> Lane | None:
        if len(self.lanes) >= MOST_LANES:
            return None
        self._made += 1
        lane = Lane(str(self._made), choice)
        self.lanes.insert(place, lane)
        return lane
