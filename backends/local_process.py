"""The child process that serves the embedded model, started when it is first needed.

A process of its own, because a fault in native code then costs one reply and not
Parley, and because stopping it gives back all its memory (about 0.6 GB).
"""

import asyncio
import importlib.util
import json
import os
import secrets
import subprocess
import sys
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import IO

from backends.children import NO_WINDOW, without_secrets
from backends.errors import ModelUnavailable
from backends.local_server import Request

ALIAS = "smollm2-135m-instruct"
SLOTS = 4
CONTEXT_TOKENS = 16_384  # of all slots together
_MOST_THREADS = 4
_START_SECONDS = 60.0
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Address:
    """Where the child serves. url: the API's root, `http://127.0.0.1:…/v1`."""

    url: str
    key: str = field(repr=False)


def runtime_missing() -> str:
    """Why the embedded model cannot run with what is installed, "" if it can. Cheap."""
    if importlib.util.find_spec("xllamacpp"):
        return ""
    return (
        "the package xllamacpp is not installed; it exists for macOS, Windows on x86-64 and"
        " Linux with glibc"
    )


class LocalProcess:
    """At most one child process. Safe to use from several threads and loops.

    The child ends by itself when this process does, however that happens. Call `kill`
    at exit all the same, so that none is left running while Python shuts down.
    """

    def __init__(self, model: Path, start_seconds: float = _START_SECONDS) -> None:
        self._model = model
        self._start_seconds = start_seconds
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._started: Future[Address] | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is no child."""
        with self._lock:
            return self._process.pid if self._process and self._process.poll() is None else None

    async def start(self) -> Address:
        """Return where the child serves, starting it if it does not run.

        About 1 s for a new child. All who call meanwhile get the same one; cancelling
        one call leaves the others waiting. Raises `ModelUnavailable`.
        """
        return await asyncio.wrap_future(self._begin())

    async def stop(self) -> None:
        """End the child if there is one; `start` may be called again."""
        await asyncio.to_thread(self.kill)

    def kill(self) -> None:
        """End the child at once: it holds nothing that would have to be saved."""
        self._forget(self._started)

    def _begin(self) -> Future[Address]:
        with self._lock:
            if self._started and not (self._started.done() and self._is_gone()):
                return self._started
            self._started = started = Future[Address]()
            # A future that runs cannot be cancelled, so no waiter takes it from the others.
            started.set_running_or_notify_cancel()
        Thread(target=self._run, args=(started,), name="start model", daemon=True).start()
        return started

    def _is_gone(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def _run(self, started: Future[Address]) -> None:
        try:
            address = _introduce(self._spawn_for(started), self._model, self._start_seconds)
        except Exception as error:  # whoever waits must hear of it
            self._forget(started)
            started.set_exception(error)
        else:
            started.set_result(address)

    def _forget(self, started: Future[Address] | None) -> None:
        """End the child of this start, unless another start has taken its place."""
        with self._lock:
            if self._started is not started:
                return
            process, self._process, self._started = self._process, None, None
        if process:
            _end(process)

    def _spawn_for(self, started: Future[Address]) -> subprocess.Popen[str]:
        with self._lock:
            if self._started is not started:
                raise ModelUnavailable(reason="it was stopped")
            if self._process:
                _end(self._process)
            self._process = _spawn()
            return self._process


def _spawn() -> subprocess.Popen[str]:
    environment = without_secrets(os.environ)
    # It would keep Python from looking for `backends` in the working directory.
    environment.pop("PYTHONSAFEPATH", None)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "backends.local_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=environment,
            cwd=_PROJECT,
            creationflags=NO_WINDOW,
        )
    except OSError as problem:
        raise ModelUnavailable(reason=f"its process did not start ({problem.strerror})") from None


def _introduce(process: subprocess.Popen[str], model: Path, seconds: float) -> Address:
    """Tell the child what to serve and wait for its answer."""
    key = secrets.token_urlsafe(32)
    late = Event()
    limit = Timer(seconds, _give_up, (process, late))
    limit.daemon = True
    limit.start()
    try:
        requests, answers = _pipes(process)
        print(json.dumps(_request(model, key)), file=requests, flush=True)
        answer = answers.readline()
    except (OSError, ValueError):  # the pipe broke, or `kill` closed it
        answer = ""
    finally:
        limit.cancel()
    if late.is_set():
        raise ModelUnavailable(reason=f"it was not ready within {seconds:g} s")
    if not answer:
        status = process.wait()
        raise ModelUnavailable(reason=f"its process ended with status {status} while starting")
    reply: dict[str, str] = json.loads(answer)
    if "error" in reply:
        raise ModelUnavailable(reason=reply["error"])
    return Address(f"{reply['url']}/v1", key)


def _request(model: Path, key: str) -> Request:
    return {
        "path": str(model.absolute()),
        "key": key,
        "alias": ALIAS,
        "threads": min(_MOST_THREADS, _usable_processors()),
        "slots": SLOTS,
        "context": CONTEXT_TOKENS,
    }


def _give_up(process: subprocess.Popen[str], late: Event) -> None:
    late.set()
    process.kill()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin and process.stdout
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for pipe in _pipes(process):
        try:
            pipe.close()
        except OSError:
            pass  # unsent bytes for a child that is gone


def _usable_processors() -> int:
    """Processors that this process may use, which can be fewer than the machine has."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
