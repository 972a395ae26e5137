"""How strong models are, from votes on replies side by side. Pure.

The model of choice is that of R. A. Bradley and M. E. Terry, "Rank analysis of
incomplete block designs: I. The method of paired comparisons", Biometrika 39 (1952),
324-345. For more than two columns it is its extension to a choice among many, where
the best of n counts once and not as n - 1 separate victories: those would make every
interval too narrow. Both are fitted as in D. R. Hunter, "MM algorithms for generalized
Bradley-Terry models", The Annals of Statistics 32 (2004), 384-406; see `choice_model`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from ui.choice_model import most_likely, variances
from ui.outcomes import Outcome, among, beaten_by, groups
from ui.statistics import Interval, normal_quantile

Reason = Literal["too_few", "never_lost", "never_won", "not_connected"]

ENOUGH = 10
"""Votes for one reply, ties not counted, among the models that are rated together."""
MIDDLE, SCALE = 1000.0, 400.0 / log(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How strong a model is. 400 more: ten times as likely to be voted best of two.

    value, interval: around 1000, the mean of those rated; `None` where `reason` says why:
    "too_few": fewer than `ENOUGH` votes for one reply; "never_lost" or "never_won", not
    even half: the votes set no upper or no lower bound; "not_connected": no chain of wins
    or ties leads from it to the rated models and back.
    votes: in how many it stood beside another model, ties included.
    """

    model: str
    value: float | None
    interval: Interval | None
    votes: int
    reason: Reason | None = None


def bradley_terry(outcomes: Iterable[Outcome], confidence: float = 0.95) -> list[Rating]:
    """A rating for each model, the strongest first, then those without one by name.

    A tie of n counts as 1/n of a win for each: of two, half a win. Models are rated
    together when a chain of wins or ties leads from each to each, since otherwise the
    likelihood has no maximum; of several such groups the one with the most votes is rated.
    The interval comes from the inverse of the observed information matrix: that of the
    distance from the mean of the rated models, for one model at a time.
    """
    quantile = normal_quantile(confidence)
    every = list(outcomes)
    models = sorted({model for outcome in every for model in outcome.models})
    votes = Counter(
        model for outcome in every if len(set(outcome.models)) > 1 for model in set(outcome.models)
    )
    fitted, reasons = _fitted(every, quantile)
    rated = [
        Rating(model=model, value=value, interval=interval, votes=votes[model])
        for model, (value, interval) in fitted.items()
    ]
    unrated = [
        Rating(
            model=model,
            value=None,
            interval=None,
            votes=votes[model],
            reason=reasons.get(model, "too_few"),
        )
        for model in models
        if model not in fitted
    ]
    return [*sorted(rated, key=lambda rating: (-fitted[rating.model][0], rating.model)), *unrated]


def _fitted(
    outcomes: Sequence[Outcome], quantile: float
) -> tuple[dict[str, tuple[float, Interval]], dict[str, Reason]]:
    """Ratings of the models that can be rated, and why others cannot, unless votes are few."""
    beaten = beaten_by(outcomes)
    together = groups(beaten)
    if _decided(among(outcomes, frozenset[str]().union(*together))) < ENOUGH:
        return {}, {}
    told = {group: among(outcomes, group) for group in together}
    group = max(together, key=lambda each: (_decided(told[each]), len(each)))
    reasons: dict[str, Reason] = {
        model: _reason(model, beaten) for model in frozenset[str]().union(*together)
    }
    if _decided(told[group]) >= ENOUGH:
        return _fit(told[group], sorted(group), quantile), reasons
    if len(group) > 1:
        reasons.update(dict.fromkeys(group, "too_few"))
    return {}, reasons


def _reason(model: str, beaten: Mapping[str, set[str]]) -> Reason:
    """Why it is not among those that are rated."""
    if not any(model in losers for losers in beaten.values()):
        return "never_lost"
    return "not_connected" if model in beaten else "never_won"


def _decided(outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.best is not None for outcome in outcomes)


def _fit(
    outcomes: Sequence[Outcome], models: Sequence[str], quantile: float
) -> dict[str, tuple[float, Interval]]:
    place = {model: at for at, model in enumerate(models)}
    choices = Counter(
        tuple(sorted(place[model] for model in outcome.models)) for outcome in outcomes
    )
    wins = [0.0] * len(models)
    for outcome in outcomes:
        best = outcome.models if outcome.best is None else (outcome.models[outcome.best],)
        for model in best:
            wins[place[model]] += 1 / len(best)
    logarithms = most_likely(choices, wins)
    spreads = variances(choices, logarithms)
    fitted: dict[str, tuple[float, Interval]] = {}
    for model, at in place.items():
        value, reach = MIDDLE + SCALE * logarithms[at], SCALE * quantile * sqrt(spreads[at])
        fitted[model] = value, Interval(value - reach, value + reach)
    return fitted
