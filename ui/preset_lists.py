"""What a person can choose from, what a file brings, and what is told of it. Pure."""

from collections.abc import Sequence

from store.errors import NotReadable
from store.preset_files import read_presets
from store.preset_types import Preset
from store.toml_places import line_of
from ui.included_presets import included_presets
from ui.texts import Language, say

OWN, INCLUDED = "own:", "included:"
"""What the key of a choice begins with; then comes its name, or its number."""
MOST_NAMES = 5  # that are told in one sentence
Choices = list[tuple[str, str]]
"""Pairs of what is read and the key."""


def key_of(preset: Preset) -> str:
    """Of one's own."""
    return OWN + preset.name


def chat_choices(own: Sequence[Preset], language: Language) -> Choices:
    """One's own presets for the chat, then those that come with Parley."""
    mine = [(preset.name, key_of(preset)) for preset in own if preset.kind == "chat"]
    return mine + _included("preset_included", language)


def column_choices(own: Sequence[Preset], language: Language) -> Choices:
    """One's own sets of columns, then what can be applied to all columns alike."""
    sets = [(_columns(each, language), key_of(each)) for each in own if each.kind == "columns"]
    alike = [
        (say(language, "preset_for_all", name=each.name), key_of(each))
        for each in own
        if each.kind == "chat"
    ]
    return sets + alike + _included("preset_for_all_included", language)


def chosen(key: str, own: Sequence[Preset], language: Language) -> Preset | None:
    """What the key stands for; `None` when it is gone."""
    if key.startswith(INCLUDED):
        number = key.removeprefix(INCLUDED)
        there = included_presets(language)
        known = number.isascii() and number.isdecimal() and int(number) < len(there)
        return there[int(number)] if known else None
    return next((preset for preset in own if key_of(preset) == key), None)


def replaced(own: Sequence[Preset], coming: Sequence[Preset]) -> list[Preset]:
    """Which of one's own would be lost to others of the same name."""
    by_name = {preset.name: preset for preset in coming}
    return [preset for preset in own if by_name.get(preset.name, preset) != preset]


def question(language: Language, lost: Sequence[Preset], coming: Sequence[Preset]) -> str:
    """What is asked before `lost` go."""
    if len(coming) == 1:
        kind = f"_{lost[0].kind}" if lost[0].kind != coming[0].kind else ""
        return say(language, f"preset_there{kind}", name=lost[0].name)
    names = (f"“{preset.name}”" for preset in lost[:MOST_NAMES])
    told = ("、" if language == "zh" else ", ").join(names)
    return say(language, "presets_there", names=told + (" …" if len(lost) > MOST_NAMES else ""))


def kept_text(language: Language, presets: Sequence[Preset]) -> str:
    """What came from the page or from a file, once it is kept."""
    chat = sum(preset.kind == "chat" for preset in presets)
    counts = {"count": len(presets), "chat": chat, "columns": len(presets) - chat}
    if not presets:
        return say(language, "presets_empty")
    if len(presets) == 1:
        return say(language, "preset_saved", name=presets[0].name)
    both = 0 < chat < len(presets)
    return say(language, "presets_imported_both" if both else "presets_imported", **counts)


def read_file(content: bytes) -> tuple[Preset, ...]:
    """Presets of different names. Raises `NotReadable`, with the line."""
    presets, names = read_presets(content), set[str]()
    for at, preset in enumerate(presets):
        if preset.name in names:
            place = f"preset[{at}].name"
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
            raise NotReadable("repeated", place, line_of(text, place), 1)
        names.add(preset.name)
    return presets


def _columns(preset: Preset, language: Language) -> str:
    count = len(preset.columns)
    key = "preset_columns_one" if count == 1 else "preset_columns"
    return say(language, key, name=preset.name, count=count)


def _included(key: str, language: Language) -> Choices:
    return [
        (say(language, key, name=preset.name), f"{INCLUDED}{at}")
        for at, preset in enumerate(included_presets(language))
    ]
