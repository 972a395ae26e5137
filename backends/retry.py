"""When a request is sent again, and after how long."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ATTEMPTS = 3  # the first and at most two more
LONGEST_WAIT = 20.0  # seconds; a server that asks for more is not waited for
STATUSES = frozenset({408, 409, 429})


def may_retry(status: int) -> bool:
    return status in STATUSES or status >= 500


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait; `None` when it says nothing usable."""
    try:
        if milliseconds := headers.get("retry-after-ms"):
            seconds = float(milliseconds) / 1000
        else:
            seconds = _seconds(headers.get("retry-after", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if 0 < seconds < float("inf") else None


def _seconds(value: str) -> float:
    if value.replace(".", "", 1).isdigit():
        return float(value)
    moment = parsedate_to_datetime(value)
    if moment.tzinfo is None:  # the zone was written as -0000
        moment = moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()


def delay(attempt: int, asked: float | None) -> float | None:
    """Seconds before attempt number `attempt` + 1; `None`: give up.

    asked: the server's Retry-After. Without one: 0.5 s, then 1 s, less up to a
    quarter by chance, so that many clients do not come back at the same instant.
    """
    if attempt >= ATTEMPTS:
        return None
    if asked is not None:
        return asked if asked <= LONGEST_WAIT else None
    return 0.5 * 2 ** (attempt - 1) * random.uniform(0.75, 1.0)
