"""A server that hangs up before TLS is agreed on, and one that is not trusted."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from anyio.abc import SocketAttribute, SocketStream

from backends.errors import Unreachable
from tests import faults
from tests.backends.late_door import pass_on, trusted_server
from tests.backends.listening import listen, opened, server_at
from tests.provider import LocalProvider, serving

pytestmark = pytest.mark.anyio

CLOSE_NOTIFY = b"\x15\x03\x03\x00\x02\x01\x00"
HALF_A_HELLO = b"\x16\x03\x03\x00\x7a\x02\x00"
PARTING = pytest.mark.parametrize(
    "parting", [b"", CLOSE_NOTIFY, HALF_A_HELLO], ids=["FIN", "close_notify", "half a hello"]
)


class Moody:
    """Hangs up on the first callers after their hello, with `parting`; lets others in."""

    def __init__(self, behind: LocalProvider, times: int, parting: bytes) -> None:
        self.turned_away = 0
        self._behind, self._times, self._parting = behind, times, parting

    async def greet(self, outside: SocketStream) -> None:
        async with outside:
            if self.turned_away < self._times:
                self.turned_away += 1
                await outside.receive()
                if self._parting:
                    await outside.send(self._parting)
                return
            async with (
                await anyio.connect_tcp("127.0.0.1", self._behind.port) as inside,
                anyio.create_task_group() as tasks,
            ):
                tasks.start_soon(pass_on, inside, outside)
                await pass_on(outside, inside)
                tasks.cancel_scope.cancel()


@asynccontextmanager
async def standing_before(behind: LocalProvider, moody: Moody) -> AsyncGenerator[str, None]:
    """The API's root behind `moody`."""
    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1") as listener,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(listener.serve, moody.greet)
        port = listener.extra(SocketAttribute.local_port)
        yield behind.url.replace(str(behind.port), str(port))
        tasks.cancel_scope.cancel()


@PARTING
async def test_a_handshake_that_is_broken_off_is_tried_again(
    parting: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trusted_server(tmp_path, monkeypatch) as secure:
        moody = Moody(secure, 1, parting)
        async with standing_before(secure, moody) as url:
            async with opened(server_at(secure, base_url=url)) as backend:
                heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert {notice.kind for notice in heard.notices} == {"retrying"}
    assert moody.turned_away == 1
    assert len(secure.asked) == 1


@PARTING
async def test_a_handshake_that_is_always_broken_off_is_a_broken_connection(
    parting: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with trusted_server(tmp_path, monkeypatch) as secure:
        moody = Moody(secure, 100, parting)
        async with standing_before(secure, moody) as url:
            async with opened(server_at(secure, base_url=url)) as backend:
                heard = await listen(backend)
                with pytest.raises(Unreachable) as listed:
                    await backend.list_models()

    for failed in (heard.error, listed.value):
        assert isinstance(failed, Unreachable)
        assert "the connection broke" in str(failed)
        assert "certificate" not in str(failed)
    assert moody.turned_away == 4
    assert secure.requests == []


async def test_a_certificate_that_is_not_trusted_is_told_and_not_tried_again(
    tmp_path: Path,
) -> None:
    with serving(LocalProvider(tls=faults.self_signed(tmp_path))) as secure:
        async with opened(server_at(secure)) as backend:
            heard = await listen(backend)
            with pytest.raises(Unreachable) as listed:
                await backend.list_models()

    for failed in (heard.error, listed.value):
        assert isinstance(failed, Unreachable)
        assert "its TLS certificate is not trusted" in str(failed)
    assert heard.notices == []
    assert secure.connections == 2
