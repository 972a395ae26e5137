"""The reply to the last message of a chat: streamed, kept as it grows, stopped with its page."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

import gradio as gr

from backends.errors import BackendError
from ui.asking import Asking, Question
from ui.chat_history import ChatHistory
from ui.chat_rows import chat_rows, turn_rows
from ui.owners import claim
from ui.rows import Row
from ui.running import Running
from ui.session import ChatSession, Turn
from ui.texts import Language, language_of
from ui.transcript import frames

log = logging.getLogger(__name__)


class ChatAnswer:
    def __init__(self, asking: Asking, running: Running, history: ChatHistory) -> None:
        self._asking, self._running, self._history = asking, running, history

    async def answer(
        self, request: gr.Request, session: ChatSession
    ) -> AsyncGenerator[list[Row], None]:
        """Stream the reply to the message that was taken last, if one waits."""
        with self._running.until_gone(request.session_hash, session.stop):
            async with aclosing(self._answer(request, session)) as shown:
                async for rows in shown:
                    yield rows

    async def _answer(
        self, request: gr.Request, session: ChatSession
    ) -> AsyncGenerator[list[Row], None]:
        language, owner, turn = language_of(request), claim(request, session), session.pending()
        if turn is None:
            yield chat_rows(session, language)
            return
        choice = turn.choice
        question = self._asking.ask(choice.model, session.messages(), choice.parameters)
        turn.reply = question.reply
        try:
            async with aclosing(self._grown(session, turn, question, language)) as grown:
                async for rows in grown:
                    self._history.touch(owner, session, language)
                    yield rows
        except Exception as bug:
            # Its message may quote the conversation, so that is for debugging only.
            log.error("a reply failed inside Parley: %s", type(bug).__name__)
            log.debug("the failure", exc_info=bug)
            question.reply.fail(BackendError(server="Parley"))
            yield chat_rows(session, language)
        else:
            # Gradio shows the last value once more, so it must be what holds now.
            yield chat_rows(session, language)
        finally:
            question.reply.stop()  # a page that closed; without effect on a reply that ended
            if session.holds(turn):  # else whoever turned to another one has seen to it
                self._history.finish(owner, session, language)

    async def _grown(
        self, session: ChatSession, turn: Turn, question: Question, language: Language
    ) -> AsyncGenerator[list[Row], None]:
        earlier, branches = chat_rows(session, language, until=turn), session.branches(turn)
        async with aclosing(frames(question.reply, question.events)) as shown:
            async for _ in shown:
                if not session.holds(turn):  # undone, or a new chat was begun
                    return
                yield earlier + turn_rows(branches, turn, language)
