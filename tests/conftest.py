"""No test reaches the internet or sees the developer's own keys; each has a model server."""

import os

# Gradio's client brings huggingface_hub, which reads these once, when imported, and
# else calls home whenever a client is made.
os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests import schema
from tests.attacks.registry import MARKER
from tests.loopback_server import serving
from tests.network import clear_environment, loopback_only
from tests.provider import LocalProvider

OFF_SPEC = (
    "off_spec(reason, extra=()): sends what the API's description does not allow."
    " With `extra`, only these top-level fields are let through; without, nothing is checked"
)
UNCHECKED = "../shared is absent: requests are NOT checked against the APIs' descriptions"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", OFF_SPEC)
    config.addinivalue_line("markers", MARKER)


def pytest_report_header() -> str | None:
    return None if schema.available() else UNCHECKED


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def outside_addresses() -> Iterator[list[str]]:
    """The guard, and what it turned away; it holds for fixtures of every scope."""
    with pytest.MonkeyPatch.context() as patch, loopback_only() as tried:
        clear_environment(patch)
        yield tried


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once more for each test: one before it may have loaded a .env file."""
    clear_environment(monkeypatch)


@pytest.fixture(autouse=True)
def no_call_outside(outside_addresses: list[str]) -> Iterator[None]:
    """Fail a test whose code swallowed the guard's refusal."""
    outside_addresses.clear()
    yield
    assert not outside_addresses, f"this test tried to reach {outside_addresses}"


@pytest.fixture
def provider(request: pytest.FixtureRequest) -> Iterator[LocalProvider]:
    """A model server; what it was sent is checked against the API's description."""
    with checked_provider(request) as provider:
        yield provider


@pytest.fixture
def another_provider(request: pytest.FixtureRequest) -> Iterator[Callable[[], LocalProvider]]:
    """Starts as many more as a test needs, such as one that nobody may call."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(checked_provider(request))


@contextmanager
def checked_provider(request: pytest.FixtureRequest) -> Generator[LocalProvider, None, None]:
    with serving(LocalProvider()) as provider:
        yield provider
    marker = request.node.get_closest_marker("off_spec")
    if marker is None or "extra" in marker.kwargs:
        schema.validate_all(provider.requests, extra=marker.kwargs["extra"] if marker else ())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of specifications, recorded and hostile streams beside the repository."""
    if not schema.SHARED.is_dir():
        pytest.skip("NOT TESTED: ../shared is absent beside the repository")
    return schema.SHARED
