"""Each column asked several times: how often, what it will cost, which reply is shown."""

from typing import Any

import gradio as gr

from ui.compare_session import CompareSession
from ui.compare_view import CompareView, Shown, sent
from ui.repeats import MOST_REPEATS
from ui.texts import language_of, say


class RepeatPanel:
    def __init__(self, view: CompareView) -> None:
        self._view = view

    async def change(
        self, request: gr.Request, event: gr.EventData, session: CompareSession
    ) -> Shown:
        """How many replies the next message gets; or another reply of one column."""
        language, asked = language_of(request), sent(event)
        if "count" in asked:
            count = repeat_count(asked["count"])
            if count is None:
                values = {"most": MOST_REPEATS, "now": session.repeats}
                told = self._view.told(say(language, "repeat_refused", **values))
                return self._view.heads(session, language) | told
            session.repeats = count
            return self._view.heads(session, language) | self._view.told()
        turn_to(session, str(asked.get("lane")), -1 if asked.get("step") == "earlier" else 1)
        return self._view.everything(session, language) | self._view.told()


def repeat_count(value: Any) -> int | None:
    """`None` for what is no whole number from 1 to `MOST_REPEATS`."""
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        return None
    return int(text) if 1 <= int(text) <= MOST_REPEATS else None


def turn_to(session: CompareSession, key: str, step: int) -> None:
    """Show the reply `step` places on, and go on with it; none while replies still come."""
    lane = session.lane(key)
    if lane is None or lane.turn is None or lane.chat.answering:
        return
    replies = lane.turn.replies
    at = next((at for at, each in enumerate(replies) if each is lane.turn.reply), 0) + step
    if 0 <= at < len(replies):
        lane.turn.reply = replies[at]
