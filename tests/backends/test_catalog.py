"""The models of every server together, with each failure kept to its own server."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from decimal import Decimal

import pytest

from backends.base import Backend
from backends.catalog import Catalog, IncompleteModelName, UnknownServer
from backends.errors import BackendError, TimedOut, Unreachable
from backends.server import Server, ServerKind
from backends.types import ChatEvent, ChatRequest, ModelInfo

pytestmark = pytest.mark.anyio

ADDRESSES: dict[ServerKind, str] = {
    "openai": "https://api.openai.com/v1",
    "azure": "https://example.openai.azure.com",
    "compatible": "http://127.0.0.1:9000/v1",
    "local": "http://127.0.0.1:9001/v1",
}


class Listing:
    """A backend that only lists: what `answer` holds now, once `gate` is open."""

    def __init__(
        self,
        name: str,
        answer: list[ModelInfo] | Exception,
        kind: ServerKind = "compatible",
        models: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.server = Server(name=name, kind=kind, base_url=ADDRESSES[kind], models=models)
        self.answer = answer
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = 0
        self.ended = 0

    async def list_models(self) -> list[ModelInfo]:
        self.asked += 1
        try:
            await self.gate.wait()
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer
        finally:
            self.ended += 1

    async def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        raise NotImplementedError
        yield

    async def close(self) -> None: ...


def catalog(*backends: Listing, ttl: float = 300, deadline: float = 30) -> Catalog:
    by_name: dict[str, Backend] = {backend.server.name: backend for backend in backends}
    return Catalog(by_name, ttl, deadline)


def models(*names: str) -> list[ModelInfo]:
    return [ModelInfo(id=name) for name in names]


def down() -> Unreachable:
    return Unreachable(server="b", url="http://127.0.0.1:9", reason="refused", variable="B")


async def until_asked(*backends: Listing) -> None:
    while not all(backend.asked for backend in backends):
        await asyncio.sleep(0)


async def test_models_of_all_servers_come_grouped_in_the_order_given() -> None:
    found = catalog(Listing("z", models("m2", "m1")), Listing("a", models("llama3:8b")))

    rows = await found.models()

    assert [row.name for row in rows] == ["z:m2", "z:m1", "a:llama3:8b"] == found.names()
    assert tuple(rows) == found.known
    assert [state.state for state in found.states] == ["ready", "ready"]


async def test_servers_are_asked_at_the_same_time() -> None:
    first, second = Listing("a", models("m")), Listing("b", models("m"))
    first.gate.clear()
    found = catalog(first, second)

    refresh = asyncio.create_task(found.refresh())
    await until_asked(first, second)
    first.gate.set()
    await refresh

    assert found.names() == ["a:m", "b:m"]


async def test_one_dead_server_leaves_the_others_with_their_models() -> None:
    found = catalog(Listing("a", models("m")), Listing("b", down()))

    assert [row.name for row in await found.models()] == ["a:m"]

    alive, dead = found.states
    assert (alive.state, alive.error) == ("ready", None)
    assert dead.state == "failed" and isinstance(dead.error, Unreachable)
    assert dead.checked_at is not None


async def test_a_slow_server_does_not_hold_back_what_others_said() -> None:
    slow, quick = Listing("a", models("m")), Listing("b", models("n"))
    slow.gate.clear()
    found = catalog(slow, quick)

    refresh = asyncio.create_task(found.refresh())
    while not found.names():
        await asyncio.sleep(0)

    assert found.names() == ["b:n"]
    slow.gate.set()
    await refresh


async def test_a_failing_refresh_keeps_the_models_from_before_beside_the_error() -> None:
    backend = Listing("b", models("m"))
    found = catalog(backend)
    await found.refresh()

    backend.answer = down()
    rows = await found.models(refresh=True)

    (state,) = found.states
    assert [row.name for row in rows] == ["b:m"]
    assert state.state == "failed" and state.error is backend.answer

    backend.answer = models("n")
    await found.refresh()

    assert found.names() == ["b:n"]
    assert [state.error for state in found.states] == [None]


async def test_a_server_that_hangs_is_given_up_after_the_deadline() -> None:
    hanging = Listing("a", models("m"))
    hanging.gate.clear()
    found = catalog(hanging, Listing("b", models("n")), deadline=0.01)

    assert [row.name for row in await found.models()] == ["b:n"]

    assert isinstance(found.states[0].error, TimedOut)
    assert str(found.states[0].error).startswith("a was silent for 0.01 s.")
    assert hanging.ended == 1


async def test_a_mistake_in_one_backend_is_its_failure_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Listing("a", ValueError("Illegal header value b'Bearer sk-secret'"))
    found = catalog(broken, Listing("b", models("n")))

    with caplog.at_level(logging.ERROR):
        rows = await found.models()

    assert [row.name for row in rows] == ["b:n"]
    assert type(found.states[0].error) is BackendError
    assert "ValueError" in caplog.text and "sk-secret" not in caplog.text


async def test_what_is_known_is_remembered_until_told_otherwise() -> None:
    backend = Listing("a", models("m"))
    found = catalog(backend)

    await found.models()
    await found.models()
    assert backend.asked == 1

    await found.models(refresh=True)
    assert backend.asked == 2


async def test_what_is_known_is_asked_again_after_its_time() -> None:
    backend = Listing("a", models("m"))
    found = catalog(backend, ttl=0)

    await found.models()
    await found.models()

    assert backend.asked == 2


async def test_concurrent_callers_share_one_refresh() -> None:
    backend = Listing("a", models("m"))
    found = catalog(backend)

    answers = await asyncio.gather(*(found.models() for _ in range(50)))

    assert backend.asked == 1
    assert all([row.name for row in rows] == ["a:m"] for rows in answers)


async def test_a_cancelled_caller_leaves_the_refresh_to_the_others() -> None:
    backend = Listing("a", models("m"))
    backend.gate.clear()
    found = catalog(backend)
    leaving, staying = (asyncio.create_task(found.models()) for _ in range(2))
    await until_asked(backend)

    leaving.cancel()
    await asyncio.wait([leaving])
    backend.gate.set()

    assert [row.name for row in await staying] == ["a:m"]
    assert leaving.cancelled() and backend.asked == 1


async def test_a_cancelled_refresh_leaves_no_task() -> None:
    backends = [Listing("a", models("m")), Listing("b", models("n"))]
    for backend in backends:
        backend.gate.clear()
    found = catalog(*backends)
    before = asyncio.all_tasks()
    callers = [asyncio.create_task(found.refresh()) for _ in range(3)]
    await until_asked(*backends)

    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)

    assert asyncio.all_tasks() == before
    assert [backend.ended for backend in backends] == [1, 1]
    assert [state.state for state in found.states] == ["unknown", "unknown"]


async def test_a_refresh_can_follow_a_cancelled_one_at_once() -> None:
    backend = Listing("a", models("m"))
    backend.gate.clear()
    found = catalog(backend)
    first = asyncio.create_task(found.refresh())
    await until_asked(backend)

    first.cancel()
    backend.gate.set()
    second = asyncio.create_task(found.refresh())
    await asyncio.wait([first, second])

    assert first.cancelled() and not second.cancelled()
    assert found.names() == ["a:m"]


def test_one_event_loop_may_follow_another() -> None:
    backend = Listing("a", models("m"))
    found = catalog(backend)

    for _ in range(2):
        asyncio.run(found.refresh())

    assert backend.asked == 2 and found.names() == ["a:m"]


async def test_before_anyone_was_asked_the_settings_name_the_models() -> None:
    backend = Listing("azure", down(), "azure", models=(("prod", "gpt-4o"), ("dev", "")))
    found = catalog(backend)

    (state,) = found.states
    assert (state.state, state.checked_at) == ("unknown", None)
    assert found.names() == ["azure:prod", "azure:dev"]
    assert found.known[0].base_model == found.known[0].priced_as == "gpt-4o"

    await found.refresh()

    assert found.names() == ["azure:prod", "azure:dev"]


async def test_a_model_listed_twice_or_without_a_name_is_shown_once_or_not_at_all() -> None:
    found = catalog(Listing("a", models("m", "", "m")))

    assert [row.name for row in await found.models()] == ["a:m"]


async def test_no_servers_have_no_models() -> None:
    assert await catalog().models() == []


async def test_a_row_joins_the_servers_word_with_the_table_of_prices() -> None:
    told = ModelInfo(id="gpt-4o", owner="openai", created=1, shutdown_date="2027-01-14")
    found = catalog(Listing("openai", [told], "openai"))

    (row,) = await found.models()

    assert (row.server, row.model, row.owner, row.created) == ("openai", "gpt-4o", "openai", 1)
    assert row.shutdown_date == "2027-01-14"
    assert (row.context_window, row.context_source) == (128_000, "genai-prices")
    assert (row.input_usd, row.output_usd, row.cached_usd) == (
        Decimal("2.5"),
        Decimal("10"),
        Decimal("1.25"),
    )
    assert (row.price_source, row.priced_as) == ("genai-prices", "gpt-4o")


async def test_the_servers_own_word_on_the_context_window_comes_first() -> None:
    told = [ModelInfo(id="gpt-4o", context_window=4096), ModelInfo(id="gpt-5")]
    found = catalog(Listing("openai", told, "openai"))

    sources = [(row.context_window, row.context_source) for row in await found.models()]

    assert sources == [(4096, "server"), (400_000, "genai-prices")]


async def test_unknown_prices_stay_unknown_and_the_embedded_model_is_free() -> None:
    found = catalog(
        Listing("ollama", models("gpt-4o")),
        Listing("local", models("smollm2-135m-instruct"), "local"),
    )

    unknown, free = await found.models()

    assert (unknown.price_source, unknown.input_usd, unknown.context_source) == (
        "unknown",
        None,
        "unknown",
    )
    assert (free.price_source, free.input_usd) == ("local", Decimal(0))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("openai:gpt-5-mini", ("openai", "gpt-5-mini")),
        ("ollama:llama3:8b", ("ollama", "llama3:8b")),
        ("openai:not-in-the-list", ("openai", "not-in-the-list")),
    ],
)
async def test_a_name_is_parted_at_its_first_colon(name: str, parts: tuple[str, str]) -> None:
    found = catalog(Listing("openai", models(), "openai"), Listing("ollama", models()))

    assert found.split(name) == parts


async def test_an_unknown_server_is_told_with_the_known_ones() -> None:
    found = catalog(Listing("openai", models(), "openai"), Listing("ollama", models()))

    with pytest.raises(UnknownServer) as caught:
        found.split("groq:llama")

    assert str(caught.value) == (
        "There is no server named groq. Choose one of these: openai, ollama."
    )
    assert caught.value.values["known"] == "openai, ollama"


@pytest.mark.parametrize("name", ["gpt-5-mini", "openai:", ":gpt-5-mini", ""])
async def test_half_a_name_is_refused_with_how_to_write_it(name: str) -> None:
    with pytest.raises(IncompleteModelName, match="Write it as server:model"):
        catalog(Listing("openai", models(), "openai")).split(name)


async def test_a_hostile_name_is_shortened_before_it_is_shown() -> None:
    with pytest.raises(UnknownServer) as caught:
        catalog().split("{server}\n" + "x" * 10_000 + ":m")

    shown = caught.value.values["name"]
    assert len(shown) == 80 and shown.startswith("{server} x")
    assert "none" in str(caught.value)
