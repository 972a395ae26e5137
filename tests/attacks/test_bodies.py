"""What is too large is refused before it is read whole."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks.asking import ask
from tests.attacks.registry import attack
from tests.running import AppProcess

MB = 1_000_000
PART = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%d.txt"\r\n\r\n'


def pieces(count: int, size: int = MB) -> Iterator[bytes]:
    for _ in range(count):
        yield b"x" * size


def memory_of(app: AppProcess) -> int:
    """Bytes that the process holds in memory."""
    status = Path(f"/proc/{app.process.pid}/status")
    if not status.exists():
        pytest.skip("NOT TESTED: this system does not tell how much memory a process has")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    assert found
    return int(found[1]) * 1024


@attack("A044")
@pytest.mark.parametrize(
    "path", ["/gradio_api/queue/join", "/gradio_api/call/chat", "/gradio_api/cancel", "/login"]
)
def test_a_body_that_says_it_is_too_large_is_not_read(home: AppProcess, path: str) -> None:
    answer = ask(home, "POST", path, {"Content-Length": str(50 * MB)})

    assert answer.status == 413
    assert "bytes" in answer.text


@attack("A044")
@pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/login"])
def test_a_body_in_chunks_is_read_no_further_than_the_limit(home: AppProcess, path: str) -> None:
    before = memory_of(home)

    answer = ask(home, "POST", path, {"Content-Type": "application/json"}, body=pieces(50))

    assert answer.status == 413
    assert memory_of(home) - before < 100 * MB


@attack("A044")
def test_a_message_of_the_longest_size_still_gets_through(home: AppProcess) -> None:
    answer = ask(
        home, "POST", "/gradio_api/call/chat", data={"data": ["中" * 200_000, "", "", None]}
    )

    assert answer.status == 200


@attack("A048")
def test_an_upload_of_200_mb_is_refused(home: AppProcess) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}

    told = ask(home, "POST", "/gradio_api/upload", kind | {"Content-Length": str(200 * MB)})
    untold = ask(home, "POST", "/gradio_api/upload", kind, body=[PART % 1, *pieces(200)])

    assert (told.status, untold.status) == (413, 413)


@attack("A048")
def test_many_small_files_are_too_large_together(home: AppProcess) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    parts = (PART % number + b"x" * 30_000 + b"\r\n" for number in range(1000))

    assert ask(home, "POST", "/gradio_api/upload", kind, body=[*parts, b"--x--\r\n"]).status == 413


@attack("A048")
def test_a_file_of_a_size_that_is_accepted_is_kept(home: AppProcess) -> None:
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    body = PART % 1 + b"x" * MB + b"\r\n--x--\r\n"

    assert ask(home, "POST", "/gradio_api/upload", kind, body=body).status == 200
