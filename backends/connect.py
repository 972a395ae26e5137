"""Opens a backend for each server of the settings: the only place that builds clients.

The openai package fills what it is not told from the environment, so a key meant
for one host could travel to another. Here every client gets its own key and
nothing else, and follows no redirect.
"""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2
from openai import AsyncAzureOpenAI, AsyncOpenAI

from backends.base import Backend
from backends.openai_chat import OpenAIBackend
from backends.server import AnswerLimits, Deadlines, Server
from backends.transport import BoundedTransport

NO_KEY = "none"  # the client refuses an empty key; servers without keys ignore this one
AMBIENT = ("OPENAI_", "AZURE_OPENAI_")


def connect(servers: Iterable[Server], deadlines: Deadlines | None = None) -> dict[str, Backend]:
    """Backends by name, in the order of `servers`."""
    return {server.name: open_backend(server, deadlines) for server in servers}


def open_backend(
    server: Server, deadlines: Deadlines | None = None, limits: AnswerLimits | None = None
) -> OpenAIBackend:
    """A backend for one server. No request is made yet."""
    deadlines, limits = deadlines or Deadlines(), limits or AnswerLimits()
    with without_ambient_settings():
        client = open_client(server, deadlines, limits)
    return OpenAIBackend(server, client, deadlines, limits)


def open_client(server: Server, deadlines: Deadlines, limits: AnswerLimits) -> AsyncOpenAI:
    timeout = httpx2.Timeout(
        connect=deadlines.connect,
        read=max(deadlines.first_byte, deadlines.idle),
        write=30.0,
        pool=5.0,
    )
    http = httpx2.AsyncClient(
        transport=BoundedTransport(server.name, limits.total, proxy_for(server.base_url)),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
    )
    key = server.api_key or NO_KEY
    headers = {"Accept-Encoding": "identity"}
    if server.kind == "azure" and server.api_version:
        return AsyncAzureOpenAI(
            api_key=key,
            azure_endpoint=server.base_url,
            api_version=server.api_version,
            max_retries=0,
            timeout=timeout,
            http_client=http,
            default_headers=headers,
        )
    root = server.base_url.rstrip("/")
    return AsyncOpenAI(
        api_key=key,
        base_url=f"{root}/openai/v1/" if server.kind == "azure" else root,
        organization=server.organization or None,
        project=server.project or None,
        max_retries=0,
        timeout=timeout,
        http_client=http,
        default_headers=headers,
    )


def proxy_for(url: str) -> str | None:
    """The proxy that the system's settings name for an address; none for this machine's own."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or is_loopback(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if "://" not in proxy:
        return f"http://{proxy}" if proxy else None
    return proxy if proxy.startswith(("http://", "https://")) else None  # SOCKS needs a package


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def without_ambient_settings() -> Generator[None, None, None]:
    """Hide the variables that the openai package would read by itself."""
    hidden = {name: value for name, value in os.environ.items() if name.startswith(AMBIENT)}
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)
