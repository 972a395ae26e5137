"""A client gets the key that belongs to its server, and nothing from around it."""

import os
from urllib.parse import urlsplit

import pytest

from backends.connect import connect, proxy_for, without_ambient_settings
from backends.server import Server
from tests.backends.listening import KEY, listen, opened, server_at
from tests.provider import LocalProvider

pytestmark = pytest.mark.anyio

AMBIENT = {
    "OPENAI_API_KEY": "sk-ambient-1",
    "OPENAI_ADMIN_KEY": "sk-ambient-2",
    "OPENAI_ORG_ID": "org-ambient",
    "OPENAI_PROJECT_ID": "proj-ambient",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/ambient",
    "OPENAI_CUSTOM_HEADERS": "X-Ambient: ambient-header",
    "OPENAI_API_VERSION": "ambient-version",
    "AZURE_OPENAI_API_KEY": "ambient-azure",
    "AZURE_OPENAI_AD_TOKEN": "ambient-token",
    "AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:9/ambient",
}


@pytest.fixture
def ambient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AMBIENT.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("ambient")
@pytest.mark.parametrize("key", [KEY, ""])
@pytest.mark.parametrize(
    ("kind", "version"),
    [("compatible", ""), ("openai", ""), ("azure", ""), ("azure", "2024-10-21")],
)
async def test_nothing_from_the_environment_reaches_a_server(
    kind: str, version: str, key: str, provider: LocalProvider
) -> None:
    provider.models = provider.deployments = []
    url = provider.azure_url if kind == "azure" else provider.url
    server = server_at(provider, kind=kind, base_url=url, api_key=key, api_version=version)
    async with opened(server) as backend:
        heard = await listen(backend)
        await backend.list_models()

    assert heard.reason == "stop"
    for request in provider.requests:
        sent = f"{request.target} {request.headers} {request.body}".lower()
        assert "ambient" not in sent
        assert "organization" not in sent
        assert (key.lower() in sent) and ("canary" in sent) == bool(key)


@pytest.mark.usefixtures("ambient")
def test_the_environment_is_as_it_was_afterwards() -> None:
    before = dict(os.environ)

    with without_ambient_settings():
        assert not os.environ.keys() & AMBIENT.keys()

    assert dict(os.environ) == before


async def test_an_organization_of_the_settings_is_sent(provider: LocalProvider) -> None:
    server = server_at(provider, organization="org-mine", project="proj-mine")
    async with opened(server) as backend:
        await listen(backend)

    assert provider.requests[0].headers["openai-organization"] == "org-mine"
    assert provider.requests[0].headers["openai-project"] == "proj-mine"


async def test_backends_come_by_name_in_the_order_of_the_settings() -> None:
    servers = [
        Server(name=name, kind="compatible", base_url="http://127.0.0.1:9/v1") for name in "ba"
    ]
    backends = connect(servers)

    assert list(backends) == ["b", "a"]
    assert [backend.server for backend in backends.values()] == servers
    for backend in backends.values():
        await backend.close()


async def test_a_key_is_not_in_the_description_of_its_server() -> None:
    assert KEY not in repr(Server(name="a", kind="openai", base_url="x", api_key=KEY))


async def test_a_server_elsewhere_is_reached_through_the_proxy(
    provider: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", provider.root)
    async with opened(server_at(provider, base_url="http://models.invalid/v1")) as backend:
        heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert provider.requests[0].headers["host"] == "models.invalid"
    assert urlsplit(provider.requests[0].target).path == "/v1/chat/completions"


async def test_this_machine_is_reached_without_the_proxy(
    provider: LocalProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with opened(server_at(provider)) as backend:
        assert (await listen(backend)).text == "You said: Hello"


@pytest.mark.parametrize(
    ("settings", "url", "proxy"),
    [
        ({}, "https://api.openai.com/v1", None),
        ({"https_proxy": "http://p:1"}, "https://api.openai.com/v1", "http://p:1"),
        ({"https_proxy": "p:1"}, "https://api.openai.com/v1", "http://p:1"),
        ({"all_proxy": "http://p:1"}, "https://api.openai.com/v1", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "https://api.openai.com/v1", None),
        ({"all_proxy": "socks5://p:1"}, "https://api.openai.com/v1", None),
        ({"all_proxy": "http://p:1", "no_proxy": "openai.com"}, "https://api.openai.com/v1", None),
        ({"all_proxy": "http://p:1"}, "http://localhost:11434/v1", None),
        ({"all_proxy": "http://p:1"}, "http://[::1]:8080/v1", None),
        ({"all_proxy": "http://p:1"}, "", None),
    ],
)
def test_the_systems_proxy_is_for_addresses_elsewhere(
    settings: dict[str, str], url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert proxy_for(url) == proxy
