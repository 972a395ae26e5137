"""What is read of an answer, packed or plain, and what is left alone."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from itertools import islice

import httpx2
import pytest

from backends.errors import AnswerTooLarge, AnswerUnreadable, RequestRefused, ServerFailed
from backends.transport import ERROR_BYTES, PIECE, BoundedStream, shortened
from tests import faults
from tests.backends.listening import QUICK, listen, opened, server_at
from tests.faults import OK_STREAM
from tests.provider import LocalProvider, Reply, happened, raw
from tests.wire import Cut, Head, Pause, Recorded, Step

pytestmark = pytest.mark.anyio


class Sent(httpx2.AsyncByteStream):
    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    async def aclose(self) -> None:
        self.closed = True


def deflated(content: bytes) -> bytes:
    return zlib.compress(content)


def plain(content: bytes) -> bytes:
    return content


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", deflated), ("identity", plain)]
)
@pytest.mark.parametrize("size", [0, 1])
async def test_a_packed_answer_is_unpacked(
    encoding: str, pack: Callable[[bytes], bytes], size: int, provider: LocalProvider
) -> None:
    headers = {"Content-Encoding": encoding}
    provider.replies.append(raw(pack(OK_STREAM), headers=headers, byte_size=size))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.text == "Hello Größe 你好 👋 "
    assert provider.asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
async def test_a_packing_that_parley_does_not_read_is_named(
    encoding: str, provider: LocalProvider
) -> None:
    provider.replies.append(raw(OK_STREAM, headers={"Content-Encoding": encoding}))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, AnswerUnreadable)
    assert "compressed" in str(heard.error)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_what_only_claims_to_be_packed_is_named(
    encoding: str, provider: LocalProvider
) -> None:
    provider.replies.append(raw(OK_STREAM, headers={"Content-Encoding": encoding}))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, AnswerUnreadable)


async def test_unpacking_goes_in_small_steps_up_to_the_limit() -> None:
    sent = Sent(gzip.compress(b"x" * 10_000_000))
    stream = BoundedStream(sent, "gzip", "lab", 1_000_000)
    sizes: list[int] = []

    with pytest.raises(AnswerTooLarge):
        async for piece in stream:
            sizes.append(len(piece))
    await stream.aclose()

    assert max(sizes) <= PIECE
    assert sum(sizes) <= 1_000_000
    assert sent.closed


def error_body(*steps: bytes | Pause | Cut) -> Reply:
    def reply(request: Recorded) -> list[Head | bytes | Pause | Cut]:
        return [Head(400, (("Content-Type", "application/json"),)), *steps]

    return reply


async def test_of_a_long_error_only_the_beginning_is_read(provider: LocalProvider) -> None:
    provider.replies.append(error_body(b"It broke. ", *[b"x" * 1_000_000] * 100))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, RequestRefused)
    assert "It broke." in str(heard.error)
    assert len(str(heard.error)) < 500
    assert await happened(provider.asked[0].hung_up)


async def test_an_error_that_is_packed_is_bounded_too(provider: LocalProvider) -> None:
    bomb = faults.gzip_bomb(fill=b"x")

    def reply(request: Recorded) -> list[Step]:
        _, *rest = islice(bomb(request), 4)
        return [Head(400, (("Content-Encoding", "gzip"),)), *rest]

    provider.replies.append(reply)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, RequestRefused)
    assert "xxx" in str(heard.error)


async def test_the_body_of_an_error_is_cut() -> None:
    sent = Sent(*[b"x" * 10_000] * 100)
    stream = BoundedStream(sent, "identity", "lab", 64_000_000)
    response = httpx2.Response(500, headers={"a": "b"}, stream=stream)

    short = await shortened(response, stream)

    assert len(short.content) == ERROR_BYTES
    assert (short.status_code, short.headers["a"]) == (500, "b")
    assert sent.closed


async def test_no_cookie_is_kept_or_sent_back(provider: LocalProvider) -> None:
    for cookie in ("a=b; Path=/", "\xff=;;;="):
        provider.replies.append(raw(OK_STREAM, headers={"Set-Cookie": cookie}))
    async with opened(server_at(provider)) as backend:
        for _ in range(4):
            assert (await listen(backend)).reason == "stop"

    assert not any("cookie" in request.headers for request in provider.requests)


@pytest.mark.parametrize("end", [Pause(60), Cut()], ids=["stalls", "breaks off"])
async def test_an_error_whose_words_do_not_come_is_told_by_its_status(
    end: Pause | Cut, provider: LocalProvider
) -> None:
    provider.replies.append(error_body(b'{"error": {"mess', end))
    async with opened(server_at(provider), QUICK) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, RequestRefused)
    assert isinstance(end, Cut) or await happened(provider.asked[0].hung_up)


async def test_a_packed_error_that_cannot_be_unpacked_is_told_by_its_status(
    provider: LocalProvider,
) -> None:
    headers = {"Content-Encoding": "br", "retry-after-ms": "20"}
    provider.answers["alpha"] = raw(b"\x1b\x02", status=501, headers=headers)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, ServerFailed)
    assert "501" in str(heard.error)
