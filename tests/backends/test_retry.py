"""When a request is sent again: seldom, soon, and never once an answer has begun."""

import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from backends.errors import (
    AccessDenied,
    BackendError,
    ContextExceeded,
    KeyRefused,
    ModelNotFound,
    QuotaExhausted,
    RateLimited,
    RateLimitedFor,
    RequestRefused,
    ServerFailed,
    Unreachable,
)
from backends.retry import LONGEST_WAIT, delay, may_retry, retry_after
from backends.server import Server
from backends.types import Notice
from tests import faults
from tests.backends.listening import KEY, QUICK, listen, opened, server_at
from tests.provider import LocalProvider, error, text
from tests.wire import Cut, Reset

pytestmark = pytest.mark.anyio

SOON = {"retry-after-ms": "20"}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "3"}, 0.25),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "²"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after-ms": "nan"}, None),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 -0000"}, None),
        ({"retry-after": "Thu, 99 Foo 1970"}, None),
    ],
)
def test_a_servers_wait_is_read_where_it_makes_sense(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert retry_after(headers) == seconds


def test_a_wait_may_be_a_date() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=15), usegmt=True)

    seconds = retry_after({"retry-after": moment})

    assert seconds
    assert 12 < seconds <= 15


def test_there_are_two_more_attempts_after_growing_waits() -> None:
    waits = [delay(attempt, None) for attempt in (1, 2, 3)]

    assert waits[2] is None
    assert 0.375 <= (waits[0] or 0) <= 0.5
    assert 0.75 <= (waits[1] or 0) <= 1.0


def test_a_server_is_waited_for_up_to_a_limit() -> None:
    assert delay(1, LONGEST_WAIT) == LONGEST_WAIT
    assert delay(1, LONGEST_WAIT + 0.1) is None
    assert delay(3, 1.0) is None


def test_only_what_may_pass_is_asked_again() -> None:
    again = {status for status in range(300, 600) if may_retry(status)}

    assert again == {408, 409, 429, *range(500, 600)}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (408, ServerFailed),
        (409, RequestRefused),
        (429, RateLimited),
        (500, ServerFailed),
        (502, ServerFailed),
        (503, ServerFailed),
    ],
)
async def test_a_server_that_keeps_failing_is_asked_three_times(
    status: int, kind: type[BackendError], provider: LocalProvider
) -> None:
    provider.answers["alpha"] = error(status, "busy", "Not now.", headers=SOON)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, kind)
    assert "Not now." in str(heard.error)
    assert len(provider.asked) == 3
    assert [notice.kind for notice in heard.notices] == ["retrying", "retrying"]
    assert heard.started == []


async def test_the_next_attempt_may_succeed(provider: LocalProvider) -> None:
    provider.replies += [error(500, headers=SOON), error(429, headers=SOON), text("Hello")]
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.text == "Hello"
    assert len(heard.started) == 1
    bodies = [request.body for request in provider.asked]
    assert bodies[0] == bodies[1] == bodies[2]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "bad", RequestRefused),
        (401, "invalid_api_key", KeyRefused),
        (402, "payment_required", QuotaExhausted),
        (403, "forbidden", AccessDenied),
        (404, "model_not_found", ModelNotFound),
        (413, "too_large", ContextExceeded),
        (422, "bad", RequestRefused),
        (429, "insufficient_quota", QuotaExhausted),
    ],
)
async def test_what_waiting_does_not_mend_is_asked_once(
    status: int, code: str, kind: type[BackendError], provider: LocalProvider
) -> None:
    provider.answers["alpha"] = error(status, code, "No.", headers=SOON)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, kind)
    assert heard.events == []
    assert len(provider.asked) == 1


async def test_a_wait_is_counted_down(provider: LocalProvider) -> None:
    provider.replies.append(faults.rate_limited("1.2"))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert [notice.kind for notice in heard.notices] == ["retrying", "retrying"]
    assert [notice.seconds for notice in heard.notices] == pytest.approx([1.2, 0.2])
    waited = provider.asked[1].arrived_at - provider.asked[0].arrived_at
    assert waited >= 1.19


async def test_a_wait_beyond_the_limit_is_told_at_once(provider: LocalProvider) -> None:
    provider.answers["alpha"] = faults.rate_limited("21")
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, RateLimitedFor)
    assert "wait 21 s" in str(heard.error)
    assert heard.events == []
    assert len(provider.asked) == 1


async def test_a_rate_limit_without_a_wait_says_so(provider: LocalProvider) -> None:
    provider.answers["alpha"] = error(429, "rate_limit_exceeded", "Slow down.")
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert type(heard.error) is RateLimited
    assert heard.error.retryable
    assert len(provider.asked) == 3


@pytest.mark.parametrize("end", [Cut(), Reset()], ids=["FIN", "RST"])
async def test_a_connection_that_breaks_before_an_answer_is_tried_again(
    end: Cut | Reset, provider: LocalProvider
) -> None:
    provider.replies.append(lambda request: [end])
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.text == "You said: Hello"
    assert heard.notices[0].kind == "retrying"
    assert len(provider.asked) == 2


async def test_a_refused_connection_is_tried_three_times() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    server = Server(
        name="lab", kind="compatible", base_url=f"http://127.0.0.1:{port}/v1", api_key=KEY
    )
    async with opened(server) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, Unreachable)
    assert "the connection was refused" in str(heard.error)
    assert [type(event) for event in heard.events] == [Notice] * len(heard.events)
    assert 2 <= len(heard.events) <= 3


async def test_an_answer_that_has_begun_is_never_asked_for_again(provider: LocalProvider) -> None:
    for fault in (faults.tcp_cut_mid(), faults.error_in_stream(), faults.stall_before_first()):
        provider.replies.append(fault)
        async with opened(server_at(provider), QUICK) as backend:
            heard = await listen(backend)

        assert heard.error
        assert heard.notices == []
    assert len(provider.asked) == 3
