"""Keeps tests on this machine: no address but loopback is looked up or connected to."""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

OWN_SETTINGS = ("OPENAI_", "AZURE_", "PARLEY_", "GRADIO_")
PROXIES = ("http_proxy", "https_proxy", "all_proxy")
LOCAL_NAMES = {"", "localhost", "localhost.localdomain"}


def clear_environment(patch: pytest.MonkeyPatch) -> None:
    """Forget the developer's own keys, settings and proxies."""
    for name in list(os.environ):
        if name.upper().startswith(OWN_SETTINGS) or name.lower() in PROXIES:
            patch.delenv(name)
    # Gradio asks a server of its own for news unless it is told not to.
    patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")


def is_local(host: object) -> bool:
    """Whether `host`, a name or an address, is this machine."""
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    if not isinstance(host, str):
        return host is None
    if host.lower().rstrip(".") in LOCAL_NAMES:
        return True
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@contextmanager
def loopback_only() -> Generator[list[str], None, None]:
    """Refuse every other address; yields the list of those that were tried."""
    tried: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded_connect(name, tried))
        patch.setattr(socket, "getaddrinfo", guarded_lookup(tried))
        yield tried


def guarded_connect(name: str, tried: list[str]) -> Any:
    original = getattr(socket.socket, name)

    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
            refuse(str(address[0]), tried)
        return original(self, address)

    return connect


def guarded_lookup(tried: list[str]) -> Any:
    original = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode("latin-1") if isinstance(host, bytes) else str(host)
        if name.endswith(".invalid"):
            # Reserved never to exist: the answer is known without asking anyone.
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not is_local(host) and not is_address(host):
            refuse(name, tried)
        return original(host, *args, **kwargs)

    return getaddrinfo


def is_address(host: object) -> bool:
    """An address needs no look-up; whether it may be connected to is asked later."""
    try:
        ip_address(str(host))
    except ValueError:
        return False
    return True


def refuse(host: str, tried: list[str]) -> None:
    tried.append(host)
    raise AssertionError(f"a test tried to reach {host}")
