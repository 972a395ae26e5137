"""Four columns of the real embedded model, each at another temperature."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.running import running_app
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import PageOpener, keep_screenshot
from tests.weights import put_weights

pytestmark = pytest.mark.browser

TEMPERATURES = ("0", "0.5", "1", "1.5")
PATIENCE = 120_000  # milliseconds: the model answers one column after the other


def test_one_sweep_asks_the_embedded_model_at_four_temperatures(
    tmp_path: Path, open_page: PageOpener
) -> None:
    put_weights(tmp_path)
    with running_app({"PARLEY_DATA_DIR": str(tmp_path)}, ("--port", "0")) as app:
        compare = ComparePage(open_page(app.url))
        compare.open_settings()
        compare.parameter("max_completion_tokens").fill("12")
        compare.page.locator("#compare-panel-close").click()
        compare.page.get_by_role("button", name="Sweep").click()
        compare.page.get_by_label("Values", exact=True).fill(", ".join(TEMPERATURES))
        compare.page.get_by_role("button", name="Make columns").click()
        expect(compare.heads).to_have_count(4)

        compare.prompt.fill("Tell me about the sea.")
        compare.prompt.press("Enter")
        expect(compare.told).to_contain_text("4 requests")
        expect(compare.told).to_contain_text("free")
        compare.told.get_by_role("button", name="Run", exact=True).click()

        for letter, temperature in zip("ABCD", TEMPERATURES, strict=True):
            expect(compare.status(letter)).to_have_text("done", timeout=PATIENCE)
            expect(compare.differs(letter)).to_contain_text(f"temperature {temperature}")
            expect(compare.head(letter).locator(".cost dd")).to_contain_text("free")
            reply = compare.column(letter).locator("[data-testid='bot']").first
            expect(reply).not_to_be_empty()
        keep_screenshot(compare.page, "compare-1440-embedded")
