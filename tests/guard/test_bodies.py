"""A body is counted as it comes, and what passes the limit ends in one refusal."""

from collections.abc import Awaitable, Callable

import pytest
from starlette.types import Message, Receive, Scope, Send

from guard.bodies import LARGEST_FORM, LARGEST_JSON, BodyLimit

pytestmark = pytest.mark.anyio

UPLOAD = 20_000_000
PIECE = b"x" * 8_000


async def reads_all(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads, then answers how much it got, or that the rest is missing."""
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            await answer(send, 400, "broken off")
            return
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    await answer(send, 200, str(size))


async def raises(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    raise RuntimeError("the client has gone")


async def answer(send: Send, status: int, text: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": text.encode()})


async def said(
    app: Callable[[Scope, Receive, Send], Awaitable[None]],
    pieces: int,
    path: str = "/login",
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> tuple[list[Message], int]:
    """What is answered, and how many pieces were read."""
    answered: list[Message] = []
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": PIECE, "more_body": read < pieces}

    async def send(message: Message) -> None:
        answered.append(message)

    scope: Scope = {"type": "http", "method": "POST", "path": path, "headers": list(headers)}
    await BodyLimit(app, UPLOAD, 1000)(scope, receive, send)
    return answered, read


@pytest.mark.parametrize("app", [reads_all, raises])
async def test_it_is_read_no_further_than_the_limit(
    app: Callable[[Scope, Receive, Send], Awaitable[None]],
) -> None:
    answered, read = await said(app, 100)

    assert [message.get("status") for message in answered] == [413, None]
    assert read == LARGEST_FORM // len(PIECE) + 1


async def test_just_the_limit_passes() -> None:
    answered, _ = await said(reads_all, LARGEST_FORM // len(PIECE))

    assert answered[0]["status"] == 200
    assert answered[1]["body"] == str(LARGEST_FORM).encode()


async def test_one_that_says_so_is_not_read_at_all() -> None:
    told = ((b"content-length", b"16001"),)

    answered, read = await said(reads_all, 100, headers=told)

    assert (answered[0]["status"], read) == (413, 0)


async def test_what_it_says_is_not_believed() -> None:
    told = ((b"content-length", b"1"),)

    answered, _ = await said(reads_all, 100, headers=told)

    assert answered[0]["status"] == 413


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/login", LARGEST_FORM),
        ("/login/", LARGEST_FORM),
        ("/gradio_api/upload", UPLOAD),
        ("/gradio_api/queue/join", LARGEST_JSON),
        ("/anything", LARGEST_JSON),
    ],
)
async def test_each_kind_of_request_has_its_limit(path: str, limit: int) -> None:
    told = ((b"content-length", str(limit + 1).encode()),)

    fits, _ = await said(reads_all, 1, path, ((b"content-length", str(limit).encode()),))
    too_large, _ = await said(reads_all, 1, path, told)

    assert (fits[0]["status"], too_large[0]["status"]) == (200, 413)


async def test_a_failure_of_the_application_is_not_hidden() -> None:
    async def fails(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        await said(fails, 1)
