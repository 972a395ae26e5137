"""What is kept under which name: a title of one line."""

from store.run_rows import column_text
from store.types import LONGEST_TITLE


def one_line(text: str) -> str:
    """The first words of `text`, at most `LONGEST_TITLE` characters."""
    line = " ".join(column_text(text[: LONGEST_TITLE * 4]).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"
