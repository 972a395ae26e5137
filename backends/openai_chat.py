"""Chat over the OpenAI wire format, for OpenAI, Azure OpenAI and compatible servers.

The client from the openai package sends; what comes back is read by `BodyReader`
and `AnswerReader`, which forgive more than the package's own decoder does.
"""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from functools import partial
from typing import Any

import anyio
import openai

from backends.answer import AnswerReader, filter_categories
from backends.body_reader import BodyReader
from backends.completions import CompletionRequest, build_completion
from backends.counts import as_object
from backends.embeddings import Embeddings, embed
from backends.errors import BackendError, Incomplete, TimedOut
from backends.exchange import Exchange, NotAnswered, Refused, send
from backends.learned import Habits, by_completion, first_habits
from backends.leftovers import Leftovers
from backends.model_list import fetch_models
from backends.redact import clean
from backends.server import AnswerLimits, Deadlines, Server
from backends.translate import Refusal, refusal_in, stream_error
from backends.types import ChatEvent, ChatRequest, Filtered, Finished, ModelInfo, Notice, Started
from backends.wire import build_body
from backends.wiretap import Tapped, Wiretap

AFTER_THE_END = 3.0  # seconds to wait for usage once the reply has its finish reason

Build = Callable[[Habits], tuple[dict[str, Any], list[Notice]]]
"""How a model wants its requests → the body of one, and how that differs from what was asked."""


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
        self._leftovers = Leftovers()

    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        return self._reply(request.model, partial(build_body, request))

    def tapped(self, request: ChatRequest, tap: Wiretap) -> AsyncGenerator[ChatEvent, None]:
        """The same, heard by `tap`."""
        tapped = Tapped(tap, self.server.api_key)
        return self._reply(request.model, partial(build_body, request), tapped)

    def body_of(self, request: ChatRequest) -> tuple[dict[str, Any], list[Notice]]:
        """What `stream` would send as things stand, and how that differs from `request`."""
        return build_body(request, self._habits_of(request.model))

    async def attempt(self, body: Mapping[str, Any]) -> AsyncGenerator[ChatEvent, None]:
        """Answer the `body` of a chat as it stands, once. What a refusal teaches is learned.

        Raises `NotAnswered` where the server refused, or a `BackendError`.
        """
        try:
            async with aclosing(self._answer(dict(body), [], None)) as events:
                async for event in events:
                    yield event
        except Refused as failed:
            habits = self._habits_of(body["model"])
            if failed.teaches(habits, body):
                self._habits[body["model"]] = habits
            raise
        except NotAnswered as failed:
            raise failed.error from None

    def learned(self) -> Mapping[str, Habits]:
        """How models want their requests in a chat, of those that refused something."""
        return self._habits

    def complete(self, request: CompletionRequest) -> AsyncGenerator[ChatEvent, None]:
        """Go on with a prompt. The same model may want other things in a chat."""
        return self._reply(by_completion(request.model), partial(build_completion, request))

    async def embed(
        self, model: str, texts: Sequence[str], dimensions: int | None = None
    ) -> Embeddings:
        """The vectors of `texts`; see `backends.embeddings.embed`."""
        return await embed(
            self.server, self._client, model, texts, dimensions, self._deadlines, self._limits
        )

    async def _reply(
        self, asked: str, build: Build, tapped: Tapped | None = None
    ) -> AsyncGenerator[ChatEvent, None]:
        """Answer what `build` makes. It is sent again only while no answer has begun.

        asked: whose habits are learned, a model's name.
        """
        body, notices = build(self._habits_of(asked))
        attempt, sent = 1, None
        while True:
            try:
                async with aclosing(self._answer(body, notices, sent, tapped)) as events:
                    async for event in events:
                        yield event
                return
            except NotAnswered as failed:
                sent = failed.sent if sent is None else sent  # who waits has waited since
                if better := self._better(asked, build, body, failed):
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

    def _habits_of(self, asked: str) -> Habits:
        return self._habits.get(asked) or first_habits(self.server.kind)

    def _better(
        self, asked: str, build: Build, refused: dict[str, Any], failed: NotAnswered
    ) -> tuple[dict[str, Any], list[Notice]] | None:
        """The body to send instead of `refused`, with its notices, if the server said how."""
        habits = self._habits_of(asked)
        if not failed.teaches(habits, refused):
            return None
        self._habits[asked] = habits
        body, notices = build(habits)
        return (body, notices) if body != refused else None

    async def list_models(self) -> list[ModelInfo]:
        return await fetch_models(self.server, self._client, self._deadlines)

    async def close(self) -> None:
        await self._client.close()
        await self._leftovers.ended()

    async def _answer(
        self,
        body: dict[str, Any],
        notices: list[Notice],
        sent: float | None,
        tapped: Tapped | None = None,
    ) -> AsyncGenerator[ChatEvent, None]:
        """One attempt: send, then read to the end. sent: when an earlier one went out."""
        await self._leftovers.moment()
        async with AsyncExitStack() as stack:
            exchange = await send(stack, self.server, self._client, body, self._deadlines, tapped)
            sent = exchange.sent if sent is None else sent
            yield Started(body["model"], exchange.request_id, exchange.headers, sent)
            for notice in notices:
                yield notice
            async with aclosing(self._read(body, exchange)) as events:
                async for event in events:
                    yield event

    async def _read(
        self, body: dict[str, Any], exchange: Exchange
    ) -> AsyncGenerator[ChatEvent, None]:
        """Events of an answer that began with 200, and then its end, good or bad."""
        wanted = body.get("logprobs")
        answer = AnswerReader(logprobs=wanted is not None and wanted is not False)
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
                    for event in self._events(body["model"], answer, item):
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
                    self._leftovers.take(exchange)
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
