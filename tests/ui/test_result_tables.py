"""Ratings and pairs as tables."""

import re
from html.parser import HTMLParser

import pytest

from tests.ui.voting import thirty, vote
from ui.result_tables import counted, result_tables
from ui.results import Results, results_of

MODELS = ("a:one", "b:two", "c:three", "d:four")
HOSTILE = '<img src=x onerror="alert(1)">&amp;'


class Cells(HTMLParser):
    """Texts of all cells, row by row, and every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self._within = True

    def handle_data(self, data: str) -> None:
        if self._within:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self._within = False


def tables(*votes: tuple[tuple[str, ...], str], chinese: bool = False) -> str:
    results = results_of(vote(models, winner) for models, winner in votes)
    return result_tables(results, "zh" if chinese else "en")


def test_without_votes_it_says_how_to_vote() -> None:
    assert "Turn on Blind, ask two or more models, and vote" in tables()
    assert "打开“盲测”" in tables(chinese=True)
    assert "<table" not in tables()


def test_ratings_stand_by_rank_with_their_interval() -> None:
    found = Cells(tables(*thirty(MODELS)))

    head, *rows = found.rows[:5]
    assert head == ["Rank", "Model", "Rating", "Votes"]
    assert [row[0] for row in rows] == ["1", "2", "2", "4"]
    assert [row[1] for row in rows] == list(MODELS)
    assert all(re.fullmatch(r"−?\d+ \(−?\d+–−?\d+\)", row[2]) for row in rows)
    assert [row[3] for row in rows] == ["14", "14", "14", "12"]


def test_pairs_stand_with_their_counts_and_win_rate() -> None:
    found = Cells(tables(*thirty(MODELS)))

    head, first = found.rows[5:7]
    assert head == ["First", "Second", "Wins", "Losses", "Ties", "Win rate", "Votes"]
    assert first == ["a:one", "b:two", "3", "1", "1", "70 % (30–93)", "5"]
    assert len(found.rows[6:]) == 6


def test_tables_have_captions_and_heads_for_rows_and_columns() -> None:
    found = Cells(tables(*thirty(MODELS)))

    names = [tag for tag, _ in found.tags]
    assert names.count("table") == names.count("caption") == 2
    scopes = [attributes.get("scope") for tag, attributes in found.tags if tag == "th"]
    assert scopes.count("col") == 11
    assert scopes.count("row") == 10
    boxes = [attributes for _, attributes in found.tags if attributes.get("role") == "region"]
    captions = [attributes["id"] for tag, attributes in found.tags if tag == "caption"]
    assert [box["aria-labelledby"] for box in boxes] == captions


def test_a_model_without_a_rating_has_the_reason_in_words() -> None:
    chain = [((("x:best"), "a:one"), "1")]

    found = Cells(tables(*thirty(MODELS), *chain))

    (row,) = [row for row in found.rows[:6] if row[1] == "x:best"]
    assert row == ["–none", "x:best", "It has never lost, so the votes set no upper bound.", "1"]


def test_too_few_votes_for_any_rating_are_one_sentence() -> None:
    html = tables((("a:one", "b:two"), "1"))

    assert html.count("Too few votes: a rating needs at least 10 for one reply.") == 1
    assert html.count("<table") == 1
    assert "100 % (21–100)" in html


@pytest.mark.parametrize(
    ("results", "sentence"),
    [
        (Results(votes=1, all_bad=0, same_model=0, ratings=[], pairs=[]), "1 vote."),
        (
            Results(votes=9, all_bad=3, same_model=2, ratings=[], pairs=[]),
            "9 votes. 3 said that all were bad: no pair counts them."
            " 2 compared a model with itself: no pair counts them.",
        ),
    ],
)
def test_the_line_above_counts_what_no_pair_does(results: Results, sentence: str) -> None:
    assert counted(results, "en") == sentence
    assert result_tables(results, "en") == f'<p class="results-note">{sentence}</p>'


def test_the_name_of_a_model_stays_text() -> None:
    html = tables(*thirty((HOSTILE, *MODELS[1:])))

    assert "<img" not in html
    assert any(HOSTILE in row for row in Cells(html).rows)


def test_the_tables_speak_chinese() -> None:
    found = Cells(tables(*thirty(MODELS), chinese=True))

    assert found.rows[0] == ["名次", "模型", "评分", "票数"]
    assert found.rows[6][5] == "70 % (30–93)"
