"""Presets above the columns: whole sets of columns, and what can be put on all of them."""

from typing import Any

import gradio as gr

from store.preset_types import Preset
from store.presets import Presets
from ui.asking import Asking
from ui.compare_asking import ALL_REFUSALS, comparison_refusal
from ui.compare_loading import next_model
from ui.compare_panel import SettingsPanel
from ui.compare_session import LETTERS, CompareSession
from ui.compare_view import CompareView, Shown
from ui.events import QUIET, on
from ui.preset_lists import key_of
from ui.preset_records import columns_preset, put_columns, put_on_all
from ui.preset_shelf import PresetLists, PresetShelf
from ui.preset_widgets import PresetSession, PresetWidgets
from ui.texts import language_of, say


class ColumnPresets:
    """Handlers. `settings` are the values of the settings panel."""

    def __init__(
        self,
        asking: Asking,
        presets: Presets,
        lists: PresetLists,
        view: CompareView,
        panel: SettingsPanel,
        widgets: PresetWidgets,
    ) -> None:
        self._asking, self._view, self._panel, self._widgets = asking, view, panel, widgets
        self._shelf, self._lists = PresetShelf(presets, lists, widgets), lists

    async def apply(
        self,
        request: gr.Request,
        session: PresetSession,
        compared: CompareSession,
        key: str | None,
    ) -> Shown:
        """A set of columns takes the place of all, as a kept comparison does that is opened."""
        if compared.hidden:
            return self._not_now(request)
        preset, told = await self._shelf.find(request, key)
        if preset is None:
            return told
        session.pending, session.deleted = (), None
        sentence = self._put(compared, preset)
        shown = self._view.everything(compared, language_of(request)) | self._view.told()
        if key_of(preset) == key and preset.kind == "columns":
            shown[self._widgets.name] = preset.name  # to change it and save it again
        told = say(language_of(request), sentence, name=preset.name)
        return shown | self._shelf.done(request, told)

    def _put(self, compared: CompareSession, preset: Preset) -> str:
        """The key of the sentence that says what was done."""
        if preset.kind == "chat":
            put_on_all(compared, preset)
            return "preset_applied_all"
        kept = compared.begun and compared.keeper is not None and not compared.keeper.problem
        put_columns(compared, preset, lambda: next_model(self._asking, compared))
        return "preset_columns_replaced" if kept else "preset_applied"

    async def save(
        self,
        request: gr.Request,
        session: PresetSession,
        compared: CompareSession,
        name: str | None,
        chat_key: str | None,
        columns_key: str | None,
        *settings: Any,
    ) -> Shown:
        """Keep the columns as they are set now under a name."""
        if compared.hidden:
            return self._not_now(request)
        known, told = self._shelf.name_of(request, name)
        if not known:
            return told
        try:
            self._panel.keep(compared, settings)
            preset = columns_preset(known, compared)
        except ALL_REFUSALS as refusal:
            sentence = comparison_refusal(language_of(request), refusal, LETTERS)
            return self._shelf.refused(sentence)
        return await self._shelf.keep(request, session, (preset,), (chat_key, columns_key))

    def _not_now(self, request: gr.Request) -> Shown:
        """Models would be told, or which column is which."""
        return self._shelf.refused(say(language_of(request), "not_while_hidden"))

    def wire(self, compared: gr.State, panel: list[Any], shown: list[Any]) -> None:
        """panel: the inputs of the settings panel; shown: outputs of `everything` and told."""
        w, keys = self._widgets, self._lists.boxes
        w.apply.click(
            self.apply, [w.session, compared, w.chosen], [*shown, w.told, w.name], **QUIET
        )
        on(
            [w.save.click, w.name.submit],
            self.save,
            [w.session, compared, w.name, *keys, *panel],
            [w.told, *keys],
            **QUIET,
        )
        self._shelf.wire()
