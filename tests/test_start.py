"""How Parley starts and ends, seen from the terminal it was started in."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app import parse
from tests.loopback_server import PATIENCE
from tests.provider import LocalProvider
from tests.replies import text
from tests.running import READY, ROOT, client, running_app, server_at, started_app
from tests.weights import put_weights

NO_LOCAL = ("--port", "0", "--no-local-model")
RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+ .*")


@pytest.fixture
def with_weights(tmp_path: Path) -> dict[str, str]:
    """Settings for a data folder in which the embedded model lies already."""
    put_weights(tmp_path / "data")
    return {"PARLEY_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def refusal(args: tuple[str, ...], env: dict[str, str] | None = None) -> str:
    """The one line with which a start is refused."""
    with started_app(env, args) as app:
        status = app.wait(60)
    lines = app.stderr().splitlines()
    assert (status, app.stdout(), len(lines)) == (2, "", 1), lines
    return lines[0]


def wait_until_gone(pid: int) -> None:
    """Return as soon as no process has `pid`."""
    for _ in range(1500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError(f"process {pid} still runs")


def child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task").glob("*/children")
    (child,) = "".join(path.read_text() for path in children).split()
    return int(child)


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.parametrize("value", ["-1", "65536", "http", "7860.5", "٧", ""])
def test_a_port_that_cannot_be_is_refused_in_one_line(
    value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse([f"--port={value}"])

    (line,) = capsys.readouterr().err.splitlines()
    assert line == "argument --port: must be a whole number from 0 to 65535. See --help."


def test_a_word_too_many_is_refused_in_one_line() -> None:
    assert refusal(("--sahre",)) == "unrecognized arguments: --sahre. See --help."


def test_a_port_in_use_is_refused_with_the_mend(taken_port: int) -> None:
    line = refusal(("--port", str(taken_port), "--no-local-model"))

    assert line == f"Port {taken_port} is in use. Choose another one with --port."


@pytest.mark.parametrize("host", ["nowhere.invalid", "203.0.113.7"])
def test_a_host_that_is_not_this_machine_is_refused_with_the_mend(host: str) -> None:
    line = refusal(("--host", host, *NO_LOCAL))

    assert host in line
    assert "--host" in line


def test_a_wrong_setting_is_refused_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("OPENAI_API_KEY=sk-canary 4711\n", encoding="utf-8")

    line = refusal(("--env-file", str(file)))

    assert line.startswith("OPENAI_API_KEY must be")
    assert "canary" not in line


def test_a_public_link_without_a_login_is_refused() -> None:
    assert "PARLEY_AUTH=user:password" in refusal(("--share", *NO_LOCAL))


def test_a_settings_file_is_read(provider: LocalProvider, tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    lines = (f"{name}={value}\n" for name, value in server_at(provider).items())
    file.write_text("".join(lines), encoding="utf-8")

    with running_app(args=("--env-file", str(file), *NO_LOCAL)) as app:
        names = [row["name"] for row in client(app).predict(api_name="/models")]

    assert names == ["test:alpha", "test:beta"]


def test_it_starts_from_any_folder_and_says_one_line_when_ready(tmp_path: Path) -> None:
    with running_app(cwd=tmp_path) as app:
        assert httpx.get(f"{app.url}/healthz").json() == {"status": "ok"}
        assert app.end() == 0

    assert app.stdout() == f"{READY}{app.url}\n"
    assert app.stderr() == ""
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_the_sixth_version_will_do() -> None:
    with running_app(args=("--host", "::1", *NO_LOCAL)) as app:
        assert app.url.startswith("http://[::1]:")
        assert httpx.get(f"{app.url}/healthz").status_code == 200


def test_a_proxy_is_not_asked_for_this_machine(provider: LocalProvider) -> None:
    nobody = "http://127.0.0.1:9"
    proxies = {"HTTP_PROXY": nobody, "http_proxy": nobody, "ALL_PROXY": nobody}

    with running_app(server_at(provider) | proxies) as app:
        said = client(app).predict("Hello", api_name="/chat")

    assert said == "You said: Hello"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_with_status_0_in_the_middle_of_a_reply(
    provider: LocalProvider, number: signal.Signals
) -> None:
    provider.replies.append(text("word " * 10_000, delay=0.05))

    with running_app(server_at(provider)) as app:
        client(app).submit("Hello", api_name="/chat")
        provider.wait_for_request(2)  # after the one for the list of models
        app.process.send_signal(number)
        assert app.wait() == 0

    assert provider.requests[-1].hung_up.wait(PATIENCE)
    assert app.stderr() == ""


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_child_is_left_however_it_ends(
    with_weights: dict[str, str], number: signal.Signals
) -> None:
    with running_app(with_weights, ("--port", "0")) as app:
        client(app).predict("Hello", parameters={"max_tokens": 5}, api_name="/chat")
        child = child_of(app.process.pid)
        app.process.send_signal(number)
        assert app.wait() == (0 if number == signal.SIGTERM else -signal.SIGKILL)

        wait_until_gone(child)


def test_told_to_end_it_leaves_a_download(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = {"PIP_INDEX_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/simple"}
        index |= {"PIP_EXTRA_INDEX_URL": "", "PARLEY_DATA_DIR": str(tmp_path)}
        with running_app(index, ("--port", "0")) as app:
            silent.settimeout(60)
            silent.accept()  # the download has begun, and will never get an answer
            assert app.end() == 0

    assert "Fetching the embedded model" in app.stderr()
    assert list((tmp_path / "models").iterdir()) == []


def test_with_nothing_set_up_it_answers_with_the_embedded_model_and_reaches_for_nothing_outside(
    with_weights: dict[str, str],
) -> None:
    with running_app(with_weights, ("--port", "0")) as app:
        httpx.get(app.url)
        api = client(app)
        rows = api.predict(api_name="/models")
        said = api.predict(
            "Hello", parameters={"max_tokens": 20, "temperature": 0}, api_name="/chat"
        )

        assert [row["name"] for row in rows] == ["local:smollm2-135m-instruct"]
        assert said.strip()
        assert app.outside() == []
        assert app.end() == 0
    (line,) = app.stderr().splitlines()
    assert line.startswith("No server is set up, so Parley uses the embedded model")


def test_without_a_network_there_is_no_link_but_a_page() -> None:
    env = {"PARLEY_AUTH": "ann:a-long-password"}

    with running_app(env, ("--share", *NO_LOCAL)) as app:
        line = app.wait_for("link")
        assert httpx.get(f"{app.url}/healthz").status_code == 200
        assert app.outside() == ["api.gradio.app"]

    assert line.startswith("There is no public link")
    assert app.stdout() == f"{READY}{app.url}\n"
    assert app.stderr().count("\n") == 1


def test_gradios_variables_change_nothing(tmp_path: Path) -> None:
    """They could open files, make a link, listen everywhere or send statistics."""
    secret = tmp_path / "secret.txt"
    secret.write_text("not for the page", encoding="utf-8")
    env = {
        "GRADIO_ALLOWED_PATHS": str(tmp_path),
        "GRADIO_SHARE": "true",
        "GRADIO_SERVER_NAME": "0.0.0.0",
        "GRADIO_ANALYTICS_ENABLED": "True",
        "GRADIO_MCP_SERVER": "true",
        "GRADIO_RUN_HISTORY": "true",
        "GRADIO_NUM_WORKERS": "2",
        "GRADIO_WATCH_DIRS": str(tmp_path),
    }

    with running_app(env) as app:
        assert app.url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{app.url}/gradio_api/file={secret}").status_code == 403
        assert httpx.get(f"{app.url}/gradio_api/mcp/").status_code == 404
        assert app.outside() == []


def test_a_data_folder_that_cannot_be_used_is_named_and_the_page_opens_anyway(
    provider: LocalProvider, tmp_path: Path
) -> None:
    file = tmp_path / "a file"
    file.touch()

    with running_app(server_at(provider), ("--port", "0", "--data-dir", str(file))) as app:
        said = client(app).predict("Hello", api_name="/chat")

    assert said == "You said: Hello"
    folder, history = app.stderr().splitlines()
    assert RECORD.fullmatch(folder) and RECORD.fullmatch(history)
    told = f"WARNING app PARLEY_DATA_DIR must be a folder that Parley can write to: {file}"
    assert told in folder
    assert "WARNING app History is not being saved" in history


def test_a_request_that_fails_inside_gradio_is_one_record() -> None:
    with running_app() as app:
        config = httpx.get(f"{app.url}/config").json()
        index = next(one["id"] for one in config["dependencies"] if one["api_name"] == "chat")
        body = {"data": [{"no": "text"}], "fn_index": index, "session_hash": "some"}
        httpx.post(f"{app.url}/gradio_api/queue/join", json=body)
        line = app.wait_for("ERROR")

    assert RECORD.fullmatch(line.rstrip())
    assert "a request failed: " in line
    assert app.stderr() == line
    assert app.stdout() == f"{READY}{app.url}\n"


def test_what_nobody_expected_ends_in_one_line_without_a_secret() -> None:
    script = (
        "import sys, app\n"
        "def build(asking, store): raise LookupError('lost sk-canary-4711-0815')\n"
        "app.build_ui = build\n"
        "sys.exit(app.main(['--port', '0', '--no-local-model']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    (line,) = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert "CRITICAL app Parley cannot go on | LookupError: lost" in line
    assert "canary" not in line
