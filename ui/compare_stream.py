"""The replies of all columns as one stream of frames, kept as they grow."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import gradio as gr

from backends.errors import BackendError
from store.runs import Runs
from ui.asking import Asking
from ui.compare_columns import Columns
from ui.compare_heads import heads
from ui.compare_session import CompareSession
from ui.keeping import Keeper
from ui.owners import owner_of
from ui.run_records import lanes_of
from ui.running import Running
from ui.texts import language_of
from ui.transcript import Growing

log = logging.getLogger(__name__)


class CompareStream:
    """Asks what waits to be asked, and gives the values of heads and columns."""

    def __init__(self, asking: Asking, runs: Runs, running: Running) -> None:
        self._asking, self._runs, self._running = asking, runs, running

    async def answer(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[list[Any], None]:
        """Stream the replies to all messages that wait, then to those that are to come."""
        with self._running.until_gone(request.session_hash, session.stop):
            async with aclosing(self._answer(request, session)) as shown:
                async for values in shown:
                    yield values
            while session.to_come:
                session.ask(session.to_come.pop(0))
                async with aclosing(self._answer(request, session)) as shown:
                    async for values in shown:
                        yield values

    async def _answer(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[list[Any], None]:
        """All replies that wait, with those under way if any are; kept as they grow."""
        language, owner = language_of(request), owner_of(request)
        columns = Columns(language)
        running = session.growing if session.growing and session.growing.open else None
        growing = running or Growing(lambda lane: self._once_more(session, lane))
        waiting = self._start(session, growing)
        if running or not waiting:
            yield [heads(session, language), *columns.rows(session)]
            return  # what was running shows the new ones too
        session.growing = growing
        keeper = session.keeper = session.keeper or Keeper(self._runs)
        try:
            async with aclosing(growing.frames()) as frames:
                async for _ in frames:
                    await keeper.keep(owner, lambda: lanes_of(session, language))
                    yield [heads(session, language), *columns.rows(session)]
        except Exception as bug:
            # Its message may quote a conversation, so that is for debugging only.
            log.error("a comparison failed inside Parley: %s", type(bug).__name__)
            log.debug("the failure", exc_info=bug)
            growing.fail(BackendError(server="Parley"))
            yield [heads(session, language), *columns.rows(session)]
        finally:
            growing.stop()  # a page that closed; without effect on replies that ended
            session.over = True
            if session.keeper is keeper:  # else another comparison was opened meanwhile
                await keeper.keep_now(owner, lanes_of(session, language))

    def _once_more(self, session: CompareSession, key: str) -> None:
        """The lane's reply has ended: ask for the next one if more are wanted."""
        lane = session.lane(key)
        if lane and lane.turn and session.growing and not lane.turn.ended:
            lane.turn.reply = None
            self._start(session, session.growing)

    def _start(self, session: CompareSession, growing: Growing) -> bool:
        """Send what waits; whether anything did."""
        pending = session.pending()
        for lane in pending:
            turn = lane.chat.turns[-1]
            choice, messages = turn.choice, lane.chat.messages()
            question = self._asking.ask(choice.model, messages, choice.parameters)
            turn.reply = question.reply
            growing.add(lane.key, question.reply, question.events)
        return bool(pending)
