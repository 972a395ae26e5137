"""Keeps the conversations of pages on disk while they grow. Knows no Gradio.

A reply never waits for the disk: what is to be written is read off the conversation at
once, and written in a thread.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.errors import NotFound, NotKept
from store.types import UNFINISHED
from ui.chat_records import settings_of, turn_record
from ui.session import ChatSession, KeptAs, Turn
from ui.texts import Language

EVERY = 1.5  # seconds between two writes: a killed server loses less than two


@dataclass(frozen=True, slots=True)
class News:
    """What the store does not know yet. turns: those that are new or whose reply grew."""

    settings: ChatSettings
    turns: tuple[ChatTurn, ...]
    leaf: str


class ChatHistory:
    """One for a process, used in one event loop alone."""

    def __init__(
        self, conversations: Conversations, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.conversations = conversations
        self._clock = clock
        self._writing: dict[KeptAs, asyncio.Task[None]] = {}

    @property
    def under_way(self) -> tuple[asyncio.Task[None], ...]:
        """What is being written at present."""
        return tuple(self._writing.values())

    def touch(self, owner: str, session: ChatSession, language: Language) -> None:
        """Begin to write what is new, if it is time to and nothing is being written."""
        kept = session.kept
        if kept not in self._writing and self._clock() - kept.saved_at >= EVERY:
            self.finish(owner, session, language)

    def finish(
        self, owner: str, session: ChatSession, language: Language
    ) -> asyncio.Task[None] | None:
        """Begin to write all that is new, as it is now. Gives what will be done then."""
        kept, news = session.kept, news_of(session, language)
        before = self._writing.get(kept)
        if news is None:
            return before
        kept.saved_at = self._clock()
        task = asyncio.create_task(self._write(owner, kept, news, before))
        self._writing[kept] = task
        task.add_done_callback(lambda done: self._forget(kept, done))
        return task

    async def save(self, owner: str, session: ChatSession, language: Language) -> None:
        """Write all that is new now, or note in `session.kept.problem` why not."""
        if task := self.finish(owner, session, language):
            await asyncio.wait([task])

    def leave(self, owner: str, session: ChatSession, language: Language) -> None:
        """The page turns to another conversation: stop this one, and see that it is written."""
        session.stop()
        self.finish(owner, session, language)

    def _forget(self, kept: KeptAs, done: asyncio.Task[None]) -> None:
        if self._writing.get(kept) is done:
            del self._writing[kept]

    async def _write(
        self, owner: str, kept: KeptAs, news: News, before: asyncio.Task[None] | None
    ) -> None:
        if before:
            await asyncio.wait([before])
        try:
            await asyncio.to_thread(self._put, owner, kept, news)
        except NotFound:  # deleted meanwhile; it is written anew if this page goes on with it
            kept.id, kept.leaf = "", ""
            kept.written.clear()
        except NotKept as problem:
            kept.problem = problem
        else:
            kept.problem = None

    def _put(self, owner: str, kept: KeptAs, news: News) -> None:
        """Runs in a thread; what is written is noted at once, so that nothing is twice."""
        store = self.conversations
        if not kept.id:
            kept.id = store.begin(owner, news.settings).id
        for turn in news.turns:
            if turn.id not in kept.written:
                store.add_turn(owner, kept.id, turn)
                kept.leaf = turn.id
            elif turn.reply:
                store.grow(owner, kept.id, turn.id, turn.reply)
            kept.written[turn.id] = turn.reply.status if turn.reply else ""
        if kept.leaf != news.leaf:
            store.choose(owner, kept.id, news.leaf)
            kept.leaf = news.leaf
        store.settings(owner, kept.id, news.settings)


def news_of(session: ChatSession, language: Language) -> News | None:
    """`None` when there is nothing to write."""
    kept = session.kept
    if kept.temporary or not session.tree:
        return None
    unwritten = [turn for turn in session.tree if _is_news(turn, kept)]
    leaf = session.turns[-1].id if session.turns else ""
    if not unwritten and leaf == kept.leaf:
        return None
    last = session.turns[-1] if session.turns else session.tree[-1]
    turns = tuple(turn_record(turn, language) for turn in unwritten)
    return News(settings_of(last.choice, kept.personal), turns, leaf)


def _is_news(turn: Turn, kept: KeptAs) -> bool:
    """It was never written, or without the end of its reply."""
    status = kept.written.get(turn.id)
    if status is None:
        return True
    return turn.reply is not None and (status == "" or status in UNFINISHED)
