"""Ratings and pairs as HTML tables. Pure."""

from collections.abc import Iterable, Sequence
from html import escape

from ui.outcomes import Pair
from ui.ratings import ENOUGH, Rating
from ui.results import Results
from ui.texts import Language, say

TEXT = "results-text"
VOTES = ("results_votes", "")


def result_tables(results: Results, language: Language) -> str:
    """Both tables below a line that counts; how to vote where nobody has."""
    if not results.votes:
        return _paragraph(say(language, "results_none"))
    line = _paragraph(counted(results, language))
    if not results.pairs:
        return line
    ratings, pairs = ratings_table(results, language), pairs_table(results, language)
    return f'{line}<div class="results-both"><div>{ratings}</div><div>{pairs}</div></div>'


def counted(results: Results, language: Language) -> str:
    """How many votes there are, and how many of them count for no pair."""
    one = "votes_counted_one" if results.votes == 1 else "votes_counted"
    sentences = [say(language, one, count=results.votes)]
    if results.all_bad:
        sentences.append(say(language, "votes_all_bad", count=results.all_bad))
    if results.same_model:
        sentences.append(say(language, "votes_same_model", count=results.same_model))
    return ("" if language == "zh" else " ").join(sentences)


def ratings_table(results: Results, language: Language) -> str:
    """One sentence while there are too few votes for any rating."""
    if all(rating.reason == "too_few" for rating in results.ratings):
        return _paragraph(say(language, "rating_too_few", enough=ENOUGH))
    heads = [("ratings_rank", ""), ("column_model", TEXT), ("ratings_rating", TEXT), VOTES]
    rows = [_rating(rating, results.ratings, language) for rating in results.ratings]
    return _table("ratings", heads, rows, language)


def pairs_table(results: Results, language: Language) -> str:
    names = [("pairs_first", TEXT), ("pairs_second", TEXT)]
    counts = [("pairs_wins", ""), ("pairs_losses", ""), ("pairs_ties", "")]
    heads = [*names, *counts, ("pairs_rate", TEXT), VOTES]
    return _table("pairs", heads, [_pair(pair) for pair in results.pairs], language)


def _rating(rating: Rating, among: Sequence[Rating], language: Language) -> str:
    model = f'<th scope="row" class="results-model">{escape(rating.model)}</th>'
    votes = f"<td>{rating.votes}</td>"
    if rating.value is None or rating.interval is None:
        why = escape(say(language, f"rating_{rating.reason}", enough=ENOUGH))
        told = f'<td class="results-text results-why">{why}</td>'
        return f"<td>{_dash(language)}</td>{model}{told}{votes}"
    low, high = _points(rating.interval.low), _points(rating.interval.high)
    value = f'<td class="results-text">{_points(rating.value)} ({low}–{high})</td>'
    return f"<td>{_rank(rating.value, among)}</td>{model}{value}{votes}"


def _rank(value: float, among: Iterable[Rating]) -> int:
    """Those that look alike share one."""
    values = [rating.value for rating in among if rating.value is not None]
    return 1 + sum(round(other) > round(value) for other in values)


def _pair(pair: Pair) -> str:
    low, rate, high = (
        f"{100 * share:.0f}" for share in (pair.interval.low, pair.rate, pair.interval.high)
    )
    style = f"--low: {low}%; --rate: {rate}%; --high: {high}%"
    bar = f'<span class="results-bar" style="{style}" aria-hidden="true"></span>'
    counts = "".join(f"<td>{count}</td>" for count in (pair.wins, pair.losses, pair.ties))
    return (
        f'<th scope="row" class="results-model">{escape(pair.first)}</th>'
        f'<td class="results-model">{escape(pair.second)}</td>{counts}'
        f'<td class="results-text">{bar}{rate} % ({low}–{high})</td><td>{pair.votes}</td>'
    )


def _dash(language: Language) -> str:
    none = escape(say(language, "results_no_rank"))
    return f'<span aria-hidden="true">–</span><span class="compare-unseen">{none}</span>'


def _points(value: float) -> str:
    return f"{value:.0f}".replace("-", "−")


def _table(
    name: str, heads: Iterable[tuple[str, str]], rows: Iterable[str], language: Language
) -> str:
    """In a box of its own, which scrolls sideways and can be reached by keyboard.

    heads: a word and a style for each column.
    """
    head = "".join(
        f'<th scope="col" class="{style}">{escape(say(language, key))}</th>' for key, style in heads
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = escape(say(language, f"{name}_caption"))
    return (
        f'<div class="results-box" role="region" aria-labelledby="results-of-{name}" tabindex="0">'
        f'<table class="results-{name}"><caption id="results-of-{name}">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{_paragraph(say(language, f'{name}_note'))}"
    )


def _paragraph(text: str) -> str:
    return f'<p class="results-note">{escape(text)}</p>'
