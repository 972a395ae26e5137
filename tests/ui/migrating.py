"""Migrates a code and holds what must be true of every migration."""

from dataclasses import dataclass
from pathlib import Path

from ui.migration.migrate import migrate
from ui.migration.types import Migration, Note

FOLDER = Path(__file__).parent / "migrations"


def migrated(code: str) -> Migration:
    """The migration of `code`, which a second one leaves as it is."""
    migration = migrate(code)
    again = migrate(migration.code)

    assert again.code == migration.code
    assert again.changes == ()
    return migration


def keys(notes: tuple[Note, ...]) -> list[str]:
    return [note.key for note in notes]


def values(notes: tuple[Note, ...], key: str) -> list[dict[str, str]]:
    return [dict(note.values) for note in notes if note.key == key]


@dataclass(frozen=True, slots=True)
class Case:
    before: str
    after: str


def cases() -> dict[str, Case]:
    """All of `migrations/`, by what they show. There, `## ` names one, `-- becomes` parts it."""
    found: dict[str, Case] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            name, _, codes = part.partition("\n")
            before, _, after = codes.partition("-- becomes\n")
            assert name not in found
            found[name] = Case(before, after.rstrip("\n") + "\n")
    return found
