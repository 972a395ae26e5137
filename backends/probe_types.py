"""What tests of a model find out. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from backends.errors import BackendError

AbilityName = Literal[
    "streaming", "usage", "temperature", "logprobs", "json_schema", "tools", "images"
]
ABILITIES: tuple[AbilityName, ...] = get_args(AbilityName)
"""In the order in which they are found out."""

State = Literal["yes", "no", "unknown"]
Why = Literal[
    "",  # it was seen to work
    "not_seen",  # yes: the server took the request, but the reply does not show what came of it
    "refused",  # no: the server said so, see `error`
    "without_effect",  # no: the server took the request, and the reply is as if it had not
    "failed",  # unknown: something else went wrong, see `error`
]


@dataclass(frozen=True, slots=True)
class Ability:
    """Whether a model can do something, and how that is known."""

    state: State
    why: Why = ""
    error: BackendError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What is known of a model after `requests` requests.

    tested_at: when the test began, in seconds since 1970.
    answers: whether it replies at all. abilities: those found out so far.
    seconds_to_first_token, tokens_per_second: of one short reply, so no more than a hint;
    `None`: not measured.
    input_tokens, output_tokens: of all requests, as far as the server counted them.
    usd: what they cost together; `None`: unknown.
    complete: nothing more is going to be asked.
    """

    tested_at: float
    requests: int = 0
    answers: Ability = Ability("unknown")
    abilities: Mapping[AbilityName, Ability] = field(default_factory=dict[AbilityName, Ability])
    seconds_to_first_token: float | None = None
    tokens_per_second: float | None = None
    input_tokens: int = 0
    output_tokens: int = 0
    usd: Decimal | None = Decimal(0)
    complete: bool = False

    def ability(self, name: AbilityName) -> Ability:
        return self.abilities.get(name, UNKNOWN)


UNKNOWN = Ability("unknown")
