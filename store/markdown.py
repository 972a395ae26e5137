"""Pieces of Markdown that stay whole wherever they are put. Pure."""

import re

FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)")


def fenced(text: str, kind: str = "") -> str:
    """A code block that the text cannot end. kind: its language, "" for none."""
    ticks = "`" * max([3, *(len(found) + 1 for found in re.findall("`+", text))])
    return f"{ticks}{kind}\n{text}\n{ticks}"


def closed(text: str) -> str:
    """The text, with the end of a code block that it leaves open.

    The end is indented as the beginning, so that it also ends a block within a list.
    """
    indent = opened = ""
    for line in re.split(r"\r\n?|\n", text):
        indent, opened = fence_after(line, indent, opened)
    return f"{text}\n{indent}{opened}" if opened else text


def fence_after(line: str, indent: str, opened: str) -> tuple[str, str]:
    """The code block that is open after `line`: its indentation and its fence, "" for none."""
    found = FENCE.fullmatch(line)
    if not found:
        return indent, opened
    if not opened:
        return found[1], found[2]
    ended = found[2].startswith(opened) and not found[3].strip()
    return (indent, "") if ended else (indent, opened)
