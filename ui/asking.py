"""From what a person chose to a request, and back to a growing reply. Knows no Gradio.

The page and the API go through here, and so through the same checks.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from backends.base import Backend
from backends.catalog import Catalog, IncompleteModelName
from backends.completions import Completer, CompletionRequest
from backends.embeddings import Embedder, Embeddings
from backends.errors import EndpointMissing
from backends.local_model import LocalModel
from backends.parameters import Problem, problems
from backends.prices import Price, price
from backends.probe import Probeable, probe
from backends.probe_file import Probes
from backends.probe_types import Probe
from backends.types import ChatEvent, ChatRequest, Message, Usage
from backends.wiretap import Tappable, Wiretap
from guard.admission import Admission, NotAdmitted
from ui.reply import LiveReply


class WrongParameters(Exception):
    """Values that may not be sent, every one with its reason."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(" ".join(map(str, found)))
        self.found = found


@dataclass(frozen=True, slots=True)
class Question:
    """A request on its way to one model, and the reply that will grow from it."""

    reply: LiveReply
    events: AsyncGenerator[ChatEvent, None]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors, the full name of the model that was asked for them, and what they cost."""

    model: str
    embeddings: Embeddings
    cost: Price


@dataclass(frozen=True, slots=True)
class Asking:
    """What answers questions: the servers, their models, and who may ask what.

    probes: what tests of models found out.
    """

    backends: Mapping[str, Backend]
    catalog: Catalog
    admission: Admission
    default_model: str = ""
    probes: Probes = field(default_factory=Probes)

    def first_model(self) -> str:
        """The model that is chosen before a person chooses one; "" without any."""
        if self.default_model:
            return self.default_model
        names = self.catalog.names()
        return names[0] if names else ""

    def check(self, model: str, message: str, parameters: Mapping[str, Any]) -> None:
        """Refuse what cannot be sent, before anything is changed.

        Raises `guard.admission.NotAdmitted`, `WrongParameters` or a `BackendError`
        about the model's name.
        """
        self.admission.check_message(message)
        if not model.strip():
            raise NotAdmitted("no_model")
        self.full_name(model)
        if found := problems(parameters):
            raise WrongParameters(found)

    def ask(
        self,
        model: str,
        messages: tuple[Message, ...],
        parameters: Mapping[str, Any],
        tap: Wiretap | None = None,
    ) -> Question:
        """Start a reply to `messages`. Nothing is sent until its events are read.

        tap: hears what goes over the wire, of a backend that can be listened to.
        """

        def events(backend: Backend, own_name: str) -> AsyncGenerator[ChatEvent, None]:
            request = ChatRequest(model=own_name, messages=messages, parameters=parameters)
            if tap is not None and isinstance(backend, Tappable):
                return backend.tapped(request, tap)
            return backend.stream(request)

        return self._question(model, events)

    def complete(self, model: str, prompt: str, parameters: Mapping[str, Any]) -> Question:
        """The same for a prompt to go on with, by the legacy API. Raises `BackendError`."""

        def events(backend: Backend, own_name: str) -> AsyncGenerator[ChatEvent, None]:
            if not isinstance(backend, Completer):
                raise EndpointMissing(server=backend.server.name, operation="legacy completions")
            request = CompletionRequest(model=own_name, prompt=prompt, parameters=parameters)
            return backend.complete(request)

        return self._question(model, events)

    async def embed(self, model: str, texts: Sequence[str], dimensions: int | None) -> Embedded:
        """The vectors of `texts`. Raises `BackendError`."""
        name = self.full_name(model)
        server, own_name = self.catalog.split(name)
        backend = self.backends[server]
        if not isinstance(backend, Embedder):
            raise EndpointMissing(server=server, operation="embeddings")
        found = await backend.embed(own_name, texts, dimensions)
        usage = Usage(found.usage.input_tokens if found.usage else None, 0)
        base_model = self._base_model(name)
        cost = price(backend.server, own_name, usage, base_model, found.model)
        return Embedded(name, found, cost)

    def probe(self, model: str) -> AsyncGenerator[Probe, None]:
        """Find out by a few tiny requests what `model` can do. Raises `BackendError`."""
        name = self.full_name(model)
        server, own_name = self.catalog.split(name)
        backend = self.backends[server]
        if not isinstance(backend, Probeable):
            raise EndpointMissing(server=server, operation="tests of models")
        return probe(backend, own_name, self._base_model(name))

    def _question(
        self, model: str, events: Callable[[Backend, str], AsyncGenerator[ChatEvent, None]]
    ) -> Question:
        """events: a backend and its own name for the model → what it will say."""
        name = self.full_name(model)
        server, own_name = self.catalog.split(name)
        backend = self.backends[server]
        base_model = self._base_model(name)

        def cost(usage: Usage, served: str) -> Decimal | None:
            return price(backend.server, own_name, usage, base_model, served).usd

        reply = LiveReply(name, cost, free=backend.server.kind == "local")
        return Question(reply, events(backend, own_name))

    def unavailable(self, model: str) -> str:
        """Why `model` cannot be used at all, "" unless it is known beforehand."""
        backend = self.backends.get(model.partition(":")[0])
        return backend.unavailable if isinstance(backend, LocalModel) else ""

    def is_azure(self, server: str) -> bool:
        return self.backends[server].server.kind == "azure"

    def full_name(self, model: str) -> str:
        """`backend:model`; with a single server its name may be left out."""
        model = model.strip()
        try:
            self.catalog.split(model)
        except IncompleteModelName:
            if not model or ":" in model or len(self.backends) != 1:
                raise
            return f"{next(iter(self.backends))}:{model}"
        return model

    def _base_model(self, name: str) -> str:
        return next((row.base_model for row in self.catalog.known if row.name == name), "")
