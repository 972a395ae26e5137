"""Blind mode and votes in Chromium: nothing tells which model answers until the vote."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from guard.visitors import COOKIE
from store.database import FILE_NAME
from tests.loopback_server import serving
from tests.provider import LocalProvider, error, text
from tests.running import running_app, server_at
from tests.ui.blind_page import BlindPage, newest_run, vote_elsewhere, votes_in
from tests.ui.conftest import KEY, PATIENCE, PageOpener, Site, keep_screenshot
from tests.ui.test_compare_runs import choose, unfold
from tests.ui.test_look import violations
from tests.visiting import open_to_all
from ui.blind import NAMING

pytestmark = pytest.mark.browser

NAMES = ("maple", "willow", "rowan", "aspen")
LONG = "A sentence of some length, as one finds it in many an answer. " * 24


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the application keeps votes."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def running_site(data: Path) -> Iterator[Site]:
    """With a name for the model server that stands nowhere else on a page."""
    with serving(LocalProvider()) as provider:
        settings = server_at(provider, name="brook", key=KEY) | {"PARLEY_DATA_DIR": str(data)}
        with running_app(settings) as app:
            yield Site(app.url, provider)


@pytest.fixture
def blind(site: Site, open_page: PageOpener) -> BlindPage:
    """Two columns of models that say their names, and blind mode is on."""
    site.provider.models = []
    site.provider.answers = {name: text(f"I am {name.upper()}") for name in NAMES}
    page = BlindPage(open_page(site.url))
    page.choose("brook:maple", "brook:willow")
    expect(page.model("B")).to_have_value("brook:willow")
    page.turn_on()
    return page


def with_columns(page: BlindPage, *names: str) -> None:
    for count in range(page.heads.count() + 1, len(names) + 1):
        page.page.locator("#add-column").click()
        expect(page.heads).to_have_count(count)
    page.choose(*names)
    expect(page.model("ABCDEFGH"[len(names) - 1])).to_have_value(names[-1])


def test_until_the_vote_nothing_on_the_page_tells_which_model_answers(
    blind: BlindPage, site: Site
) -> None:
    page = blind.page
    with_columns(blind, *(f"brook:{name}" for name in NAMES))
    site.provider.answers = {
        "maple": text("Yes.", reasoning="First I think."),
        "willow": error(401, "invalid_api_key", "No."),
        "rowan": text("No.", finish="length"),
        "aspen": text("Perhaps."),
    }
    blind.same("parameters", False)
    blind.open_settings("C")
    blind.parameter("seed").fill("4711")
    blind.parameter("seed").press("Tab")
    expect(blind.differs("C")).to_have_text("seed 4711")
    blind.listen()
    blind.ask_blind("Yes or no?")

    expect(blind.status("A")).to_have_text(re.compile("done|failed"))
    telling = ("brook", "seed", "4711", "Incorrect", "401", "key", *NAMES)
    # Before, the settings that were just left may still be answered, with names.
    _, _, heard = blind.heard().partition("compare-secret")
    html = page.locator("#compare-scroll").inner_html()
    assert "process_generating" in heard and "Perhaps." in html
    assert [word for word in telling if word in heard] == []
    assert [word for word in telling if word in html] == []
    expect(blind.secret("D")).to_have_text("hidden")
    figures = page.locator(".compare-figures dd").all_inner_texts()
    assert set(figures) == {"–"}
    expect(page.locator("#compare-columns")).to_contain_text("This column failed. The reason is")
    expect(page.locator("#compare-panel")).not_to_be_visible()
    assert violations(page) == []
    keep_screenshot(page, "compare-1440-blind-bar")

    blind.vote("Show names")

    expect(blind.secret("A")).to_have_count(0)
    assert {blind.model(letter).input_value() for letter in "ABCD"} == {
        f"brook:{name}" for name in NAMES
    }
    expect(page.locator("#compare-columns")).to_contain_text("did not accept the key")
    expect(page.locator("#compare-above")).to_contain_text("seed 4711")
    expect(blind.bar).to_have_count(0)


def test_what_would_tell_is_refused_also_to_who_asks_for_it_by_hand(
    blind: BlindPage, site: Site
) -> None:
    page = blind.page
    blind.ask_blind("Who are you?")
    first, refused = blind.key("A"), "Not while names are hidden"

    blind.button("More for column A").click()
    entries = page.locator("#compare-column-menu [role='menuitem']:visible")
    assert entries.all_inner_texts() == ["Show differences to this", "Expand"]
    page.keyboard.press("Escape")
    expect(blind.button("Remove column A")).not_to_be_visible()
    page.locator("#copy-link").click()
    expect(page.locator("#compare-said")).to_have_text(re.compile("A link would show the names"))
    for action in (*sorted(NAMING), "proceed", "code", "settings"):
        blind.forge("dismiss")
        expect(blind.told).to_have_text("")
        blind.forge(action, first)
        expect(blind.told).to_contain_text(refused)
    blind.forge("dismiss")
    expect(blind.told).to_have_text("")
    page.get_by_role("checkbox", name="Same parameters").click()
    expect(blind.told).to_contain_text(refused)
    expect(page.get_by_role("checkbox", name="Same parameters")).to_be_checked()

    expect(blind.heads).to_have_count(2)
    assert blind.key("A") == first
    assert page.get_by_role("tab", name="Compare").get_attribute("aria-selected") == "true"
    assert "brook" not in page.locator("#compare-scroll").inner_html()


def test_the_columns_are_shuffled_for_each_new_comparison(blind: BlindPage) -> None:
    """Of eight columns: that three shuffles all leave them in place is not to be expected
    within the age of the universe.
    """
    names = [f"brook:m{number}" for number in range(8)]
    with_columns(blind, *names)
    orders: list[list[str]] = []
    for _ in range(3):
        blind.ask_blind("Hello")
        expect(blind.secret("H")).to_be_visible()
        blind.vote("Show names")
        expect(blind.secret("A")).to_have_count(0)
        orders.append([blind.model(letter).input_value() for letter in "ABCDEFGH"])
        blind.page.locator("#new-comparison").click()
        expect(blind.column("A")).not_to_contain_text("Hello")

    assert all(sorted(order) == names for order in orders)
    assert any(order != names for order in orders)


def test_a_vote_is_kept_and_shows_the_names(blind: BlindPage, data: Path) -> None:
    page, before = blind.page, len(votes_in(data))
    blind.ask_blind("Who are you?")
    keys = (blind.key("A"), blind.key("B"))

    blind.vote("Column B is best")

    expect(blind.bar).to_have_text("You voted: B is best.")
    expect(blind.bar).to_be_focused()
    expect(blind.head("B")).to_contain_text("your vote")
    expect(blind.head("A")).not_to_contain_text("your vote")
    expect(blind.head("B").locator(".total")).to_contain_text("s")
    chosen = blind.model("B").input_value()
    expect(blind.column("B")).to_contain_text(f"I am {chosen.partition(':')[2].upper()}")
    keep_screenshot(page, "compare-1440-voted")
    (vote,) = votes_in(data)[before:]
    assert (vote.turn, vote.order, vote.winner, vote.blind) == (0, keys, keys[1], True)
    assert vote.models == (blind.model("A").input_value(), chosen)
    page.get_by_role("button", name="Results").click()
    expect(page.locator("#results-tables")).to_contain_text(chosen)


@pytest.mark.parametrize(("button", "winner"), [("Tie", "tie"), ("All bad", "all_bad")])
def test_a_vote_for_none_of_them_is_kept_as_well(
    blind: BlindPage, data: Path, button: str, winner: str
) -> None:
    before = len(votes_in(data))
    blind.ask_blind("Who are you?")

    blind.vote(button)

    expect(blind.bar).to_have_text(f"You voted: {button.lower()}.")
    expect(blind.secret("A")).to_have_count(0)
    assert [vote.winner for vote in votes_in(data)[before:]] == [winner]


def test_after_the_vote_it_goes_on_with_names_until_the_next_comparison(
    blind: BlindPage, data: Path
) -> None:
    blind.ask_blind("Who are you?")
    blind.vote("Tie")
    expect(blind.bar).to_have_text("You voted: tie.")
    votes = votes_in(data)

    blind.ask("And now?")

    expect(blind.bar).to_have_count(0)
    expect(blind.secret("A")).to_have_count(0)
    blind.forge("vote", "tie")
    blind.page.locator("#new-comparison").click()
    expect(blind.column("A")).not_to_contain_text("And now?")
    blind.ask_blind("Once more")
    expect(blind.secret("A")).to_have_text("hidden")
    assert votes_in(data) == votes


def test_a_conversation_can_go_on_hidden_and_the_vote_is_on_its_latest_message(
    blind: BlindPage, data: Path
) -> None:
    blind.ask_blind("Who are you?")
    blind.ask_blind("Are you sure?")
    expect(blind.secret("A")).to_have_text("hidden")

    blind.vote("Column A is best")

    expect(blind.bar).to_have_text("You voted: A is best.")
    assert votes_in(data)[-1].turn == 1


def test_a_failed_column_takes_part_once_it_was_retried(
    blind: BlindPage, site: Site, data: Path
) -> None:
    site.provider.answers["maple"] = error(500, "server_error", "Out of order")
    blind.ask_blind("Who are you?")
    expect(blind.bar).to_contain_text("A vote needs two replies.")
    failed = "A" if "failed" in blind.status("A").inner_text() else "B"
    assert "Out of order" not in blind.column(failed).inner_text()

    site.provider.answers["maple"] = text("Here I am")
    blind.button(f"Retry column {failed}").click()
    expect(blind.question).to_be_visible()
    expect(blind.secret(failed)).to_have_text("hidden")
    blind.vote(f"Column {failed} is best")

    expect(blind.head(failed)).to_contain_text("your vote")
    expect(blind.model(failed)).to_have_value("brook:maple")
    assert votes_in(data)[-1].models[failed == "B"] == "brook:maple"


def test_a_second_vote_from_another_page_is_not_taken(blind: BlindPage, data: Path) -> None:
    blind.ask_blind("Who are you?")
    first = vote_elsewhere(data, newest_run(data), "tie")

    blind.vote("Column A is best")

    expect(blind.told).to_contain_text("This message has a vote already, from another page.")
    expect(blind.secret("A")).to_have_count(0)
    expect(blind.bar).to_have_count(0)
    assert votes_in(data)[-1] == first


def test_a_vote_that_could_not_be_saved_can_be_cast_again(blind: BlindPage, data: Path) -> None:
    blind.ask_blind("Who are you?")
    with closing(sqlite3.connect(data / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        blind.vote("Tie")
        expect(blind.told).to_contain_text("Your vote was not saved. History is not being saved")
        other.execute("ROLLBACK")
    expect(blind.secret("A")).to_have_text("hidden")

    blind.vote("Tie")

    expect(blind.bar).to_have_text("You voted: tie.")
    expect(blind.told).to_have_text("")


def test_names_can_be_shown_at_any_time_by_turning_it_off(blind: BlindPage, site: Site) -> None:
    site.provider.answers = {name: text("word " * 40, delay=0.1) for name in NAMES}
    blind.prompt.fill("Count")
    blind.prompt.press("Enter")
    expect(blind.status("A")).to_have_text("writing")
    expect(blind.secret("A")).to_have_text("hidden")
    keep_screenshot(blind.page, "compare-1440-blind-streaming")

    blind.blind.click()

    expect(blind.blind).to_have_attribute("aria-pressed", "false")
    expect(blind.model("A")).to_have_value(re.compile("brook:"))
    expect(blind.status("A")).to_have_text("done")
    expect(blind.run).to_be_visible()
    expect(blind.bar).to_have_count(0)


def test_it_says_when_it_will_take_effect_and_what_it_needs(blind: BlindPage) -> None:
    blind.blind.click()
    expect(blind.blind).to_have_attribute("aria-pressed", "false")
    blind.ask("Hello")
    blind.turn_on()
    expect(blind.told).to_contain_text("Names will be hidden with the next new comparison.")
    expect(blind.secret("A")).to_have_count(0)

    blind.button("Remove column B").click()
    blind.page.locator("#new-comparison").click()
    expect(blind.column("A")).not_to_contain_text("Hello")
    blind.prompt.fill("Hello again")
    blind.prompt.press("Enter")

    expect(blind.column("A")).to_contain_text("Hello again")
    expect(blind.run).to_be_visible()
    expect(blind.secret("A")).to_have_count(0)
    blind.page.locator("#new-comparison").click()
    expect(blind.column("A")).not_to_contain_text("Hello again")
    blind.blind.click()
    blind.turn_on()
    expect(blind.told).to_contain_text("Blind needs two columns")


def test_a_kept_comparison_is_opened_with_names_and_run_again_without(
    blind: BlindPage, request: pytest.FixtureRequest
) -> None:
    page, name = blind.page, request.node.name
    blind.ask_blind(f"Hello from {name}")
    unfold(page)
    choose(page, name)
    line = page.locator("#run-chosen input").input_value()
    assert line.endswith("maple, willow")

    page.get_by_role("button", name="Open", exact=True).click()
    expect(blind.secret("A")).to_have_count(0)
    expect(blind.bar).to_have_count(0)
    page.get_by_role("button", name="Run again", exact=True).click()

    expect(blind.secret("A")).to_have_text("hidden")
    expect(blind.question).to_be_visible()


def test_nobody_votes_on_the_comparison_of_another(
    browser: Browser, provider: LocalProvider, tmp_path: Path
) -> None:
    """Not even who knows the name that Gradio gave the other's page."""
    with open_to_all(tmp_path, server_at(provider)) as app, httpx.Client(base_url=app.url) as http:
        context = browser.new_context(locale="en-US")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(app.url)
        mine = BlindPage(page)
        sessions: list[str] = []
        page.on("request", lambda request: sessions.append(request.post_data or ""))
        mine.turn_on()
        mine.ask_blind("Hello")
        owner = owner_by(context.cookies())
        joined = next(json.loads(body) for body in sessions if "session_hash" in body)

        told = forged_vote(http, joined["session_hash"], "tie")

        theirs = f"visitor:{http.cookies[COOKIE].partition('.')[0]}"
        assert "Your vote was not saved" in told
        assert votes_in(tmp_path, owner) == votes_in(tmp_path, theirs) == ()
        mine.vote("Column A is best")
        expect(mine.bar).to_have_text("You voted: A is best.")
        assert [vote.winner for vote in votes_in(tmp_path, owner)] == [mine.key("A")]
        context.close()


def owner_by(cookies: Any) -> str:
    value = next(cookie["value"] for cookie in cookies if cookie["name"] == COOKIE)
    return f"visitor:{value.partition('.')[0]}"


def forged_vote(http: httpx.Client, session: str, choice: str) -> str:
    """Vote with a browser's own cookie in the page of another; what it is answered."""
    http.get("/").raise_for_status()
    config = http.get("/config").raise_for_status().json()
    heads = next(
        part["id"]
        for part in config["components"]
        if part["props"].get("elem_id") == "compare-above"
    )
    functions = config["dependencies"]
    body = {
        "data": [None],
        "fn_index": next(each["id"] for each in functions if [heads, "vote"] in each["targets"]),
        "session_hash": session,
        "event_data": {"action": "vote", "choice": choice, "run": "0" * 32, "owner": "local"},
    }
    http.post("/gradio_api/queue/join", json=body).raise_for_status()
    asked = {"session_hash": session}
    with http.stream("GET", "/gradio_api/queue/data", params=asked, timeout=60) as answer:
        for line in answer.iter_lines():
            if '"process_completed"' in line:
                return line
    raise AssertionError("it was not answered")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-US"), ("dark", "zh-CN")])
def test_on_a_phone_the_bar_covers_neither_the_message_box_nor_the_last_line(
    site: Site, open_page: PageOpener, scheme: str, locale: str
) -> None:
    site.provider.models = []
    page = open_page(site.url, 390, locale, scheme)
    blind = BlindPage(page, locale)
    names = [f"brook:m{number}" for number in range(8)]
    site.provider.answers = {f"m{number}": text(LONG) for number in range(8)}
    with_columns(blind, *names)
    blind.turn_on()
    blind.ask_blind("Write something long")
    keep_screenshot(page, f"compare-390-{scheme}-{locale}-blind-bar")
    bar, box = blind.bar.bounding_box(), page.locator("#compare-composer").bounding_box()
    log = blind.column("A").locator(".panel-wrap")
    log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    line = blind.column("A").locator(".prose p").last.bounding_box()

    assert bar and box and line
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= 390
    assert bar["y"] + bar["height"] <= box["y"]
    assert line["y"] + line["height"] <= bar["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    blind.bar.get_by_role("button").first.click()
    expect(blind.bar.get_by_role("button")).to_have_count(0)
    keep_screenshot(page, f"compare-390-{scheme}-{locale}-voted")


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-US"), ("dark", "zh-CN")])
def test_the_bar_comes_without_moving_anything(
    site: Site, open_page: PageOpener, scheme: str, locale: str
) -> None:
    site.provider.models = []
    site.provider.answers = {"maple": text(LONG, delay=0.02), "willow": text(LONG, delay=0.02)}
    page: Page = open_page(site.url, 1440, locale, scheme)
    blind = BlindPage(page, locale)
    with_columns(blind, "brook:maple", "brook:willow")
    blind.turn_on()
    blind.prompt.fill("Write something long")
    blind.prompt.press("Enter")
    expect(blind.column("A")).to_contain_text("A sentence of some length")
    keep_screenshot(page, f"compare-1440-{scheme}-{locale}-blind-streaming")
    before = blind.head("A").bounding_box()

    expect(blind.bar.get_by_role("button").first).to_be_visible()

    assert blind.head("A").bounding_box() == before
    log = blind.column("A").locator(".panel-wrap")
    log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    line, bar = blind.column("A").locator(".prose p").last.bounding_box(), blind.bar.bounding_box()
    assert line and bar and line["y"] + line["height"] <= bar["y"]
    keep_screenshot(page, f"compare-1440-{scheme}-{locale}-blind-bar")
    assert violations(page) == []
    blind.bar.get_by_role("button").first.click()
    expect(blind.bar.get_by_role("button")).to_have_count(0)
    keep_screenshot(page, f"compare-1440-{scheme}-{locale}-voted")
    assert violations(page) == []
