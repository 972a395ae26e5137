"""Show what it does: values of a parameter tried on the page, as a person uses it."""

import csv
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.faults import stall_before_first
from tests.loopback_server import PATIENCE
from tests.provider import LocalProvider, Reply, error, text
from tests.ui.conftest import PageOpener, Site, keep_screenshot
from tests.ui.test_explore_inside import open_part
from tests.ui.test_look import violations
from tests.wire import Recorded, Step

pytestmark = pytest.mark.browser

TABS = {"en-US": ("Explore", "Try it"), "zh-CN": ("探索", "试一试")}
BAD = "<img src=x onerror=alert(1)>"


class EffectPage:
    """The fold, opened, with a prompt."""

    def __init__(self, page: Page, locale: str = "en-US") -> None:
        self.page = page
        explore, part = TABS[locale]
        page.get_by_role("tab", name=explore, exact=True).click()
        open_part(page, part)
        expect(page.locator("#try-model input")).not_to_have_value("")
        page.locator("#try-prompt textarea").fill("Say something")
        page.locator("#effect > button").click()
        self.values = page.locator("#effect-values input, #effect-values textarea")
        self.run, self.stop = page.locator("#effect-run"), page.locator("#effect-stop")
        self.sure, self.told = page.locator("#effect-sure"), page.locator("#effect-told p")
        self.rows = page.locator("#effect-table tbody tr")
        self.outputs = page.locator("details.effect-line")
        self.progress = page.locator("#effect-progress")
        expect(self.run).to_be_visible()

    def take(self, samples: int) -> None:
        box = self.page.locator("#effect-samples input[type='number']")
        box.fill(str(samples))
        box.press("Tab")

    def try_(self, values: str, samples: int = 2) -> None:
        """Up to the moment at which requests go out."""
        self.values.fill(values)
        self.take(samples)
        self.run.click()
        self.sure.click()
        expect(self.stop).to_be_visible()

    def try_and_wait(self, values: str, samples: int = 2) -> None:
        self.try_(values, samples)
        expect(self.run).to_be_visible()


@pytest.fixture
def effect(site: Site, open_page: PageOpener) -> EffectPage:
    return EffectPage(open_page(site.url))


def by_temperature(replies: dict[Any, Reply]) -> Reply:
    """A reply for each temperature that is asked with, `None` for without."""

    def reply(request: Recorded) -> Iterator[Step]:
        yield from replies[request.body.get("temperature")](request)

    return reply


def temperatures(provider: LocalProvider) -> list[Any]:
    return [request.body.get("temperature") for request in provider.asked]


def test_a_person_agrees_to_what_it_comes_to_before_anything_is_sent(
    effect: EffectPage, site: Site
) -> None:
    effect.values.fill("0..1 step 0.5")
    effect.take(2)
    effect.run.click()

    expect(effect.told).to_contain_text("8 requests, about")
    assert site.provider.asked == []
    effect.page.locator("#effect-dismiss").click()
    expect(effect.sure).to_be_hidden()
    assert site.provider.asked == []


def test_every_value_has_its_row_and_its_outputs(effect: EffectPage, site: Site) -> None:
    site.provider.answers["alpha"] = by_temperature(
        {
            None: text(f"{BAD} and more", finish="length"),
            0: text("the sea"),
            1: text("大海很大"),
        }
    )

    effect.try_and_wait("0, 1", samples=2)

    assert sorted(map(str, temperatures(site.provider))) == [
        "0.0",
        "0.0",
        "1.0",
        "1.0",
        "None",
        "None",
    ]
    expect(effect.rows).to_have_count(3)
    cells = effect.rows.nth(1).locator("td")
    for place, told in ((0, "2"), (2, "2"), (3, "7"), (4, "0.50"), (6, "100 %"), (7, "100 %")):
        expect(cells.nth(place)).to_have_text(told)
    expect(effect.rows.nth(2).locator("td").nth(4)).to_have_text("0.38")
    expect(effect.rows.nth(0)).to_contain_text("length")
    expect(effect.progress).to_contain_text("6 of 6 replies")
    expect(effect.outputs).to_have_count(6)
    effect.outputs.first.locator("summary").click()
    expect(effect.outputs.first.locator(".effect-text")).to_have_text(f"{BAD} and more")
    expect(effect.page.locator("#effect img")).to_have_count(0)
    expect(effect.page.locator("#effect-chart svg.wide circle")).to_have_count(3)


def test_another_figure_can_be_drawn(effect: EffectPage) -> None:
    effect.try_and_wait("0, 1")
    chart = effect.page.locator("#effect-chart")
    expect(chart.locator("figcaption")).to_have_text("Mean similarity of two outputs (%)")

    effect.page.locator("#effect-figure input").click()
    effect.page.get_by_role("option", name="Words", exact=True).click()

    expect(chart.locator("figcaption")).to_have_text("Words, median")
    expect(chart.get_by_role("img")).to_have_count(1)


def test_one_sample_agrees_with_nobody(effect: EffectPage) -> None:
    effect.try_and_wait("0", samples=1)

    for row in range(2):
        for place in (6, 7):
            expect(effect.rows.nth(row).locator("td").nth(place)).to_contain_text("–")


def test_a_value_that_the_server_refuses_is_told_as_not_sent(
    effect: EffectPage, site: Site
) -> None:
    site.provider.refuse = {"temperature": "unsupported_value"}
    model = effect.page.locator("#try-model input")
    model.fill("test:beta")  # it is remembered what a model refused
    model.press("Enter")

    effect.try_and_wait("0", samples=1)

    expect(effect.rows.nth(1)).to_contain_text("not sent: the server refused it")
    expect(effect.rows.nth(0)).not_to_contain_text("not sent")
    expect(effect.page.locator("#effect-chart svg.wide circle.sent")).to_have_count(1)
    expect(effect.page.locator("#effect-chart svg.wide circle.unsent")).to_have_count(1)


def test_a_failure_is_data_in_its_row(effect: EffectPage, site: Site) -> None:
    site.provider.answers["alpha"] = by_temperature({None: text("fine"), 0: error(401)})

    effect.try_and_wait("0", samples=2)

    expect(effect.rows.nth(0).locator("td").first).to_have_text("2")
    expect(effect.rows.nth(1).locator("td").first).to_have_text("0 of 2, 2 failed")
    expect(effect.outputs.nth(2)).to_contain_text("test did not accept the key")


def test_a_slow_value_stalls_no_other_and_stop_ends_it(effect: EffectPage, site: Site) -> None:
    site.provider.answers["alpha"] = by_temperature({None: text("fine"), 0: stall_before_first()})
    effect.try_("0", samples=3)
    expect(effect.progress).to_contain_text("3 of 6 replies")
    effect.outputs.first.locator("summary").click()
    expect(effect.outputs.first.locator(".effect-text")).to_be_visible()

    effect.stop.click()

    expect(effect.run).to_be_visible()
    expect(effect.outputs.first.locator(".effect-text")).to_be_visible()
    expect(effect.rows.nth(1).locator("td").first).to_have_text("0 of 3")
    assert all(
        request.hung_up.wait(PATIENCE)
        for request in site.provider.asked
        if "temperature" in request.body
    )


def test_a_page_that_closes_stops_everything(effect: EffectPage, site: Site) -> None:
    site.provider.answers["alpha"] = stall_before_first()
    effect.try_("0, 1", samples=10)
    site.provider.wait_for_request(4)

    effect.page.close()

    assert all(request.hung_up.wait(PATIENCE) for request in site.provider.asked)
    assert len(site.provider.asked) == 4


@pytest.mark.parametrize(
    ("values", "samples", "told"),
    [
        ("warm", 2, "“warm” is not a number"),
        ("0..2 step 0.5", 20, "6 values with 20 samples each are 120 requests"),
    ],
)
def test_what_cannot_be_tried_is_not_sent(
    values: str, samples: int, told: str, effect: EffectPage, site: Site
) -> None:
    effect.values.fill(values)
    effect.take(samples)
    effect.run.click()

    expect(effect.told).to_contain_text(told)
    expect(effect.sure).to_be_hidden()
    assert site.provider.asked == []


def test_figures_and_outputs_can_be_taken_away(effect: EffectPage) -> None:
    effect.try_and_wait("0", samples=2)

    lines: dict[str, list[list[str]]] = {}
    for button in ("Figures as CSV", "Outputs as CSV"):
        with effect.page.expect_download() as download:
            effect.page.get_by_role("button", name=button).click()
        written = download.value.path().read_text("utf-8-sig")
        lines[download.value.suggested_filename] = list(csv.reader(written.splitlines()))

    assert {name: len(rows) for name, rows in lines.items()} == {
        "parley-effect-figures.csv": 3,
        "parley-effect-outputs.csv": 5,
    }


def test_another_parameter_brings_values_worth_trying(effect: EffectPage) -> None:
    effect.page.locator("#effect-parameter input").click()
    effect.page.get_by_role("option", name="max_completion_tokens", exact=True).click()

    expect(effect.values).to_have_value("20, 50, 100")


@pytest.mark.parametrize(
    ("width", "scheme", "locale"),
    [(1440, "dark", "zh-CN"), (390, "light", "en-US")],
)
def test_the_fold_fits_its_window_and_can_be_read_by_everyone(
    width: int, scheme: str, locale: str, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url, width, locale, scheme)
    effect = EffectPage(page, locale)
    effect.try_and_wait("0, 1")
    page.locator(".effect-help summary").click()
    effect.outputs.first.locator("summary").click()

    keep_screenshot(page, f"effect-{width}-{scheme}-{locale}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
