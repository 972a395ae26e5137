"""Every response carries the headers that keep the page to itself."""

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from guard.headers import HEADERS, POLICY, SafeHeaders


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("page", headers={"content-security-policy": "default-src *"})


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/", page), WebSocketRoute("/talk", talk)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SafeHeaders)]))


@pytest.mark.parametrize("path", ["/", "/absent"])
def test_a_response_carries_them_and_none_twice(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert {name: headers.get_list(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }


def test_a_web_socket_is_let_through(client: TestClient) -> None:
    with client.websocket_connect("/talk") as socket:
        assert socket.receive_text() == "hello"


def test_the_policy_names_no_other_host() -> None:
    sources = {source for part in POLICY.split("; ") for source in part.split(" ")[1:]}

    assert all(re.fullmatch(r"'[a-z-]+'|data:|blob:", source) for source in sources)


def test_the_page_may_not_be_framed_by_another() -> None:
    assert "frame-ancestors 'self'" in POLICY
