"""What can be done with one column of the comparison, or with what all of them show."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.blind import NAMING
from ui.compare_asking import ALL_REFUSALS
from ui.compare_loading import next_model
from ui.compare_panel import SettingsPanel
from ui.compare_session import MOST_LANES, CompareSession
from ui.compare_view import CompareView, Shown, sent
from ui.texts import language_of, say


class Acts:
    def __init__(self, asking: Asking, view: CompareView, panel: SettingsPanel) -> None:
        self._asking, self._view, self._panel = asking, view, panel

    async def act(
        self, request: gr.Request, event: gr.EventData, session: CompareSession, *settings: Any
    ) -> Shown:
        """What can be done with one column, or with what all of them show."""
        language, asked = language_of(request), sent(event)
        if asked.get("action") == "refresh":  # it was overtaken by an older answer
            session.serial -= 1
            return self._view.everything(session, language)
        with suppress(*ALL_REFUSALS):  # told when the control was left
            self._panel.keep(session, settings)
        action, key = str(asked.get("action")), str(asked.get("lane"))
        if session.hidden and action in NAMING:
            return self._view.told(say(language, "not_while_hidden"))
        if action in ("add", "duplicate"):
            made = (
                session.add(next_model(self._asking, session))
                if action == "add"
                else session.duplicate(key)
            )
            if made is None and len(session.lanes) == MOST_LANES:
                values = {"limit": MOST_LANES, "count": MOST_LANES + 1}
                return self._view.told(say(language, "too_many_models", **values))
        else:
            _act(session, action, key, asked)
        return self._view.everything(session, language) | self._view.told()


def _act(session: CompareSession, action: str, key: str, asked: dict[str, Any]) -> None:
    lane = session.lane(key)
    match action:
        case "stop" if lane:
            lane.chat.stop()
        case "remove":
            session.remove(key)
        case "left" | "right":
            session.move(key, -1 if action == "left" else 1)
        case "model" if lane:
            lane.choice = replace(lane.choice, model=str(asked.get("model", "")).strip())
        case "baseline":
            session.baseline = "" if session.baseline == key or lane is None else key
        case "raw":
            session.raw = not session.raw
        case "clear":
            session.clear()
        case _:
            pass
