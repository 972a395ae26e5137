"""Who may ask for what. Pure: a visitor and a wish in, what is allowed or a refusal out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any, Literal, TypeGuard

from guard.refused import LimitName, Refused
from guard.visitors import ONE_PERSON

Role = Literal["owner", "visitor"]
OUTPUT_NAMES = ("max_completion_tokens", "max_tokens")
BYTES_PER_TOKEN = 3
"""Plain English has about four bytes to a token, Chinese about three: a careful guess."""

HARMLESS_PARAMETERS = (
    *OUTPUT_NAMES,
    *("temperature", "top_p", "top_k", "min_p", "seed", "stop", "echo", "suffix"),
    *("presence_penalty", "frequency_penalty", "repetition_penalty", "logit_bias"),
    *("reasoning_effort", "verbosity", "response_format", "logprobs", "top_logprobs"),
    *("dimensions", "n", "stream", "stream_options"),  # the last three are Parley's own
)
"""What changes only how a reply is written. Others route elsewhere, keep or cost more:
OpenRouter's `models`, `tools` that search, `service_tier`, `best_of`, `store` …"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks.

    id: the owner of what is kept, such as "login:ann". address: of the network, "" where
    it is not known or says nothing.
    """

    role: Role
    id: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorLimits:
    """The most that visitors may do; `None`: as much as they like, 0: nothing at all.

    models, parameters: names that are allowed, with * for any characters.
    output_tokens: of one reply. columns: side by side. repeats: of one comparison.
    turns: messages of one conversation. streams: replies at the same time.
    requests, tokens, usd: in US dollars; a day begins at midnight UTC.
    address_…: of all visitors from one network address together. all_…: of all visitors.
    """

    models: tuple[str, ...] | None = None
    parameters: tuple[str, ...] | None = HARMLESS_PARAMETERS
    output_tokens: int | None = 4096
    columns: int | None = 4
    repeats: int | None = 5
    turns: int | None = 100
    streams: int | None = 4
    address_streams: int | None = 16
    all_streams: int | None = 64
    requests_per_minute: int | None = 20
    address_requests_per_minute: int | None = 60
    requests_per_day: int | None = 500
    address_requests_per_day: int | None = 2000
    all_requests_per_day: int | None = 10_000
    tokens_per_day: int | None = 200_000
    address_tokens_per_day: int | None = 500_000
    all_tokens_per_day: int | None = 2_000_000
    usd_per_day: Decimal | None = Decimal("0.50")
    address_usd_per_day: Decimal | None = Decimal(1)
    all_usd_per_day: Decimal | None = Decimal(5)


NO_LIMITS = VisitorLimits(**dict.fromkeys(VisitorLimits.__dataclass_fields__))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What holds for one visitor. message_characters holds for owners, too."""

    limits: VisitorLimits
    message_characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request that somebody wants to send; `ask_for` makes it from texts.

    model: `backend:model`. message_characters: of the newest message. input_tokens: of all
    that would be sent, as an estimate. turns: messages of the conversation, this one
    included. columns, repeats: of the comparison that it is part of. output_tokens: the
    limit that the request sets by itself, `None`: none, 0: there will be no reply, only
    vectors. parameters: their names.
    """

    model: str
    message_characters: int = 0
    input_tokens: int = 0
    turns: int = 1
    columns: int = 1
    repeats: int = 1
    output_tokens: int | None = None
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """output_tokens: the limit to put into the request; `None`: it needs none."""

    output_tokens: int | None


def role_of(owner: str, owners: Collection[str]) -> Role:
    """owner: of what is kept, as `Visitors` and the login tell it. owners: names of logins.

    The one person who reaches a Parley that only this machine can reach is its owner.
    """
    name = owner.removeprefix("login:")
    is_login = name != owner
    return "owner" if owner == ONE_PERSON or (is_login and name in owners) else "visitor"


def policy_for(visitor: Visitor, limits: VisitorLimits, message_characters: int) -> Policy:
    held = NO_LIMITS if visitor.role == "owner" else limits
    return Policy(limits=held, message_characters=message_characters)


def ask_for(
    model: str,
    texts: Iterable[str],
    parameters: Mapping[str, Any],
    *,
    turns: int = 1,
    columns: int = 1,
    repeats: int = 1,
    replies: bool = True,
) -> Ask:
    """texts: all that would be sent, the newest message last. replies: not only vectors."""
    sent = tuple(texts)
    wanted = [parameters.get(name) for name in OUTPUT_NAMES]
    counts = [each for each in wanted if is_count(each)]
    return Ask(
        model=model,
        message_characters=len(sent[-1]) if sent else 0,
        input_tokens=sum(tokens_of(text) for text in sent),
        turns=turns,
        columns=columns,
        repeats=repeats,
        output_tokens=max(counts, default=None) if replies else 0,
        parameters=tuple(parameters),
    )


def tokens_of(text: str) -> int:
    """How many tokens a text is, rather too many than too few; rounded up."""
    return -(-len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN)


def check(policy: Policy, ask: Ask) -> Allowed:
    """Raises `Refused` with the first limit that the wish goes beyond."""
    limits = policy.limits
    if not _named(ask.model, limits.models):
        raise Refused("models", ask.model, limits.models or ())
    for name in ask.parameters:
        if not _named(name, limits.parameters):
            raise Refused("parameters", name, limits.parameters or ())
    counted: tuple[tuple[LimitName, int, int | None], ...] = (
        ("message_chars", ask.message_characters, policy.message_characters),
        ("turns", ask.turns, limits.turns),
        ("columns", ask.columns, limits.columns),
        ("repeats", ask.repeats, limits.repeats),
        ("output_tokens", ask.output_tokens or 0, limits.output_tokens),
    )
    for limit, value, most in counted:
        if most is not None and value > most:
            raise Refused(limit, value, most)
    if limits.output_tokens == 0 and ask.output_tokens != 0:
        raise Refused("output_tokens", 1, 0)
    return Allowed(limits.output_tokens if ask.output_tokens is None else ask.output_tokens)


def _named(name: str, patterns: tuple[str, ...] | None) -> bool:
    return patterns is None or any(fnmatchcase(name, pattern) for pattern in patterns)


def is_count(value: object) -> TypeGuard[int]:
    """Whether it is a whole number above 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
