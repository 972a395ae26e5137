"""The conversations that are kept, beside the chat: to find, open, rename, pin and delete."""

import asyncio
import time
from datetime import timezone
from typing import Any, cast

import gradio as gr

from store.conversations import Conversations
from store.errors import StoreError
from ui.chat_opening import ChatOpening
from ui.chat_widgets import ChatWidgets
from ui.compare_view import sent
from ui.days import day_of, zone
from ui.events import QUIET
from ui.faults import fault_text
from ui.owners import owner_of
from ui.session import ChatSession
from ui.sidebar_html import found_html, list_html, told_html, tools_html
from ui.sidebar_widgets import SidebarSession, SidebarWidgets
from ui.texts import Language, language_of, say

PAGE = 60  # conversations that one page of the list holds
MOST_SHOWN = 3000
MOST_FOUND = 50
LONGEST_WORDS = 200  # characters that are searched for
Shown = dict[Any, Any]


class Sidebar:
    """Handlers. `chat` is the tab that it stands beside."""

    def __init__(
        self,
        conversations: Conversations,
        opening: ChatOpening,
        chat: ChatWidgets,
        widgets: SidebarWidgets,
    ) -> None:
        self._store, self._opening = conversations, opening
        self._chat, self._widgets = chat, widgets

    async def load(self, request: gr.Request, session: SidebarSession) -> Shown:
        language, told = language_of(request), ""
        if place := self._store.moved_aside:
            told = told_html(say(language, "moved_aside", place=place.name))
        shown = {self._widgets.tools: tools_html(language), self._widgets.told: told}
        return shown | await self.refresh(request, session)

    async def refresh(self, request: gr.Request, session: SidebarSession) -> Shown:
        """The list as it is now."""
        language = language_of(request)
        try:
            html = await asyncio.to_thread(
                self._list, owner_of(request), session, zone_of(request), language
            )
        except StoreError as error:
            return {self._widgets.told: told_html(fault_text(language, error, "chat_not_found"))}
        return {self._widgets.listed: html}

    async def look(
        self, request: gr.Request, event: gr.EventData, session: SidebarSession
    ) -> Shown:
        """Search, or list more."""
        asked = sent(event)
        if asked.get("action") == "more":
            session.shown = min(session.shown + PAGE, MOST_SHOWN)
        else:
            session.words = str(asked.get("words") or "")[:LONGEST_WORDS].strip()
            session.shown = 0
        return await self.refresh(request, session)

    async def act(
        self, request: gr.Request, event: gr.EventData, session: SidebarSession, chat: ChatSession
    ) -> Shown:
        """Rename, pin, delete or bring back."""
        language, asked = language_of(request), sent(event)
        wanted, owner = str(asked.get("id") or ""), owner_of(request)
        try:
            told = await asyncio.to_thread(self._change, owner, session, wanted, asked, language)
        except StoreError as error:
            told = told_html(fault_text(language, error, "chat_not_found"))
        shown = {self._widgets.told: told} | await self.refresh(request, session)
        if asked.get("action") == "delete" and wanted and wanted == chat.kept.id:
            shown |= await self._opening.new(request, chat)
        return shown

    async def go(self, request: gr.Request, event: gr.EventData, chat: ChatSession) -> Shown:
        """To another conversation, or to a new one."""
        wanted = str(sent(event).get("id") or "")
        if not wanted:
            return await self._opening.new(request, chat)
        return await self._opening.open(request, chat, wanted)

    def _change(
        self,
        owner: str,
        session: SidebarSession,
        wanted: str,
        asked: dict[str, Any],
        language: Language,
    ) -> str:
        """What to tell afterwards, as HTML. Raises `StoreError`."""
        store = self._store
        match asked.get("action"):
            case "rename":
                store.rename(owner, wanted, str(asked.get("title") or ""))
            case "pin" | "unpin" as action:
                store.pin(owner, wanted, action == "pin")
            case "delete":
                store.delete(owner, wanted)
                session.deleted = wanted
                return told_html(
                    say(language, "chat_deleted"), ("restore", say(language, "restore"))
                )
            case "restore" if session.deleted:
                store.restore(owner, session.deleted)
                session.deleted = ""
            case _:
                pass
        return ""

    def _list(
        self, owner: str, session: SidebarSession, where: timezone, language: Language
    ) -> str:
        if session.words:
            return found_html(self._store.search(owner, session.words, MOST_FOUND), language)
        session.shown = session.shown or PAGE
        listed = self._store.list(owner, session.shown + 1)
        pinned = self._store.pinned(owner)
        more = len(listed) > session.shown
        today = day_of(time.time(), where)
        return list_html(pinned, listed[: session.shown], more, where, today, language)

    def wire(self, page: gr.Blocks) -> None:
        w, chat = self._widgets, self._chat
        tools = cast(Any, w.tools)  # its events are those that its script names
        opened = [w.told, *self._opening.outputs]
        page.load(self.load, w.session, [w.tools, w.listed, w.told], **QUIET)
        tools.look(self.look, w.session, [w.listed, w.told], **QUIET)
        tools.act(self.act, [w.session, chat.session], [w.listed, *opened], **QUIET)
        tools.go(self.go, chat.session, opened, **QUIET)


def zone_of(request: gr.Request) -> timezone:
    """Where the person's clock stands, as the page's script noted it in a cookie."""
    return zone(str(cast(Any, request).cookies.get("parley_offset", "")))
