"""What votes say, on the page: tables in a fold, and files to take away."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from store.database import open_database
from store.runs import Runs
from store.votes import Votes
from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import running_app, server_at
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import KEY, LOOKS, PageOpener, Site, keep_screenshot
from tests.ui.voting import keep_vote, thirty

pytestmark = pytest.mark.browser

MODELS = ("test:alpha", "test:beta", "other:gamma-with-a-rather-long-name-2026-01-01", "test:delta")
HOSTILE = '<img src=x onerror="document.title = 1">'
OWNER = "local"  # a page that only its own machine reaches has one person
FOLD = {"en-US": "Results", "zh-CN": "投票结果"}


@dataclass(frozen=True, slots=True)
class Kept:
    """The history of the running application, from outside."""

    runs: Runs
    votes: Votes

    def vote(self, models: Sequence[str], winner: str, owner: str = OWNER) -> None:
        keep_vote(self.runs, self.votes, models, winner, owner)

    def thirty(self, models: Sequence[str] = MODELS) -> None:
        for pair, winner in thirty(models):
            self.vote(pair, winner)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def running_site(data_dir: Path) -> Iterator[Site]:
    with serving(LocalProvider()) as provider:
        settings = server_at(provider, key=KEY) | {"PARLEY_DATA_DIR": str(data_dir)}
        with running_app(settings) as app:
            yield Site(app.url, provider)


@pytest.fixture
def kept(site: Site, data_dir: Path) -> Iterator[Kept]:
    """Nothing is kept of the test before."""
    database = open_database(data_dir)
    runs = Runs(database)
    for summary in runs.list(OWNER, 500):
        runs.delete(OWNER, summary.id)
    yield Kept(runs, Votes(database))
    database.close()


def fold(page: Page, locale: str = "en-US") -> Locator:
    return page.locator("#compare-results").get_by_role("button", name=FOLD[locale])


def unfold(page: Page, locale: str = "en-US") -> Locator:
    fold(page, locale).click()
    tables = page.locator("#results-tables")
    expect(tables.locator("p").first).to_be_visible()
    return tables


def download(page: Page, button: str) -> str:
    with page.expect_download() as started:
        page.locator(f"#{button}").click()
    return Path(started.value.path()).read_text(encoding="utf-8-sig")


def violations(page: Page) -> list[str]:
    run = cast(Callable[..., Any], Axe().run)  # pyright: ignore[reportUnknownMemberType]
    found = run(page, "#compare-results", {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    return [
        f"{row['id']}: {node['html'][:160]}"
        for row in found.response["violations"]
        for node in row["nodes"]
    ]


def test_before_the_first_vote_the_fold_says_how_to_vote(
    kept: Kept, site: Site, open_page: PageOpener
) -> None:
    compare = ComparePage(open_page(site.url))
    tables = unfold(compare.page)

    expect(tables).to_contain_text("Turn on Blind, ask two or more models, and vote")
    compare.page.locator("#results-csv").click()
    expect(compare.told).to_contain_text("No votes yet.")
    compare.page.locator("#results-pairs").click()
    expect(compare.told).to_contain_text("No vote gives a pair yet")
    keep_screenshot(compare.page, "results-1440-none")


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_thirty_votes_are_ratings_and_pairs_that_everyone_can_read(
    kept: Kept, site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    kept.thirty()
    page = open_page(site.url, width, locale, scheme)
    ComparePage(page, locale)

    tables = unfold(page, locale)

    ratings, pairs = tables.get_by_role("table").all()
    expect(ratings.get_by_role("row")).to_have_count(5)
    expect(ratings.get_by_role("rowheader").first).to_have_text("test:alpha")
    expect(pairs.get_by_role("row")).to_have_count(7)
    row = pairs.get_by_role("row").filter(has_text="test:alpha").filter(has_text="test:beta")
    expect(row).to_contain_text("70 % (30–93)")
    expect(tables.locator("p").first).to_contain_text("3")
    keep_screenshot(page, f"results-{width}-{scheme}-{locale}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    prompt = page.locator("#prompt").bounding_box()
    assert prompt and prompt["y"] + prompt["height"] <= page.viewport_size["height"]  # type: ignore[index]
    assert violations(page) == []


def test_on_a_phone_a_table_scrolls_in_its_own_box(
    kept: Kept, site: Site, open_page: PageOpener
) -> None:
    kept.thirty()
    page = open_page(site.url, 390)
    ComparePage(page)
    box = unfold(page).locator(".results-box").last
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")

    box.focus()
    page.keyboard.press("ArrowRight")

    expect(box.get_by_role("columnheader", name="Win rate")).to_be_attached()
    page.wait_for_function("[...document.querySelectorAll('.results-box')].at(-1).scrollLeft > 0")


def test_opening_the_fold_shows_votes_that_came_since(
    kept: Kept, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url)
    ComparePage(page)
    tables = unfold(page)
    expect(tables).to_contain_text("No votes yet.")
    fold(page).click()
    kept.vote(MODELS[:2], "1")

    fold(page).click()

    expect(tables).to_contain_text("1 vote.")
    expect(tables).to_contain_text("Too few votes: a rating needs at least 10")
    expect(tables.get_by_role("rowheader")).to_have_text("test:alpha")


def test_nobody_sees_the_votes_of_another(kept: Kept, site: Site, open_page: PageOpener) -> None:
    kept.vote(MODELS[:2], "1", owner="login:somebody")
    page = open_page(site.url)
    ComparePage(page)

    expect(unfold(page)).to_contain_text("No votes yet.")


def test_the_name_of_a_model_stays_text(kept: Kept, site: Site, open_page: PageOpener) -> None:
    kept.thirty((HOSTILE, *MODELS[1:]))
    page = open_page(site.url)
    ComparePage(page)

    tables = unfold(page)

    expect(tables.get_by_role("rowheader", name=HOSTILE).first).to_be_visible()
    expect(tables.locator("img")).to_have_count(0)
    expect(page).to_have_title("Parley")


def test_pairs_with_ratings_are_taken_away_as_a_table(
    kept: Kept, site: Site, open_page: PageOpener
) -> None:
    kept.thirty()
    page = open_page(site.url)
    ComparePage(page)
    unfold(page)

    found = list(csv.DictReader(io.StringIO(download(page, "results-csv"), newline="")))

    assert len(found) == 6
    (row,) = [r for r in found if (r["first"], r["second"]) == ("test:alpha", "test:beta")]
    assert [row[name] for name in ("wins", "losses", "ties", "votes")] == ["3", "1", "1", "5"]
    assert float(row["first_rating"]) > float(row["second_rating"]) > 0


def test_preferences_are_taken_away_as_lines_of_json(
    kept: Kept, site: Site, open_page: PageOpener
) -> None:
    kept.vote(MODELS[:3], "2")
    kept.vote(MODELS[:2], "tie")
    page = open_page(site.url)
    ComparePage(page)
    unfold(page)

    lines = [json.loads(line) for line in download(page, "results-pairs").splitlines()]

    asked = [{"role": "user", "content": "Why is the sky blue?"}]
    chosen = [{"role": "assistant", "content": f"Says {MODELS[1]} in column 2."}]
    assert [line["prompt"] for line in lines] == [asked, asked]
    assert [line["chosen"] for line in lines] == [chosen, chosen]
    rejected = [line["rejected"][0]["content"] for line in lines]
    assert rejected == [f"Says {MODELS[0]} in column 1.", f"Says {MODELS[2]} in column 3."]
