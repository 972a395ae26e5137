"""From what a person chose to a request, and back to a growing reply. Knows no Gradio.

The page and the API go through here, and so through the same checks.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backends.base import Backend
from backends.catalog import Catalog, IncompleteModelName
from backends.local_model import LocalModel
from backends.parameters import Problem, problems
from backends.prices import price
from backends.types import ChatEvent, ChatRequest, Message, Usage
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
class Asking:
    """What answers questions: the servers, their models, and who may ask what."""

    backends: Mapping[str, Backend]
    catalog: Catalog
    admission: Admission
    default_model: str = ""

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
        self, model: str, messages: tuple[Message, ...], parameters: Mapping[str, Any]
    ) -> Question:
        """Start a reply to `messages`. Nothing is sent until its events are read."""
        name = self.full_name(model)
        server, own_name = self.catalog.split(name)
        backend = self.backends[server]
        base_model = self._base_model(name)

        def cost(usage: Usage, served: str) -> Decimal | None:
            return price(backend.server, own_name, usage, base_model, served).usd

        reply = LiveReply(name, cost, free=backend.server.kind == "local")
        request = ChatRequest(model=own_name, messages=messages, parameters=parameters)
        return Question(reply, backend.stream(request))

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
