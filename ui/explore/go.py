"""From Explore to the other tabs: a model goes to the chat, or becomes a column."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.asking import Asking
from ui.chat_widgets import ChatWidgets
from ui.compare_heads import heads
from ui.compare_session import MOST_LANES, CompareSession
from ui.compare_widgets import CompareWidgets
from ui.model_picker import choices
from ui.texts import Language, say

Shown = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Going:
    """tabs: the page's. chat, compare: what stands on the other two."""

    asking: Asking
    tabs: gr.Tabs
    chat: ChatWidgets
    compare: CompareWidgets

    @property
    def outputs(self) -> list[Any]:
        return [self.tabs, self.chat.picker.model, self.compare.heads]

    def to_chat(self, model: str) -> Shown:
        """Choose it in the chat and go there."""
        names = choices(self.asking.catalog, model)
        picked = gr.Dropdown(names, value=model)
        return {self.tabs: gr.Tabs(selected="chat"), self.chat.picker.model: picked}

    def to_compare(self) -> Shown:
        return {self.tabs: gr.Tabs(selected="compare")}

    def add(
        self, session: CompareSession, model: str, language: Language
    ) -> tuple[bool, str, Shown]:
        """A column more, unless there are enough.

        Whether it was added, what to say, and what to show.
        """
        if session.hidden:
            return False, say(language, "not_while_hidden"), {}
        lane = session.add(model)
        if lane is None:
            values = {"limit": MOST_LANES, "count": MOST_LANES + 1}
            return False, say(language, "too_many_models", **values), {}
        letter = session.letter(lane.key)
        told = say(language, "models_added", model=model, letter=letter)
        return True, told, {self.compare.heads: heads(session, language)}
