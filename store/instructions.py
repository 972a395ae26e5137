"""What each person says of themselves, for models to know."""

from store.chat_schema import INSTRUCTIONS
from store.database import Database
from store.run_rows import column_text
from store.types import check_owner


class Instructions:
    """One for a process, used from any thread. Every call raises `NotKept` as others do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, owner: str) -> str:
        """ "" where nothing was said."""
        chosen = INSTRUCTIONS.select().where(INSTRUCTIONS.c.owner == check_owner(owner))
        with self._database.reading() as connection:
            row = connection.execute(chosen).first()
        return row.text if row else ""

    def write(self, owner: str, text: str) -> None:
        mine = INSTRUCTIONS.c.owner == check_owner(owner)
        with self._database.writing() as connection:
            connection.execute(INSTRUCTIONS.delete().where(mine))
            if text.strip():
                connection.execute(
                    INSTRUCTIONS.insert().values(owner=owner, text=column_text(text))
                )
