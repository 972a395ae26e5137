"""The embedded model: SmolLM2-135M-Instruct, served by a child process on loopback.

To the rest it is an ordinary compatible server that needs no key. Its weights are
fetched once, and its process starts with the first question.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from backends.completions import CompletionRequest
from backends.connect import open_backend
from backends.embeddings import Embeddings
from backends.errors import ModelUnavailable, Unreachable
from backends.learned import Habits, first_habits
from backends.local_process import ALIAS, Address, LocalProcess, runtime_missing
from backends.local_weights import Progress, Weights
from backends.openai_chat import OpenAIBackend
from backends.server import Server
from backends.types import ChatEvent, ChatRequest, ModelInfo, Notice
from backends.wire import build_body
from backends.wiretap import Wiretap

NAME = "local"

Ask = Callable[[OpenAIBackend], AsyncGenerator[ChatEvent, None]]


class LocalModel:
    """The `Backend` of the embedded model. Raises `ModelUnavailable` where it cannot run."""

    def __init__(self, data_dir: Path) -> None:
        self.server = Server(name=NAME, kind="local", base_url="", models=((ALIAS, ""),))
        self.weights = Weights(data_dir)
        self._process: LocalProcess | None = None
        self._address: Address | None = None
        self._backend: OpenAIBackend | None = None
        self._closed = False
        self.unavailable = ""  # why it could not be fetched last time

    async def list_models(self) -> list[ModelInfo]:
        if self.unavailable:
            raise ModelUnavailable(reason=self.unavailable)
        return [ModelInfo(id=ALIAS, owner="HuggingFaceTB")]

    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        """Answer `request`; at first use with notices of how far the fetching is.

        `Started.sent` comes after all that: fetching the model and starting its
        process are no part of the time that it takes to answer.
        """
        return self._reply(lambda backend: backend.stream(request))

    def tapped(self, request: ChatRequest, tap: Wiretap) -> AsyncGenerator[ChatEvent, None]:
        """The same, heard by `tap` from when its process runs."""
        return self._reply(lambda backend: backend.tapped(request, tap))

    def body_of(self, request: ChatRequest) -> tuple[dict[str, Any], list[Notice]]:
        """What `stream` would send as things stand, and how that differs from `request`."""
        if self._backend:
            return self._backend.body_of(request)
        return build_body(request, first_habits(self.server.kind))

    def attempt(self, body: Mapping[str, Any]) -> AsyncGenerator[ChatEvent, None]:
        """Answer `body` as it stands; see `OpenAIBackend.attempt`."""
        return self._reply(lambda backend: backend.attempt(body))

    def learned(self) -> Mapping[str, Habits]:
        """How the model wants its requests, where it refused something."""
        return self._backend.learned() if self._backend else {}

    def complete(self, request: CompletionRequest) -> AsyncGenerator[ChatEvent, None]:
        """The same for a prompt to go on with."""
        return self._reply(lambda backend: backend.complete(request))

    async def embed(
        self, model: str, texts: Sequence[str], dimensions: int | None = None
    ) -> Embeddings:
        """The vectors of `texts`, by a model that was not made for it."""
        async with aclosing(self._fetch()) as notices:
            async for _ in notices:
                pass
        try:
            return await (await self._started()).embed(model, texts, dimensions)
        except Unreachable:  # the process ended a moment ago; start it once more
            return await (await self._started()).embed(model, texts, dimensions)

    async def _reply(self, ask: Ask) -> AsyncGenerator[ChatEvent, None]:
        async with aclosing(self._fetch()) as notices:
            async for notice in notices:
                yield notice
        begun = False
        for last in (False, True):
            backend = await self._started()
            try:
                async with aclosing(ask(backend)) as events:
                    async for event in events:
                        begun = begun or not isinstance(event, Notice)
                        yield event
                return
            except Unreachable:  # the process ended a moment ago; start it once more
                if begun or last:
                    raise

    async def close(self) -> None:
        self._closed = True
        self.weights.close()
        if self._backend:
            await self._backend.close()
        if self._process:
            await self._process.stop()

    def kill(self) -> None:
        """End the child process and a download at once; for the end of the program."""
        self.weights.close()
        if self._process:
            self._process.kill()

    async def fetch(self, progress: Callable[[Progress], None]) -> None:
        """Fetch the weights unless they are here; raises `ModelUnavailable`."""
        try:
            await self.weights.fetch(progress)
            self.unavailable = ""
        except ModelUnavailable as error:
            self.unavailable = error.values["reason"]
            raise

    async def _fetch(self) -> AsyncGenerator[Notice, None]:
        if reason := runtime_missing():
            raise ModelUnavailable(reason=reason)
        if await asyncio.to_thread(self.weights.found):
            return
        news: asyncio.Queue[Progress | None] = asyncio.Queue()
        fetching = asyncio.create_task(self.fetch(news.put_nowait))
        fetching.add_done_callback(lambda _: news.put_nowait(None))
        try:
            while (progress := await news.get()) is not None:
                yield Notice("fetching", done=progress.done_bytes, total=progress.total_bytes)
            await fetching
        finally:
            fetching.cancel()
            await asyncio.gather(fetching, return_exceptions=True)

    async def _started(self) -> OpenAIBackend:
        """The backend for the running process; a new process has a new address and key."""
        path = await asyncio.to_thread(self.weights.found)
        if self._closed or path is None:
            raise ModelUnavailable(
                reason="Parley is closing" if self._closed else "its file is gone"
            )
        self._process = self._process or LocalProcess(path)
        address = await self._process.start()
        if self._backend is None or address != self._address:
            server = Server(name=NAME, kind="local", base_url=address.url, api_key=address.key)
            gone, self._address, self._backend = self._backend, address, open_backend(server)
            if gone:
                await gone.close()
        return self._backend
