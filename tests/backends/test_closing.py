"""Whoever stops reading frees the server at once, whatever it was doing."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

import anyio
import pytest

from backends.errors import BackendError, Incomplete, Unreachable
from backends.openai_chat import OpenAIBackend
from backends.types import ChatEvent, Notice, Started, TextDelta
from tests import faults
from tests.backends.listening import Heard, ask, listen, opened, server_at
from tests.loopback_server import PATIENCE
from tests.provider import LocalProvider, Reply, error, happened, text

pytestmark = pytest.mark.anyio


WHILE = pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (text("word " * 10_000, delay=0.001), TextDelta),
        (faults.infinite_stream(), TextDelta),
        (faults.stall_before_headers(), None),
        (faults.stall_before_first(), Started),
        (faults.stall_mid(), TextDelta),
        (faults.slow_drip(0.05), Started),
    ],
    ids=["tokens flow", "flood", "before headers", "before the first", "in the middle", "drip"],
)


async def read_on(events: AsyncGenerator[ChatEvent, None], heard: Heard) -> None:
    async with aclosing(events):
        async for event in events:
            heard.events.append(event)


async def until(heard: Heard, kind: type[ChatEvent] | None) -> None:
    """Until an event of this kind has come, and the reader waits for the next."""
    with anyio.fail_after(PATIENCE):
        while kind and not heard.all(kind):
            await anyio.sleep(0.005)
    await anyio.sleep(0.03)


@pytest.fixture
async def backend(provider: LocalProvider) -> AsyncGenerator[OpenAIBackend, None]:
    async with opened(server_at(provider)) as backend:
        yield backend


@WHILE
async def test_cancelling_hangs_up(
    reply: Reply,
    kind: type[ChatEvent] | None,
    provider: LocalProvider,
    backend: OpenAIBackend,
) -> None:
    provider.replies.append(reply)
    heard = Heard()
    reading = asyncio.create_task(read_on(backend.stream(ask()), heard))
    request = await provider.arrived()
    await until(heard, kind)
    assert not request.hung_up.is_set()

    reading.cancel()

    assert await happened(request.hung_up)
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (await listen(backend)).text == "You said: Hello"


@WHILE
async def test_a_cancelled_scope_hangs_up(
    reply: Reply,
    kind: type[ChatEvent] | None,
    provider: LocalProvider,
    backend: OpenAIBackend,
) -> None:
    provider.replies.append(reply)
    heard = Heard()
    async with anyio.create_task_group() as group:
        group.start_soon(read_on, backend.stream(ask()), heard)
        await provider.arrived()
        await until(heard, kind)
        group.cancel_scope.cancel()

    assert await happened(provider.requests[0].hung_up)
    assert (await listen(backend)).text == "You said: Hello"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (text("word " * 10_000, delay=0.001), TextDelta),
        (faults.infinite_stream(), TextDelta),
        (faults.stall_before_first(), Started),
        (faults.stall_mid(), TextDelta),
    ],
    ids=["tokens flow", "flood", "before the first", "in the middle"],
)
async def test_closing_the_generator_hangs_up(
    reply: Reply, kind: type[ChatEvent], provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(reply)
    events = backend.stream(ask())
    async for event in events:
        if isinstance(event, kind):
            break

    with anyio.fail_after(PATIENCE):
        await events.aclose()

    assert await happened(provider.requests[0].hung_up)


async def test_a_reader_that_waits_can_be_replaced_by_a_timeout(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(faults.stall_mid())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(None) as limit, aclosing(backend.stream(ask())) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    limit.reschedule(asyncio.get_running_loop().time())

    assert await happened(provider.requests[0].hung_up)


async def test_closing_while_a_retry_is_counted_down_sends_nothing_more(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.answers["alpha"] = error(500, headers={"retry-after": "10"})
    heard = Heard()
    reading = asyncio.create_task(read_on(backend.stream(ask()), heard))
    await until(heard, Notice)

    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert len(provider.asked) == 1


async def test_each_piece_may_be_asked_for_by_another_task(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies += [text("Hello there"), faults.stall_mid()]
    whole, broken = backend.stream(ask()), backend.stream(ask())

    heard = Heard()
    with pytest.raises(StopAsyncIteration):
        while True:
            heard.events.append(await asyncio.create_task(take(whole)))
    for _ in range(3):
        await asyncio.create_task(take(broken))
    await asyncio.create_task(close(broken))

    assert (heard.text, heard.reason) == ("Hello there", "stop")
    assert await happened(provider.requests[1].hung_up)


async def take(events: AsyncGenerator[ChatEvent, None]) -> ChatEvent:
    return await anext(events)


async def close(events: AsyncGenerator[ChatEvent, None]) -> None:
    await events.aclose()


async def test_a_stream_that_nobody_began_asks_nothing(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    await backend.stream(ask()).aclose()

    assert provider.requests == []


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("fault", [faults.stall_mid, faults.infinite_stream])
async def test_a_stream_that_is_forgotten_is_closed_by_the_collector(
    fault: Callable[[], Reply], provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(fault())
    events = backend.stream(ask())
    async for event in events:
        if isinstance(event, TextDelta):
            break

    del events
    gc.collect()

    assert await happened(provider.requests[0].hung_up)


async def test_a_reply_that_was_read_to_its_end_keeps_the_connection(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    for _ in range(3):
        await listen(backend)

    assert not any(request.hung_up.is_set() for request in provider.requests)
    assert len(provider.requests) == 3


async def test_many_streams_end_together(provider: LocalProvider, backend: OpenAIBackend) -> None:
    provider.answers["alpha"] = faults.stall_mid()
    readings = [asyncio.create_task(read_on(backend.stream(ask()), Heard())) for _ in range(40)]
    await provider.arrived(40)

    for reading in readings:
        reading.cancel()
    await asyncio.gather(*readings, return_exceptions=True)

    for request in provider.requests:
        assert await happened(request.hung_up)


async def test_one_stream_ends_and_the_others_go_on(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(faults.stall_mid())
    provider.answers["alpha"] = text("word " * 50, delay=0.002)
    stopped = asyncio.create_task(read_on(backend.stream(ask()), Heard()))
    await provider.arrived()
    others = [asyncio.create_task(listen(backend)) for _ in range(3)]
    await provider.arrived(4)

    stopped.cancel()

    assert [heard.text for heard in await asyncio.gather(*others)] == ["word " * 50] * 3
    assert await happened(provider.requests[0].hung_up)


async def test_closing_the_backend_ends_its_streams(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(faults.stall_mid())
    heard = Heard()
    reading = asyncio.create_task(read_on(backend.stream(ask()), heard))
    await until(heard, TextDelta)

    await backend.close()

    assert await happened(provider.requests[0].hung_up)
    with pytest.raises(Incomplete):
        await asyncio.wait_for(reading, PATIENCE)


async def test_a_closed_backend_answers_no_more(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    await backend.close()

    assert isinstance((await listen(backend)).error, Unreachable)
    with pytest.raises(BackendError):
        await backend.list_models()
    assert provider.requests == []
