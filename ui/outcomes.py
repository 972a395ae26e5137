"""Votes on replies side by side: who was preferred to whom. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ui.statistics import Interval, wilson


@dataclass(frozen=True, slots=True)
class Outcome:
    """One vote. "All bad" says nothing of which is better: it is no outcome.

    models: one for each column, names as they are to be rated; the same may stand there twice.
    best: the place in `models` of the one that was voted best; `None`: a tie of all.
    """

    models: tuple[str, ...]
    best: int | None

    def __post_init__(self) -> None:
        if self.best is not None and not 0 <= self.best < len(self.models):
            raise ValueError(f"best ({self.best}) must be a place among {len(self.models)} models")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How `first` fared against `second`. There is at least one vote."""

    first: str
    second: str
    wins: int
    losses: int
    ties: int

    @property
    def votes(self) -> int:
        return self.wins + self.losses + self.ties

    @property
    def rate(self) -> float:
        """How much of the votes `first` won, from 0 to 1; a tie is half a win."""
        return (self.wins + self.ties / 2) / self.votes

    @property
    def interval(self) -> Interval:
        """95 % Wilson interval of `rate`."""
        return wilson(self.wins + self.ties / 2, self.votes)


def pairs(outcomes: Iterable[Outcome]) -> list[Pair]:
    """Every two models that a vote compared; names in alphabetical order, also within a pair.

    The best of more than two columns won against each of the others, of which the vote
    says nothing among themselves. A model beside itself is left out.
    """
    wins: Counter[tuple[str, str]] = Counter()
    ties: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        models = set(outcome.models)
        if outcome.best is None:
            ties.update(combinations(sorted(models), 2))
        else:
            best = outcome.models[outcome.best]
            wins.update((best, other) for other in models - {best})
    met = {(min(pair), max(pair)) for pair in wins} | ties.keys()
    return [
        Pair(
            first=one,
            second=other,
            wins=wins[one, other],
            losses=wins[other, one],
            ties=ties[one, other],
        )
        for one, other in sorted(met)
    ]


def among(outcomes: Iterable[Outcome], group: frozenset[str]) -> list[Outcome]:
    """What the votes say of the models in `group` alone, as if nobody else had stood there."""
    kept: list[Outcome] = []
    for outcome in outcomes:
        places = [at for at, model in enumerate(outcome.models) if model in group]
        models = tuple(outcome.models[at] for at in places)
        if len(set(models)) > 1 and (outcome.best is None or outcome.best in places):
            best = None if outcome.best is None else places.index(outcome.best)
            kept.append(Outcome(models, best))
    return kept


def beaten_by(outcomes: Iterable[Outcome]) -> dict[str, set[str]]:
    """For each model that won or tied, those it did so against."""
    beaten: defaultdict[str, set[str]] = defaultdict(set)
    for models, best in {(outcome.models, outcome.best) for outcome in outcomes}:
        for winner in models if best is None else (models[best],):
            if others := set(models) - {winner}:
                beaten[winner] |= others
    return dict(beaten)


def groups(beaten: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """Models of which each leads to each by a chain of wins or ties; every model is in one."""
    reached = {model: _reached(model, beaten) for model in _named(beaten)}
    return list(
        dict.fromkeys(
            frozenset(other for other in onward if model in reached[other])
            for model, onward in reached.items()
        )
    )


def _named(beaten: Mapping[str, set[str]]) -> Sequence[str]:
    return sorted(beaten.keys() | {loser for losers in beaten.values() for loser in losers})


def _reached(start: str, beaten: Mapping[str, set[str]]) -> set[str]:
    """`start` and all that a chain of wins leads to from it."""
    seen, ahead = {start}, [start]
    while ahead:
        new = beaten.get(ahead.pop(), set[str]()) - seen
        seen |= new
        ahead.extend(new)
    return seen
