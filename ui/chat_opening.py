"""From one conversation to another: a new one, a kept one, the one that the address names."""

import asyncio
from collections.abc import Mapping
from html import escape
from typing import Any, cast

import gradio as gr

from backends.catalog import Catalog
from store.conversation_types import ChatSettings
from store.errors import NotFound, NotKept
from store.links import Links
from store.types import is_id
from ui.chat_history import ChatHistory
from ui.chat_records import fill
from ui.chat_rows import chat_rows
from ui.chat_widgets import ChatWidgets
from ui.events import QUIET, unchanged
from ui.faults import fault_text
from ui.model_picker import choices
from ui.owners import claim
from ui.parameter_fields import spread
from ui.rows import rows_of
from ui.session import ChatSession
from ui.texts import Language, language_of, say

Shown = dict[Any, Any]
GO = "(id) => window.parley.address(id)"


class ChatOpening:
    """Handlers. `outputs` are what they change."""

    def __init__(
        self, catalog: Catalog, history: ChatHistory, links: Links, widgets: ChatWidgets
    ) -> None:
        self._catalog, self._history, self._links = catalog, history, links
        self._widgets = widgets

    @property
    def outputs(self) -> list[Any]:
        w = self._widgets
        settings: list[Any] = [w.picker.model, w.system, w.personal, *w.parameters.inputs]
        return [w.chatbot, w.told, w.address, w.send, w.stop, *settings]

    async def new(self, request: gr.Request, session: ChatSession) -> Shown:
        """Begin a new conversation. Model and settings stay as they are."""
        self._history.leave(claim(request, session), session, language_of(request))
        session.clear()
        w = self._widgets
        return self._idle() | {w.chatbot: [], w.told: "", w.address: ""}

    async def temporary(self, request: gr.Request, session: ChatSession) -> Shown:
        """Begin one that is never written."""
        shown = await self.new(request, session)
        session.kept.temporary = True
        told = say(language_of(request), "temporary_told")
        return shown | {self._widgets.told: f'<p role="status">{escape(told)}</p>'}

    async def open(self, request: gr.Request, session: ChatSession, wanted: str) -> Shown:
        """Open a kept conversation, with the model and the settings that it had."""
        language, owner = language_of(request), claim(request, session)
        if wanted and wanted == session.kept.id:
            return unchanged(self._widgets.told)
        try:
            settings = await self.restore(owner, session, wanted, language)
        except NotFound:
            return self._told(say(language, "chat_not_found")) | {
                self._widgets.address: session.kept.id
            }
        except NotKept as problem:
            return self._told(fault_text(language, problem)) | {
                self._widgets.address: session.kept.id
            }
        return self._idle() | self._opened(session, settings, language)

    async def restore(
        self, owner: str, session: ChatSession, wanted: str, language: Language
    ) -> ChatSettings:
        """Put a kept conversation into the session. Raises `NotFound` or `NotKept`."""
        if not is_id(wanted):  # anyone can write anything into an address
            raise NotFound
        kept = await asyncio.to_thread(self._history.conversations.open, owner, wanted)
        self._history.leave(owner, session, language)
        fill(session, kept)
        return kept.settings

    async def load(self, request: gr.Request, session: ChatSession) -> Shown:
        """What the page's address names."""
        query = cast(Mapping[str, str], dict(cast(Any, request).query_params))
        if token := query.get("read", ""):
            return await self._read(token, language_of(request))
        wanted = query.get("chat", "")
        if not wanted:
            return unchanged(self._widgets.told)
        return await self.open(request, session, wanted)

    async def _read(self, token: str, language: Language) -> Shown:
        """Show what was shared, in a session that stays empty: nothing can be gone on with."""
        w, shared = self._widgets, ChatSession()
        way = f' <a href="?">{escape(say(language, "reading_end"))}</a>'
        try:
            fill(shared, await asyncio.to_thread(self._links.open, token))
        except NotFound:
            told = escape(say(language, "reading_gone"))
            return {w.told: f'<p role="alert">{told}{way}</p>'}
        except NotKept as problem:
            return self._told(fault_text(language, problem))
        told = escape(say(language, "reading_only"))
        rows = rows_of(shared.turns, language)
        return {w.chatbot: rows, w.told: f'<p role="status">{told}{way}</p>'}

    def recall(self, request: gr.Request, session: ChatSession, address: str) -> None:
        """Fill in what the page shows and the server forgot, as after a restart.

        Reads the disk: not for the event loop.
        """
        owner = claim(request, session)
        if session.tree or not is_id(address):
            return
        try:
            fill(session, self._history.conversations.open(owner, address))
        except (NotFound, NotKept):
            pass

    async def kept(self, request: gr.Request, session: ChatSession) -> Shown:
        """Once all is written: the id that it has there, and whether it could be."""
        language = language_of(request)
        await self._history.save(claim(request, session), session, language)
        problem = session.kept.problem
        told = banner_html(fault_text(language, problem)) if problem else ""
        return {self._widgets.address: session.kept.id, self._widgets.banner: told}

    def _opened(self, session: ChatSession, settings: ChatSettings, language: Language) -> Shown:
        w = self._widgets
        shown: Shown = {
            w.chatbot: chat_rows(session, language),
            w.told: "",
            w.address: session.kept.id,
            w.system: settings.system,
            w.personal: settings.personal,
        }
        if settings.model:
            names = choices(self._catalog, settings.model)
            shown[w.picker.model] = gr.Dropdown(names, value=settings.model)
        values = spread(settings.parameters)
        return shown | dict(zip(w.parameters.inputs, values, strict=True))

    def _told(self, sentence: str) -> Shown:
        return {self._widgets.told: f'<p role="alert">{escape(sentence)}</p>'}

    def _idle(self) -> Shown:
        return {
            self._widgets.send: gr.Button(visible=True),
            self._widgets.stop: gr.Button(visible=False),
        }

    @property
    def kept_outputs(self) -> list[Any]:
        return [self._widgets.address, self._widgets.banner]

    def wire(self, page: gr.Blocks) -> None:
        w = self._widgets
        page.load(self.load, w.session, self.outputs, **QUIET)
        w.sidebar.new_chat.click(self.new, w.session, self.outputs, **QUIET)
        w.sidebar.temporary.click(self.temporary, w.session, self.outputs, **QUIET)
        w.address.change(None, w.address, None, js=GO, **QUIET)


def banner_html(sentence: str) -> str:
    """What is wrong with the history, for as long as it is."""
    return f'<p role="status">{escape(sentence)}</p>'
