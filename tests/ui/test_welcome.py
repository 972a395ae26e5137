"""What an empty conversation says."""

import pytest

from ui.texts import Language
from ui.welcome import welcome_examples, welcome_text

LANGUAGES: tuple[Language, ...] = ("en", "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_in_use_is_named(language: Language) -> None:
    text = welcome_text(language, "test:alpha")

    assert "**test:alpha**" in text
    assert "SmolLM2" not in text
    assert "OPENAI_API_KEY" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_embedded_model_it_says_how_small_it_is(language: Language) -> None:
    text = welcome_text(language, "local:smollm2-135m-instruct")

    assert "SmolLM2-135M" in text
    assert ".env" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_model_it_says_how_to_set_one_up(language: Language) -> None:
    text = welcome_text(language, "")

    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "PARLEY_SERVERS__OLLAMA__BASE_URL"):
        assert name in text
    assert "**" in text and "None" not in text


def test_an_embedded_model_that_could_not_be_fetched_says_why_in_each_language() -> None:
    why = "the package index could not be reached"

    english, chinese = (welcome_text(at, "local:smollm2-135m-instruct", why) for at in LANGUAGES)

    assert f"could not be fetched: {why}." in english
    assert "无法连接软件包索引" in chinese
    assert why not in chinese
    assert "OPENAI_API_KEY" in english and "OPENAI_API_KEY" in chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_and_no_reason_can_become_markup(language: Language) -> None:
    hostile = "<img src=x onerror=alert(1)>"

    assert "<img" not in welcome_text(language, f"test:{hostile}")
    assert "<img" not in welcome_text(language, "local:x", hostile)


def test_the_examples_are_in_the_language_of_the_page() -> None:
    english, chinese = welcome_examples("en"), welcome_examples("zh")

    assert english[2].get("text") == "What is the capital of France?"
    assert chinese[2].get("text") == "法国的首都是哪里？"
    assert len(english) == len(chinese)
