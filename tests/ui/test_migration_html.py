"""What a migration has to say is there in both languages, and nothing of it is markup."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from tests.ui.migrating import cases
from ui.languages import Language
from ui.migration.migrate import migrate
from ui.migration.types import Migration, Note, NotMigrated, NotPython, TooDeep, TooLong
from ui.migration_html import (
    changes_html,
    lines_text,
    open_points_html,
    outcome_html,
    refusal_html,
    sentence_html,
)
from ui.texts_of_migration import MIGRATION_WORDS

LANGUAGES: tuple[Language, ...] = ("en", "zh")
ROOMS = Path(__file__).parents[2] / "ui" / "migration"
# Whose argument at this place is the key of a note.
NOTING = {"changed": 1, "left_open": 1, "_leave": 1, "NotMoved": 0, "NotMigrated": 0}


def keys_noted() -> set[str]:
    found: set[str] = set()
    for path in ROOMS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).split(".")[-1]
                key = node.args[NOTING[name]] if len(node.args) > NOTING.get(name, 99) else None
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.add(key.value)
    return found


def test_everything_that_is_noted_has_words() -> None:
    noted = keys_noted()

    assert len(noted) > 40
    assert {key for key in noted if f"migrate_{key}" not in MIGRATION_WORDS} == set()


@pytest.mark.parametrize("name", cases())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_has_a_sentence(name: str, language: Language) -> None:
    migration = migrate(cases()[name].before)

    for note in (*migration.changes, *migration.open_points):
        sentence = sentence_html(note, language)
        assert sentence.endswith("。" if language == "zh" else ".")
        assert "{" not in re.sub("<code>.*?</code>", "", sentence)
    assert changes_html(migration, language).count("<li>") == len(migration.changes)
    assert outcome_html(migration, language)


def test_code_is_shown_as_code_and_never_as_markup() -> None:
    note = Note("call", (1,), (("before", "<img src=x>"), ("after", "{0} & \ue000\ue001")))

    assert sentence_html(note, "en") == (
        "<code>&lt;img src=x&gt;</code> is now <code>{0} &amp; </code>."
    )


def test_a_reason_of_the_parser_is_escaped() -> None:
    refused = refusal_html(NotPython(1, 2, "<b>"), "en")

    assert "(&lt;b&gt;)" in refused
    assert "Line 1, column 2" in refused


def test_lines_are_named_and_many_are_counted() -> None:
    assert lines_text((), "en") == "In all"
    assert lines_text((4,), "en") == "Line 4"
    assert lines_text((4, 6), "en") == "Lines 4, 6"
    assert lines_text(range(1, 12), "en") == "Lines 1, 2, 3, 4, 5, 6, 7, 8 and 3 more"
    assert lines_text((4, 6), "zh") == "第 4, 6 行"


@pytest.mark.parametrize("verdict", ["already_new", "no_openai", "untouched"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_outcome_without_changes_has_a_sentence(verdict: str, language: Language) -> None:
    migration = Migration("x", verdict=verdict)  # pyright: ignore[reportArgumentType]

    sentence = MIGRATION_WORDS[f"migrate_{verdict}"][language == "zh"]
    assert sentence in unescape(outcome_html(migration, language))
    assert changes_html(migration, language) == open_points_html(migration, language) == ""


@pytest.mark.parametrize(
    "refused",
    [
        NotPython(1, 1, "x", "python_2"),
        TooLong(300_000, 200_000),
        TooDeep(),
        NotMigrated("too_slow", seconds=60),
        NotMigrated("migration_failed"),
    ],
    ids=lambda refused: refused.key,
)
def test_every_refusal_has_a_sentence(refused: NotMigrated) -> None:
    assert all(refusal_html(refused, language) for language in LANGUAGES)
