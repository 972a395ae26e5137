"""Settings that a person keeps under a name."""

import json
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import Connection, Row

from store.chat_schema import PRESETS
from store.database import Database
from store.errors import NotFound, NotReadable
from store.preset_types import Preset
from store.run_rows import column_text, to_json
from store.shape import from_plain
from store.types import check_owner

MOST_PRESETS = 500  # of one person


class Presets:
    """One for a process, used from any thread. Every call raises `NotKept` as others do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, owner: str) -> tuple[Preset, ...]:
        """By name. What cannot be read any more is left out."""
        with self._database.reading() as connection:
            rows = _rows(connection, owner)
        return tuple(preset for row in rows if (preset := _preset(row)))

    def save(self, owner: str, presets: Iterable[Preset]) -> None:
        """Keep them, all or none, each in the place of one of the same name.

        Raises `NotReadable("too_many")` when there would be more than `MOST_PRESETS`.
        """
        with self._database.writing() as connection:
            for preset in presets:
                name = column_text(preset.name)
                mine = PRESETS.c.owner == check_owner(owner), PRESETS.c.name == name
                connection.execute(PRESETS.delete().where(*mine))
                values = {"owner": owner, "name": name, "content": to_json(preset)}
                connection.execute(PRESETS.insert().values(values))
            if len(_rows(connection, owner)) > MOST_PRESETS:
                raise NotReadable("too_many", "presets", limit=str(MOST_PRESETS))

    def delete(self, owner: str, name: str) -> None:
        """Raises `NotFound`."""
        mine = PRESETS.c.owner == check_owner(owner), PRESETS.c.name == column_text(name)
        with self._database.writing() as connection:
            if connection.execute(PRESETS.delete().where(*mine)).rowcount != 1:
                raise NotFound


def _rows(connection: Connection, owner: str) -> list[Row[Any]]:
    chosen = PRESETS.select().where(PRESETS.c.owner == check_owner(owner)).order_by(PRESETS.c.name)
    return list(connection.execute(chosen))


def _preset(row: Row[Any]) -> Preset | None:
    try:
        return cast(Preset, from_plain(Preset, json.loads(row.content)))
    except (ValueError, NotReadable):
        return None
