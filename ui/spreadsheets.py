"""Tables as CSV that spreadsheets read without harm. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

Cell = str | bool | int | float | Decimal | None

BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula, also in the full width of Chinese and Japanese.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HALVES = re.compile("[\ud800-\udfff]")
MICROSECONDS = 6  # digits after the point


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV by RFC 4180, to be written in UTF-8 and without changing line ends.

    It begins with a byte order mark: without one Excel takes UTF-8 for something else. Text
    that a spreadsheet would run as a formula gets a ' in front; numbers stay numbers.
    """
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(map(_cell, row) for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()


def without_halves(text: str) -> str:
    """The text that can be written in UTF-8: half of a character becomes U+FFFD."""
    return HALVES.sub("\ufffd", text)


def _cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            text = without_halves(value)
            return f"'{text}" if text.startswith(FORMULAS) else text
        case float():
            return str(round(value, MICROSECONDS))
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
