"""Chat over the OpenAI wire format, for OpenAI, Azure OpenAI and compatible servers.

The client from the openai package sends; what comes back is read by `BodyReader`
and `AnswerReader`, which forgive more than the package's own decoder does.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, aclosing
from typing import Any

import anyio
import openai

from backends.answer import AnswerReader, filter_categories
from backends.body_reader import BodyReader
from backends.counts import as_object
from backends.errors import BackendError, Incomplete, TimedOut
from backends.exchange import Exchange, NotAnswered, send
from backends.learned import Habits, first_habits
from backends.model_list import fetch_models
from backends.redact import clean
from backends.server import AnswerLimits, Deadlines, Server
from backends.translate import Refusal, refusal_in, stream_error
from backends.types import ChatEvent, ChatRequest, Filtered, Finished, ModelInfo, Notice, Started
from backends.wire import build_body

AFTER_THE_END = 3.0  # seconds to wait for usage once the reply has its finish reason


class OpenAIBackend:
    """A `Backend` over any async client from the openai package, Azure's included."""

    def __init__(
        self,
        server: Server,
        client: openai.AsyncOpenAI,
        deadlines: Deadlines | None = None,
        limits: AnswerLimits | None = None,
    ) -> None:
        self.server = server
        self._client = client
        self._deadlines = deadlines or Deadlines()
        self._limits = limits or AnswerLimits()
        self._habits: dict[str, Habits] = {}  # of the models that refused something

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        """Answer `request`. It is sent again only while nothing of an answer has come."""
        body, notices = build_body(request, self._habits_of(request.model))
        attempt = 1
        while True:
            try:
                async with aclosing(self._answer(body, notices)) as events:
                    async for event in events:
                        yield event
                return
            except NotAnswered as failed:
                if better := self._better(request, body, failed):
                    body, notices = better
                    continue
                if blocked := prompt_filter(failed.refusal):
                    yield blocked
                    yield Finished("content_filter", "content_filter")
                    return
                if (wait := failed.wait(attempt)) is None:
                    raise failed.error from None
            attempt += 1
            async with aclosing(countdown(wait)) as ticks:
                async for tick in ticks:
                    yield tick

    def _habits_of(self, model: str) -> Habits:
        return self._habits.get(model) or first_habits(self.server.kind)

    def _better(
        self, request: ChatRequest, refused: dict[str, Any], failed: NotAnswered
    ) -> tuple[dict[str, Any], list[Notice]] | None:
        """The body to send instead of `refused`, with its notices, if the server said how."""
        habits = self._habits_of(request.model)
        if not failed.teaches(habits, refused):
            return None
        self._habits[request.model] = habits
        body, notices = build_body(request, habits)
        return (body, notices) if body != refused else None

    async def list_models(self) -> list[ModelInfo]:
        return await fetch_models(self.server, self._client, self._deadlines)

    async def close(self) -> None:
        await self._client.close()

    async def _answer(
        self, body: dict[str, Any], notices: list[Notice]
    ) -> AsyncGenerator[ChatEvent, None]:
        """One attempt: send, then read to the end."""
        async with AsyncExitStack() as stack:
            exchange = await send(stack, self.server, self._client, body, self._deadlines)
            yield Started(body["model"], exchange.request_id, exchange.headers)
            for notice in notices:
                yield notice
            async with aclosing(self._read(body["model"], exchange)) as events:
                async for event in events:
                    yield event

    async def _read(self, model: str, exchange: Exchange) -> AsyncGenerator[ChatEvent, None]:
        """Events of an answer that began with 200, and then its end, good or bad."""
        answer = AnswerReader()
        failure: BackendError | None = None
        told = False  # that something could not be read
        try:
            async with aclosing(self._items(exchange, answer)) as items:
                async for item in items:
                    if item is None:
                        if not told:
                            yield Notice("unreadable_event")
                        told = True
                        continue
                    for event in self._events(model, answer, item):
                        yield event
        except BackendError as error:
            failure = error
        for event in answer.close():
            yield event
        if answer.usage:
            yield answer.usage
        yield self._end(answer, failure)

    async def _items(
        self, exchange: Exchange, answer: AnswerReader
    ) -> AsyncGenerator[dict[str, Any] | None, None]:
        """The answer's JSON objects, `None` for one that cannot be read."""
        body = BodyReader(self.server, self._limits)

        def patience() -> float:
            return AFTER_THE_END if answer.finished else self._deadlines.idle

        async with aclosing(exchange.pieces(patience)) as pieces:
            async for piece in pieces:
                for item in body.feed(piece):
                    yield item
                if body.done:
                    return
        for item in body.close():
            yield item

    def _events(
        self, model: str, answer: AnswerReader, item: dict[str, Any]
    ) -> Iterator[ChatEvent]:
        if (error := error_in(item)) is not None:
            answer.read_usage(item)
            raise stream_error(self.server, model, refusal_in(error))
        else:
            yield from answer.read(item)

    def _end(self, answer: AnswerReader, failure: BackendError | None) -> Finished:
        """The finish, or raise. A connection that dies after the finish does no harm."""
        if answer.finished and (failure is None or isinstance(failure, Incomplete | TimedOut)):
            return self._cleaned(answer.finished)
        raise failure or Incomplete(server=self.server.name)

    def _cleaned(self, end: Finished) -> Finished:
        """The server's own words may be long, or hold the key."""
        words = [clean(word, [self.server.api_key], 100) for word in (end.raw_reason, end.model)]
        return Finished(end.reason, *words)


def error_in(item: dict[str, Any]) -> dict[str, Any] | None:
    """The object that holds an error which a server sent inside a 200, if it is one."""
    if item.get("error"):
        return item
    if item.get("object") == "error" or item.get("type") == "error":
        return item
    if item.get("type") == "response.failed":
        return as_object(item.get("response"))
    return None


def prompt_filter(refusal: Refusal) -> Filtered | None:
    """Azure refuses a filtered prompt with 400 and this code."""
    if refusal.code != "content_filter":
        return None
    inner = as_object((refusal.error or {}).get("innererror"))
    return Filtered("prompt", filter_categories(inner.get("content_filter_result")))


async def countdown(seconds: float) -> AsyncGenerator[Notice, None]:
    """Wait, saying once a second how long it still takes."""
    left = seconds
    while left > 0:
        yield Notice("retrying", seconds=left)
        await anyio.sleep(min(1.0, left))
        left -= 1.0
