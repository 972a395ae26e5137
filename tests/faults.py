"""Everything that goes wrong between a model server and its client, on purpose.

Each fault is bounded in time and bytes, and ends at once when the client leaves
or the server stops. `FAULTS` has them by name; the redirects to elsewhere want to be told where.
"""

import shutil
import ssl
import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.replies import EVENT_STREAM, chunk, data, error, events, head, raw
from tests.wire import Cut, Head, Pause, Recorded, Reply, Reset, Step

SILENCE = 60.0  # seconds: longer than any deadline that a test would wait for
OK_STREAM = b"".join(
    [data(chunk(content=f"{word} ")) for word in ("Hello", "Größe", "你好", "👋")]
    + [data(chunk(finish="stop")), data("[DONE]")]
)


def opening() -> list[bytes]:
    """Three pieces of a reply that promises more."""
    return [data(chunk(content=f"{word} ")) for word in ("One", "two", "three")]


def scripted(*steps: Step | Iterable[Step], content_type: str = EVENT_STREAM) -> Reply:
    """A head, then `steps`; an iterable among them is run through lazily, each time anew."""

    def reply(request: Recorded) -> Iterator[Step]:
        yield head(request, content_type=content_type)
        for step in steps:
            if isinstance(step, Head | bytes | Pause | Cut | Reset):
                yield step
            else:
                yield from step

    return reply


def long_line(size: int = 10_000_000) -> Reply:
    """One `data:` line of `size` bytes, then the end."""
    return scripted(b"data: ", [b"x" * 1_000_000] * (size // 1_000_000), b"\n\n")


def line_never_ends(megabytes: int = 200) -> Reply:
    return scripted(b"data: ", [b"x" * 1_000_000] * megabytes)


def infinite_stream(kilobytes: int = 200_000) -> Reply:
    """Pieces of 1 KB for as long as the client reads, without a finish."""
    return scripted([data(chunk(content="word " * 200))] * kilobytes)


def slow_drip(seconds: float = 5.0, count: int = 1000) -> Reply:
    """One byte of a proper stream every `seconds`."""
    return raw((OK_STREAM * (count // len(OK_STREAM) + 1))[:count], byte_size=1, delay=seconds)


def stall_before_headers(seconds: float = SILENCE) -> Reply:
    return lambda request: [Pause(seconds), Cut()]


def stall_before_first(seconds: float = SILENCE) -> Reply:
    return scripted(Pause(seconds), Cut())


def stall_mid(seconds: float = SILENCE) -> Reply:
    return scripted(opening(), Pause(seconds), Cut())


def tcp_cut_mid() -> Reply:
    return scripted(opening(), Reset())


def chunked_cut() -> Reply:
    return scripted(opening(), Cut())


def one_byte_writes(content: bytes = OK_STREAM) -> Reply:
    return raw(content, byte_size=1)


def redirect(location: str, status: int = 307) -> Reply:
    """Send the client to `location`: another path, another port, another host."""
    return lambda request: [Head(status, (("Location", location),), length=0)]


def redirect_loop() -> Reply:
    return lambda request: [Head(307, (("Location", request.target),), length=0)]


def header_bomb(count: int = 1000, size: int = 8000) -> Reply:
    headers = {f"x-filler-{number}": "x" * size for number in range(count)}
    return raw(OK_STREAM, headers=headers)


def retry_after_huge() -> Reply:
    return rate_limited("999999999")


def retry_after_bad(value: str = "soon") -> Reply:
    return rate_limited(value)


def rate_limited(retry_after: str) -> Reply:
    """429; `retry_after` is the header's value, in seconds or as it comes."""
    said = "Rate limit reached for requests"
    headers = {"Retry-After": retry_after}
    return error(429, "rate_limit_exceeded", said, headers=headers, type="requests")


RETRY_AFTER_BAD = ("-1", "soon", "Thu, 01 Jan 1970 00:00:00 GMT")


def status_204() -> Reply:
    return lambda request: [Head(204)]


def status_200_empty() -> Reply:
    return lambda request: [head(request, length=0)]


def gzip_bomb(plain: int = 10_000_000_000, fill: bytes = b"\0") -> Reply:
    """About `plain` bytes of `fill`, a thousandth of that on the wire.

    Deflate blocks that end in a full flush stand alone, so one block of 10 MB is
    packed once and sent again and again.
    """

    def reply(request: Recorded) -> Iterator[Step]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        start = packer.compress(fill) + packer.flush(zlib.Z_FULL_FLUSH)
        block = packer.compress(fill * (10_000_000 // len(fill)))
        block += packer.flush(zlib.Z_FULL_FLUSH)
        yield head(request, headers={"Content-Encoding": "gzip"})
        yield start
        for _ in range(plain // 10_000_000):
            yield block

    return reply


def wrong_ctype() -> Reply:
    return raw(OK_STREAM, content_type="text/plain; charset=utf-8")


def chunk_flood(count: int = 100_000) -> Reply:
    """`count` chunks of one token each, as fast as the client takes them."""
    hundred = data(chunk(content="a ")) * 100
    end = data(chunk(finish="stop")) + data("[DONE]")
    return scripted([hundred] * (count // 100), end)


def broken_off(*words: str) -> Reply:
    """A stream that ends in good order, but without a finish reason and `[DONE]`."""
    return events(*(chunk(content=word) for word in words), done=False)


def error_in_stream(message: str = "The server had an error", code: str = "server_error") -> Reply:
    """Three pieces, then an error inside the 200 answer."""
    said = {"error": {"message": message, "type": "server_error", "code": code}}
    return scripted(opening(), data(said))


def html_page(status: int = 200) -> Reply:
    """A login or error page where an API was expected."""
    page = "<!doctype html><title>Sign in</title><script>window.__xss = 1</script><h1>Sign in</h1>"
    return raw(page.encode(), content_type="text/html; charset=utf-8", status=status)


FAULTS: Mapping[str, Callable[..., Reply]] = {
    "long_line": long_line,
    "line_never_ends": line_never_ends,
    "infinite_stream": infinite_stream,
    "slow_drip": slow_drip,
    "stall_before_headers": stall_before_headers,
    "stall_before_first": stall_before_first,
    "stall_mid": stall_mid,
    "tcp_cut_mid": tcp_cut_mid,
    "chunked_cut": chunked_cut,
    "one_byte_writes": one_byte_writes,
    "redirect_internal": redirect,
    "redirect_loop": redirect_loop,
    "redirect_other_host": redirect,
    "header_bomb": header_bomb,
    "retry_after_huge": retry_after_huge,
    "retry_after_bad": retry_after_bad,
    "status_204": status_204,
    "status_200_empty": status_200_empty,
    "gzip_bomb": gzip_bomb,
    "wrong_ctype": wrong_ctype,
    "chunk_flood": chunk_flood,
}


def self_signed(folder: Path) -> ssl.SSLContext:
    """For `LocalProvider(tls=…)`: a certificate that nobody vouches for, made in `folder`."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("NOT TESTED: no openssl command here to make a self-signed certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = [openssl, "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"]
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
