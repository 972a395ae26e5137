"""Comparing without names: what is hidden, and what can be voted on. Knows no Gradio."""

from random import Random, SystemRandom
from secrets import token_hex

from store.types import ALL_BAD, TIE
from ui.compare_session import CompareSession, Lane

CHANCE = SystemRandom()
NAMING = frozenset({"add", "duplicate", "remove", "left", "right", "model"})
"""Actions that would tell which column is which, or be of use only to who knows it."""


def hide_if_wanted(session: CompareSession, chance: Random = CHANCE) -> None:
    """Shuffle the columns and hide their names where a new comparison is to be blind.

    To be called before its first message is asked. One column alone is not hidden. Lanes
    get new keys, and nothing points to any of them: the old ones would tell where each stood.
    """
    if not session.blind or session.begun or len(session.lanes) < 2:
        return
    chance.shuffle(session.lanes)
    for lane in session.lanes:
        lane.key = token_hex(8)
    session.baseline = ""
    session.editing = None
    session.keeper = None
    session.hidden = True


def reveal(session: CompareSession, winner: str = "") -> None:
    """winner: a lane's key, "tie" or "all_bad" where that was the vote; "" without one."""
    session.hidden, session.voted = False, winner


def vote_order(session: CompareSession) -> tuple[str, ...]:
    """Keys of the lanes, from left to right, that have replied to the latest message."""
    turns = latest_turn(session) + 1
    return tuple(
        lane.key for lane in session.lanes if len(lane.chat.turns) == turns and _replied(lane)
    )


def latest_turn(session: CompareSession) -> int:
    """The number of the latest message, from 0; -1 before the first."""
    return max((len(lane.chat.turns) for lane in session.lanes), default=0) - 1


def at_rest(session: CompareSession) -> bool:
    """Nothing streams or is still to be asked, and the page has been told so."""
    return session.growing is None and not session.answering and not session.to_come


def can_vote(session: CompareSession) -> bool:
    """Names are hidden, and at least two complete or broken off replies can be judged."""
    return session.hidden and at_rest(session) and len(vote_order(session)) > 1


def choices(session: CompareSession) -> frozenset[str]:
    """What a vote may name."""
    return frozenset((*vote_order(session), TIE, ALL_BAD))


def _replied(lane: Lane) -> bool:
    reply = lane.reply
    return reply is not None and reply.ended and bool(reply.text or reply.refusal or reply.calls)
