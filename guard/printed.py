"""What other packages print becomes part of the log: one line a record, without secrets.

Gradio prints the traceback of a handler that failed, whatever the log is set to.
"""

import io
import logging
import re
import threading
from pathlib import PurePath

log = logging.getLogger(__name__)

_TRACEBACK = "Traceback (most recent call last):"
_PLACE = re.compile(r'\s+File "(?P<file>.+)", line (?P<line>\d+), in (?P<function>\S+)')
_KIND = re.compile(r"(?P<kind>\w[\w.]*)(?::|$)")
_JOINT = ("The above exception was", "During handling of the above")
_LONGEST_LINE = 4000


class _Thread(threading.local):
    """What one thread is printing; several print at the same time."""

    rest = ""
    inside = False
    place = "an unknown place"


class PrintedToLog(io.TextIOBase):
    """A text stream whose lines become records of the log; for the place of `sys.stdout`.

    Of a traceback the kind of the exception and its place are an error. Its message may
    quote a prompt: like all else that is printed, it is logged for debugging only.
    """

    def __init__(self) -> None:
        super().__init__()
        self._thread = _Thread()

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        *lines, self._thread.rest = (self._thread.rest + text).split("\n")
        for line in lines:
            log.debug("%s", line[:_LONGEST_LINE])
            self._look_for_failure(line[:_LONGEST_LINE])
        return len(text)

    def _look_for_failure(self, line: str) -> None:
        thread = self._thread
        if line.startswith(_TRACEBACK):
            thread.inside = True
        elif not thread.inside or not line or line.startswith(_JOINT):
            return
        elif place := _PLACE.match(line):
            file = PurePath(place["file"]).name
            thread.place = f"{file}:{place['line']}, {place['function']}"
        elif kind := _KIND.match(line):
            thread.inside = False
            log.error("a request failed: %s in %s", kind["kind"], thread.place)
