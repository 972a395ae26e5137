"""All that is kept, over one database."""

from contextlib import suppress

from store.conversations import Conversations
from store.database import Database
from store.errors import NotKept
from store.instructions import Instructions
from store.links import Links
from store.presets import Presets
from store.runs import Runs
from store.votes import Votes


class Store:
    """One for a process, used from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.runs, self.votes = Runs(database), Votes(database)
        self.conversations = Conversations(database)
        self.links = Links(database, self.conversations)
        self.presets, self.instructions = Presets(database), Instructions(database)

    def tidy(self) -> None:
        """Delete for good what was deleted long enough ago; at the next start if not now."""
        with suppress(NotKept):
            self.conversations.purge()
