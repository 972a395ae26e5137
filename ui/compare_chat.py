"""From a column to the chat: its conversation goes on with its model alone."""

from html import escape
from typing import Any

import gradio as gr

from backends.catalog import Catalog
from ui.chat_widgets import ChatWidgets
from ui.compare_session import CompareSession, Lane
from ui.compare_view import CompareView, Shown, sent
from ui.model_picker import choices
from ui.parameter_fields import spread
from ui.rows import rows_of
from ui.session import ChatSession, Choice
from ui.texts import Language, language_of, say


class ToChat:
    def __init__(
        self, catalog: Catalog, view: CompareView, chat: ChatWidgets, tabs: gr.Tabs
    ) -> None:
        self._catalog, self._view, self._chat, self._tabs = catalog, view, chat, tabs

    @property
    def outputs(self) -> list[Any]:
        chat = self._chat
        named: list[Any] = [self._tabs, chat.chatbot, chat.told, chat.picker.model, chat.system]
        return [*named, chat.address, *chat.parameters.inputs]

    async def proceed(
        self,
        request: gr.Request,
        event: gr.EventData,
        session: CompareSession,
        chat: ChatSession,
    ) -> Shown:
        """Open one column's conversation in the chat.

        What is there already is replaced only when the person has said so.
        """
        language, asked = language_of(request), sent(event)
        lane = session.lane(str(asked.get("lane")))
        if lane is None:
            return {}
        if session.hidden:
            return self._view.told(say(language, "not_while_hidden"))
        if not lane.chat.turns:
            return self._view.told(say(language, "nothing_to_continue"))
        if lane.chat.answering or chat.answering:
            return self._view.told(say(language, "still_answering"))
        if chat.turns and asked.get("sure") is not True:
            return self._question(len(chat.turns), lane, language)
        chat.put(lane.chat.turns)
        return self._view.told() | self._opened(chat, session.choice_of(lane), language)

    def _question(self, count: int, lane: Lane, language: Language) -> Shown:
        replace, keep = (escape(say(language, key)) for key in ("replace_chat", "keep_chat"))
        buttons = (
            f' <button type="button" class="compare-action" data-compare="replace"'
            f' data-lane="{lane.key}">{replace}</button>'
            f' <button type="button" class="compare-action" data-compare="dismiss">{keep}</button>'
        )
        return self._view.told(say(language, "chat_is_in_use", count=count), buttons)

    def _opened(self, chat: ChatSession, choice: Choice, language: Language) -> Shown:
        widgets = self._chat
        names = choices(self._catalog, choice.model)
        shown: Shown = {
            self._tabs: gr.Tabs(selected="chat"),
            widgets.chatbot: rows_of(chat.turns, language),
            widgets.told: "",
            widgets.address: "",  # a new conversation, kept with its next message
            widgets.picker.model: gr.Dropdown(names, value=choice.model),
            widgets.system: choice.system,
        }
        values = spread(choice.parameters)
        return shown | dict(zip(widgets.parameters.inputs, values, strict=True))
