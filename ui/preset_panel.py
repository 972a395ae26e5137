"""Presets in the chat's panel: applied, saved, deleted, and all of them as a file."""

import asyncio
import time
from json import dumps
from typing import Any, cast

import gradio as gr

from backends.catalog import Catalog
from store.errors import NotReadable
from store.preset_files import write_presets
from store.presets import Presets
from ui.chat_widgets import ChatWidgets
from ui.events import QUIET, on
from ui.flaw_texts import flaw_text
from ui.model_picker import choices
from ui.parameter_fields import spread
from ui.parameter_values import collect
from ui.preset_lists import key_of, read_file
from ui.preset_records import chat_preset
from ui.preset_shelf import PresetLists, PresetShelf, Shown
from ui.preset_widgets import PresetSession
from ui.refusals import REFUSALS, refusal_text
from ui.texts import language_of, say

DOWNLOAD = "(file) => window.parley.download(file)"
MARK = "() => window.parley.markParameters()"


class PresetPanel:
    """Handlers. `values` are those of the parameters' controls, `keys` what is chosen."""

    def __init__(
        self, catalog: Catalog, presets: Presets, lists: PresetLists, chat: ChatWidgets
    ) -> None:
        self._catalog, self._chat, self._widgets = catalog, chat, chat.presets
        self._shelf = PresetShelf(presets, lists, chat.presets.here)
        self._lists = lists

    async def apply(
        self,
        request: gr.Request,
        session: PresetSession,
        key: str | None,
        model: str | None,
        *before: Any,
    ) -> Shown:
        """Put it into the panel. A model that it does not name stays."""
        preset, told = await self._shelf.find(request, key)
        if preset is None:
            return told
        session.before, session.pending, session.deleted = (model, *before), (), None
        wanted = preset.model or model or ""
        shown = self._settings(wanted, preset.system, *spread(preset.parameters))
        if key_of(preset) == key:
            shown[self._widgets.here.name] = preset.name  # to change it and save it again
        sentence = say(language_of(request), "preset_applied", name=preset.name)
        return shown | self._shelf.done(request, sentence, "revert")

    async def revert(self, session: PresetSession) -> Shown:
        """What stood in the panel before a preset was applied."""
        before, session.before = session.before, None
        shown = self._settings(*before) if before else {}
        return shown | {self._widgets.here.told: ""}

    async def save(
        self,
        request: gr.Request,
        session: PresetSession,
        name: str | None,
        with_model: bool,
        chat_key: str | None,
        columns_key: str | None,
        model: str | None,
        system: str | None,
        *values: Any,
    ) -> Shown:
        """Keep what stands in the panel under a name."""
        known, told = self._shelf.name_of(request, name)
        if not known:
            return told
        try:
            chosen = (model or "").strip() if with_model else ""
            preset = chat_preset(known, chosen, system or "", collect(values))
        except REFUSALS as refusal:
            return self._shelf.refused(refusal_text(language_of(request), refusal))
        return await self._shelf.keep(request, session, (preset,), (chat_key, columns_key))

    async def export(self, request: gr.Request) -> Shown:
        """All of one's own, for the chat and for columns, as one file."""
        here, file = self._widgets.here, self._widgets.file
        own, told = await self._shelf.own(request)
        if not own:
            nothing = self._shelf.refused(say(language_of(request), "presets_nothing"))
            return (told or nothing) | {file: ""}
        text = await asyncio.to_thread(write_presets, own)
        name = f"parley-presets-{time.strftime('%Y-%m-%d')}.toml"
        return {here.told: "", file: dumps({"name": name, "text": text})}

    async def bring(
        self, request: gr.Request, session: PresetSession, data: bytes | None, *keys: Any
    ) -> Shown:
        """Keep what a file holds, all of it or nothing."""
        try:
            coming = await asyncio.to_thread(read_file, data or b"")
        except NotReadable as error:
            return self._shelf.refused(flaw_text(language_of(request), error))
        return await self._shelf.keep(request, session, coming, keys)

    def _settings(self, model: str | None, *values: Any) -> Shown:
        chat = self._chat
        names = choices(self._catalog, model)
        shown: Shown = {chat.picker.model: gr.Dropdown(names, value=model or None)}
        return shown | dict(zip((chat.system, *chat.parameters.inputs), values, strict=True))

    def wire(self, page: gr.Blocks) -> None:
        """Connect every widget to its handler. Both lists are filled when the page opens."""
        w, here, shelf = self._widgets, self._widgets.here, self._shelf
        keys = self._lists.boxes
        settings: list[Any] = [self._chat.picker.model, self._chat.system]
        settings += self._chat.parameters.inputs
        listed: list[Any] = [here.told, *keys]
        told = cast(Any, here.told)  # its events are those that its script names

        page.load(shelf.listed, keys, listed, **QUIET)
        applied = here.apply.click(
            self.apply,
            [here.session, here.chosen, *settings],
            [here.told, here.name, *settings],
            **QUIET,
        )
        reverted = told.revert(self.revert, here.session, [here.told, *settings], **QUIET)
        for changed in (applied, reverted):
            changed.then(None, None, None, js=MARK, **QUIET)
        on(
            [here.save.click, here.name.submit],
            self.save,
            [here.session, here.name, w.with_model, *keys, *settings],
            listed,
            **QUIET,
        )
        w.bring.upload(self.bring, [here.session, w.bring, *keys], listed, **QUIET)
        w.export.click(self.export, None, [here.told, w.file], **QUIET).then(
            None, w.file, None, js=DOWNLOAD, **QUIET
        )
        shelf.wire()
