"""What a page remembers of its looks inside. No dataclasses: Gradio would send them along."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from ui.asking import Embedded
from ui.reply import LiveReply
from ui.similarity import Matrix
from ui.text_lists import TextTable

Asked = tuple[str, str, Mapping[str, Any]]
"""model, prompt, parameters"""


class ReplySession:
    """A question that waits to be asked, and the reply that was asked for last.

    alternatives: how many that question wanted for each token; `None`: no probabilities.
    """

    def __init__(self) -> None:
        self.waiting: Asked | None = None
        self.reply: LiveReply | None = None
        self.alternatives: int | None = None

    def take(self) -> Asked | None:
        """What is to be asked now; once only."""
        waiting, self.waiting = self.waiting, None
        return waiting

    @property
    def answering(self) -> bool:
        return self.waiting is not None or (self.reply is not None and not self.reply.ended)

    def stop(self) -> None:
        self.waiting = None
        if self.reply:
            self.reply.stop()


class EmbeddingSession:
    """A file that was read, texts that wait to be sent, and what came of the last ones."""

    def __init__(self) -> None:
        self.table: TextTable | None = None
        self.waiting: tuple[str, list[str], int | None] | None = None  # model, texts, dimensions
        self.task: asyncio.Task[Embedded] | None = None
        self.texts: Sequence[str] = ()
        self.embedded: Embedded | None = None
        self.matrix: Matrix | None = None

    @property
    def answering(self) -> bool:
        return self.waiting is not None or (self.task is not None and not self.task.done())

    def stop(self) -> None:
        self.waiting = None
        if self.task:
            self.task.cancel()
