"""The program of the child process that migrates one code and ends.

Run as `python -m ui.migration` in Parley's folder. It reads the code from standard input,
as UTF-8, and answers on standard output with one object of `ui.migration.wire`.
"""

import importlib
import sys
import threading
from contextlib import suppress
from typing import Any

from ui.migration.migrate import migrate
from ui.migration.types import NotMigrated, TooDeep
from ui.migration.wire import migration_json, refusal_json

_STACK = 256 * 1024 * 1024  # bytes; deep nesting is refused before it is reached
_DEEPEST = 8_000  # calls of Python within each other
_MEMORY = 2_000_000_000  # bytes, where the system can hold a process to it


def main() -> None:
    code = sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
    _limit_memory()
    threading.stack_size(_STACK)
    sys.setrecursionlimit(_DEEPEST)
    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(answer(code)))
    thread.start()
    thread.join()
    sys.stdout.buffer.write("".join(answers).encode("ascii"))


def answer(code: str) -> str:
    """JSON without any letter beyond ASCII."""
    try:
        return migration_json(migrate(code))
    except NotMigrated as refusal:
        return refusal_json(refusal)
    except MemoryError:
        return refusal_json(TooDeep())


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        limits: Any = importlib.import_module("resource")  # not on Windows
        limits.setrlimit(limits.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
