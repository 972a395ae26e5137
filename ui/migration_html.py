"""What a migration has to say, as HTML. Pure. Everything that is shown is escaped."""

from collections.abc import Sequence
from html import escape

from ui.languages import Language
from ui.migration.types import Migration, Note, NotMigrated
from ui.texts import say

MOST_LINES = 8  # numbers in front of one note
_OPEN, _CLOSE = "\ue000", "\ue001"  # around code, until the sentence is escaped


def changes_html(migration: Migration, language: Language) -> str:
    """ "" where nothing changed."""
    return _section("migrate_changed_title", migration.changes, language)


def open_points_html(migration: Migration, language: Language) -> str:
    """ "" where nothing is left to do."""
    return _section("migrate_open_title", migration.open_points, language)


def outcome_html(migration: Migration, language: Language) -> str:
    """What came of it, in one line."""
    if migration.verdict != "changed":
        return told_html(say(language, f"migrate_{migration.verdict}"))
    counted = say(
        language,
        "migrate_counted",
        changes=len(migration.changes),
        open=len(migration.open_points),
    )
    return told_html(counted)


def refusal_html(refused: NotMigrated, language: Language) -> str:
    return told_html(say(language, f"migrate_{refused.key}", **refused.values), "is-refused")


def told_html(sentence: str, kind: str = "") -> str:
    return f'<p role="status" class="{kind}">{escape(sentence)}</p>'


def sentence_html(note: Note, language: Language) -> str:
    """The note without its lines; code in it is set as code."""
    values = {name: f"{_OPEN}{_plain(value)}{_CLOSE}" for name, value in note.values}
    sentence = escape(say(language, f"migrate_{note.key}", **values))
    return sentence.replace(_OPEN, "<code>").replace(_CLOSE, "</code>")


def lines_text(lines: Sequence[int], language: Language) -> str:
    """ "Line 3", "Lines 3, 5"; of very many only the first are named."""
    if not lines:
        return say(language, "migrate_whole")
    named = ", ".join(map(str, lines[:MOST_LINES]))
    if len(lines) == 1:
        return say(language, "migrate_line", lines=named)
    if len(lines) > MOST_LINES:
        return say(language, "migrate_more_lines", lines=named, count=len(lines) - MOST_LINES)
    return say(language, "migrate_lines", lines=named)


def _section(title: str, notes: Sequence[Note], language: Language) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li><span class="migration-lines">{escape(lines_text(note.lines, language))}</span>'
        f"<span>{sentence_html(note, language)}</span></li>"
        for note in notes
    )
    return f'<h3>{escape(say(language, title))}</h3><ul class="migration-notes">{items}</ul>'


def _plain(value: str) -> str:
    return value.replace(_OPEN, "").replace(_CLOSE, "")
