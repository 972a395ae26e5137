"""Pages of other sites make a browser send requests; nothing comes of them."""

from typing import Any

import pytest

from tests.attacks.asking import ask
from tests.attacks.conftest import NAME
from tests.attacks.registry import attack
from tests.running import AppProcess

pytestmark = attack("A066")

JOIN: dict[str, Any] = {"data": [], "fn_index": 0, "session_hash": "x"}
CHANGING = (
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/chat"),
    ("POST", "/gradio_api/run/chat"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/cancel"),
    ("POST", "/login"),
    ("PUT", "/gradio_api/queue/join"),
    ("DELETE", "/config"),
    ("PATCH", "/"),
    ("GET", "/logout"),
    ("OPTIONS", "/gradio_api/queue/join"),
)
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://localhost"},
    {"Origin": "file://"},
    {"Origin": "http://[::1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
)


def own(app: AppProcess) -> dict[str, str]:
    return {"Origin": app.url, "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("headers", FOREIGN)
def test_nothing_is_changed_for_a_page_of_another_origin(
    home: AppProcess, headers: dict[str, str]
) -> None:
    for method, path in CHANGING:
        if path == "/logout" and "Origin" in headers:
            continue  # a browser names no origin where it only reads
        answer = ask(home, method, path, headers, data=JOIN)

        assert answer.status == 403, (method, path)
        assert "access-control-allow-origin" not in answer.headers


def test_a_program_and_the_page_itself_get_through(home: AppProcess) -> None:
    for headers in ({}, own(home), {"Sec-Fetch-Site": "none"}):
        answer = ask(home, "POST", "/gradio_api/call/models", headers, data={"data": [False]})

        assert answer.status == 200, answer.text


@pytest.mark.parametrize("path", ["/", "/config", "/gradio_api/info", "/healthz"])
def test_another_origin_gets_no_leave_to_read(home: AppProcess, path: str) -> None:
    answer = ask(home, "GET", path, {"Origin": "https://evil.example"})

    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", [NAME, "127.0.0.1"])
def test_nor_where_the_page_has_a_name_in_the_network(club: AppProcess, host: str) -> None:
    headers = {"Origin": "https://evil.example", "Host": host}

    answer = ask(club, "GET", "/", headers)

    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert ask(club, "POST", "/login", headers, form={"username": "ann"}).status == 403


def test_images_and_scripts_of_other_pages_read_nothing_but_links_work(home: AppProcess) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}

    assert ask(home, "GET", "/config", foreign).status == 403
    assert ask(home, "GET", "/", foreign | {"Sec-Fetch-Mode": "navigate"}).status == 200


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        (NAME, f"https://{NAME}", 400),
        ("127.0.0.1", f"https://{NAME}", 400),
        (NAME, f"https://{NAME}:8443", 400),
        (NAME, f"https://{NAME}.evil.example", 403),
        (f"{NAME}:443", f"https://{NAME}", 400),
        ("192.0.2.1:7860", "http://192.0.2.1:7860", 400),
        ("192.0.2.1:7860", "http://192.0.2.1:80", 403),
    ],
)
def test_a_proxy_may_pass_the_name_on_in_its_own_way(
    club: AppProcess, host: str, origin: str, status: int
) -> None:
    """400 is what a wrong password gets: the request came through."""
    headers = {"Host": host, "Origin": origin, "X-Forwarded-For": "192.0.2.10"}

    answer = ask(club, "POST", "/login", headers, form={"username": origin, "password": "x"})

    assert answer.status in (status, 429 if status == 400 else status)
