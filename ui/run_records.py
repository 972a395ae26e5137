"""A comparison on the page as the plain values that are kept of it, and back. Pure."""

from backends.errors import BackendError
from backends.types import Finished
from store.types import Call, FigureRecord, LaneRecord, ReplyRecord, Run, TurnRecord
from ui.compare_session import SETTINGS, CompareSession, Lane
from ui.figures import Figures
from ui.reply import LiveReply, Status
from ui.session import Choice, Turn
from ui.texts import Language
from ui.texts_of_errors import explain

FIGURES = tuple(Figures.__dataclass_fields__)


class KeptError(BackendError):
    """Why a reply failed, in the sentence that was shown then."""

    cause = "{sentence}"
    advice = ""

    def __str__(self) -> str:
        return self.values["sentence"]


class KeptReply(LiveReply):
    """A reply from the store: it has ended, and its figures are those of its time."""

    def __init__(self, record: ReplyRecord, model: str) -> None:
        super().__init__(model, lambda _usage, _served: None, free=record.figures.free)
        self.text, self.reasoning, self.refusal = record.text, record.reasoning, record.refusal
        self.calls = {i: [call.name, call.arguments] for i, call in enumerate(record.calls)}
        self.notices = list(record.notices)
        self.filtered, self.request_id = record.filtered, record.request_id
        if record.finish_reason:
            served = record.model_served
            self.finished = Finished(record.finish_reason, record.raw_reason, served)
        if record.error:
            self.error = KeptError(sentence=record.error)
        self._record = record
        self._end()

    @property
    def status(self) -> Status:
        return self._record.status

    @property
    def seconds_of_reasoning(self) -> None:
        """Not kept."""

    def figures(self) -> Figures:
        kept = self._record.figures
        return Figures(**{name: getattr(kept, name) for name in FIGURES})


def lanes_of(session: CompareSession, language: Language) -> tuple[LaneRecord, ...]:
    """All lanes as they are now. language: of the sentences that say what failed."""
    messages = max((len(lane.chat.turns) for lane in session.lanes), default=0)
    return tuple(_lane(session, lane, messages, language) for lane in session.lanes)


def fill(session: CompareSession, run: Run) -> None:
    """Put a kept run into the session, in the place of what was there."""
    session.put(lane.model for lane in run.lanes)
    first = run.lanes[0]
    session.shared = Choice("", first.system, first.parameters)
    for setting in SETTINGS:
        same = all(getattr(lane, setting) == getattr(first, setting) for lane in run.lanes)
        session.set_same(setting, same)
    for lane, kept in zip(session.lanes, run.lanes, strict=True):
        lane.choice = Choice(kept.model, kept.system, kept.parameters)
        lane.chat.turns = [_turn_of(turn) for turn in kept.turns]


def replay(session: CompareSession, run: Run) -> list[str]:
    """Models and settings of a kept run, without what was said; its messages in order."""
    fill(session, run)
    session.repeats = 1  # a number left from before would multiply what this costs
    longest = max(run.lanes, key=lambda lane: len(lane.turns))
    messages = [turn.message for turn in longest.turns]
    for lane in session.lanes:
        lane.chat.clear()
    return messages


def _lane(session: CompareSession, lane: Lane, messages: int, language: Language) -> LaneRecord:
    choice = session.choice_of(lane)
    later = messages - len(lane.chat.turns)  # a column that was added later lacks the first
    turns = (
        TurnRecord(
            number=later + place,
            message=turn.message,
            model=turn.choice.model,
            system=turn.choice.system,
            parameters=turn.choice.parameters,
            replies=tuple(reply_record(reply, language) for reply in _shown_last(turn)),
        )
        for place, turn in enumerate(lane.chat.turns)
    )
    return LaneRecord(
        key=lane.key,
        model=choice.model,
        system=choice.system,
        parameters=choice.parameters,
        turns=tuple(turns),
    )


def _shown_last(turn: Turn) -> list[LiveReply]:
    """All replies; the one that the conversation goes on with is the last."""
    others = [reply for reply in turn.replies if reply is not turn.reply]
    return [*others, turn.reply] if turn.reply else others


def reply_record(reply: LiveReply, language: Language) -> ReplyRecord:
    """One reply as it is now, complete or not."""
    figures, finished = reply.figures(), reply.finished
    return ReplyRecord(
        status=reply.status,
        text=reply.text,
        reasoning=reply.reasoning,
        refusal=reply.refusal,
        calls=tuple(Call(name, arguments) for name, arguments in reply.calls.values()),
        error=_sentence(reply.error, language),
        notices=tuple(reply.notices),
        filtered=reply.filtered,
        finish_reason=finished.reason if finished else None,
        raw_reason=finished.raw_reason if finished else "",
        model_served=finished.model if finished else "",
        request_id=reply.request_id,
        figures=FigureRecord(**{name: getattr(figures, name) for name in FIGURES}, free=reply.free),
    )


def _sentence(error: BackendError | None, language: Language) -> str:
    return " ".join(explain(language, error)).strip() if error else ""


def _turn_of(record: TurnRecord) -> Turn:
    choice = Choice(record.model, record.system, record.parameters)
    turn = Turn(record.message, choice)
    for reply in record.replies:
        turn.reply = KeptReply(reply, record.model)
    return turn
