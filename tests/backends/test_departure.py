"""The moment that a request goes out: once the connection stands, and of the first attempt."""

import socket
import time
from contextlib import aclosing
from pathlib import Path

import httpx2
import pytest

from backends.server import Deadlines
from backends.transport import BoundedTransport, sent_at
from backends.types import Notice
from tests.backends.late_door import late_door, trusted_server
from tests.backends.listening import Heard, ask, listen, opened, server_at
from tests.provider import LocalProvider, Reply, error
from tests.wire import Cut, Recorded, Reset, Step

pytestmark = pytest.mark.anyio

PATIENT = Deadlines(connect=30.0)
SOON = {"retry-after-ms": "20"}


def departure(heard: Heard) -> float:
    """When the request went out, as it is told with the answer."""
    (started,) = heard.started
    assert started.sent is not None
    return started.sent


def broken(end: Cut | Reset) -> Reply:
    """A connection that ends before anything of an answer came."""

    def reply(request: Recorded) -> list[Step]:
        return [end]

    return reply


async def test_each_request_goes_out_between_the_question_and_its_arrival(
    provider: LocalProvider,
) -> None:
    async with opened(server_at(provider), PATIENT) as backend:
        for number in range(2):
            asked_at = time.monotonic()
            heard = await listen(backend)

            assert asked_at <= departure(heard) <= provider.asked[number].arrived_at


async def test_a_request_goes_out_only_when_the_connection_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trusted_server(tmp_path, monkeypatch) as secure:
        async with late_door(secure) as door:
            async with opened(server_at(secure, base_url=door.url), PATIENT) as backend:
                heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert door.opened_at
    assert door.opened_at <= departure(heard) <= secure.asked[0].arrived_at


async def test_an_attempt_that_made_no_connection_did_not_go_out(provider: LocalProvider) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    server = server_at(provider, base_url=f"http://127.0.0.1:{port}/v1")
    async with opened(server, PATIENT) as backend, aclosing(backend.stream(ask())) as events:
        refused = await anext(events)
        listening_from = time.monotonic()
        async with late_door(provider, port):
            heard = Heard([event async for event in events])

    assert isinstance(refused, Notice)
    assert heard.text == "You said: Hello"
    assert listening_from <= departure(heard) <= provider.asked[0].arrived_at


@pytest.mark.parametrize(
    "reply",
    [error(500, headers=SOON), error(429, headers=SOON), broken(Cut()), broken(Reset())],
    ids=["failed", "busy", "FIN", "RST"],
)
async def test_of_several_attempts_the_first_tells_the_departure(
    reply: Reply, provider: LocalProvider
) -> None:
    provider.replies += [reply, reply]
    async with opened(server_at(provider), PATIENT) as backend:
        heard = await listen(backend)

    assert len(provider.asked) == 3
    assert departure(heard) <= provider.asked[0].arrived_at


async def test_a_request_without_what_was_refused_is_still_the_first(
    provider: LocalProvider,
) -> None:
    provider.refuse["seed"] = "unsupported_parameter"
    async with opened(server_at(provider), PATIENT) as backend:
        heard = await listen(backend, ask(seed=7))

    assert [notice.kind for notice in heard.notices] == ["dropped"]
    assert len(provider.asked) == 2
    assert departure(heard) <= provider.asked[0].arrived_at


async def test_asking_a_proxy_for_a_tunnel_is_no_departure(provider: LocalProvider) -> None:
    request = httpx2.Request("POST", "https://models.invalid/v1")

    async with BoundedTransport("lab", 1000, proxy=provider.root) as transport:
        with pytest.raises(httpx2.ProxyError):
            await transport.handle_async_request(request)

    assert [asked.method for asked in provider.requests] == ["CONNECT"]
    assert sent_at(request) is None


async def test_a_request_that_never_went_anywhere_has_no_departure() -> None:
    assert sent_at(httpx2.Request("POST", "http://models.invalid/v1")) is None
