"""One request and its answer over HTTP: sent, timed, and its failures named."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Any

import anyio
import httpx2
import openai

from backends.errors import (
    AnswerTooLarge,
    BackendError,
    EndpointMissing,
    Incomplete,
    ModelUnfit,
    QuotaExhausted,
    TextTooLong,
    TimedOut,
)
from backends.learned import Habits
from backends.operations import Operation, operation_of, refusal_of
from backends.redact import hide
from backends.retry import delay, may_retry, retry_after
from backends.server import Deadlines, Server
from backends.translate import NOT_TRUSTED, Refusal, connection_error, read_refusal, status_error
from backends.transport import sent_at
from backends.wiretap import Answered, Tapped

BROKEN = (
    openai.APIConnectionError,
    httpx2.HTTPError,
    httpx2.StreamError,
    httpx2.InvalidURL,
    anyio.EndOfStream,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    OSError,
)
"""What the client raises when a connection cannot be made or breaks."""

MOST_HEADERS = 100
LONGEST_HEADER = 500  # characters
FINAL = (QuotaExhausted, EndpointMissing, ModelUnfit, TextTooLong)
"""Whatever the status, asking again would change nothing."""
NAMED: Mapping[Operation, tuple[str, ...]] = {
    "chat": ("model", "messages", "stream"),
    "legacy completions": ("model", "prompt", "stream"),
    "embeddings": ("model", "input", "encoding_format"),
}
"""What the client takes by name, and what is in every body."""


class NotAnswered(Exception):
    """Nothing of a reply came; the request may be sent again.

    error: what to tell the person if it is not.
    sent: when it went out, as in `Started`; `None` when no connection was made.
    """

    def __init__(
        self, error: BackendError, sent: float | None, refusal: Refusal | None = None
    ) -> None:
        self.error, self.sent = error, sent
        self.refusal = refusal or Refusal()

    def teaches(self, habits: Habits, body: Mapping[str, Any]) -> bool:
        """Whether `habits` took in something from it, so that asking again makes sense."""
        return False

    def wait(self, attempt: int) -> float | None:
        """Seconds until the next attempt, `None` when there is to be none."""
        return delay(attempt, None)


class Refused(NotAnswered):
    """The server answered with an error status."""

    def __init__(
        self, server: Server, body: Mapping[str, Any], failed: openai.APIStatusError
    ) -> None:
        refusal = read_refusal(failed.response.content)
        self._status = failed.status_code
        self._asked = retry_after(failed.response.headers)
        error = status_error(server, body["model"], self._status, refusal, self._asked)
        error = refusal_of(operation_of(body), error, refusal)
        super().__init__(error, sent_at(failed.request), refusal)

    def teaches(self, habits: Habits, body: Mapping[str, Any]) -> bool:
        return self._status in (400, 422) and habits.learn(self.refusal, body)

    def wait(self, attempt: int) -> float | None:
        if isinstance(self.error, FINAL) or not may_retry(self._status):
            return None
        return delay(attempt, self._asked)


class Exchange:
    """An open answer. headers: names in lower case. sent: as in `Started`.

    stack: closes the answer, at the latest when its bytes are read.
    tapped: hears its head and its bytes, where somebody listens.
    """

    def __init__(
        self,
        server: Server,
        response: Any,
        deadlines: Deadlines,
        stack: AsyncExitStack,
        tapped: Tapped | None = None,
    ) -> None:
        self._server, self._deadlines, self._stack = server, deadlines, stack
        self._tapped = tapped
        self._bytes: AsyncGenerator[bytes, None] = response.iter_bytes()
        stack.push_async_callback(self._bytes.aclose)
        self.headers = shown_headers(response.headers, server.api_key)
        self.request_id = self.headers.get("x-request-id", "")
        self.sent = sent_at(response.http_request)
        if tapped:
            tapped.answered(Answered(response.status_code, self.headers, self.sent))

    async def pieces(self, patience: Callable[[], float]) -> AsyncGenerator[bytes, None]:
        """The answer's bytes as they come.

        patience: the longest silence from now on, in seconds, asked before each
        wait. Raises `TimedOut`, `AnswerTooLarge` when it goes on for too long, or
        `Incomplete` when the connection breaks.
        """
        end = anyio.current_time() + self._deadlines.total
        wait = self._deadlines.first_byte
        async with self._stack:
            try:
                while piece := await self._next(wait, end - anyio.current_time()):
                    if self._tapped:
                        self._tapped.feed(piece)
                    yield piece
                    wait = patience()
            finally:
                if self._tapped:
                    self._tapped.close()

    def release(self) -> tuple[AsyncIterator[bytes], AsyncExitStack]:
        """The bytes that are left, and what closes the answer: both the caller's from here on."""
        return self._bytes, self._stack.pop_all()

    async def _next(self, wait: float, left: float) -> bytes:
        """The next bytes, b"" at the end of the answer. left: seconds for the rest of it."""
        try:
            with anyio.fail_after(max(0.0, min(wait, left))):
                async for piece in self._bytes:
                    if piece:
                        return piece
                return b""
        except (TimeoutError, httpx2.TimeoutException):
            if wait <= left:
                raise silent(self._server, wait) from None
            limit = f"{self._deadlines.total:g} s"
            raise AnswerTooLarge(server=self._server.name, limit=limit) from None
        except BROKEN as error:
            raise Incomplete(server=self._server.name) from error


async def send(
    stack: AsyncExitStack,
    server: Server,
    client: openai.AsyncOpenAI,
    body: dict[str, Any],
    deadlines: Deadlines,
    tapped: Tapped | None = None,
) -> Exchange:
    """Send what `body` asks for; the answer stays open as long as `stack`.

    Raises `NotAnswered`, or a `BackendError` that ends the matter.
    """
    check_ready(server, client)
    manager = call(client, body)
    if tapped:
        tapped.sending(body)
    try:
        with anyio.fail_after(deadlines.connect + deadlines.first_byte):
            response = await stack.enter_async_context(manager)
    except openai.APIStatusError as error:
        if tapped:
            tapped.refused(head_of(server, error), error.response.content)
        raise Refused(server, body, error) from None
    except BROKEN as error:
        raise not_reached(server, deadlines, error) from error
    except (TypeError, ValueError, RecursionError):  # what is sent is no JSON
        refusal = Refusal("it holds a value that cannot be sent")
        raise status_error(server, body["model"], 400, refusal) from None
    except RuntimeError:
        check_ready(server, client)  # the backend was closed a moment ago
        raise
    return Exchange(server, response, deadlines, stack, tapped)


def head_of(server: Server, failed: openai.APIStatusError) -> Answered:
    headers = shown_headers(failed.response.headers, server.api_key)
    return Answered(failed.status_code, headers, sent_at(failed.request))


def call(client: openai.AsyncOpenAI, body: Mapping[str, Any]) -> AbstractAsyncContextManager[Any]:
    """The client's call for `body`. What it has no name for here goes along as it is."""
    operation = operation_of(body)
    named = {name: body[name] for name in NAMED[operation]}
    rest = {name: value for name, value in body.items() if name not in named}
    create: Any  # three signatures, of which the bodies use the same part
    match operation:
        case "chat":
            create = client.chat.completions.with_streaming_response.create
        case "legacy completions":
            create = client.completions.with_streaming_response.create
        case "embeddings":
            create = client.embeddings.with_streaming_response.create
    return create(**named, extra_body=rest)


def not_reached(
    server: Server, deadlines: Deadlines, error: Exception
) -> BackendError | NotAnswered:
    """What to raise when no answer came: only a failed connection is tried again."""
    if is_silence(error):
        return silent(server, deadlines.first_byte)
    failure = connection_error(server, error)
    if isinstance(error, openai.APITimeoutError) or failure.values["reason"] == NOT_TRUSTED:
        return failure
    sent = sent_at(error.request) if isinstance(error, openai.APIError) else None
    return NotAnswered(failure, sent)


def is_silence(error: BaseException) -> bool:
    """Whether the connection stood, and nothing came over it."""
    return isinstance(error, TimeoutError) or isinstance(error.__cause__, httpx2.ReadTimeout)


def check_ready(server: Server, client: openai.AsyncOpenAI) -> None:
    """Raise `Unreachable` once closed, and `KeyRefused` for a key that no header can carry."""
    if client.is_closed():
        raise connection_error(server, ConnectionError())
    if not (server.api_key.isascii() and server.api_key.isprintable()):
        raise status_error(server, "", 401, Refusal())


def shown_headers(headers: Mapping[str, str], key: str) -> dict[str, str]:
    """Response headers by name in lower case, neither many nor long."""
    named = list(headers.items())[:MOST_HEADERS]
    return {name.lower(): hide(value[:LONGEST_HEADER], [key]) for name, value in named}


def silent(server: Server, seconds: float) -> TimedOut:
    return TimedOut(server=server.name, seconds=f"{seconds:g}")
