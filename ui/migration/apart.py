"""Code from strangers is migrated in a process of its own.

A parser in native code may run out of stack, and large code keeps Python busy for seconds:
apart from Parley that costs one answer, and no reply that is being written waits for it.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from backends.children import NO_WINDOW, without_secrets
from ui.migration.reading import check_size
from ui.migration.types import Migration, NotMigrated, TooDeep
from ui.migration.wire import read_answer

SECONDS = 60.0
_PROJECT = Path(__file__).resolve().parents[2]


async def migrate_apart(code: str, seconds: float = SECONDS) -> Migration:
    """`migrate`, bounded in time and unable to harm. Raises `NotMigrated` as that does.

    Takes about 1 s more. A code that is too long is refused before anything is started.
    """
    check_size(code)
    return await asyncio.to_thread(_run, code, seconds)


def _run(code: str, seconds: float) -> Migration:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ui.migration"],
            input=code.encode("utf-8", "surrogatepass"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=_PROJECT,
            env=without_secrets(os.environ),
            creationflags=NO_WINDOW,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotMigrated("too_slow", seconds=round(seconds)) from None
    try:
        return read_answer(done.stdout.decode("ascii"))
    except ValueError:
        # Killed by a signal: it ran out of stack or memory. Otherwise a fault of Parley's own.
        raise (TooDeep() if done.returncode < 0 else NotMigrated("migration_failed")) from None
