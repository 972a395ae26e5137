"""Numbers as a person reads them. Pure; units stand in the words of `texts`."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one reply took. `None`: not known (yet).

    seconds_to_first_token: from sending to the first piece of reasoning or text.
    seconds: from sending until now, or to the end.
    tokens_per_second: visible output tokens over the time from the first to the last.
    estimated: `output_tokens` is counted from the pieces, not by the server.
    cost_usd: `None` means that the price is unknown; 0 that the model is free.
    """

    seconds_to_first_token: float | None = None
    seconds: float = 0.0
    tokens_per_second: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cached_tokens: int | None = None
    estimated: bool = True
    cost_usd: Decimal | None = None


def seconds(value: float) -> str:
    """2 digits below ten seconds, then 1, then whole: the width stays, the eye rests."""
    if value < 9.995:  # beyond, it would be rounded to 10.00
        return f"{value:.2f}"
    return f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def speed(value: float) -> str:
    return f"{value:.1f}" if value < 9.95 else f"{value:.0f}"


def dollars(value: Decimal) -> str:
    """Two digits that count, so that a small price is never shown as 0."""
    if value == 0:
        return "$0"
    if value >= Decimal("0.1"):
        return f"${value:.2f}"
    digits = 1 - value.adjusted()
    return f"${value:.{digits}f}"
