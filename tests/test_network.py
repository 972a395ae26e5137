"""The guard keeps tests on this machine, and they start without anyone's settings."""

import asyncio
import os
import socket
from contextlib import closing

import pytest

from tests.loopback_server import PATIENCE
from tests.network import clear_environment, is_local
from tests.provider import LocalProvider

pytestmark = pytest.mark.anyio

OUTSIDE = "192.0.2.1"  # reserved for documentation: nobody has it


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_an_outside_address_is_refused(method: str, outside_addresses: list[str]) -> None:
    with closing(socket.socket()) as connection:
        with pytest.raises(AssertionError, match=OUTSIDE):
            getattr(connection, method)((OUTSIDE, 80))

    assert outside_addresses == [OUTSIDE]
    outside_addresses.clear()


async def test_asyncio_is_refused_as_well(outside_addresses: list[str]) -> None:
    with pytest.raises(AssertionError, match=OUTSIDE):
        await asyncio.open_connection(OUTSIDE, 80)

    outside_addresses.clear()


def test_an_outside_name_is_not_even_looked_up(outside_addresses: list[str]) -> None:
    with pytest.raises(AssertionError, match=r"api\.example\.com"):
        socket.create_connection(("api.example.com", 443))

    outside_addresses.clear()


def test_a_name_reserved_never_to_exist_is_unknown() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("nowhere.invalid", 443))


def test_loopback_is_open(provider: LocalProvider) -> None:
    with closing(socket.create_connection(("localhost", provider.port), timeout=PATIENCE)):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "0.0.0.0", None])
def test_this_machine_is_local(host: str | None) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", [OUTSIDE, "2001:db8::1", "169.254.169.254", "localhost.example"])
def test_any_other_machine_is_not(host: str) -> None:
    assert not is_local(host)


def test_settings_of_the_developer_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "PARLEY_AUTH", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "something")

    clear_environment(monkeypatch)

    left = [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_", "PARLEY_"))]
    assert left == []
    assert "HTTPS_PROXY" not in os.environ
