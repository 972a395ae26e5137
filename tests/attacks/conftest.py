"""Two running applications that are attacked: one for this machine alone, one for all."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.asking import Answer, ask
from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import AppProcess, client, running_app, server_at
from tests.visiting import open_to_all

KEY = "sk-CANARY-4711-attacked"
LOGINS = "ann:a-long-password,bob:another-one"
NAME = "chat.example.com"


@pytest.fixture(scope="session")
def model_server() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        provider.keys = {KEY}
        yield provider


@pytest.fixture(scope="session")
def home(model_server: LocalProvider) -> Iterator[AppProcess]:
    """On 127.0.0.1, without a login: its user's own."""
    with running_app(server_at(model_server, key=KEY)) as app:
        yield app
        outlives(app)


@pytest.fixture(scope="session")
def club(
    model_server: LocalProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppProcess]:
    """On all addresses, with logins, behind a proxy on this machine."""
    settings = {
        "PARLEY_AUTH": LOGINS,
        "PARLEY_ALLOWED_HOSTS": f"{NAME},*.below.example",
        "PARLEY_TRUSTED_PROXIES": "127.0.0.1",
    }
    data = tmp_path_factory.mktemp("club")
    with open_to_all(data, server_at(model_server, key=KEY) | settings) as app:
        yield app
        outlives(app, ("ann", "a-long-password"))


def outlives(app: AppProcess, auth: tuple[str, str] | None = None) -> None:
    """What holds after every attack: it answers, and nothing has leaked."""
    assert client(app, auth=auth).predict("Hello", api_name="/chat") == "You said: Hello"
    assert app.process.poll() is None
    assert KEY not in app.stderr() + app.stdout()
    assert app.outside() == []


@pytest.fixture
def canary() -> Iterator[tuple[int, list[bytes]]]:
    """The port of a listener that nobody should call, and what it was sent by whoever did."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.settimeout(5)
                        heard.append(connection.recv(65536))

        threading.Thread(target=listen, daemon=True).start()
        yield listener.getsockname()[1], heard


@pytest.fixture(scope="session")
def session(club: AppProcess) -> str:
    """The cookies of somebody who has logged in."""
    answer: Answer = ask(
        club,
        "POST",
        "/login",
        {"X-Forwarded-For": "192.0.2.200"},
        form={"username": "bob", "password": "another-one"},
    )
    assert answer.status == 200
    return "; ".join(cookie.partition(";")[0] for cookie in answer.cookies)


@pytest.fixture(scope="session")
def data_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file on this machine that is none of anybody's business."""
    path = tmp_path_factory.mktemp("secret") / "secret.txt"
    path.write_text("CANARY-FILE")
    return path
