"""A model server of one's own: OpenAI, Azure and the like, on a free loopback port.

    with serving(LocalProvider()) as provider:
        provider.replies.append(text("Hello"))
        client = AsyncOpenAI(base_url=provider.url, api_key="any")

Without a script it answers "You said: …". What it was sent is in `provider.requests`.
The kinds of replies are in `tests.replies` and `tests.refusals`, what may go wrong in
`tests.faults`; the common ones can be imported from here.
"""

import base64
import ssl
import struct
from collections import deque
from typing import Any, cast

from tests.loopback_server import LoopbackServer, happened, serving
from tests.refusals import (
    MISSING,
    RefusalStyle,
    asked_for,
    deployment_not_found,
    key_refused,
    model_not_found,
    parameter_refused,
    path_not_found,
    prompt_filtered,
)
from tests.replies import CREATED, Held, chunk, error, events, json_body, raw, text
from tests.routes import Route, route_of
from tests.wire import Recorded, Reply

__all__ = [
    "Held",
    "LocalProvider",
    "Recorded",
    "Reply",
    "chunk",
    "error",
    "events",
    "happened",
    "json_body",
    "prompt_filtered",
    "raw",
    "serving",
    "text",
]


class LocalProvider(LoopbackServer):
    """Answers the next of `replies`, else the model's own of `answers`, else an echo.

    keys: those it takes; empty takes any, and none.
    models: what it serves, by id; empty serves any and lists none.
    deployments: the same on Azure, whose list of models has `base_models` instead.
    replies: for POST requests in order of arrival; a request that is refused takes none.
    answers: a standing reply for a model or deployment; several lanes stay apart by it.
    model_replies: for requests that list models.
    refuse: parameters that it will not take, and the style in which it says so.
    pace: seconds before each chunk of an echo.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self.keys: set[str] = set()
        self.models = ["alpha", "beta"]
        self.deployments = ["chat-one", "chat-two"]
        self.base_models = ["gpt-4o", "gpt-5-mini"]
        self.replies: deque[Reply] = deque()
        self.model_replies: deque[Reply] = deque()
        self.answers: dict[str, Reply] = {}
        self.refuse: dict[str, RefusalStyle] = {}
        self.pace = 0.0

    @property
    def url(self) -> str:
        """For OPENAI_BASE_URL."""
        return f"{self.root}/v1"

    @property
    def azure_url(self) -> str:
        """For AZURE_OPENAI_ENDPOINT: the resource, to which clients add /openai/…"""
        return self.root

    @property
    def asked(self) -> list[Recorded]:
        """The requests for a reply, without those for lists of models."""
        return [request for request in tuple(self.requests) if request.method == "POST"]

    def answer(self, request: Recorded) -> Reply:
        route = route_of(request)
        if route is None:
            return path_not_found(request)
        if self.keys and key_of(request, route) not in self.keys:
            return key_refused(key_of(request, route), route.family)
        if route.operation == "models":
            return self._next(self.model_replies) or json_body(self._model_list(route))
        return (
            self._model_refusal(request, route)
            or self._parameter_refusal(request)
            or self._next(self.replies)
            or self.answers.get(model_of(request, route))
            or self._default(request, route)
        )

    def _next(self, replies: deque[Reply]) -> Reply | None:
        return replies.popleft() if replies else None

    def _model_refusal(self, request: Recorded, route: Route) -> Reply | None:
        served = self.models if route.family == "openai" else self.deployments
        if not served or model_of(request, route) in served:
            return None
        if route.family == "openai":
            return model_not_found(model_of(request, route))
        return deployment_not_found()

    def _parameter_refusal(self, request: Recorded) -> Reply | None:
        for name, style in self.refuse.items():
            value = asked_for(request.body, name)
            if value is not MISSING:
                return parameter_refused(name, value, style)
        return None

    def _model_list(self, route: Route) -> dict[str, Any]:
        names = self.models if route.family == "openai" else self.base_models
        owner = "local" if route.family == "openai" else "system"
        known = {"object": "model", "created": CREATED, "owned_by": owner}
        return {"object": "list", "data": [{"id": name} | known for name in names]}

    def _default(self, request: Recorded, route: Route) -> Reply:
        if route.operation == "embeddings":
            return json_body(embeddings(request.body))
        return text(f"You said: {last_words(request.body)}", delay=self.pace)


def key_of(request: Recorded, route: Route) -> str:
    """The key that came along, "" without one; only Azure reads the `api-key` header."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    return bearer if route.family == "openai" else request.headers.get("api-key", bearer)


def model_of(request: Recorded, route: Route) -> str:
    return route.deployment or str(request.body.get("model", ""))


def last_words(body: dict[str, Any]) -> str:
    """The text of the last message, or the prompt of a legacy completion."""
    content: Any = body.get("prompt", "")
    if isinstance(body.get("messages"), list):
        for message in cast(list[dict[str, Any]], body["messages"]):
            content = message.get("content", "")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in cast(list[dict[str, Any]], content))
    return str(content)


def embeddings(body: dict[str, Any]) -> dict[str, Any]:
    """A vector of three numbers for each input: its length, its words, one."""
    given: Any = body.get("input", "")
    inputs: list[str] = [given] if isinstance(given, str) else given
    rows: list[dict[str, Any]] = []
    for index, words in enumerate(inputs):
        vector = [float(len(words)), float(len(words.split())), 1.0]
        packed = base64.b64encode(struct.pack("<3f", *vector)).decode()
        shown = packed if body.get("encoding_format") == "base64" else vector
        rows.append({"object": "embedding", "index": index, "embedding": shown})
    usage = {"prompt_tokens": len(inputs), "total_tokens": len(inputs)}
    return {"object": "list", "data": rows, "model": body.get("model"), "usage": usage}
