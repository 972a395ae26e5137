"""A migration, or why there is none, as JSON between two processes."""

import json
from typing import Any, cast

from ui.migration.types import Migration, Note, NotMigrated, refusal


def migration_json(migration: Migration) -> str:
    return json.dumps(
        {
            "code": migration.code,
            "changes": [_packed(note) for note in migration.changes],
            "open_points": [_packed(note) for note in migration.open_points],
            "verdict": migration.verdict,
        }
    )


def refusal_json(refused: NotMigrated) -> str:
    return json.dumps({"refused": refused.key, "values": refused.values})


def read_answer(text: str) -> Migration:
    """Raises the `NotMigrated` that was sent; `ValueError` for what is no answer."""
    answer = json.loads(text)
    if not isinstance(answer, dict):
        raise ValueError("no answer")
    said = cast(dict[str, Any], answer)
    if "refused" in said:
        raise refusal(said["refused"], said["values"])
    changes, open_points = (tuple(map(_unpacked, said[key])) for key in ("changes", "open_points"))
    return Migration(said["code"], changes, open_points, said["verdict"])


def _packed(note: Note) -> list[Any]:
    return [note.key, note.lines, note.values]


def _unpacked(packed: list[Any]) -> Note:
    key, lines, values = packed
    return Note(key, tuple(lines), tuple((name, value) for name, value in values))
