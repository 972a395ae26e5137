"""What is refused because of a limit, as data: a page says it in its own language."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from backends.errors import BackendError

LimitName = Literal[
    "message_chars",
    "models",
    "parameters",
    "output_tokens",
    "columns",
    "repeats",
    "turns",
    "streams",
    "address_streams",
    "all_streams",
    "requests_per_minute",
    "address_requests_per_minute",
    "requests_per_day",
    "address_requests_per_day",
    "all_requests_per_day",
    "tokens_per_day",
    "address_tokens_per_day",
    "all_tokens_per_day",
    "usd_per_day",
    "address_usd_per_day",
    "all_usd_per_day",
]
"""Each is the end of a setting's name: PARLEY_LIMITS__REQUESTS_PER_DAY."""

Amount = int | Decimal | str | tuple[str, ...]


class Refused(BackendError):
    """A request goes beyond a limit of this Parley; nothing was sent.

    It is an error like those of a server, so that a column of a comparison fails with it
    and the others go on. value: what was asked for; with a limit of a day, what the day
    would come to. allowed: the most, or the names that are allowed. frees_at: when the
    same request may succeed, in UTC; `None`: never, or as soon as something else ends.
    """

    cause: ClassVar[str] = "{limit} allows {allowed}, and this needs {value}."
    advice: ClassVar[str] = ""

    def __init__(
        self,
        limit: LimitName,
        value: Amount,
        allowed: Amount,
        frees_at: datetime | None = None,
    ) -> None:
        super().__init__(limit=limit, value=_shown(value), allowed=_shown(allowed))
        self.limit: LimitName = limit
        self.value, self.allowed, self.frees_at = value, allowed, frees_at

    def __str__(self) -> str:
        return self.cause.format_map(self.values)


def _shown(amount: Amount) -> str:
    return ", ".join(amount) if isinstance(amount, tuple) else str(amount)
