"""The chart of first-token time, speed and cost in Chromium."""

import re
from collections.abc import Iterator
from operator import itemgetter

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.loopback_server import serving
from tests.provider import LocalProvider, error, text
from tests.running import running_app, server_at
from tests.ui.blind_page import BlindPage
from tests.ui.conftest import LOOKS, PageOpener, Site, keep_screenshot
from tests.ui.test_look import violations

pytestmark = pytest.mark.browser

PLOTS = ("first", "speed", "cost")
NOTHING = "Nothing is measured yet"
WORDS = "so many words " * 4
BAR = re.compile(r"Column: (?P<at>[A-H]) .*?: (?P<value>[\d.]+);")
FIGURE = re.compile(r"\b([A-H]) [≈$]?([\d.]*\d)")
MEASURE = """(bars) => bars.map((bar) => {
  const { x, height } = bar.getBoundingClientRect();
  return [bar.getAttribute("aria-label"), x, height];
})"""


@pytest.fixture(scope="module")
def running_site() -> Iterator[Site]:
    """With two deployments whose prices are known, beside a server whose are not."""
    with serving(LocalProvider()) as provider:
        provider.models, provider.deployments = [], ["quick", "slow"]
        azure = {
            "AZURE_OPENAI_ENDPOINT": provider.azure_url,
            "AZURE_OPENAI_API_KEY": "a-key",
            "AZURE_OPENAI_DEPLOYMENTS": "quick=gpt-4o-mini,slow=gpt-4o",
        }
        with running_app(server_at(provider) | azure) as app:
            yield Site(app.url, provider)


class ChartPage(BlindPage):
    def __init__(self, page: Page, locale: str = "en-US") -> None:
        super().__init__(page, locale)
        self.fold = page.locator("#compare-chart > button")
        self.said = page.locator("#chart-said")

    def bars(self, plot: str) -> Locator:
        return self.page.locator(f"#chart-{plot} svg .mark-rect path")

    def drawn(self, plot: str) -> dict[str, tuple[float, float]]:
        """Column → what its bar stands for and how high it is; from left to right."""
        found: list[tuple[str, float, float]] = self.bars(plot).evaluate_all(MEASURE)
        rows = [(BAR.match(name), x, height) for name, x, height in found]
        return {
            m["at"]: (float(m["value"]), height)
            for m, _, height in sorted(rows, key=itemgetter(1))
            if m
        }

    def written(self, plot: str) -> dict[str, float]:
        """Column → its figure in the text below the plot."""
        return {at: float(value) for at, value in FIGURE.findall(self.note(plot).inner_text())}

    def note(self, plot: str) -> Locator:
        return self.page.locator(f"#chart-{plot} [data-testid='block-info']")

    def expect_drawn(self, plot: str) -> dict[str, float]:
        """Bars of what stands in the columns' heads and below the plot; wait for them."""
        read = self.head("A").locator(f".{plot} dd").inner_text().split(" ★")[0]
        expect(self.note(plot)).to_contain_text(f"A {read}")
        written, drawn = self.written(plot), self.drawn(plot)
        for _ in range(100):
            if {at: value for at, (value, _) in drawn.items()} == written:
                break
            self.page.wait_for_timeout(100)
            drawn = self.drawn(plot)
        assert [(at, value) for at, (value, _) in drawn.items()] == list(written.items())
        scales = [height / value for value, height in drawn.values()]
        assert max(scales) / min(scales) < 1.1
        return written

    def add_columns(self, count: int) -> None:
        while (there := self.heads.count()) < count:
            self.page.locator("#add-column").click()
            expect(self.heads).to_have_count(there + 1)


@pytest.fixture
def replies(site: Site) -> None:
    """Two paces, a server that counts no tokens, and one that fails."""
    site.provider.answers = {
        "quick": text(WORDS, delay=0.02),
        "slow": text(WORDS, delay=0.08),
        "uncounted": text(WORDS, delay=0.02, usage=None),
        "broken": error(500, "broken", "It broke."),
    }


@pytest.fixture
def chart(replies: None, site: Site, open_page: PageOpener) -> ChartPage:
    return ChartPage(open_page(site.url))


def test_an_open_chart_says_that_nothing_is_measured_and_then_follows_the_answers(
    chart: ChartPage, site: Site
) -> None:
    chart.choose("azure:quick", "azure:slow")
    chart.fold.click()
    expect(chart.said).to_contain_text(NOTHING)
    expect(chart.bars("first")).to_have_count(0)

    chart.ask("hello")

    for plot in PLOTS:
        expect(chart.bars(plot)).to_have_count(2)
    expect(chart.said).to_be_hidden()
    read = chart.expect_drawn("speed")["A"]
    name = f"Column: A quick; Tokens per second: {read:g}; Model: azure:quick"
    expect(chart.bars("speed").first).to_have_attribute("aria-label", name)
    expect(chart.note("cost")).to_contain_text("A $0.0000")
    keep_screenshot(chart.page, "compare-1440-chart")

    site.provider.answers["quick"] = text(WORDS, delay=0.12)
    chart.ask("hello again")

    chart.expect_drawn("speed")


def test_more_columns_get_bars_of_their_own_and_what_is_missing_is_told(chart: ChartPage) -> None:
    chart.choose("azure:quick", "azure:slow")
    chart.fold.click()
    chart.ask("hello")
    expect(chart.bars("cost")).to_have_count(2)

    chart.add_columns(5)
    chart.choose("azure:quick", "azure:slow", "test:uncounted", "test:broken", "azure:quick")
    chart.ask("again")

    expect(chart.bars("first")).to_have_count(4)
    expect(chart.bars("cost")).to_have_count(3)
    labels = chart.page.locator("#chart-first .role-axis-label text")
    expect(labels.filter(has_text=re.compile("^E .*#2$"))).to_have_count(1)
    chart.expect_drawn("speed")
    expect(chart.note("first")).to_contain_text("No figure for D.")
    expect(chart.note("speed")).to_contain_text("C ≈")
    expect(chart.note("speed")).to_contain_text("≈ estimated for C")
    expect(chart.note("cost")).to_contain_text("Cost unknown for C")
    keep_screenshot(chart.page, "compare-1440-chart-many")


def test_an_open_chart_goes_when_the_comparison_does(chart: ChartPage) -> None:
    chart.choose("azure:quick", "azure:slow")
    chart.ask("hello")
    chart.fold.click()
    expect(chart.bars("first")).to_have_count(2)

    chart.page.locator("#new-comparison").click()

    expect(chart.said).to_contain_text(NOTHING)
    expect(chart.bars("first")).to_have_count(0)


def test_a_chart_without_prices_says_so_in_place_of_the_plot(chart: ChartPage, site: Site) -> None:
    chart.choose("test:quick", "test:slow")
    chart.ask("hello")

    chart.fold.click()

    expect(chart.bars("first")).to_have_count(2)
    expect(chart.said).to_contain_text("Cost (USD)\nNo price known for A, B.")
    expect(chart.bars("cost")).to_have_count(0)


def test_figures_stay_hidden_until_the_vote(chart: ChartPage) -> None:
    chart.choose("azure:quick", "azure:slow")
    chart.ask("hello")
    chart.fold.click()
    expect(chart.bars("first")).to_have_count(2)
    chart.turn_on()

    chart.page.locator("#new-comparison").click()
    chart.ask_blind("Which is better?")

    expect(chart.said).to_contain_text("Figures are hidden until the vote.")
    expect(chart.bars("first")).to_have_count(0)
    chart.vote("Show names")
    expect(chart.bars("first")).to_have_count(2)


def test_the_library_of_plots_is_loaded_only_for_a_chart_that_is_opened(
    replies: None, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.reload()
    chart = ChartPage(page)
    chart.choose("azure:quick", "azure:slow")
    chart.ask("hello")
    assert not [url for url in loaded if "/embed-" in url]

    chart.fold.click()

    expect(chart.bars("first")).to_have_count(2)
    assert [url for url in loaded if "/embed-" in url]


@pytest.mark.parametrize(("width", "scheme", "locale"), LOOKS)
def test_the_chart_fits_and_can_be_read_by_everyone(
    replies: None, site: Site, open_page: PageOpener, width: int, scheme: str, locale: str
) -> None:
    page = open_page(site.url, width, locale, scheme)
    chart = ChartPage(page, locale)
    chart.choose("azure:quick", "azure:slow")
    chart.ask("hello")

    chart.fold.click()

    expect(chart.bars("cost")).to_have_count(2)
    tops = [page.locator(f"#chart-{plot}").bounding_box() for plot in PLOTS]
    beside = len({round(box["y"]) for box in tops if box})
    assert beside == (1 if width == 1440 else 3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    keep_screenshot(page, f"compare-{width}-{scheme}-{locale}-chart")


def test_the_keyboard_opens_the_chart_and_scrolls_it_on_a_phone(
    replies: None, site: Site, open_page: PageOpener
) -> None:
    page = open_page(site.url, 390)
    chart = ChartPage(page)
    chart.choose("azure:quick", "azure:slow")
    chart.ask("hello")

    chart.fold.press("Enter")
    expect(chart.bars("cost")).to_have_count(2)
    plots = page.get_by_role("group", name="Chart")
    plots.focus()
    page.keyboard.press("End")

    page.wait_for_function("document.getElementById('chart-plots').scrollTop > 0")
    expect(chart.note("cost")).to_be_in_viewport()
