"""Texts into vectors, over the OpenAI wire format.

Servers differ in how many texts they take at a time, so a batch that is refused for
its size is halved. OpenAI and Azure are asked for vectors in base64, which is a quarter
of the size; others may not know it.
"""

import re
from array import array
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import anyio
import openai

from backends.body_reader import BodyReader
from backends.counts import read_usage
from backends.errors import AnswerUnreadable, EmptyText, TooManyTexts
from backends.exchange import Exchange, NotAnswered, send
from backends.learned import UNSUPPORTED, refused_parameter
from backends.operations import refusal_of
from backends.redact import clean
from backends.server import AnswerLimits, Deadlines, Server
from backends.translate import refusal_in, stream_error
from backends.types import Notice, Usage
from backends.vectors import read_vectors
from backends.wire import whole_characters

MOST_TEXTS = 200
BATCH = {"openai": 100, "azure": 100}
SMALL_BATCH = 32  # for servers of other makers, some of which take no more
PACKED = ("openai", "azure")
ANSWER = ("data", "error", "object")
TOO_MANY = re.compile(
    r"(?<!physical )batch.?size|batch.{0,20}(too large|exceed|limit)|tokens per request"
    r"|too many (inputs|texts|items|documents|contents)"
    r"|(at most|maximum|no more than|up to)( of)? \d+ (inputs|texts|items|documents|contents)"
    r"|(array|list).{0,40}(too long|maximum length|at most)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Embeddings:
    """vectors: one for each text, in their order, all of the same length.

    model: as the server names it. usage: input tokens of all texts; `None`: not told.
    notices: what was sent differently from what was asked for.
    """

    vectors: "tuple[array[float], ...]"
    model: str
    usage: Usage | None = None
    notices: tuple[Notice, ...] = ()


@runtime_checkable
class Embedder(Protocol):
    """A backend that can turn texts into vectors."""

    async def embed(
        self, model: str, texts: Sequence[str], dimensions: int | None = None
    ) -> Embeddings:
        """The vectors of 1 to `MOST_TEXTS` texts; raises `BackendError`.

        dimensions: numbers in each vector; `None`: as many as the model makes. A model
        that cannot choose makes as many as ever, which `notices` say. Cancelling closes
        the connection.
        """
        ...


async def embed(
    server: Server,
    client: openai.AsyncOpenAI,
    model: str,
    texts: Sequence[str],
    dimensions: int | None = None,
    deadlines: Deadlines | None = None,
    limits: AnswerLimits | None = None,
) -> Embeddings:
    """`Embedder.embed` over any client from the openai package, Azure's included."""
    if len(texts) > MOST_TEXTS:
        raise TooManyTexts(count=len(texts), limit=MOST_TEXTS)
    for number, text in enumerate(texts or [""], 1):
        if not text.strip():
            raise EmptyText(number=number)
    work = _Work(server, client, deadlines or Deadlines(), limits or AnswerLimits())
    return await work.done(model, [whole_characters(text) for text in texts], dimensions)


class _Work:
    """Asks batch by batch, and keeps what a server said of the way it wants them."""

    def __init__(
        self,
        server: Server,
        client: openai.AsyncOpenAI,
        deadlines: Deadlines,
        limits: AnswerLimits,
    ) -> None:
        self._server, self._client = server, client
        self._deadlines, self._limits = deadlines, limits
        self._size = BATCH.get(server.kind, SMALL_BATCH)
        self._body: dict[str, Any] = {}
        self._notices: list[Notice] = []
        self._tokens: int | None = 0
        self._model = ""

    async def done(self, model: str, texts: list[str], dimensions: int | None) -> Embeddings:
        packed = self._server.kind in PACKED
        self._body = {"model": model, "encoding_format": "base64" if packed else "float"}
        if dimensions is not None:
            self._body["dimensions"] = dimensions
        vectors: list[array[float]] = []
        attempt = 1
        while len(vectors) < len(texts):
            batch = texts[len(vectors) : len(vectors) + self._size]
            try:
                vectors += await self._asked(batch)
                attempt = 1
            except NotAnswered as failed:
                if self._learned(failed, len(batch)):
                    continue
                if (wait := failed.wait(attempt)) is None:
                    raise failed.error from None
                await anyio.sleep(wait)
                attempt += 1
        if len({len(vector) for vector in vectors}) != 1:
            raise self._unreadable()
        usage = None if self._tokens is None else Usage(self._tokens, None)
        return Embeddings(tuple(vectors), self._model or model, usage, tuple(self._notices))

    async def _asked(self, texts: list[str]) -> "list[array[float]]":
        async with AsyncExitStack() as stack:
            body = self._body | {"input": texts}
            exchange = await send(stack, self._server, self._client, body, self._deadlines)
            answer = await self._read(exchange)
        if answer.get("error") or answer.get("object") == "error":
            refusal = refusal_in(answer)
            error = stream_error(self._server, self._body["model"], refusal)
            raise refusal_of("embeddings", error, refusal)
        vectors = read_vectors(answer, len(texts))
        if vectors is None:
            raise self._unreadable()
        self._note(answer)
        return vectors

    async def _read(self, exchange: Exchange) -> dict[str, Any]:
        reader = BodyReader(self._server, self._limits, ANSWER)
        items: list[dict[str, Any] | None] = []
        async with aclosing(exchange.pieces(lambda: self._deadlines.idle)) as pieces:
            async for piece in pieces:
                items += reader.feed(piece)
        items += reader.close()
        return next(filter(None, items), dict[str, Any]())

    def _note(self, answer: dict[str, Any]) -> None:
        usage = read_usage(answer)
        if usage is None or usage.input_tokens is None or self._tokens is None:
            self._tokens = None
        else:
            self._tokens += usage.input_tokens
        if isinstance(name := answer.get("model"), str):
            self._model = clean(name, [self._server.api_key], 100)

    def _learned(self, failed: NotAnswered, sent: int) -> bool:
        """Whether the refusal says how to ask otherwise; `sent` texts were too many, for one."""
        status, said = failed.error.values.get("status"), failed.refusal.message
        if sent > 1 and (status == "413" or TOO_MANY.search(said)):
            self._size = max(1, sent // 2)
            return True
        if status not in ("400", "422") or not UNSUPPORTED.search(said):
            return False
        name = refused_parameter(failed.refusal, self._body)
        if name == "encoding_format" and self._body[name] == "base64":
            self._body[name] = "float"
            return True
        if name == "dimensions":
            del self._body[name]
            self._notices.append(Notice("dropped", name))
            return True
        return False

    def _unreadable(self) -> AnswerUnreadable:
        return AnswerUnreadable(
            server=self._server.name,
            reason="its vectors are not complete",
            variable=self._server.url_variable or "the server's address",
        )
