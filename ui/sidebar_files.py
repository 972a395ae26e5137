"""Conversations as files and as links: taken away, brought back, shown to others."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, cast

import gradio as gr

from store.conversation_files import write_conversations
from store.conversation_import import read
from store.conversation_types import Conversation
from store.errors import StoreError
from store.store import Store
from ui.compare_view import sent
from ui.conversation_exports import TuningReport, file_name, reading_markdown, tuning_lines
from ui.events import QUIET
from ui.faults import fault_text
from ui.flaw_texts import imported_text
from ui.owners import owner_of
from ui.sidebar_html import told_html
from ui.sidebar_widgets import SidebarWidgets
from ui.texts import Language, language_of, say

DOWNLOAD = "(file) => window.parley.download(file)"
COPY_LINK = "(token) => window.parley.copyLink(token)"
Shown = dict[Any, Any]


class SidebarFiles:
    """Handlers. refresh: shows the list as it is now."""

    def __init__(self, store: Store, refresh: Callable[..., Any], widgets: SidebarWidgets) -> None:
        self._store, self._refresh, self._widgets = store, refresh, widgets

    async def export(self, request: gr.Request, event: gr.EventData) -> Shown:
        """One conversation as a file of the kind that was asked for."""
        language, asked, owner = language_of(request), sent(event), owner_of(request)
        wanted, kind = str(asked.get("id") or ""), str(asked.get("action") or "")
        try:
            kept = await asyncio.to_thread(self._store.conversations.open, owner, wanted)
        except StoreError as error:
            return self._told(fault_text(language, error, "chat_not_found"))
        text, told = written(kept, kind, language)
        if not text:
            return self._told(told)
        ending = {"markdown": "md", "jsonl": "jsonl"}.get(kind, "json")
        return self._told(told) | self._file(file_name(kept.title, kept.created_at, ending), text)

    async def export_all(self, request: gr.Request) -> Shown:
        language, owner = language_of(request), owner_of(request)

        def everything() -> str:
            return "".join(write_conversations(self._store.conversations.all(owner)))

        try:
            text = await asyncio.to_thread(everything)
        except StoreError as error:
            return self._told(fault_text(language, error, "chat_not_found"))
        return self._told() | self._file(f"parley-chats-{time.strftime('%Y-%m-%d')}.json", text)

    async def bring(self, request: gr.Request, data: bytes | None, session: Any) -> Shown:
        """Keep what a file holds, Parley's own or ChatGPT's, all of it or nothing."""
        language, owner = language_of(request), owner_of(request)

        def keep() -> str:
            found = read(data or b"")
            self._store.conversations.bring(owner, found.conversations)
            return imported_text(language, found)

        try:
            told = await asyncio.to_thread(keep)
        except StoreError as error:
            return self._told(fault_text(language, error, "chat_not_found"))
        return self._told(told) | await self._refresh(request, session)

    async def link(self, request: gr.Request, event: gr.EventData) -> Shown:
        """Make a link that opens a conversation to read it, or let none open it any more."""
        language, asked, owner = language_of(request), sent(event), owner_of(request)
        wanted, links = str(asked.get("id") or ""), self._store.links
        try:
            if asked.get("action") == "revoke":
                count = await asyncio.to_thread(links.revoke, owner, wanted)
                return self._told(say(language, "links_revoked" if count else "no_links"))
            token = await asyncio.to_thread(links.make, owner, wanted)
        except StoreError as error:
            return self._told(fault_text(language, error, "chat_not_found"))
        return self._told(say(language, "chat_link_copied")) | {self._widgets.link: token}

    def _file(self, name: str, text: str) -> Shown:
        return {self._widgets.file: json.dumps({"name": name, "text": text})}

    def _told(self, sentence: str = "") -> Shown:
        return {self._widgets.told: told_html(sentence)}

    def wire(self) -> None:
        w = self._widgets
        tools = cast(Any, w.tools)  # its events are those that its script names
        taken: list[Any] = [w.told, w.file]
        for exported in (
            tools.export(self.export, None, taken, **QUIET),
            w.export_all.click(self.export_all, None, taken, **QUIET),
        ):
            exported.then(None, w.file, None, js=DOWNLOAD, **QUIET).then(
                lambda: "", None, w.file, **QUIET
            )
        w.bring.upload(self.bring, [w.bring, w.session], [w.told, w.listed], **QUIET)
        tools.link(self.link, None, [w.told, w.link], **QUIET)
        w.link.change(None, w.link, None, js=COPY_LINK, **QUIET)


def written(kept: Conversation, kind: str, language: Language) -> tuple[str, str]:
    """The file, and what to tell; an empty file is none."""
    match kind:
        case "markdown":
            return reading_markdown(kept, language), ""
        case "jsonl":
            report = TuningReport()
            text = "".join(tuning_lines([kept], report))
            if not text:
                return "", say(language, "tuning_nothing")
            told = say(language, "tuning_left_out", count=report.turns) if report.turns else ""
            return text, told
        case _:
            return "".join(write_conversations([kept])), ""
