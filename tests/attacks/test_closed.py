"""What Gradio could serve besides the page is not there, and files stay where they are."""

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.attacks.asking import ask
from tests.attacks.registry import attack
from tests.running import AppProcess

UNUSED = (
    ("GET", "/monitoring"),
    ("GET", "/monitoring/"),
    ("GET", "/monitoring/summary"),
    ("GET", "/monitoring/some-key"),
    ("POST", "/gradio_api/run-history/connect"),
    ("GET", "/gradio_api/run-history/buckets"),
    ("GET", "/gradio_api/run-history/records"),
    ("GET", "/gradio_api/runs"),
    ("POST", "/gradio_api/vibe-edit"),
    ("POST", "/gradio_api/undo-vibe-edit"),
    ("GET", "/gradio_api/vibe-code"),
    ("POST", "/gradio_api/vibe-starter-queries"),
    ("GET", "/gradio_api/deep_link?session_hash=x"),
    ("POST", "/gradio_api/process_recording"),
    ("GET", "/gradio_api/profiling/traces"),
    ("GET", "/gradio_api/dev/reload"),
    ("GET", "/gradio_api/token"),
    ("POST", "/gradio_api/stream/some-event"),
    ("GET", "/gradio_api/mcp/sse"),
    ("GET", "/docs"),
    ("GET", "/redoc"),
)


@attack("A071")
@pytest.mark.parametrize(("method", "path"), UNUSED)
def test_what_is_not_used_is_not_there(
    home: AppProcess, club: AppProcess, session: str, method: str, path: str
) -> None:
    assert ask(home, method, path).status in (404, 405)
    assert ask(club, method, path, {"Cookie": session}).status in (404, 405)


@attack("A071")
def test_the_state_of_the_queue_is_for_those_with_a_login(club: AppProcess) -> None:
    assert ask(club, "GET", "/gradio_api/queue/status").status == 401


@attack("A019")
@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:{port}/",
        "/gradio_api/file=HTTP://127.0.0.1:{port}/",
        "/gradio_api/file=%68ttp://127.0.0.1:{port}/",
        "/gradio_api/file=http:/127.0.0.1:{port}/",
        "/gradio_api/file=ftp://127.0.0.1:{port}/",
        "/gradio_api/file/http://127.0.0.1:{port}/",
        "/gradio_api/proxy=http://127.0.0.1:{port}/",
        "/gradio_api/proxy=http://127.0.0.1:{port}/.hf.space",
    ],
)
def test_no_address_is_fetched_for_anybody(
    home: AppProcess, canary: tuple[int, list[bytes]], path: str
) -> None:
    port, heard = canary

    for method in ("GET", "HEAD"):
        assert ask(home, method, path.format(port=port)).status in (400, 403, 404)
    assert heard == []


FILES = (
    "/etc/passwd",
    "app.py",
    ".env",
    ".env.example",
    "guard/signing.py",
    "../../../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc/passwd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/proc/self/environ",
    "/proc/self/cmdline",
    "C:\\windows\\win.ini",
    "\\\\server\\share",
    "file:///etc/passwd",
)


@attack("A073")
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "route", ["/gradio_api/file=", "/gradio_api/file/", "/static/", "/assets/"]
)
def test_no_file_of_this_machine_is_served(home: AppProcess, route: str, name: str) -> None:
    answer = ask(home, "GET", route + quote(name, safe="/%"))

    assert answer.status in (403, 404)
    assert "root:" not in answer.text and "PARLEY" not in answer.text


@attack("A073")
def test_nor_what_lies_in_the_data_folder_or_behind_a_link(
    club: AppProcess, session: str, data_file: Path
) -> None:
    link = data_file.with_name("link.txt")
    link.symlink_to(data_file)
    for path in (data_file, link, Path("parley.db"), Path("visitors.secret")):
        answer = ask(club, "GET", f"/gradio_api/file={path}", {"Cookie": session})

        assert answer.status in (403, 404)
        assert b"CANARY-FILE" not in answer.body
