"""The presets that come with Parley."""

import re

import pytest

from backends.parameters import problems
from store.preset_files import read_presets, write_presets
from ui.included_presets import included_presets
from ui.languages import Language

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_same_presets_are_there_in_both_languages() -> None:
    english, chinese = included_presets("en"), included_presets("zh")

    assert len(english) == len(chinese) == 6
    assert [preset.parameters for preset in english] == [preset.parameters for preset in chinese]
    assert not any(CHINESE.search(preset.name + preset.system) for preset in english)
    assert all(CHINESE.search(preset.name) for preset in chinese)
    assert all(CHINESE.search(preset.system) for preset in chinese)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_goes_to_the_chosen_model_with_a_prompt_and_parameters_that_can_be_sent(
    language: Language,
) -> None:
    for preset in included_presets(language):
        assert (preset.kind, preset.model) == ("chat", "")
        assert preset.system == preset.system.strip() and len(preset.system) > 150
        assert problems(preset.parameters) == []


def test_a_model_that_is_to_answer_in_json_is_told_so() -> None:
    """OpenAI refuses `json_object` where the messages do not name JSON."""
    for preset in (*included_presets("en"), *included_presets("zh")):
        if preset.parameters.get("response_format") == {"type": "json_object"}:
            assert "JSON" in preset.system


@pytest.mark.parametrize("language", ["en", "zh"])
def test_they_can_be_exported_and_imported(language: Language) -> None:
    presets = included_presets(language)

    assert read_presets(write_presets(presets).encode()) == presets
