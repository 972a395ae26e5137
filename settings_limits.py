"""What the settings of limits, hosts and owners may say, read as in `settings_values`."""

import re
from decimal import Decimal, InvalidOperation
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import NoDecode

from guard.policy import VisitorLimits
from settings_values import Count, parts_of

UNLIMITED = "unlimited"

_LIMITS = VisitorLimits()
_HOST = re.compile(
    r"(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*"
)


def to_most(value: object) -> int | None:
    """A whole number from 0, which allows nothing; "unlimited" is `None`."""
    text = str(value).strip().lower()
    if text == UNLIMITED:
        return None
    try:
        most = int(text)
    except ValueError:
        most = -1
    if not 0 <= most < 10**15:
        raise ValueError('must be a whole number such as 20, 0 for none at all, or "unlimited".')
    return most


def to_usd(value: object) -> Decimal | None:
    """US dollars from 0, which allows nothing that costs; "unlimited" is `None`."""
    text = str(value).strip().lower()
    if text == UNLIMITED:
        return None
    try:
        usd = Decimal(text)
    except InvalidOperation:
        usd = Decimal(-1)
    if not (usd.is_finite() and 0 <= usd <= 1_000_000):
        raise ValueError('must be US dollars such as 0.50, 0 for none at all, or "unlimited".')
    return usd


def to_patterns(text: str) -> tuple[str, ...] | None:
    """Comma-separated names, in which * stands for anything; "unlimited" is `None`."""
    names = tuple(dict.fromkeys(parts_of(text)))
    return None if [name.lower() for name in names] == [UNLIMITED] else names


def to_model_patterns(text: str) -> tuple[str, ...] | None:
    """The same for models, each as `server:model`."""
    patterns = to_patterns(text)
    if patterns is not None and not all(":" in pattern or pattern == "*" for pattern in patterns):
        raise ValueError("must be written server:model, such as openai:gpt-5-mini or ollama:*.")
    return patterns


def to_logins(text: str) -> tuple[str, ...]:
    """Comma-separated names of logins."""
    return tuple(dict.fromkeys(parts_of(text)))


def to_hosts(text: str) -> tuple[str, ...]:
    """Comma-separated host names, without scheme and port; *.example.com is all below it."""
    hosts = tuple(dict.fromkeys(part.lower().rstrip(".") for part in parts_of(text)))
    if not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError(
            "must be names such as chat.example.com or *.example.com, parted by commas,"
            " without https:// and without a port."
        )
    return hosts


def to_networks(text: str) -> tuple[str, ...]:
    """Comma-separated addresses and networks, such as 10.0.0.0/8."""
    try:
        return tuple(str(ip_network(part, strict=False)) for part in parts_of(text))
    except ValueError:
        raise ValueError("must be addresses or networks such as 127.0.0.1, 10.0.0.0/8.") from None


def to_rate_storage(text: str) -> str:
    """Where requests are counted; the address may hold a password, so it is never quoted."""
    if not re.match(r"(redis|rediss|redis\+cluster|redis\+sentinel)://[^\s/]", text):
        raise ValueError("must be left out, or be an address such as redis://localhost:6379.")
    return text


Most = Annotated[int | None, BeforeValidator(to_most)]
UsDollars = Annotated[Decimal | None, BeforeValidator(to_usd)]
Patterns = Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(to_patterns)]
ModelPatterns = Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(to_model_patterns)]
Logins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(to_logins)]
Hosts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(to_hosts)]
Networks = Annotated[tuple[str, ...], NoDecode, BeforeValidator(to_networks)]
RateStorage = Annotated[str, AfterValidator(to_rate_storage)]


class Limits(BaseModel):
    """The most that one person may ask for.

    message_chars: longest message, in characters, of anybody. storage: where requests by
    the minute are counted; "" is this process. All others hold for those who are not
    owners; `guard.policy.VisitorLimits` says what they mean.
    """

    model_config = ConfigDict(frozen=True)

    message_chars: Count = 200_000
    models: ModelPatterns = _LIMITS.models
    parameters: Patterns = _LIMITS.parameters
    output_tokens: Most = _LIMITS.output_tokens
    columns: Most = _LIMITS.columns
    repeats: Most = _LIMITS.repeats
    turns: Most = _LIMITS.turns
    streams: Most = _LIMITS.streams
    address_streams: Most = _LIMITS.address_streams
    all_streams: Most = _LIMITS.all_streams
    requests_per_minute: Most = _LIMITS.requests_per_minute
    address_requests_per_minute: Most = _LIMITS.address_requests_per_minute
    requests_per_day: Most = _LIMITS.requests_per_day
    address_requests_per_day: Most = _LIMITS.address_requests_per_day
    all_requests_per_day: Most = _LIMITS.all_requests_per_day
    tokens_per_day: Most = _LIMITS.tokens_per_day
    address_tokens_per_day: Most = _LIMITS.address_tokens_per_day
    all_tokens_per_day: Most = _LIMITS.all_tokens_per_day
    usd_per_day: UsDollars = _LIMITS.usd_per_day
    address_usd_per_day: UsDollars = _LIMITS.address_usd_per_day
    all_usd_per_day: UsDollars = _LIMITS.all_usd_per_day
    storage: RateStorage = Field(default="", repr=False)
