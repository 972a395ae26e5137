"""Which part of a list by day something belongs to. Pure."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

Part = Literal["pinned", "today", "yesterday", "week", "month"] | str
"""A name, or a month such as "2026-03"."""

LARGEST_OFFSET = 14 * 60  # minutes east or west of UTC, the most that there is


def zone(minutes: str) -> timezone:
    """minutes: west of UTC, as a browser's `getTimezoneOffset` tells; anything else is UTC."""
    sign, digits = minutes[:1], minutes.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        return UTC
    west = -int(digits) if sign == "-" else int(digits)
    return UTC if abs(west) > LARGEST_OFFSET else timezone(timedelta(minutes=-west))


def day_of(moment: float, where: timezone) -> date:
    """moment: seconds since 1970."""
    return datetime.fromtimestamp(moment, where).date()


def part_of(day: date, today: date) -> Part:
    age = (today - day).days
    if age <= 0:
        return "today"
    if age == 1:
        return "yesterday"
    if age <= 7:
        return "week"
    return "month" if age <= 30 else f"{day:%Y-%m}"
