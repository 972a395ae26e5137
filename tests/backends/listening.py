"""Asks a backend and keeps all that it says, so that a test can look at it afterwards."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from backends.connect import open_backend
from backends.errors import BackendError
from backends.openai_chat import OpenAIBackend
from backends.server import AnswerLimits, Deadlines, Server
from backends.types import (
    ChatEvent,
    ChatRequest,
    Filtered,
    Finished,
    Message,
    Notice,
    ReasoningDelta,
    RefusalDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from tests.provider import LocalProvider

KEY = "sk-CANARY-OWNER-KEY"
PATIENT = Deadlines(connect=30.0, first_byte=60.0, idle=60.0, total=600.0, model_list=60.0)
"""Never reached, however busy the machine is."""
QUICK = replace(PATIENT, first_byte=1.0, idle=1.0)
"""Short enough to wait for where a server falls silent."""

Event = TypeVar("Event")


class Answering(Protocol):
    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]: ...


@dataclass(slots=True)
class Heard:
    """One answer. error: how it ended, if not with a `Finished`."""

    events: list[ChatEvent] = field(default_factory=list[ChatEvent])
    error: BackendError | None = None

    def all(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.all(TextDelta))

    @property
    def reasoning(self) -> str:
        return "".join(event.text for event in self.all(ReasoningDelta))

    @property
    def refusal(self) -> str:
        return "".join(event.text for event in self.all(RefusalDelta))

    @property
    def calls(self) -> list[tuple[str, str, str]]:
        """Each call as (id, name, arguments), in the order of their indexes."""
        calls: dict[int, list[str]] = {}
        for piece in self.all(ToolCallDelta):
            call = calls.setdefault(piece.index, ["", "", ""])
            for place, words in enumerate((piece.id, piece.name, piece.arguments)):
                call[place] += words
        return [(call[0], call[1], call[2]) for _, call in sorted(calls.items())]

    @property
    def notices(self) -> list[Notice]:
        return self.all(Notice)

    @property
    def filtered(self) -> list[Filtered]:
        return self.all(Filtered)

    @property
    def usage(self) -> Usage | None:
        return next(iter(self.all(Usage)), None)

    @property
    def started(self) -> list[Started]:
        return self.all(Started)

    @property
    def finished(self) -> Finished | None:
        return next(iter(self.all(Finished)), None)

    @property
    def reason(self) -> str:
        return self.finished.reason if self.finished else ""


def ask(
    words: str = "Hello", *, model: str = "alpha", system: str = "", **parameters: Any
) -> ChatRequest:
    messages = (Message("system", system),) if system else ()
    return ChatRequest(
        model=model, messages=(*messages, Message("user", words)), parameters=parameters
    )


async def listen(backend: Answering, request: ChatRequest | None = None) -> Heard:
    """The whole answer; it has to end as the protocol says, and without the key in it."""
    heard = Heard()
    try:
        async with aclosing(backend.stream(request or ask())) as events:
            async for event in events:
                heard.events.append(event)
    except BackendError as error:
        heard.error = error
        assert KEY not in f"{error} {error!r} {error.values}"
        assert not heard.finished
    else:
        assert isinstance(heard.events[-1], Finished)
    assert len(heard.all(Finished)) + (heard.error is not None) == 1
    assert len(heard.all(Usage)) <= 1
    assert KEY not in repr(heard.events)
    return heard


def server_at(provider: LocalProvider, **changes: Any) -> Server:
    """A compatible server with the canary as its key."""
    server = Server(
        name="lab",
        kind="compatible",
        base_url=provider.url,
        api_key=KEY,
        key_variable="PARLEY_SERVERS__LAB__API_KEY",
        url_variable="PARLEY_SERVERS__LAB__BASE_URL",
    )
    return replace(server, **changes)


@asynccontextmanager
async def opened(
    server: Server, deadlines: Deadlines = PATIENT, limits: AnswerLimits | None = None
) -> AsyncGenerator[OpenAIBackend, None]:
    backend = open_backend(server, deadlines, limits)
    try:
        yield backend
    finally:
        await backend.close()


def cuts(content: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]
