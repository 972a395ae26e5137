"""All that is kept, over one database."""

from store.conversations import Conversations
from store.database import Database
from store.runs import Runs
from store.votes import Votes


class Store:
    """One for a process, used from any thread."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.runs, self.votes = Runs(database), Votes(database)
        self.conversations = Conversations(database)
