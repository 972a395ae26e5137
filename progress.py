"""How far the fetching of the embedded model is, in the terminal."""

import sys
from typing import TextIO

from backends.local_weights import Progress

WIDTH = 30
STEP = 10  # per cent between two lines where no bar can be drawn


class TerminalProgress:
    """A bar that is drawn over in a terminal, and a line every tenth in a file or pipe."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._shown = -1

    def show(self, progress: Progress) -> None:
        percent = progress.done_bytes * 100 // progress.total_bytes
        step = percent if self._stream.isatty() else percent - percent % STEP
        if step == self._shown:
            return
        self._shown = step
        megabytes = f"{progress.done_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB"
        if self._stream.isatty():
            bar = "█" * (percent * WIDTH // 100)
            end = "\n" if percent == 100 else ""
            self._write(f"\r{bar:·<{WIDTH}} {percent:3d} %  {megabytes}{end}")
        else:
            self._write(f"Fetching the embedded model: {megabytes} ({percent} %)\n")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
