"""The one seam between the application and a model server."""

from collections.abc import AsyncGenerator
from typing import Protocol

from backends.server import Server
from backends.types import ChatEvent, ChatRequest, ModelInfo


class Backend(Protocol):
    """Anything that can answer a `ChatRequest`."""

    @property
    def server(self) -> Server:
        """Whom this backend talks to; `server.name` is the prefix in `backend:model`."""
        ...

    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        """Answer `request`, piece by piece; raise `BackendError` if that fails.

        Whoever stops reading must close the generator (`contextlib.aclosing`):
        that closes the connection, and the server stops working on the reply.
        """
        ...

    async def list_models(self) -> list[ModelInfo]:
        """What may be used as `ChatRequest.model`; raises `BackendError`."""
        ...

    async def close(self) -> None:
        """Let go of connections and child processes; afterwards it answers no more."""
        ...
