"""The folds with presets, in the chat's panel and above the columns. No behaviour."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from store.preset_types import LONGEST_NAME, Preset
from ui.texts import word

SCRIPT = Path(__file__).parent / "assets" / "presets.js"


class PresetSession:
    """pending: what is kept once the person agrees to lose others of the same name.

    deleted: what can be brought back. before: the values that stood in the chat's panel
    when a preset was applied, `None` before. No dataclass: Gradio would put one into the
    page's config.
    """

    def __init__(self) -> None:
        self.pending: tuple[Preset, ...] = ()
        self.deleted: Preset | None = None
        self.before: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class PresetWidgets:
    """told: what came of the last action; its events are those that its script names."""

    session: gr.State
    fold: gr.Accordion
    chosen: gr.Dropdown
    apply: gr.Button
    delete: gr.Button
    name: gr.Textbox
    save: gr.Button
    told: gr.HTML


@dataclass(frozen=True, slots=True)
class ChatPresetWidgets:
    """here: what both folds have. file: takes what is to be downloaded."""

    here: PresetWidgets
    with_model: gr.Checkbox
    export: gr.Button
    bring: gr.UploadButton
    file: gr.Textbox


def build_chat_preset_widgets() -> ChatPresetWidgets:
    """Add the fold of the chat's panel to the Blocks being built."""
    session = gr.State(PresetSession())  # copied for each page that opens
    with gr.Accordion(
        word("presets"), open=False, elem_id="presets", elem_classes="parley-presets"
    ) as fold:
        chosen = _chosen("preset-chosen")
        with gr.Row():
            apply, delete = _button("preset_apply"), _button("preset_delete")
            export, bring = _button("preset_export"), _import()
        with gr.Row():
            name = _name("preset_name", "preset-name")
            save = _button("preset_save")
        with_model = gr.Checkbox(
            True, label=word("preset_with_model"), container=False, elem_id="preset-with-model"
        )
        told = _told("presets-told")
    file = gr.Textbox(visible="hidden", elem_id="preset-file", label="TOML")
    here = PresetWidgets(session, fold, chosen, apply, delete, name, save, told)
    return ChatPresetWidgets(here, with_model, export, bring, file)


def build_column_preset_widgets() -> PresetWidgets:
    """Add the fold of the compare tab to the Blocks being built."""
    session = gr.State(PresetSession())  # copied for each page that opens
    with gr.Accordion(
        word("presets"), open=False, elem_id="compare-presets", elem_classes="parley-presets"
    ) as fold:
        with gr.Row():
            chosen = _chosen("columns-preset-chosen")
            apply = _button("preset_apply", "columns-")
            delete = _button("preset_delete", "columns-")
            name = _name("preset_name_columns", "columns-preset-name")
            save = _button("preset_save", "columns-")
        told = _told("columns-presets-told")
    return PresetWidgets(session, fold, chosen, apply, delete, name, save, told)


def _chosen(name: str) -> gr.Dropdown:
    return gr.Dropdown([], value=None, label=word("preset_choose"), interactive=True, elem_id=name)


def _name(label: str, name: str) -> gr.Textbox:
    return gr.Textbox(
        label=word(label),
        placeholder=word("preset_name_hint"),
        max_lines=1,
        max_length=LONGEST_NAME,
        elem_id=name,
    )


def _button(key: str, place: str = "") -> gr.Button:
    name = f"{place}{key.replace('_', '-')}"
    return gr.Button(word(key), size="sm", elem_id=name, elem_classes="parley-quiet", scale=0)


def _import() -> gr.UploadButton:
    return gr.UploadButton(
        word("preset_import"),
        file_types=[".toml"],
        type="binary",
        size="sm",
        elem_id="preset-import",
        elem_classes="parley-quiet",
        scale=0,
    )


def _told(name: str) -> gr.HTML:
    return gr.HTML(
        "",
        js_on_load=SCRIPT.read_text(encoding="utf-8"),
        apply_default_css=False,
        elem_id=name,
        padding=False,
    )
