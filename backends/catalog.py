"""The models of every server, asked for together, each failure kept to its own server."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from backends.base import Backend
from backends.catalog_rows import CatalogRow, row_of
from backends.errors import BackendError, TimedOut
from backends.flight import Flight
from backends.server import Deadlines, Server
from backends.types import ModelInfo

log = logging.getLogger(__name__)

DEADLINE = Deadlines().model_list + 1.0
"""Seconds until a server is given up. Its own deadline should come first and say more."""
LONGEST_NAME = 80


class UnknownServer(BackendError):
    cause = "There is no server named {name}."
    advice = "Choose one of these: {known}."


class IncompleteModelName(BackendError):
    cause = "{name} does not name a server and a model."
    advice = "Write it as server:model; the servers are: {known}."


@dataclass(frozen=True, slots=True)
class ServerState:
    """What one server said of its models when it was last asked.

    state: "unknown" until it was asked for the first time.
    models: the latest known; after a failure those from before, at first those that
    the settings name.
    error: why the last question failed.
    checked_at: when it was last asked, in seconds since 1970; `None`: never.
    """

    name: str
    state: Literal["ready", "failed", "unknown"] = "unknown"
    models: tuple[ModelInfo, ...] = ()
    error: BackendError | None = None
    checked_at: float | None = None


class Catalog:
    """The models of all `backends`, remembered for `ttl` seconds.

    deadline: the longest wait for one server's list, in seconds.
    """

    def __init__(
        self, backends: Mapping[str, Backend], ttl: float = 300, deadline: float = DEADLINE
    ) -> None:
        self._backends = dict(backends)
        self._ttl = ttl
        self._deadline = deadline
        self._states = {
            name: ServerState(name, models=_from_settings(backend.server))
            for name, backend in self._backends.items()
        }
        self._rows = {name: self._joined(state) for name, state in self._states.items()}
        self._fresh_until = 0.0
        self._flight: Flight | None = None

    @property
    def known(self) -> tuple[CatalogRow, ...]:
        """What is known now, without asking anyone; servers in the order given."""
        return tuple(row for rows in self._rows.values() for row in rows)

    @property
    def states(self) -> tuple[ServerState, ...]:
        """How each server answered last, in the order given."""
        return tuple(self._states.values())

    def names(self) -> list[str]:
        """Every known model as "backend:model", grouped by server in the order given."""
        return [row.name for row in self.known]

    async def models(self, refresh: bool = False) -> list[CatalogRow]:
        """Every model of every server; asks again if told to, or after `ttl` seconds."""
        if refresh or time.monotonic() >= self._fresh_until:
            await self.refresh()
        return list(self.known)

    async def refresh(self) -> None:
        """Ask all servers at once; a server that fails is data in its `ServerState`.

        Who calls while a refresh is under way waits for that one.
        """
        if self._flight is None or not self._flight.joinable:
            self._flight = Flight(self._ask_all())
        await self._flight.wait()

    def split(self, name: str) -> tuple[str, str]:
        """The server and the model in "backend:model", parted at the first colon.

        Raises `IncompleteModelName` or `UnknownServer`. Whether the server has the
        model is for the server to say: not every list is complete.
        """
        server, _, model = name.partition(":")
        shown = "".join(c if c.isprintable() else " " for c in name)[:LONGEST_NAME]
        known = ", ".join(self._backends) or "none"
        if not server or not model:
            raise IncompleteModelName(name=shown or "An empty text", known=known)
        if server not in self._backends:
            raise UnknownServer(name=shown.partition(":")[0], known=known)
        return server, model

    async def _ask_all(self) -> None:
        asked = [asyncio.create_task(self._ask(name)) for name in self._backends]
        try:
            await asyncio.gather(*asked)
        finally:
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
        self._fresh_until = time.monotonic() + self._ttl

    async def _ask(self, name: str) -> None:
        """Put the server's answer, or its failure, into its state and the rows."""
        try:
            listing = self._backends[name].list_models()
            models = await asyncio.wait_for(listing, self._deadline)
        except BackendError as error:
            self._failed(name, error)
        except TimeoutError:
            self._failed(name, TimedOut(server=name, seconds=f"{self._deadline:g}"))
        except Exception as error:
            # A mistake in one backend must not take the other servers' models away. Only its
            # kind is logged: the text of a foreign error may quote the key.
            log.error("listing the models of %s raised %s", name, type(error).__name__)
            self._failed(name, BackendError(server=name))
        else:
            unique = {model.id: model for model in models if model.id}
            self._keep(ServerState(name, "ready", tuple(unique.values()), None, time.time()))

    def _failed(self, name: str, error: BackendError) -> None:
        before = self._states[name]
        self._keep(replace(before, state="failed", error=error, checked_at=time.time()))

    def _keep(self, state: ServerState) -> None:
        self._states[state.name] = state
        self._rows[state.name] = self._joined(state)

    def _joined(self, state: ServerState) -> tuple[CatalogRow, ...]:
        server = self._backends[state.name].server
        return tuple(row_of(server, model) for model in state.models)


def _from_settings(server: Server) -> tuple[ModelInfo, ...]:
    return tuple(ModelInfo(id=name, base_model=base) for name, base in server.models)
