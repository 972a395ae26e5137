"""One model with several values of one parameter becomes columns by one action."""

import pytest
from playwright.sync_api import expect

from tests.ui.compare_page import ComparePage
from tests.ui.conftest import Site, keep_screenshot

pytestmark = pytest.mark.browser


def sweep(compare: ComparePage, values: str, parameter: str = "temperature") -> None:
    page = compare.page
    if not page.locator("#sweep-values input").is_visible():
        page.get_by_role("button", name="Sweep").click()
    field = page.get_by_role("combobox", name="Parameter", exact=True)
    field.fill(parameter)
    field.press("Enter")
    page.get_by_label("Values", exact=True).fill(values)
    page.get_by_role("button", name="Make columns").click()


def test_values_become_columns_and_each_is_sent_its_own(compare: ComparePage, site: Site) -> None:
    compare.choose("test:one")

    sweep(compare, "0, 0.5, 1, 1.5")

    expect(compare.heads).to_have_count(4)
    for letter, value in zip("ABCD", ("0", "0.5", "1", "1.5"), strict=True):
        expect(compare.model(letter)).to_have_value("test:one")
        expect(compare.differs(letter)).to_contain_text(f"temperature {value}")
    keep_screenshot(compare.page, "compare-1440-sweep")
    compare.prompt.fill("hello")
    compare.prompt.press("Enter")
    expect(compare.told).to_contain_text("4 requests")
    assert site.provider.asked == []  # before the estimate was agreed to
    compare.told.get_by_role("button", name="Run", exact=True).click()
    expect(compare.status("D")).to_have_text("done")
    expect(compare.run).to_be_visible()
    sent = sorted(request.body["temperature"] for request in site.provider.asked)
    assert sent == [0, 0.5, 1, 1.5]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ("1", "at least 2"),
        ("0, 9", "“9.0” cannot be used: temperature must be from 0 to 2."),
        ("0, warm", "warm"),
        ("", "at least 2"),
    ],
)
def test_what_cannot_be_swept_is_told_and_the_columns_stay(
    compare: ComparePage, values: str, sentence: str
) -> None:
    sweep(compare, values)

    expect(compare.told).to_contain_text(sentence)
    expect(compare.heads).to_have_count(2)
