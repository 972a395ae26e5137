"""Replies made of given events, at given times, without a server or a page."""

from collections.abc import AsyncGenerator
from decimal import Decimal

from backends.errors import BackendError
from backends.server import Server, ServerKind
from backends.types import ChatEvent, ChatRequest, ModelInfo, Usage
from ui.reply import LiveReply
from ui.session import Choice, Turn

Script = ChatEvent | BackendError | float
"""A number lets that many seconds pass; an error ends the reply."""


class Clock:
    """Begins at 0 and goes on only when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def unpriced(usage: Usage, served: str) -> Decimal | None:
    return None


def reply(*script: Script, model: str = "test:alpha", free: bool = False) -> LiveReply:
    """A reply to which all of `script` has happened."""
    clock = Clock()
    made = LiveReply(model, unpriced, free, clock)
    play(made, clock, *script)
    return made


def play(made: LiveReply, clock: Clock, *script: Script) -> None:
    for step in script:
        if isinstance(step, float):
            clock.now += step
        elif isinstance(step, BackendError):
            made.fail(step)
        elif not isinstance(step, int):  # for a type checker every float may be one
            made.add(step)


def turn(message: str, answered: LiveReply | None = None, system: str = "") -> Turn:
    return Turn(message, Choice("test:alpha", system), answered)


class Listening:
    """A `Backend` that keeps what it is asked and answers nothing."""

    def __init__(
        self,
        name: str,
        kind: ServerKind = "compatible",
        base_url: str = "http://127.0.0.1:9/v1",
        models: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.server = Server(name=name, kind=kind, base_url=base_url, models=models)
        self.prepared: list[ChatRequest] = []
        self.read = 0

    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        self.prepared.append(request)
        return self._events()

    async def _events(self) -> AsyncGenerator[ChatEvent, None]:
        self.read += 1
        return
        yield

    async def list_models(self) -> list[ModelInfo]:
        return [ModelInfo(id=name, base_model=base) for name, base in self.server.models]

    async def close(self) -> None: ...
