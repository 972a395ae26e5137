"""The address that is served, and the routes and headers around Gradio's own."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from serving import CannotListen, free_port
from tests.running import AppProcess, running_app


@pytest.fixture(scope="module")
def app() -> Iterator[AppProcess]:
    with running_app() as app:
        yield app


def test_port_0_takes_one_that_is_free() -> None:
    port = free_port("127.0.0.1", 0)

    with socket.create_server(("127.0.0.1", port)):
        assert port > 0


def test_a_free_port_stays_as_it_is() -> None:
    port = free_port("127.0.0.1", 0)

    assert free_port("127.0.0.1", port) == port


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_a_port_in_use_is_told_apart_from_a_wrong_host(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(CannotListen, match=f"Port {port} is in use"):
            free_port(host, port)


@pytest.mark.parametrize("host", ["nowhere.invalid", "203.0.113.7", "..", "::2"])
def test_a_wrong_host_is_named_with_the_mend(host: str) -> None:
    with pytest.raises(CannotListen, match="is not an address of this machine.*--host"):
        free_port(host, 0)


def test_the_page_is_served_with_its_headers_and_its_script_first(app: AppProcess) -> None:
    page = httpx.get(app.url)

    assert page.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert page.text.index("<head><script>") < page.text.index("window.gradio_config")


def test_the_page_loads_no_script_from_elsewhere(app: AppProcess) -> None:
    assert 'src="http' not in httpx.get(app.url).text


def test_search_engines_are_turned_away(app: AppProcess) -> None:
    assert httpx.get(f"{app.url}/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "path",
    [
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/mcp/sse",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file=app.py",
        "/gradio_api/file=.env.example",
        "/gradio_api/file=http://127.0.0.1/",
        "/gradio_api/proxy=http://127.0.0.1/",
    ],
)
def test_what_gradio_could_serve_besides_is_closed(app: AppProcess, path: str) -> None:
    assert httpx.get(f"{app.url}{path}").status_code in (400, 403, 404)
