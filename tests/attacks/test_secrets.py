"""The key of a model server is in nothing that anybody gets to see."""

import base64
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from gradio_client.exceptions import AppError

from tests.attacks.asking import ask
from tests.attacks.conftest import KEY
from tests.attacks.registry import attack
from tests.provider import LocalProvider, raw
from tests.running import AppProcess, client, running_app, server_at, started_app

PAGES = (
    "/",
    "/config",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/theme.css",
    "/manifest.json",
)
AZURE_KEY = "azure-CANARY-0815"
ORGANIZATION = "org-CANARY-2342"


def spellings(secret: str) -> list[str]:
    """As it is, quoted for an address, and in base64 whatever stands before it."""
    shifted = (
        base64.b64encode(b"x" * shift + secret.encode()).decode()[4:-4] for shift in range(3)
    )
    return [secret, quote(secret, safe=""), *shifted]


def leaks(text: str, *secrets: str) -> list[str]:
    return [each for secret in secrets for each in spellings(secret) if each in text]


@attack("A001")
def test_no_key_is_in_what_the_page_is_made_of(model_server: LocalProvider) -> None:
    env = {
        "OPENAI_API_KEY": KEY,
        "OPENAI_BASE_URL": model_server.url,
        "OPENAI_ORG_ID": ORGANIZATION,
        "AZURE_OPENAI_ENDPOINT": model_server.azure_url,
        "AZURE_OPENAI_API_KEY": AZURE_KEY,
    }
    with running_app(env) as app:
        bodies = {path: ask(app, "GET", path).text for path in PAGES}

    assert not [path for path in PAGES if leaks(bodies[path], KEY, AZURE_KEY, ORGANIZATION)]


@attack("A001")
def test_an_address_with_a_password_in_it_is_refused_without_being_shown() -> None:
    env = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": "https://user:CANARY-pass@host.example/v1"}
    with started_app(env) as app:
        assert app.wait(60) == 2

    assert not leaks(app.stdout() + app.stderr(), KEY, "CANARY-pass")


@attack("A003")
def test_a_server_that_repeats_the_key_does_not_make_it_known(
    home: AppProcess, model_server: LocalProvider, shared: Path
) -> None:
    body = (shared / "hostile" / "sse" / "echo_key_error_401.json").read_text()
    echo = body.replace("sk-CANARY-OWNER-KEY", KEY)
    assert KEY in echo
    spoken = f'{{"error": {{"message": "Incorrect API key provided: {KEY}. {KEY[::-1]}"}}}}'
    told: list[str] = []
    for content in (echo, spoken):
        for _ in range(2):
            model_server.replies.append(
                raw(content.encode(), status=401, content_type="application/json")
            )
        api = client(home)
        with pytest.raises(AppError) as caught:
            api.predict("Hello", "test:alpha", api_name="/chat")
        rows: Any = api.predict("Hello", ["test:alpha"], api_name="/compare")
        told += [str(caught.value), str(rows)]

    assert not leaks("".join(told) + home.stderr() + home.stdout(), KEY)


@attack("A004")
def test_no_log_level_shows_it(model_server: LocalProvider, tmp_path: Path) -> None:
    env = {"OPENAI_LOG": "debug", "HTTPX_LOG_LEVEL": "trace", "PARLEY_DATA_DIR": str(tmp_path)}
    with running_app(server_at(model_server, key=KEY) | env) as app:
        client(app).predict("a question like no other", api_name="/chat")
        model_server.replies.append(raw(f"no: {KEY}".encode(), status=403))
        with pytest.raises(AppError):
            client(app).predict("a question like no other", api_name="/chat")

    log = app.stderr() + app.stdout()
    assert not leaks(log, KEY) and "like no other" not in log
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()


@attack("A007")
def test_no_component_holds_it(home: AppProcess) -> None:
    config = ask(home, "GET", "/config")

    assert not leaks(config.text, KEY)
    assert '"type":"password"' not in config.text.replace(" ", "")


@attack("A008")
def test_it_cannot_be_given_where_others_see_it(home: AppProcess) -> None:
    """There is no such flag, and the environment of a process is its user's alone."""
    for flag in ("--api-key", "--key", "--openai-api-key"):
        with started_app({}, ("--port", "0", flag, KEY)) as app:
            assert app.wait(60) == 2
    command = Path(f"/proc/{home.process.pid}/cmdline")
    if not command.exists():
        shown = subprocess.run(["ps", "ax"], capture_output=True, text=True, check=True).stdout
        assert KEY not in shown
    else:
        assert KEY.encode() not in command.read_bytes()
