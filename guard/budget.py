"""Whether a day's budget still has room for one more request. Pure."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from guard.policy import VisitorLimits
from guard.refused import LimitName, Refused
from guard.spending import Account, Cost, Sum, Sums, nano_usd, usd_of

SCOPES = ("", "address_", "all_")
"""What the names of the limits begin with, in the order of `Sums`."""


def check_day(
    limits: VisitorLimits, account: Account, cost: Cost, spent: Sums, now: datetime
) -> None:
    """Raises `Refused` with the first budget that the request would pass."""
    frees_at = next_day(now)
    for scope, so_far in zip(SCOPES, spent, strict=True):
        if scope != "address_" or account.address:
            _check(limits, scope, cost, so_far, frees_at)


def day_of(now: datetime) -> str:
    """The day that a request is booked to, in UTC."""
    return now.astimezone(UTC).date().isoformat()


def next_day(now: datetime) -> datetime:
    """When that day's budgets begin anew."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), UTC)


def _check(limits: VisitorLimits, scope: str, cost: Cost, spent: Sum, frees_at: datetime) -> None:
    requests, tokens, nano = spent
    for what, value in (("requests", requests + 1), ("tokens", tokens + cost.tokens)):
        name, most = _limit(limits, f"{scope}{what}_per_day")
        if most is not None and value > most:
            raise Refused(name, value, int(most), frees_at if most else None)
    name, most = _limit(limits, f"{scope}usd_per_day")
    if most is None or (cost.priced and not cost.nano_usd):
        return
    if most == 0 or (cost.priced and nano + cost.nano_usd > nano_usd(Decimal(most))):
        raise Refused(name, usd_of(nano + cost.nano_usd), most, frees_at if most else None)


def _limit(limits: VisitorLimits, name: str) -> tuple[LimitName, int | Decimal | None]:
    return cast(LimitName, name), getattr(limits, name)
