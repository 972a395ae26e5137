"""What a model server may say: replies, errors and raw bytes, as scripts of steps."""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from tests.odds import with_logprobs
from tests.routes import Route, route_of
from tests.wire import Head, Pause, Recorded, Reply, Step

EVENT_STREAM = "text/event-stream"
CREATED = 1_700_000_000  # seconds since 1970, the same in every reply
SAFE = {
    name: {"filtered": False, "severity": "safe"}
    for name in ("hate", "self_harm", "sexual", "violence")
}


def text(
    words: str,
    *,
    reasoning: str = "",
    reasoning_field: str = "reasoning_content",
    refusal: str = "",
    finish: str | None = "stop",
    usage: Mapping[str, Any] | None | Literal["counted"] = "counted",
    delay: float = 0.0,
    chunk_size: int = 4,
    model: str = "",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """A model's reply, streamed or whole, as the request wants it.

    delay: seconds before each chunk. chunk_size: characters in each.
    usage: "counted" makes numbers up; `None` sends none. As at OpenAI, a stream
    carries usage only if the request asks for it. So it is with logprobs, where each
    chunk is a token, and with the prompt of a legacy completion, its echo.
    finish: `None` lets the stream end without a finish reason.
    model: the name that answers, where it is not the one asked for.
    """

    def reply(request: Recorded) -> Iterator[Step]:
        route = route_of(request) or Route("openai", "chat")
        name = model or request.body.get("model") or route.deployment
        counted = count(request, words, reasoning) if usage == "counted" else usage
        echo = str(request.body["prompt"]) if request.body.get("echo") else ""
        message = {reasoning_field: reasoning, "content": echo + words, "refusal": refusal}
        if not request.body.get("stream"):
            whole = completion(route, name, message, finish or "stop", counted)
            [whole] = with_logprobs([whole], request.body, chunk_size)
            yield from json_body(whole, headers=headers)(request)
            return
        pieces = stream_of(route, name, message, finish, chunk_size)
        pieces = with_logprobs(pieces, request.body, chunk_size)
        options: dict[str, Any] = request.body.get("stream_options") or {}
        if counted and options.get("include_usage"):
            pieces = with_usage(pieces, envelope(route, name, "chunk"), counted)
        yield from events(*pieces, delay=delay, headers=headers)(request)

    return reply


class Held:
    """`reply`, which falls silent behind the first piece with `after` until it may go on.

    A test that looks at a reply in the making needs no time for it then. Raises
    `AssertionError` where no piece has it: `text` makes pieces of a few characters.
    """

    def __init__(self, reply: Reply, after: str) -> None:
        self._reply, self._after = reply, after.encode()
        self._go_on = threading.Event()

    def go_on(self) -> None:
        self._go_on.set()

    def __call__(self, request: Recorded) -> Iterator[Step]:
        held = False
        for step in self._reply(request):
            yield step
            if isinstance(step, bytes) and self._after in step:
                held = True
                while not self._go_on.is_set():
                    yield Pause(0.01)
        assert held, f"no piece with {self._after!r}"


def events(
    *items: Mapping[str, Any] | str,
    done: bool = True,
    delay: float = 0.0,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """A stream of `data:` events, one for each of `items`; a `str` goes as it is."""

    def reply(request: Recorded) -> Iterator[Step]:
        yield head(request, content_type=EVENT_STREAM, headers=headers)
        for item in items:
            if delay:
                yield Pause(delay)
            yield data(item)
        if done:
            yield data("[DONE]")

    return reply


def raw(
    content: bytes = b"",
    *,
    content_type: str = EVENT_STREAM,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    pieces: Iterable[bytes] = (),
    byte_size: int = 0,
    delay: float = 0.0,
) -> Reply:
    """Exactly these bytes: `pieces` as given, or `content` in pieces of `byte_size` bytes.

    byte_size: 0 sends all in one. delay: seconds before each piece.
    """
    size = byte_size or max(len(content), 1)
    parts = list(pieces) or [content[at : at + size] for at in range(0, len(content), size)]

    def reply(request: Recorded) -> Iterator[Step]:
        yield head(request, status, content_type, headers)
        for part in parts:
            if delay:
                yield Pause(delay)
            yield part

    return reply


def json_body(value: Any, status: int = 200, *, headers: Mapping[str, str] | None = None) -> Reply:
    """A whole JSON answer with its length, as servers give where nothing is streamed."""

    def reply(request: Recorded) -> Iterator[Step]:
        content = json.dumps(value, ensure_ascii=False).encode()
        yield head(request, status, "application/json", headers, length=len(content))
        yield content

    return reply


def error(
    status: int,
    code: str | int | None = None,
    message: str = "The request failed.",
    param: str | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    type: str = "invalid_request_error",
    **more: Any,
) -> Reply:
    """An error as OpenAI words it; `more` are further fields of the error object."""
    said = {"message": message, "type": type, "param": param, "code": code}
    return json_body({"error": said | more}, status, headers=headers)


def head(
    request: Recorded,
    status: int = 200,
    content_type: str = EVENT_STREAM,
    headers: Mapping[str, str] | None = None,
    length: int | None = None,
) -> Head:
    given = {"Content-Type": content_type, "x-request-id": f"req_{request.number}"}
    return Head(status, tuple((given | dict(headers or {})).items()), length)


def data(item: Mapping[str, Any] | str) -> bytes:
    said = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
    return f"data: {said}\n\n".encode()


def chunk(model: str = "alpha", finish: str | None = None, **delta: Any) -> dict[str, Any]:
    """One chunk of a chat stream, for scripts made by hand: `events(chunk(content="Hi"))`."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return envelope(Route("openai", "chat"), model, "chunk") | {"choices": [choice]}


def envelope(route: Route, model: str, part: Literal["chunk", "whole"]) -> dict[str, Any]:
    kind = "chat.completion.chunk" if part == "chunk" else "chat.completion"
    kind = kind if route.operation == "chat" else "text_completion"
    return {"id": "reply-1", "object": kind, "created": CREATED, "model": model}


def stream_of(
    route: Route, model: str, message: Mapping[str, str], finish: str | None, size: int
) -> list[dict[str, Any]]:
    """The chunks of a stream: Azure's filter results, the role, the pieces, the reason."""
    shell = envelope(route, model, "chunk")
    pieces: list[dict[str, Any]] = []
    if route.family != "openai":
        results = [{"prompt_index": 0, "content_filter_results": SAFE}]
        pieces.append(shell | {"choices": [], "prompt_filter_results": results})
    if route.operation == "chat":
        pieces.append(chunk(model, role="assistant", content=""))
    for name, words in message.items():
        for at in range(0, len(words), size):
            pieces.append(piece(route, model, {name: words[at : at + size]}, None))
    if finish is not None:
        pieces.append(piece(route, model, {}, finish))
    return pieces


def piece(route: Route, model: str, delta: Mapping[str, str], finish: str | None) -> dict[str, Any]:
    if route.operation == "chat":
        return chunk(model, finish, **delta)
    words = delta.get("content", "")
    choice = {"index": 0, "text": words, "logprobs": None, "finish_reason": finish}
    return envelope(route, model, "chunk") | {"choices": [choice]}


def with_usage(
    pieces: list[dict[str, Any]], shell: dict[str, Any], usage: Mapping[str, Any]
) -> list[dict[str, Any]]:
    last: dict[str, Any] = shell | {"choices": [], "usage": usage}
    return [*(one | {"usage": None} for one in pieces), last]


def completion(
    route: Route,
    model: str,
    message: Mapping[str, str],
    finish: str,
    usage: Mapping[str, Any] | None,
) -> dict[str, Any]:
    choice: dict[str, Any] = {"index": 0, "finish_reason": finish, "logprobs": None}
    if route.operation == "chat":
        said = {name: words for name, words in message.items() if words or name == "content"}
        choice["message"] = {"role": "assistant", "refusal": None} | said
    else:
        choice["text"] = message["content"]
    whole = envelope(route, model, "whole") | {"choices": [choice]}
    return whole | ({"usage": usage} if usage else {})


def count(request: Recorded, words: str, reasoning: str) -> dict[str, Any]:
    """Made-up but steady numbers: four characters are a token."""
    asked = len(json.dumps(request.body.get("messages", ""))) // 4 + 1
    thought = -(-len(reasoning) // 4)
    answered = -(-len(words) // 4) + thought
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
        "completion_tokens_details": {"reasoning_tokens": thought},
        "prompt_tokens_details": {"cached_tokens": 0},
    }
