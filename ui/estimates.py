"""What an action would cost, before it is begun. Pure.

An estimate is no promise: tokens are guessed from characters (`writing.estimated_tokens`),
and how long a reply will be is known only where it has a limit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backends.prices import Rates
from ui.writing import estimated_tokens

AROUND_TEXT = 4
"""Tokens that servers put round each text of a request, such as its role."""
LIMITS = ("max_completion_tokens", "max_tokens")
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One request, to be sent `repeats` times.

    model: `backend:model`. texts: all that would be sent: system prompt, earlier turns, prompt.
    most_output: the limit of the reply in tokens; `None`: it has none. more_input: tokens
    that are no text, such as those of a picture.
    """

    model: str
    texts: tuple[str, ...]
    most_output: int | None = None
    repeats: int = 1
    more_input: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What the planned requests come to.

    output_tokens: at most; `None` when a reply has no limit.
    usd: `None` when no model has a known price. Else it leaves out what cannot be known:
    everything of the models in `unknown_prices`, and the replies of those in `unlimited`,
    whose replies cost something and have no limit. With both empty it is about the most
    that this costs; else it may cost any amount more. Long prompts of models with tiers are
    counted at the lowest.
    """

    requests: int
    input_tokens: int
    output_tokens: int | None
    usd: Decimal | None
    unknown_prices: tuple[str, ...]
    unlimited: tuple[str, ...]


def most_output(parameters: Mapping[str, Any]) -> int | None:
    """The limit of a reply among request parameters, in tokens; `None`: there is none."""
    limits = [parameters.get(name) for name in LIMITS]
    return next((each for each in limits if isinstance(each, int) and each > 0), None)


def estimate(planned: Iterable[Planned], rates: Callable[[str], Rates | None]) -> Estimate:
    """Add the requests up. rates: of a model as in `Planned`; `None`: unknown."""
    requests = [each for each in planned if each.repeats > 0]
    costs = {each: _cost(each, rates(each.model)) for each in dict.fromkeys(requests)}
    known = [cost for each in requests if (cost := costs[each]) is not None]
    limits = [each.most_output for each in requests]
    outputs = [each.most_output * each.repeats for each in requests if each.most_output is not None]
    return Estimate(
        requests=sum(each.repeats for each in requests),
        input_tokens=sum(_input(each) * each.repeats for each in requests),
        output_tokens=None if None in limits else sum(outputs),
        usd=sum(known, Decimal(0)) if known or not requests else None,
        unknown_prices=_models(each for each in requests if costs[each] is None),
        unlimited=_models(
            each
            for each in requests
            if each.most_output is None and (known := rates(each.model)) and known.output
        ),
    )


def _input(request: Planned) -> int:
    said = sum(estimated_tokens(text) + AROUND_TEXT for text in request.texts)
    return said + request.more_input


def _cost(request: Planned, rates: Rates | None) -> Decimal | None:
    """Of all its repeats, in US dollars; a reply without a limit is left out."""
    if rates is None or rates.input is None or rates.output is None:
        return None
    once = _input(request) * rates.input + (request.most_output or 0) * rates.output
    return once * request.repeats / MILLION


def _models(requests: Iterable[Planned]) -> tuple[str, ...]:
    """Their models, each once, in order."""
    return tuple(dict.fromkeys(each.model for each in requests))
