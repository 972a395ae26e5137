"""Comparisons that are kept, on the page: they outlive it, and can be taken away."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.provider import text
from tests.ui.compare_page import ComparePage
from tests.ui.conftest import PageOpener, Site, keep_screenshot

pytestmark = pytest.mark.browser


def unfold(page: Page) -> None:
    page.get_by_role("button", name="Kept comparisons").click()
    expect(page.locator("#run-chosen input")).to_be_visible()


def choose(page: Page, words: str) -> None:
    """The newest kept comparison whose line has these words."""
    field = page.locator("#run-chosen input")
    field.click()
    page.get_by_role("option", name=words).first.click()
    expect(field).not_to_have_value("")


def bring(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Import").click()
    asked.value.set_files(file)


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as started:
        page.locator(f"#run-{button}").click()
    return Path(started.value.path()).read_bytes()


@pytest.fixture
def done(compare: ComparePage, site: Site, request: pytest.FixtureRequest) -> ComparePage:
    """A comparison of two models over two messages, named after the test."""
    compare.choose("test:one", "test:two")
    site.provider.answers |= {"one": text("left"), "two": text("right")}
    compare.ask(f"first of {request.node.name}")
    site.provider.answers.clear()
    compare.ask("and then")
    return compare


def test_a_comparison_outlives_its_page_and_can_be_gone_on_with(
    done: ComparePage, site: Site, open_page: PageOpener, request: pytest.FixtureRequest
) -> None:
    name = request.node.name
    done.page.close()

    page = open_page(site.url)
    again = ComparePage(page)
    unfold(page)
    choose(page, name)
    page.get_by_role("button", name="Open", exact=True).click()

    expect(again.column("A")).to_contain_text(f"first of {name}")
    expect(again.model("A")).to_have_value("test:one")
    expect(again.column("B")).to_contain_text("You said: and then")
    expect(again.status("A")).to_contain_text("done")
    keep_screenshot(page, "compare-1440-kept")
    again.ask("third")
    messages = site.provider.asked[-1].body["messages"]
    assert [m["content"] for m in messages if m["role"] == "user"][1:] == ["and then", "third"]


def test_a_kept_comparison_is_run_again_message_by_message(
    done: ComparePage, site: Site, request: pytest.FixtureRequest
) -> None:
    site.provider.requests.clear()
    unfold(done.page)
    choose(done.page, request.node.name)

    done.page.get_by_role("button", name="Run again", exact=True).click()

    site.provider.wait_for_request(4, 30)
    expect(done.column("A").locator("[data-testid='user']")).to_have_count(2)
    expect(done.column("B")).to_contain_text("You said: and then")
    expect(done.run).to_be_visible()
    last = {r.body["model"]: r.body["messages"][-1]["content"] for r in site.provider.asked}
    assert len(site.provider.asked) == 4
    assert last == {"one": "and then", "two": "and then"}


def test_it_can_be_renamed_and_deleted(done: ComparePage, request: pytest.FixtureRequest) -> None:
    page = done.page
    unfold(page)
    choose(page, request.node.name)
    page.get_by_label("Title").fill("renamed here")
    page.get_by_role("button", name="Rename").click()
    expect(done.told).to_contain_text("Renamed to “renamed here”")

    choose(page, "renamed here")
    page.get_by_role("button", name="Delete").click()

    expect(done.told).to_contain_text("“renamed here” is deleted")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(done.told).to_contain_text("Choose a kept comparison first")


def test_it_can_be_taken_away_in_three_forms_and_brought_back(
    done: ComparePage, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page, name = done.page, request.node.name
    unfold(page)
    choose(page, name)

    whole = json.loads(download(page, "json"))
    markdown = download(page, "markdown").decode()
    table = download(page, "csv").decode("utf-8-sig")

    assert whole["format"] == "parley-run"
    assert "left" in markdown and "right" in markdown
    assert table.splitlines()[0].startswith("column,model,system,parameters,prompt,status")
    assert len(table.splitlines()) == 5

    whole["title"] = "brought back"
    file = tmp_path / "run.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    bring(page, file)
    expect(done.told).to_contain_text("“brought back” is imported")
    choose(page, "brought back")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(done.column("A")).to_contain_text("left")


def test_a_file_that_is_no_comparison_is_refused_with_the_reason(
    compare: ComparePage, tmp_path: Path
) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "parley-run",\n "version": }', encoding="utf-8")
    unfold(compare.page)

    bring(compare.page, file)

    expect(compare.told).to_contain_text("The file was not imported: line 2, column 13 is no JSON")


def test_a_file_that_names_an_unknown_server_is_not_run_again(
    done: ComparePage, site: Site, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = done.page
    unfold(page)
    choose(page, request.node.name)
    whole = json.loads(download(page, "json"))
    whole["title"] = "from elsewhere"
    whole["lanes"][1]["model"] = "nowhere:model"
    file = tmp_path / "run.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    bring(page, file)
    expect(done.told).to_contain_text("“from elsewhere” is imported")
    site.provider.requests.clear()
    choose(page, "from elsewhere")

    page.get_by_role("button", name="Run again", exact=True).click()

    expect(done.told).to_contain_text("There is no server named nowhere")
    assert site.provider.asked == []
    expect(done.column("A")).to_contain_text("left")
