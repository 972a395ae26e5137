"""What a person says of themselves, kept from one page to the next."""

import asyncio
from typing import Any

import gradio as gr

from store.errors import NotKept
from store.instructions import Instructions
from ui.about_widgets import LONGEST_ABOUT, AboutSession
from ui.chat_opening import banner_html
from ui.chat_widgets import ChatWidgets
from ui.events import QUIET
from ui.faults import fault_text
from ui.owners import owner_of
from ui.texts import Language, language_of, say

Shown = dict[Any, Any]


class About:
    """Handlers. The text goes along as it stands in its box, kept or not."""

    def __init__(self, instructions: Instructions, widgets: ChatWidgets) -> None:
        self._instructions, self._widgets = instructions, widgets

    @property
    def outputs(self) -> list[Any]:
        w = self._widgets
        return [w.about.text, w.about.fold, w.about_banner]

    async def load(self, request: gr.Request, session: AboutSession) -> Shown:
        """What was kept before."""
        language = language_of(request)
        try:
            said = await asyncio.to_thread(self._instructions.read, owner_of(request))
        except NotKept as problem:
            return self._banner(fault_text(language, problem, kept="about_not_read"))
        session.saved = said
        return {self._widgets.about.text: said} | self._fold(said, language) | self._banner("")

    async def keep(self, request: gr.Request, session: AboutSession, text: str | None) -> Shown:
        """Write it if it was changed on this page.

        What could not be read before is read instead of lost to a box that stands empty.
        """
        language, said = language_of(request), (text or "")[:LONGEST_ABOUT]
        if said == session.saved:
            return self._banner("")
        if session.saved is None and not said.strip():
            return await self.load(request, session)
        try:
            await asyncio.to_thread(self._instructions.write, owner_of(request), said)
        except NotKept as problem:
            return self._banner(fault_text(language, problem, kept="about_not_saved"))
        session.saved = said
        return self._fold(said, language) | self._banner("")

    def _fold(self, said: str, language: Language) -> Shown:
        """Its name tells, also while it is closed, that something goes along."""
        key = "about_filled" if said.strip() else "about"
        return {self._widgets.about.fold: gr.Accordion(label=say(language, key))}

    def _banner(self, sentence: str) -> Shown:
        return {self._widgets.about_banner: banner_html(sentence) if sentence else ""}

    def wire(self, page: gr.Blocks) -> None:
        """Beside the messages: whoever sends one sees to it that it is kept."""
        w = self._widgets.about
        page.load(self.load, w.session, self.outputs, **QUIET)
        w.text.blur(self.keep, [w.session, w.text], self.outputs, **QUIET)
