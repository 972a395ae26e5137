"""What the chat shows before anything is asked: models, servers, the welcome."""

from collections.abc import AsyncGenerator
from typing import Any, cast

import gradio as gr

from ui.asking import Asking
from ui.chat_widgets import ChatWidgets
from ui.events import QUIET
from ui.model_picker import choices, retry_choices, servers_html
from ui.texts import Language, language_of
from ui.welcome import welcome_examples, welcome_text


class ChatLoading:
    def __init__(self, asking: Asking, widgets: ChatWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    async def load(self, request: gr.Request) -> AsyncGenerator[Any, None]:
        """The page in the person's language: what is known at once, then what servers say.

        What was chosen in the meantime stays chosen, and so does the model of a conversation
        that the address names.
        """
        language, first = language_of(request), self._asking.first_model()
        named = bool(cast(Any, request).query_params.get("chat"))
        chosen = {} if named else self._chosen(first)
        yield self._models(language, first) | chosen | self._welcome(language, first)
        await self._asking.catalog.models()
        late = "" if first or named else self._asking.first_model()
        shown = self._models(language, first or late)
        yield shown | self._chosen(late) | self._welcome(language, late) if late else shown

    async def refresh(self, request: gr.Request, model: str | None) -> dict[Any, Any]:
        await self._asking.catalog.models(refresh=True)
        return self._models(language_of(request), model)

    def welcome(self, request: gr.Request, model: str | None) -> dict[Any, Any]:
        return self._welcome(language_of(request), model)

    def _models(self, language: Language, chosen: str | None) -> dict[Any, Any]:
        picker, catalog = self._widgets.picker, self._asking.catalog
        return {
            picker.model: gr.Dropdown(choices(catalog, chosen)),
            picker.servers: servers_html(catalog.states, self._asking.is_azure, language),
            self._widgets.retry_with: gr.Dropdown(retry_choices(catalog), value=""),
        }

    def _chosen(self, model: str) -> dict[Any, Any]:
        """The same list with `model` chosen."""
        picker = self._widgets.picker
        names = choices(self._asking.catalog, model)
        return {picker.model: gr.Dropdown(names, value=model or None)}

    def _welcome(self, language: Language, model: str | None) -> dict[Any, Any]:
        chosen = model or self._asking.first_model()
        unavailable = self._asking.unavailable(chosen)
        return {
            self._widgets.chatbot: gr.Chatbot(
                placeholder=welcome_text(language, chosen, unavailable),
                examples=welcome_examples(language) if chosen and not unavailable else [],
            )
        }

    def wire(self, page: gr.Blocks) -> None:
        w = self._widgets
        model = w.picker.model
        listed: list[Any] = [model, w.picker.servers, w.retry_with]
        page.load(self.load, None, [*listed, w.chatbot], **QUIET)
        w.picker.refresh.click(self.refresh, model, listed, **QUIET)
        model.change(self.welcome, model, w.chatbot, **QUIET)
