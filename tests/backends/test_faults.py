"""What goes wrong between Parley and a server, with deadlines short enough to wait for."""

import socket
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from backends.errors import (
    AnswerTooLarge,
    AnswerUnreadable,
    BackendError,
    Incomplete,
    RateLimited,
    RateLimitedFor,
    Redirected,
    TimedOut,
    Unreachable,
)
from backends.server import AnswerLimits, Deadlines, Server
from tests import faults
from tests.backends.listening import PATIENT, QUICK, Heard, ask, listen, opened, server_at
from tests.provider import LocalProvider, Reply, happened, serving, text

pytestmark = pytest.mark.anyio

BEGUN = "One two three "


async def hear(
    provider: LocalProvider,
    fault: Reply,
    deadlines: Deadlines = PATIENT,
    limits: AnswerLimits | None = None,
) -> Heard:
    """The answer to a fault; afterwards the server is left alone and a chat goes well."""
    provider.answers["alpha"] = fault
    async with opened(server_at(provider), deadlines, limits) as backend:
        heard = await listen(backend)
        after = await listen(backend, ask(model="beta"))
    assert (after.text, after.reason) == ("You said: Hello", "stop")
    for request in provider.requests:
        assert await happened(request.done)
    return heard


@pytest.mark.parametrize(
    "fault", [faults.long_line, faults.line_never_ends], ids=["10 MB", "endless"]
)
async def test_a_line_without_end_is_not_read_to_its_end(
    fault: Callable[[], Reply], provider: LocalProvider
) -> None:
    heard = await hear(provider, fault())

    assert isinstance(heard.error, AnswerTooLarge)
    assert "1,000,000 bytes a line" in str(heard.error)
    assert provider.requests[0].hung_up.is_set()


async def test_an_endless_reply_ends_at_the_limit_of_bytes(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.infinite_stream(), limits=AnswerLimits(total=200_000))

    assert isinstance(heard.error, AnswerTooLarge)
    assert "200,000 bytes" in str(heard.error)
    assert 100_000 < len(heard.text) < 200_000
    assert provider.requests[0].hung_up.is_set()


async def test_an_endless_reply_ends_at_the_limit_of_time(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.infinite_stream(), replace(PATIENT, total=1.0))

    assert isinstance(heard.error, AnswerTooLarge)
    assert "1 s" in str(heard.error)
    assert heard.text.startswith("word word")
    assert provider.requests[0].hung_up.is_set()


async def test_a_reply_that_drips_ends_at_the_limit_of_time(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.slow_drip(0.02), replace(PATIENT, total=1.0))

    assert isinstance(heard.error, AnswerTooLarge)


async def test_a_drip_slower_than_the_patience_is_silence(provider: LocalProvider) -> None:
    assert isinstance((await hear(provider, faults.slow_drip(5), QUICK)).error, TimedOut)


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        (faults.stall_before_headers, ""),
        (faults.stall_before_first, ""),
        (faults.stall_mid, BEGUN),
    ],
    ids=["before headers", "before the first byte", "in the middle"],
)
async def test_a_silent_server_is_given_up_at_the_deadline(
    fault: Callable[[], Reply], kept: str, provider: LocalProvider
) -> None:
    heard = await hear(provider, fault(), QUICK)

    assert isinstance(heard.error, TimedOut)
    assert "1 s" in str(heard.error)
    assert heard.text == kept
    assert len(provider.asked) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a full queue refuses")
async def test_a_server_that_takes_no_connection_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        server = Server(name="lab", kind="compatible", base_url=f"http://127.0.0.1:{address[1]}/v1")
        with socket.create_connection(address):
            async with opened(server, replace(PATIENT, connect=0.3)) as backend:
                heard = await listen(backend)

    assert isinstance(heard.error, Unreachable)
    assert "did not take the connection in time" in str(heard.error)
    assert heard.events == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhello",
        b"HTTP/1.1 1000 Odd\r\n\r\n",
        b"<html>no HTTP at all</html>",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"F" * 30 + b"\r\nhello",
        b"HTTP/1.1 307 Odd\r\nLocation: http://[bad\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 400 Odd\r\n\r\n" + b'{"error":' * 20_000,
        b"HTTP/1.1 429 Odd\r\nRetry-After: \xff\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["101", "1000", "HTML", "length", "chunk", "long chunk", "location", "deep", "wait"],
)
async def test_what_is_hardly_http_is_an_error_like_any_other(
    answer: bytes, provider: LocalProvider
) -> None:
    heard = await hear(provider, lambda request: [answer, faults.Cut()])

    assert isinstance(heard.error, BackendError)
    assert heard.text == ""


@pytest.mark.parametrize("fault", [faults.tcp_cut_mid, faults.chunked_cut], ids=["RST", "FIN"])
async def test_a_cut_connection_keeps_the_text(
    fault: Callable[[], Reply], provider: LocalProvider
) -> None:
    heard = await hear(provider, fault())

    assert isinstance(heard.error, Incomplete)
    assert heard.text == BEGUN
    assert len(provider.asked) == 2


async def test_a_reply_that_breaks_off_after_its_finish_is_whole(provider: LocalProvider) -> None:
    finish = faults.data(faults.chunk(finish="stop"))
    for end in (faults.Cut(), faults.Reset(), faults.Pause(60)):
        heard = await hear(provider, faults.scripted(faults.opening(), finish, end))

        assert (heard.text, heard.reason) == (BEGUN, "stop")


async def test_a_reply_byte_by_byte_is_whole(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.one_byte_writes())

    assert heard.text == "Hello Größe 你好 👋 "


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(
    status: int, provider: LocalProvider, another_provider: Callable[[], LocalProvider]
) -> None:
    elsewhere = another_provider()
    heard = await hear(provider, faults.redirect(f"{elsewhere.root}/internal", status))

    assert isinstance(heard.error, Redirected)
    assert "PARLEY_SERVERS__LAB__BASE_URL" in str(heard.error)
    assert elsewhere.connections == 0
    assert len(provider.asked) == 2


async def test_a_redirect_to_itself_is_asked_once(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.redirect_loop())

    assert isinstance(heard.error, Redirected)
    assert len(provider.asked) == 2


async def test_a_list_of_models_is_not_fetched_from_elsewhere(
    provider: LocalProvider, another_provider: Callable[[], LocalProvider]
) -> None:
    elsewhere = another_provider()
    provider.model_replies.append(faults.redirect(f"{elsewhere.url}/models"))
    async with opened(server_at(provider)) as backend:
        with pytest.raises(Redirected):
            await backend.list_models()

    assert elsewhere.connections == 0


async def test_a_flood_of_headers_is_refused(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.header_bomb())

    assert isinstance(heard.error, Unreachable)
    assert heard.started == []


async def test_few_headers_are_kept_and_short(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.header_bomb(count=10, size=5000))

    assert heard.text == "Hello Größe 你好 👋 "
    assert all(len(value) <= 500 for value in heard.started[0].headers.values())


async def test_a_wait_that_is_too_long_is_told_and_not_waited_for(
    provider: LocalProvider,
) -> None:
    heard = await hear(provider, faults.retry_after_huge())

    assert isinstance(heard.error, RateLimitedFor)
    assert heard.error.values["seconds"] == "999999999"
    assert heard.notices == []
    assert len(provider.asked) == 2


@pytest.mark.parametrize("value", [*faults.RETRY_AFTER_BAD, "Thu, 01 Jan 1970 00:00:00 -0000"])
async def test_a_wait_that_makes_no_sense_is_no_wait(value: str, provider: LocalProvider) -> None:
    provider.replies.append(faults.retry_after_bad(value))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert 0 < heard.notices[0].seconds <= 0.5


@pytest.mark.parametrize("fault", [faults.status_204, faults.status_200_empty])
async def test_an_empty_answer_is_named(
    fault: Callable[[], Reply], provider: LocalProvider
) -> None:
    heard = await hear(provider, fault())

    assert isinstance(heard.error, AnswerUnreadable)
    assert "empty" in str(heard.error)


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    provider: LocalProvider, tmp_path_factory: pytest.TempPathFactory
) -> None:
    context = faults.self_signed(tmp_path_factory.mktemp("tls"))
    with serving(LocalProvider(tls=context)) as secure:
        async with opened(server_at(secure)) as backend:
            heard = await listen(backend)

    assert isinstance(heard.error, Unreachable)
    assert "TLS certificate is not trusted" in str(heard.error)
    assert heard.notices == []
    assert secure.requests == []


@pytest.mark.parametrize("fill", [b"\0", b" ", b"\n"], ids=repr)
async def test_a_gzip_bomb_is_not_unpacked_to_its_end(fill: bytes, provider: LocalProvider) -> None:
    tracemalloc.start()
    try:
        heard = await hear(provider, faults.gzip_bomb(fill=fill))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert isinstance(heard.error, AnswerTooLarge)
    assert provider.requests[0].hung_up.is_set()
    assert peak < 50_000_000  # with the server's own block of 10 MB, made in this process


async def test_the_content_type_does_not_matter(provider: LocalProvider) -> None:
    assert (await hear(provider, faults.wrong_ctype())).text == "Hello Größe 你好 👋 "


async def test_a_flood_of_chunks_is_read(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.chunk_flood(20_000))

    assert heard.text == "a " * 20_000
    assert heard.reason == "stop"


async def test_an_error_inside_a_reply_keeps_the_text(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.error_in_stream("It broke in the middle."))

    assert isinstance(heard.error, BackendError)
    assert heard.text == BEGUN
    assert "It broke in the middle." in str(heard.error)
    assert len(provider.asked) == 2


async def test_an_error_after_the_finish_wins_over_it(provider: LocalProvider) -> None:
    said = {"error": {"code": 429, "message": "Slow down."}}
    finish = faults.data(faults.chunk(finish="length"))
    heard = await hear(provider, faults.scripted(faults.opening(), finish, faults.data(said)))

    assert isinstance(heard.error, RateLimited)
    assert heard.text == BEGUN


async def test_a_web_page_is_quoted_as_text(provider: LocalProvider) -> None:
    heard = await hear(provider, faults.html_page())

    assert isinstance(heard.error, AnswerUnreadable)
    assert "web page (Sign in" in str(heard.error)
    assert "<" not in str(heard.error)
    assert "__xss" not in str(heard.error)


@pytest.mark.parametrize("finish", ["stop", None], ids=["finished", "unfinished"])
async def test_usage_is_waited_for_only_a_moment_after_the_finish(
    finish: str | None, provider: LocalProvider
) -> None:
    heard = await hear(provider, text("Hello", finish=finish))

    assert heard.usage
    assert heard.usage.output_tokens == 2
    assert (heard.reason == "stop") == bool(finish)
    assert isinstance(heard.error, Incomplete) == (not finish)
