"""The presets that come with Parley, in each of its languages. Pure."""

from functools import cache
from pathlib import Path

from store.preset_files import read_presets
from store.preset_types import Preset
from ui.languages import Language

FOLDER = Path(__file__).parent / "presets"


@cache
def included_presets(language: Language) -> tuple[Preset, ...]:
    """The same ones in the same order in every language."""
    return read_presets((FOLDER / f"{language}.toml").read_bytes())
