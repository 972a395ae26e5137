"""A connection is made once and carries one question after another."""

import asyncio
import gzip
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path

import anyio
import pytest

from backends import leftovers
from backends.errors import BackendError
from backends.openai_chat import OpenAIBackend
from backends.types import Finished, TextDelta
from tests import faults
from tests.backends.late_door import trusted_server
from tests.backends.listening import ask, listen, opened, server_at
from tests.faults import OK_STREAM, SILENCE
from tests.loopback_server import PATIENCE
from tests.provider import LocalProvider, Reply, chunk, error, events, happened, raw, text
from tests.replies import EVENT_STREAM, completion, json_body
from tests.routes import Route
from tests.wire import Cut, Head, Pause, Recorded, Step

pytestmark = pytest.mark.anyio

WHOLE = completion(Route("openai", "chat"), "alpha", {"content": "Hello"}, "stop", None)
SOON = {"retry-after-ms": "20"}


@pytest.fixture
async def backend(provider: LocalProvider) -> AsyncGenerator[OpenAIBackend, None]:
    async with opened(server_at(provider)) as backend:
        yield backend


async def no_more_than(tasks: set["asyncio.Task[object]"]) -> None:
    """Until no other tasks than these are left."""
    with anyio.fail_after(PATIENCE):
        while asyncio.all_tasks() - tasks:
            await anyio.sleep(0.005)


async def test_questions_in_a_row_share_one_connection(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    for _ in range(3):
        assert (await listen(backend)).text == "You said: Hello"

    assert provider.connections == 1


async def test_so_do_they_with_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with trusted_server(tmp_path, monkeypatch) as secure:
        async with opened(server_at(secure)) as backend:
            for _ in range(3):
                assert (await listen(backend)).text == "You said: Hello"

    assert secure.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        json_body(WHOLE),
        events(chunk(content="Hello"), chunk(finish="stop"), done=False),
        events(chunk(content="Hello")),
        raw(gzip.compress(OK_STREAM), headers={"Content-Encoding": "gzip"}),
        raw(OK_STREAM + b": bye\n\ndata: more\n\n" * 1000),
    ],
    ids=["in one piece", "without [DONE]", "without a finish", "packed", "more behind [DONE]"],
)
async def test_an_answer_of_any_form_leaves_the_connection_for_the_next(
    reply: Reply, provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies += [reply, reply]
    for _ in range(3):
        await listen(backend)

    assert len(provider.asked) == 3
    assert provider.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        error(400),
        error(401, "invalid_api_key"),
        error(404, "model_not_found"),
        error(429, "insufficient_quota"),
        error(500, headers=SOON),
        raw(b'{"error": {"message": "No."}}', status=400, byte_size=3),
    ],
    ids=["400", "401", "404", "429", "500", "in pieces"],
)
async def test_a_refusal_leaves_the_connection_for_the_next(
    reply: Reply, provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.answers["alpha"] = reply
    for _ in range(2):
        assert isinstance((await listen(backend)).error, BackendError)
    provider.answers.clear()

    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 1


def ending_later(end: threading.Event) -> Reply:
    """A whole reply whose body ends when it is told to."""

    def reply(request: Recorded) -> Iterator[Step]:
        yield from text("Hello")(request)
        while not end.is_set():
            yield Pause(0.01)

    return reply


async def test_the_end_of_a_body_may_come_later_than_the_reply(
    provider: LocalProvider, backend: OpenAIBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "LONGEST", 10 * PATIENCE)
    end = threading.Event()
    provider.replies.append(ending_later(end))
    tasks = asyncio.all_tasks()

    assert (await listen(backend)).text == "Hello"

    assert not provider.asked[0].done.is_set()
    end.set()
    await no_more_than(tasks)
    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 1


SILENT: list[Step] = [Pause(SILENCE)]
DRIPPING: list[Step] = [b": alive\n\n", Pause(0.01)] * 10_000
ENDLESS = pytest.mark.parametrize(
    "rest",
    [
        SILENT,
        DRIPPING,
        [b": " + b"x" * 1000 + b"\n\n"] * 100_000,
        [b"data: " + b"x" * 1_000_000] * 100,
    ],
    ids=["silence", "drip", "flood", "long line"],
)


@ENDLESS
async def test_a_body_without_end_is_cut_and_the_reply_does_not_wait_for_that(
    rest: list[Step], provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(faults.scripted(OK_STREAM, rest))
    tasks = asyncio.all_tasks()
    async with aclosing(backend.stream(ask())) as stream:
        async for event in stream:
            if isinstance(event, Finished):
                assert not provider.asked[0].hung_up.is_set()

    assert await happened(provider.asked[0].hung_up)
    await no_more_than(tasks)
    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 2


async def test_a_connection_with_much_more_to_come_is_not_worth_the_reading(
    provider: LocalProvider, backend: OpenAIBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "LONGEST", 10 * PATIENCE)
    provider.replies.append(raw(OK_STREAM + b": more\n\n" * 200_000))
    tasks = asyncio.all_tasks()
    assert (await listen(backend)).reason == "stop"

    await no_more_than(tasks)
    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 2


@pytest.mark.parametrize("rest", [SILENT, DRIPPING], ids=["silence", "drip"])
async def test_closing_the_backend_leaves_no_task_behind(
    rest: list[Step],
    provider: LocalProvider,
    backend: OpenAIBackend,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leftovers, "LONGEST", 10 * PATIENCE)
    provider.replies.append(faults.scripted(OK_STREAM, rest))
    tasks = asyncio.all_tasks()
    assert (await listen(backend)).reason == "stop"

    with anyio.fail_after(PATIENCE):
        await backend.close()

    assert asyncio.all_tasks() == tasks
    assert await happened(provider.asked[0].hung_up)


async def test_whoever_leaves_at_the_finish_keeps_the_connection(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    async with aclosing(backend.stream(ask())) as stream:
        async for event in stream:
            if isinstance(event, Finished):
                break

    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 1


async def test_a_body_that_breaks_off_behind_the_end_harms_nothing(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    provider.replies.append(faults.scripted(OK_STREAM, Cut()))
    tasks = asyncio.all_tasks()

    heard = await listen(backend)

    await no_more_than(tasks)
    assert heard.reason == "stop"
    assert (await listen(backend)).text == "You said: Hello"


async def test_whoever_stops_in_the_middle_closes_a_connection_that_was_used_before(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    await listen(backend)
    provider.replies.append(faults.stall_mid())
    async with aclosing(backend.stream(ask())) as stream:
        async for event in stream:
            if isinstance(event, TextDelta):
                break

    assert await happened(provider.asked[1].hung_up)
    assert provider.connections == 1
    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 2


async def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    head = Head(200, (("Content-Type", EVENT_STREAM),), length=len(OK_STREAM))
    provider.replies.append(lambda request: [head, OK_STREAM, Cut()])

    assert (await listen(backend)).reason == "stop"
    assert (await listen(backend)).text == "You said: Hello"
    assert provider.connections == 2


async def test_questions_at_once_have_connections_of_their_own_and_leave_them(
    provider: LocalProvider, backend: OpenAIBackend
) -> None:
    for _ in range(2):
        heard = await asyncio.gather(*[listen(backend) for _ in range(4)])
        assert [one.text for one in heard] == ["You said: Hello"] * 4

    assert provider.connections <= 4
