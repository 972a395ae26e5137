"""Parley's log: standard error, one line a record, no prompt, no reply, no secret.

Below warnings only Parley's own modules speak. The openai package would log whole
requests, prompts among them, as soon as OPENAI_LOG is set in the environment.
"""

import logging
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType

from backends.redact import hide

OWN = frozenset({"__main__", "app", "settings", "backends", "guard", "store", "ui", "parley"})
QUIET = ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "uvicorn.access", "gradio")
# uvicorn gives these handlers of its own when it starts; a filter on the logger stays.
FOREIGN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class OneSafeLine(logging.Filter):
    """Turns each record into one line without secrets, for whatever handler comes next.

    tracebacks: keep an exception's traceback, joined with " | ", instead of its
    type and message alone.
    """

    def __init__(self, secrets: Iterable[str], *, tracebacks: bool) -> None:
        super().__init__()
        self._secrets = tuple(secrets)
        self._tracebacks = tracebacks

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING and record.name.partition(".")[0] not in OWN:
            return False
        text = _message(record)
        if record.exc_info:
            text = f"{text} | {self._exception(record.exc_info)}"
        record.msg, record.args = one_line(hide(text, self._secrets)), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _exception(self, exc_info: ExcInfo) -> str:
        if self._tracebacks:
            lines = "".join(traceback.format_exception(*exc_info)).splitlines()
            return " | ".join(line.strip() for line in lines)
        return "".join(traceback.format_exception_only(*exc_info[:2])).strip()


def setup(secrets: Iterable[str], level: str) -> None:
    """Send the log to standard error, in place of whatever was set up before.

    secrets: hidden wherever they turn up, as is all that looks like a key.
    level: of Parley's own modules, such as "INFO"; "DEBUG" adds tracebacks.
    Raises `ValueError` for an unknown level.
    """
    safe = OneSafeLine(secrets, tracebacks=level.upper() == "DEBUG")
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(safe)
    logging.basicConfig(
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        level=logging.WARNING,
        handlers=[handler],
        force=True,
    )
    for name in OWN:
        logging.getLogger(name).setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in FOREIGN_HANDLERS:
        logger = logging.getLogger(name)
        logger.filters[:] = [safe]
    logging.captureWarnings(True)


def one_line(text: str) -> str:
    """`text` with line ends and other control characters written as escapes."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # arguments that do not fit must not print themselves
        return f"{record.msg} (with arguments that do not fit)"
