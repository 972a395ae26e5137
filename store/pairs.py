"""What votes say about each pair of models. Pure; no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from store.types import ALL_BAD, TIE, Vote

Outcome = Literal["first", "second", "tie", "all_bad"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How two models fared against each other, `first` before `second` by name.

    wins, losses: those of `first`. ties: both as good. all_bad: neither was good
    enough, which is no tie.
    """

    first: str
    second: str
    wins: int = 0
    losses: int = 0
    ties: int = 0
    all_bad: int = 0


def pairs_of(votes: Iterable[Vote]) -> tuple[Pair, ...]:
    """Every pair that was voted on, by name.

    The winner beats every other lane; lanes between which it did not choose say nothing
    about each other. A tie or "all bad" holds for every pair of lanes. Two lanes of the
    same model are no pair.
    """
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for vote in votes:
        for one, other in combinations(zip(vote.order, vote.models, strict=True), 2):
            (first, first_model), (second, second_model) = sorted(
                (one, other), key=lambda lane: lane[1]
            )
            outcome = _outcome(vote.winner, first, second)
            if outcome and first_model != second_model:
                counts.setdefault((first_model, second_model), Counter())[outcome] += 1
    return tuple(
        Pair(
            first=first,
            second=second,
            wins=count["first"],
            losses=count["second"],
            ties=count["tie"],
            all_bad=count["all_bad"],
        )
        for (first, second), count in sorted(counts.items())
    )


def _outcome(winner: str, first: str, second: str) -> Outcome | None:
    if winner == TIE:
        return "tie"
    if winner == ALL_BAD:
        return "all_bad"
    return "first" if winner == first else "second" if winner == second else None
