"""The compare tab without names, for the tests that drive it; and what is kept of votes."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from store.database import open_database
from store.runs import Runs
from store.types import Run, Vote
from store.votes import Votes
from tests.ui.compare_page import ComparePage

LISTEN = """() => {
  const real = window.fetch;
  window.heard = [];
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    const kept = answer.clone().body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async () => {
      for (let next; kept && !(next = await kept.read()).done;) window.heard.push(next.value);
    };
    read().catch(() => {});
    return answer;
  };
}"""
"""From now on, all that the page is sent is kept, as it comes."""


class BlindPage(ComparePage):
    def __init__(self, page: Page, locale: str = "en-US", columns: int = 2) -> None:
        super().__init__(page, locale, columns)
        self.blind = page.locator("#compare-blind")
        self.bar = page.locator(".compare-vote")
        self.question = page.get_by_role("group", name="Which reply is best?")

    def turn_on(self) -> None:
        self.blind.click()
        expect(self.blind).to_have_attribute("aria-pressed", "true")
        # Pressed at once on the page; now the server knows it too.
        expect(self.page.locator(".compare-session")).to_have_attribute("data-blind", "on")

    def ask_blind(self, prompt: str) -> None:
        """Give it to all columns, and wait until they can be voted on."""
        self.prompt.fill(prompt)
        self.prompt.press("Enter")
        expect(self.prompt).to_have_value("")
        expect(self.bar.get_by_role("button").first).to_be_visible()

    def vote(self, name: str) -> None:
        self.bar.get_by_role("button", name=name, exact=True).click()

    def listen(self) -> None:
        self.page.evaluate(LISTEN)

    def heard(self) -> str:
        return "".join(self.page.evaluate("window.heard"))

    def secret(self, letter: str) -> Locator:
        return self.head(letter).locator(".compare-secret")

    def key(self, letter: str) -> str:
        return self.head(letter).get_attribute("data-lane") or ""

    def forge(self, action: str, lane: str = "", more: str = "null") -> None:
        """What a page could send whose buttons are not ours."""
        self.page.evaluate(f"parley.compare.send({action!r}, {lane!r}, {more})")


def votes_in(data: Path, owner: str = "local") -> tuple[Vote, ...]:
    database = open_database(data)
    try:
        return Votes(database).list(owner)
    finally:
        database.close()


def newest_run(data: Path, owner: str = "local") -> Run:
    database = open_database(data)
    try:
        runs = Runs(database)
        return runs.open(owner, runs.list(owner, 1)[0].id)
    finally:
        database.close()


def vote_elsewhere(data: Path, run: Run, winner: str) -> Vote:
    """As another page of the same person would."""
    database = open_database(data)
    try:
        order = tuple(lane.key for lane in run.lanes)
        return Votes(database).cast("local", run.id, 0, order, winner, blind=True)
    finally:
        database.close()
