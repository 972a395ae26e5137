"""No visitor chooses where Parley sends a request, or a key (SSRF)."""

from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client.exceptions import AppError

from backends.errors import Redirected
from tests.attacks.conftest import KEY
from tests.attacks.registry import attack
from tests.provider import LocalProvider, raw
from tests.running import AppProcess, client

FORMS = (
    pytest.param("http://127.0.0.1:{port}/v1", marks=attack("A009")),
    pytest.param("http://169.254.169.254/latest/meta-data", marks=attack("A010")),
    pytest.param("http://[::ffff:127.0.0.1]:{port}/v1", marks=attack("A011")),
    pytest.param("http://[::ffff:a9fe:a9fe]/", marks=attack("A011")),
    pytest.param("http://api.openai.com@127.0.0.1:{port}/v1", marks=attack("A013")),
    pytest.param("http://127.0.0.1:{port}/?api.openai.com", marks=attack("A013")),
    pytest.param("http://127.0.0.1:{port}#.openai.com", marks=attack("A013")),
    pytest.param("http://127.0.0.1:{port}\\@api.openai.com", marks=attack("A013")),
    pytest.param("file:///etc/passwd", marks=attack("A014")),
    pytest.param("gopher://127.0.0.1:{port}/", marks=attack("A014")),
    pytest.param("ftp://127.0.0.1:{port}/", marks=attack("A014")),
    pytest.param("unix:/run/socket", marks=attack("A014")),
    pytest.param("//127.0.0.1:{port}", marks=attack("A014")),
)
NAMES = ("base_url", "api_base", "endpoint", "azure_endpoint", "proxy", "extra_headers", "url")


@pytest.fixture(scope="module")
def programs(home: AppProcess) -> Iterator[Any]:
    yield client(home)


def tried(programs: Any, name: str, *arguments: Any) -> None:
    """Whatever it answers, it does answer."""
    try:
        programs.predict(*arguments, api_name=name)
    except AppError as error:
        assert KEY not in str(error)


@attack("A017")
@pytest.mark.parametrize("form", FORMS)
def test_an_address_in_any_text_is_never_called(
    programs: Any,
    model_server: LocalProvider,
    canary: tuple[int, list[bytes]],
    home: AppProcess,
    form: str,
) -> None:
    port, heard = canary
    address = form.format(port=port)
    asked = len(model_server.requests)

    for model in (address, f"test:{address}", f"{address}:alpha"):
        tried(programs, "/chat", "Hello", model)
        tried(programs, "/compare", "Hello", [model])
    tried(programs, "/chat", address, "test:alpha", address, dict.fromkeys(NAMES, address))
    tried(programs, "/chat", "Hello", "test:alpha", "", {"extra_headers": {"Host": address}})

    assert heard == []
    assert home.outside() == []
    for request in model_server.requests[asked:]:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert "@" not in request.headers["host"]


@attack("A015", "A017")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_of_a_model_server_is_not_followed(
    programs: Any, model_server: LocalProvider, canary: tuple[int, list[bytes]], status: int
) -> None:
    port, heard = canary
    to = {"location": f"http://127.0.0.1:{port}/v1/chat/completions"}
    model_server.replies.append(raw(b"", status=status, headers=to))

    with pytest.raises(AppError) as caught:
        programs.predict("Hello", "test:alpha", api_name="/chat")

    assert Redirected.cause.partition("{server}")[2] in str(caught.value)
    assert heard == []
