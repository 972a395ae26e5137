"""Presets of whoever asks: listed, kept, deleted, brought back. The same in both folds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr

from store.errors import NotFound, NotReadable, StoreError
from store.preset_files import MOST_BYTES
from store.preset_types import LONGEST_NAME, Preset, is_name
from store.presets import MOST_PRESETS, Presets
from ui.events import QUIET
from ui.faults import fault_text
from ui.owners import owner_of
from ui.preset_html import done_html, refused_html
from ui.preset_lists import (
    INCLUDED,
    chat_choices,
    chosen,
    column_choices,
    kept_text,
    key_of,
    question,
    replaced,
)
from ui.preset_records import is_too_large
from ui.preset_widgets import PresetSession, PresetWidgets
from ui.texts import Language, language_of, say

Shown = dict[Any, Any]
Keys = tuple[str | None, str | None]
"""What is chosen in the chat's list, and in that of the columns."""


@dataclass(frozen=True, slots=True)
class PresetLists:
    """What presets are chosen from in both tabs: what one keeps the other offers at once."""

    chat: gr.Dropdown
    columns: gr.Dropdown

    @property
    def boxes(self) -> list[Any]:
        return [self.chat, self.columns]

    def shown(self, own: Sequence[Preset], language: Language, keys: Keys) -> Shown:
        """The lists as they are now; what was chosen stays so if it is still there."""
        offered = chat_choices(own, language), column_choices(own, language)
        return {
            box: gr.Dropdown(
                choices, value=key if any(key == each for _, each in choices) else None
            )
            for box, choices, key in zip(self.boxes, offered, keys, strict=True)
        }


class PresetShelf:
    """Handlers of one fold, and what its other handlers need. `keys` are what is chosen."""

    def __init__(self, presets: Presets, lists: PresetLists, here: PresetWidgets) -> None:
        self._presets, self._lists, self._here = presets, lists, here

    async def listed(self, request: gr.Request, *keys: Any) -> Shown:
        """The lists as they are now; without one's own while those cannot be read."""
        own, told = await self.own(request)
        return self._lists.shown(own, language_of(request), _pair(keys)) | told

    async def own(self, request: gr.Request) -> tuple[tuple[Preset, ...], Shown]:
        """One's own by name, and what is told when they cannot be read."""
        try:
            return await asyncio.to_thread(self._presets.list, owner_of(request)), {}
        except StoreError as error:
            return (), self.refused(unkept_text(language_of(request), error))

    async def find(self, request: gr.Request, key: str | None) -> tuple[Preset | None, Shown]:
        """What is chosen, or what is told when nothing is."""
        language = language_of(request)
        if not key:
            return None, self.refused(say(language, "preset_none"))
        own, told = ((), {}) if key.startswith(INCLUDED) else await self.own(request)
        preset = chosen(key, own, language)
        if preset is None:
            return None, told or self.refused(say(language, "preset_gone"))
        return preset, {}

    def name_of(self, request: gr.Request, text: str | None) -> tuple[str, Shown]:
        """What a preset is to be called, or "" and what is told when it cannot be."""
        name = (text or "").strip()
        if is_name(name):
            return name, {}
        told = say(language_of(request), "preset_name_wrong", limit=LONGEST_NAME)
        return "", self.refused(told)

    async def keep(
        self,
        request: gr.Request,
        session: PresetSession,
        coming: tuple[Preset, ...],
        keys: Sequence[Any],
    ) -> Shown:
        """Keep all of `coming`, or ask first where others of one's own would be lost."""
        language = language_of(request)
        session.pending, session.deleted = (), None
        if any(map(is_too_large, coming)):
            limit = MOST_BYTES // 1_000_000
            return self.refused(say(language, "preset_too_large", limit=limit))
        own, told = await self.own(request)
        if told:
            return told
        if lost := replaced(own, coming):
            session.pending = coming
            asked = question(language, lost, coming)
            return self._told(done_html(language, asked, "replace", "cancel"))
        return await self._keep(request, coming, keys)

    async def replace(self, request: gr.Request, session: PresetSession, *keys: Any) -> Shown:
        """Keep what was asked about, in the place of others of the same name."""
        coming, session.pending = session.pending, ()
        return await self._keep(request, coming, keys) if coming else self._told("")

    async def cancel(self, session: PresetSession) -> Shown:
        session.pending = ()
        return self._told("")

    async def delete(
        self, request: gr.Request, session: PresetSession, key: str | None, *keys: Any
    ) -> Shown:
        """It can be brought back until something else is done."""
        language = language_of(request)
        session.pending = ()
        preset, told = await self.find(request, key)
        if preset is None:
            return told
        if key_of(preset) != key:
            return self.refused(say(language, "preset_included_stays"))
        try:
            await asyncio.to_thread(self._presets.delete, owner_of(request), preset.name)
        except NotFound:
            pass  # on another page: it is gone, as was wanted
        except StoreError as error:
            return self.refused(unkept_text(language, error))
        session.deleted = preset
        told = done_html(language, say(language, "preset_deleted", name=preset.name), "restore")
        return await self.listed(request, *keys) | self._told(told)

    async def restore(self, request: gr.Request, session: PresetSession, *keys: Any) -> Shown:
        """Bring back what was deleted last, unless its name was taken since."""
        if session.deleted is None:
            return self._told("")
        return await self.keep(request, session, (session.deleted,), keys)

    def done(self, request: gr.Request, sentence: str, *offers: Any) -> Shown:
        return self._told(done_html(language_of(request), sentence, *offers))

    def refused(self, sentence: str) -> Shown:
        return self._told(refused_html(sentence))

    def _told(self, html: str) -> Shown:
        return {self._here.told: html}

    def wire(self) -> None:
        """Connect what both folds do in the same way."""
        here, keys = self._here, self._lists.boxes
        told = cast(Any, here.told)  # its events are those that its script names
        with_keys: list[Any] = [here.session, *keys]
        listed: list[Any] = [here.told, *keys]
        here.fold.expand(self.listed, keys, listed, **QUIET)
        here.delete.click(self.delete, [here.session, here.chosen, *keys], listed, **QUIET)
        told.replace(self.replace, with_keys, listed, **QUIET)
        told.restore(self.restore, with_keys, listed, **QUIET)
        told.cancel(self.cancel, here.session, here.told, **QUIET)

    async def _keep(
        self, request: gr.Request, coming: tuple[Preset, ...], keys: Sequence[Any]
    ) -> Shown:
        language = language_of(request)
        try:
            await asyncio.to_thread(self._presets.save, owner_of(request), coming)
        except StoreError as error:
            return self.refused(unkept_text(language, error))
        if len(coming) == 1:
            chat, columns = _pair(keys)
            key, is_chat = key_of(coming[0]), self._here.chosen is self._lists.chat
            keys = (key, columns) if is_chat else (chat, key)
        return await self.listed(request, *keys) | self.done(request, kept_text(language, coming))


def unkept_text(language: Language, error: StoreError) -> str:
    """Why one's own presets could not be read or saved."""
    if isinstance(error, NotReadable):  # there would be too many
        return say(language, "presets_too_many", limit=MOST_PRESETS)
    return fault_text(language, error, kept="presets_not_kept")


def _pair(keys: Sequence[Any]) -> Keys:
    chat, columns = keys
    return chat, columns
