"""All that is kept, over one database."""

from store.conversations import Conversations
from store.database import Database
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
        self.conversations, self.links = Conversations(database), Links(database)
        self.presets, self.instructions = Presets(database), Instructions(database)
