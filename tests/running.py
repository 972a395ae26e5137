"""The application as a program of its own, for tests that use it from outside.

with running_app(server_at(provider)) as app:
    Client(app.url, verbose=False).predict("Hello", api_name="/chat")
"""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from gradio_client import Client

from tests.loopback_server import PATIENCE
from tests.provider import LocalProvider

ROOT = Path(__file__).resolve().parents[1]
GUARD = ROOT / "tests" / "loopback_only"
READY = "Parley is ready on "
START_SECONDS = 60.0  # a first start may have to compile every package


class AppProcess:
    """One running `app.py`. Its output is read all the time, so it never waits for us."""

    def __init__(self, process: subprocess.Popen[str], outside: Path) -> None:
        assert process.stdout and process.stderr
        self.process = process
        self._outside = outside
        self.url = ""
        self._arrivals: queue.Queue[str] = queue.Queue()
        self._stdout: list[str] = []
        self._stderr: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=(process.stdout, self._stdout), daemon=True),
            threading.Thread(target=self._read, args=(process.stderr, self._stderr), daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def stdout(self) -> str:
        """What it printed so far; all of it once it ended."""
        return "".join(self._stdout)

    def stderr(self) -> str:
        return "".join(self._stderr)

    def outside(self) -> list[str]:
        """The hosts beyond this machine that it, or a child of it, tried to reach."""
        return self._outside.read_text(encoding="utf-8").split()

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> str:
        """The next line on either stream that contains `words`."""
        try:
            while words not in (line := self._arrivals.get(timeout=seconds)):
                assert line, f"it ended without saying {words!r}:\n{self.stderr()}"
        except queue.Empty:
            raise AssertionError(f"no {words!r} in {seconds} s:\n{self.stderr()}") from None
        return line

    def end(self, seconds: float = PATIENCE) -> int:
        """Ask it to terminate, if it has not, and return its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        return self.wait(seconds)

    def wait(self, seconds: float = PATIENCE) -> int:
        """Its exit status, as soon as it ends by itself; all it printed is there then."""
        status = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(seconds)
        return status

    def _read(self, stream: IO[str], kept: list[str]) -> None:
        with stream:
            for line in stream:
                kept.append(line)
                self._arrivals.put(line)
        self._arrivals.put("")


@contextmanager
def started_app(
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = ("--port", "0", "--no-local-model"),
    cwd: Path = ROOT,
) -> Generator[AppProcess, None, None]:
    """Start `app.py` without waiting for anything; ended when the block is left.

    env: settings on top of the cleared environment of the tests. Unless it names one,
    PARLEY_DATA_DIR is a temporary folder. The developer's own .env is not read, and no
    address beyond this machine can be reached.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data, no_settings, outside = (Path(folder, name) for name in ("data", ".env", "outside"))
        no_settings.touch()
        outside.touch()
        environment = dict(os.environ)
        environment |= {"PARLEY_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"}
        environment |= {"PYTHONPATH": str(GUARD), "TESTS_OUTSIDE": str(outside)} | dict(env or {})
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "--env-file", str(no_settings), *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment,
            cwd=cwd,
        )
        app = AppProcess(process, outside)
        try:
            yield app
        finally:
            try:
                app.end()
            except subprocess.TimeoutExpired:
                process.kill()
                app.wait()


@contextmanager
def running_app(
    env: Mapping[str, str] | None = None,
    args: Sequence[str] = ("--port", "0", "--no-local-model"),
    cwd: Path = ROOT,
) -> Generator[AppProcess, None, None]:
    """The same, yielded once it is ready, with its address in `url` (no slash at the end)."""
    with started_app(env, args, cwd) as app:
        app.url = app.wait_for(READY).removeprefix(READY).strip()
        yield app


def client(app: AppProcess, **options: Any) -> Any:
    """Gradio's client for programs; its methods have no types of their own."""
    return Client(app.url, verbose=False, **options)


def server_at(provider: LocalProvider, name: str = "test", key: str = "") -> dict[str, str]:
    """Settings for a further server; its models are called `name:alpha` and `name:beta`."""
    prefix = f"PARLEY_SERVERS__{name.upper()}__"
    settings = {f"{prefix}BASE_URL": provider.url}
    return settings | ({f"{prefix}API_KEY": key} if key else {})
