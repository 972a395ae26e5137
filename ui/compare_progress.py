"""How far the replies have come where several are asked of each column. Pure HTML."""

from collections.abc import Sequence
from html import escape
from math import ceil
from statistics import fmean

from ui.compare_session import CompareSession
from ui.session import Turn
from ui.texts import Language, say

STEP = 5  # seconds: a guess that changes all the time is none


def progress(session: CompareSession, language: Language) -> str:
    """ "" where every column is asked once."""
    turns = [lane.turn for lane in session.lanes if lane.turn]
    if all(max(turn.wanted, len(turn.replies)) < 2 for turn in turns):
        return ""
    running = session.answering
    done = sum(reply.ended for turn in turns for reply in turn.replies)
    count = sum(max(len(turn.replies), 0 if turn.ended else turn.wanted) for turn in turns)
    text = say(language, "repeat_progress", done=done, count=count)
    left = seconds_left(turns) if running else None
    about = say(language, "repeat_left", seconds=left) if left else ""
    cancel = (
        f'<button type="button" class="compare-action" data-compare="cancel">'
        f"{escape(say(language, 'repeat_cancel'))}</button>"
        if running
        else ""
    )
    return (
        f'<div class="compare-progress"><progress max="{count}" value="{done}"'
        f' aria-label="{escape(text)}"></progress>'
        f"<span>{escape(text)}{escape(about)}</span>{cancel}</div>"
    )


def seconds_left(turns: Sequence[Turn]) -> int | None:
    """Until the slowest column has all its replies, rounded up; `None`: not known yet."""
    left: list[float] = []
    for turn in turns:
        took = [reply.figures().seconds for reply in turn.replies if reply.status == "done"]
        if turn.ended or not took:
            continue
        running = [reply.figures().seconds for reply in turn.replies if not reply.ended]
        expected = fmean(took) * (turn.wanted - len(took)) - sum(running)
        left.append(max(expected, 0.0))
    return ceil(max(left) / STEP) * STEP or STEP if left else None
