"""The page's own script comes before Gradio's, and only there."""

import gzip
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from ui.head import FirstScript

SCRIPT = "const é = '中';"
PAGE = "<!doctype html><html><head><title>é 中</title></head><body><head></body></html>"
FILLED = PAGE.replace("<head>", f"<head><script>{SCRIPT}</script>", 1)


def asked(response: Response, path: str = "/", method: str = "GET") -> Response:
    """What comes back when the application answers with `response`."""

    async def answer(_: object) -> Response:
        return response

    routes = [Route("/{rest:path}", answer, methods=["GET", "HEAD", "POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(FirstScript, script=SCRIPT)])
    with TestClient(app, follow_redirects=False) as client:
        got = client.request(method, path)
    return Response(got.content, got.status_code, dict(got.headers))


def test_the_script_comes_right_after_the_heads_beginning() -> None:
    got = asked(HTMLResponse(PAGE))

    assert bytes(got.body).decode() == FILLED
    assert got.headers["content-length"] == str(len(FILLED.encode()))
    assert got.headers["content-type"] == "text/html; charset=utf-8"


def test_a_question_behind_the_address_makes_no_difference() -> None:
    assert bytes(asked(HTMLResponse(PAGE), "/?view=api").body).decode() == FILLED


@pytest.mark.parametrize("size", [1, 7, 64])
def test_a_page_that_comes_in_pieces_is_filled_as_a_whole(size: int) -> None:
    body = PAGE.encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    got = asked(StreamingResponse(pieces(), media_type="text/html"))

    assert bytes(got.body).decode() == FILLED
    assert got.headers["content-length"] == str(len(FILLED.encode()))


@pytest.mark.parametrize("path", ["/config", "/compare", "/head"])
def test_no_other_address_gets_it(path: str) -> None:
    assert bytes(asked(HTMLResponse(PAGE), path).body).decode() == PAGE


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_page_that_is_read_gets_it(method: str) -> None:
    got = asked(HTMLResponse(PAGE), method=method)

    assert bytes(got.body).decode() == ("" if method == "HEAD" else PAGE)
    assert got.headers["content-length"] == str(len(PAGE.encode()))


@pytest.mark.parametrize(
    "response",
    [
        Response(status_code=304, headers={"etag": '"1"'}),
        Response(status_code=204),
        RedirectResponse("/login"),
        JSONResponse({"detail": "<head>"}, 401),
        JSONResponse({"head": "<head>"}),
        PlainTextResponse("<head>"),
        HTMLResponse("<head></head>", 500),
        Response(b"<head>"),
    ],
    ids=["304", "204", "redirect", "401", "json", "text", "500", "without a type"],
)
def test_what_is_no_page_passes_as_it_is(response: Response) -> None:
    got = asked(response)

    assert (got.status_code, got.body) == (response.status_code, response.body)
    assert got.headers.get("content-length") == response.headers.get("content-length")
    assert got.headers.get("location") == response.headers.get("location")


def test_a_compressed_page_passes_as_it_is() -> None:
    body = gzip.compress(PAGE.encode(), compresslevel=0)  # the page stands in it as it was
    response = Response(body, media_type="text/html", headers={"content-encoding": "gzip"})

    got = asked(response)

    assert bytes(got.body).decode() == PAGE
    assert got.headers["content-length"] == str(len(body))


def test_a_page_without_a_head_stays_as_it_is() -> None:
    got = asked(HTMLResponse("<p>é</p>"))

    assert bytes(got.body).decode() == "<p>é</p>"
    assert got.headers["content-length"] == str(len("<p>é</p>".encode()))


@pytest.mark.anyio
async def test_what_streams_from_the_pages_address_is_not_held_back() -> None:
    arrived: list[Message] = []
    seen: list[int] = []

    async def streaming(scope: Scope, receive: Receive, send: Send) -> None:
        head = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        seen.append(len(arrived))
        await send({"type": "http.response.body", "body": b"data: 1", "more_body": True})
        seen.append(len(arrived))
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        arrived.append(message)

    await FirstScript(streaming, SCRIPT)(
        {"type": "http", "method": "GET", "path": "/"}, receive, send
    )

    assert seen == [1, 2]
    assert [message.get("body") for message in arrived] == [None, b"data: 1", b""]
