"""A comparison on the page as the plain values that are kept of it, and back. Pure."""

from store.types import LaneRecord, Run, TurnRecord
from ui.compare_session import SETTINGS, CompareSession, Lane
from ui.reply import LiveReply
from ui.reply_records import KeptReply, reply_record
from ui.session import Choice, Turn
from ui.texts import Language


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


def _turn_of(record: TurnRecord) -> Turn:
    choice = Choice(record.model, record.system, record.parameters)
    turn = Turn(record.message, choice)
    for reply in record.replies:
        turn.reply = KeptReply(reply, record.model)
    return turn
