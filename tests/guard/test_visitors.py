"""Whose a request is: by a cookie that only this server can have signed."""

import base64
from http.cookies import SimpleCookie
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from guard.visitors import COOKIE, LONGEST_COOKIE, OWNER, Visitors, signer

SECRET = b"\x07" * 32
SOMEBODY = "0" * 32


async def owner(request: Request) -> PlainTextResponse:
    return PlainTextResponse(getattr(request.state, OWNER))


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def browser(secret: bytes | None = SECRET, address: str = "http://testserver") -> TestClient:
    """A fresh one. Any path answers with the owner; "/" is the page."""
    routes = [
        WebSocketRoute("/talk", talk),
        Route("/{path:path}", owner, methods=["GET", "POST"]),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Visitors, secret=secret)])
    return TestClient(app, base_url=address)


def flags(cookie: str) -> dict[str, Any]:
    """What the header that sets it says besides its value."""
    morsel = SimpleCookie(cookie)[COOKIE]
    return {name: value for name, value in morsel.items() if value}


def signed(visitor: str = SOMEBODY, secret: bytes = SECRET) -> str:
    return signer(secret).sign(visitor).decode()


def test_a_page_load_gives_an_id_that_later_requests_have() -> None:
    with browser() as visitor:
        first = visitor.get("/").text
        later = [visitor.post("/gradio_api/queue/join").text, visitor.get("/?tab=compare").text]

    assert first.startswith("visitor:") and len(first) == len("visitor:") + 32
    assert later == [first, first]


def test_two_browsers_are_two_visitors() -> None:
    assert browser().get("/").text != browser().get("/").text


def test_the_cookie_is_for_the_server_alone_and_lasts() -> None:
    page = browser().get("/")

    assert flags(page.headers["set-cookie"]) == {
        "max-age": str(400 * 24 * 3600),
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
    }
    assert page.headers["cache-control"] == "private"


def test_each_page_load_renews_it_with_the_same_id() -> None:
    with browser() as visitor:
        first, again = visitor.get("/"), visitor.get("/")

    assert again.headers["set-cookie"] == first.headers["set-cookie"]


@pytest.mark.parametrize(
    ("address", "forwarded", "secure"),
    [
        ("http://testserver", "", False),
        ("http://testserver", "http", False),
        ("http://testserver", "http, https", False),
        ("http://testserver", "https", True),
        ("http://testserver", "https, http", True),
        ("https://testserver", "", True),
    ],
)
def test_it_travels_by_https_alone_once_it_came_by_https(
    address: str, forwarded: str, secure: bool
) -> None:
    headers = {"x-forwarded-proto": forwarded} if forwarded else {}

    page = browser(address=address).get("/", headers=headers)

    assert flags(page.headers["set-cookie"]).get("secure", False) is secure


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/config"), ("POST", "/gradio_api/queue/join"), ("POST", "/"), ("GET", "/healthz")],
)
def test_other_requests_without_a_cookie_share_an_owner_with_nobody(method: str, path: str) -> None:
    with browser() as program:
        answers = [program.request(method, path) for _ in range(3)]

    assert len({answer.text for answer in answers}) == 3
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        ".",
        SOMEBODY,
        f"{SOMEBODY}.",
        f"{SOMEBODY}.{'A' * 43}",
        f"{SOMEBODY[1:]}1.{signed().partition('.')[2]}",
        signed()[:-2],
        signed()[1:],
        signed().upper(),
        signed() + "A",
        signed() + "." + signed(),
        signed(secret=b"\x08" * 32),
        signed("0" * LONGEST_COOKIE),
        "x" * 20_000,
        "local",
        "%00" * 9,
        "é" * 30,
        '"\\303\\277"',
        base64.b64encode(SECRET).decode(),
    ],
)
def test_a_forged_damaged_or_over_long_cookie_is_as_none(cookie: str) -> None:
    sent = {b"cookie": f"{COOKIE}={cookie}".encode()}

    page = browser().get("/", headers=sent)
    others = {browser().get("/config", headers=sent).text for _ in range(2)}

    assert page.text.startswith("visitor:") and SOMEBODY not in page.text
    assert page.text.removeprefix("visitor:") in page.headers["set-cookie"]
    assert len(others) == 2 and f"visitor:{SOMEBODY}" not in others


def test_a_good_one_is_found_among_other_cookies() -> None:
    sent = {"cookie": f"a=b; {COOKIE}={signed()}; c"}

    assert browser().get("/config", headers=sent).text == f"visitor:{SOMEBODY}"


def test_where_there_is_one_person_no_cookie_is_read_or_set() -> None:
    page = browser(secret=None).get("/", headers={"cookie": f"{COOKIE}={signed()}"})

    assert page.text == "local"
    assert "set-cookie" not in page.headers


def test_a_web_socket_is_let_through() -> None:
    with browser().websocket_connect("/talk") as socket:
        assert socket.receive_text() == "hello"


@pytest.mark.anyio
async def test_a_stream_passes_as_it_comes() -> None:
    passed: list[Message] = []
    counts: list[int] = []

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for piece in (b"one", b"two"):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            counts.append(len(passed))

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        passed.append(message)

    scope: Scope = {"type": "http", "method": "GET", "path": "/", "scheme": "http", "headers": []}
    await Visitors(streaming, SECRET)(scope, receive, send)

    assert counts == [2, 3]
    assert [message.get("body") for message in passed] == [None, b"one", b"two"]
