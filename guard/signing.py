"""The secret that visitors' cookies are signed with, kept in a folder."""

import logging
import os
import secrets
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)

FILE_NAME = "visitors.secret"
SIZE = 32  # bytes


def signing_secret(folder: Path) -> bytes:
    """32 random bytes: made once, in a file for its owner alone, then always the same.

    Where the folder cannot be used they hold for this process, which the log tells.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _kept(path) or _made(path)
    except OSError as error:
        log.warning(
            "Visitors will not be known again after a restart: %s cannot be used (%s)",
            path,
            error.strerror or type(error).__name__,
        )
        return secrets.token_bytes(SIZE)


def _kept(path: Path) -> bytes | None:
    """`None` where there is none. One that was cut short makes room for another."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(found) != SIZE:
        path.unlink(missing_ok=True)
        return None
    return found


def _made(path: Path) -> bytes:
    """Write it whole before it gets its name: another process may start at this moment."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # the system gives it mode 0600
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
        _name(written, path)
    finally:
        written.unlink(missing_ok=True)
    return path.read_bytes()


def _name(written: Path, path: Path) -> None:
    try:
        os.link(written, path)  # never over what another process has just made
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        written.replace(path)
