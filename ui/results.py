"""What all votes of one person say of the models, and that as a table to take away. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from store.types import ALL_BAD, TIE, Vote
from ui.outcomes import Outcome, Pair, pairs
from ui.ratings import Rating, bradley_terry
from ui.spreadsheets import Cell, csv_text

RATING_COLUMNS = ("rating", "rating_low", "rating_high")
COLUMNS = (
    *("first", "second", "wins", "losses", "ties", "votes"),
    *("win_rate", "win_rate_low", "win_rate_high"),
    *(f"first_{column}" for column in RATING_COLUMNS),
    *(f"second_{column}" for column in RATING_COLUMNS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """votes: all of them. all_bad: how many of those said that no reply was good.

    same_model: how many others were on columns of one model, which say nothing of models.
    ratings: the strongest first, then those without one. pairs: by name.
    """

    votes: int
    all_bad: int
    same_model: int
    ratings: Sequence[Rating]
    pairs: Sequence[Pair]


def results_of(votes: Iterable[Vote]) -> Results:
    """Blind or not, every vote counts the same."""
    every = list(votes)
    judged = [vote for vote in every if vote.winner != ALL_BAD]
    outcomes = [outcome_of(vote) for vote in judged if len(set(vote.models)) > 1]
    return Results(
        votes=len(every),
        all_bad=len(every) - len(judged),
        same_model=len(judged) - len(outcomes),
        ratings=bradley_terry(outcomes),
        pairs=pairs(outcomes),
    )


def outcome_of(vote: Vote) -> Outcome:
    """For a vote that is not "all bad"."""
    return Outcome(vote.models, None if vote.winner == TIE else vote.order.index(vote.winner))


def results_csv(results: Results) -> str:
    """A line for each pair, with the ratings of both; empty where a model has none.

    Every model that a vote compared stands in a pair, so that one table says it all.
    """
    rated = {rating.model: rating for rating in results.ratings}
    return csv_text([COLUMNS, *(_line(pair, rated) for pair in results.pairs)])


def _line(pair: Pair, rated: dict[str, Rating]) -> list[Cell]:
    return [
        pair.first,
        pair.second,
        pair.wins,
        pair.losses,
        pair.ties,
        pair.votes,
        pair.rate,
        pair.interval.low,
        pair.interval.high,
        *_rating(rated[pair.first]),
        *_rating(rated[pair.second]),
    ]


def _rating(rating: Rating) -> list[Cell]:
    interval = rating.interval
    if interval is None:
        return [None] * len(RATING_COLUMNS)
    return [rating.value, interval.low, interval.high]
