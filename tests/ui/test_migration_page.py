"""The form in Chromium: paste, convert, copy."""

from collections.abc import Iterator

import gradio as gr
import pytest
from playwright.sync_api import Browser, Page, expect

from serving import serve
from tests.ui.conftest import PATIENCE, keep_screenshot
from ui.explore_migration import EXAMPLE, MigrationPanel
from ui.explore_migration_widgets import build_migration_widgets
from ui.layout import ASSETS

pytestmark = [
    pytest.mark.browser,
    # Gradio's own summary of events, made in this process, trips over a newer pandas.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting'"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
SCRIPT = ASSETS / "migration.js"


class Form:
    """What a person sees of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.old = page.locator("#migration-old .cm-content")
        self.new = page.locator("#migration-new")
        self.told = page.locator("#migration-told")
        self.changes = page.locator("#migration-changes li")
        self.open_points = page.locator("#migration-open li")
        self.run = page.locator("#migration-run")

    def convert(self, code: str) -> None:
        self.old.fill(code)
        self.run.click()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with gr.Blocks() as page:
        MigrationPanel(build_migration_widgets()).wire()
    running = serve(page, "127.0.0.1", 0)
    yield running.address
    running.close()


@pytest.fixture(params=[("en-US", 1440)])
def form(address: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Form]:
    locale, width = request.param
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script(path=SCRIPT)
    page = context.new_page()
    page.goto(address)
    yield Form(page)
    context.close()


def test_an_example_is_filled_in_and_converted(form: Form) -> None:
    form.page.get_by_role("button", name="Try an example").click()
    expect(form.old).to_contain_text("openai.ChatCompletion.create(")
    form.page.get_by_role("button", name="Convert").click()

    expect(form.changes.first).to_contain_text("import openai is now import os")
    expect(form.new).to_contain_text("client = AzureOpenAI(")
    expect(form.open_points).to_have_count(1)
    expect(form.told).to_contain_text("Left to you: 1.")
    expect(form.new).not_to_contain_text("paste-no-keys-here")
    keep_screenshot(form.page, "migration")


def test_a_mistake_is_told_and_takes_away_what_was_shown_before(form: Form) -> None:
    form.convert("import openai\nopenai.Model.list()")
    expect(form.new).to_contain_text("client.models.list()")
    form.convert('import openai\nprint "x"')

    expect(form.told).to_contain_text("Line 2, column 1: this is Python 2.")
    expect(form.new).not_to_contain_text("client")
    expect(form.changes).to_have_count(0)


def test_nothing_is_converted_without_code(form: Form) -> None:
    form.run.click()

    expect(form.told).to_contain_text("Paste some Python code first.")


def test_code_that_stays_as_it_is_is_not_shown_again(form: Form) -> None:
    form.convert("from openai import OpenAI\nclient = OpenAI(api_key='mine')")

    expect(form.told).to_contain_text("There is nothing to change.")
    expect(form.new).not_to_contain_text("mine")


def test_what_looks_like_markup_is_shown_as_text(form: Form) -> None:
    form.convert('import openai\nr = openai.Model.list()\nr[lambda: "<b id=bold>"]')

    expect(form.open_points.first).to_contain_text('r[lambda: "<b id=bold>"]')
    expect(form.page.locator("#bold")).to_have_count(0)


@pytest.mark.parametrize("form", [("zh-CN", 390)], indirect=True)
def test_it_speaks_chinese_on_a_phone(form: Form) -> None:
    form.convert("import openai\nopenai.Model.list()")

    expect(form.changes.first).to_contain_text("第 1 行")
    expect(form.run).to_have_text("转换")
    width = form.page.evaluate("document.documentElement.scrollWidth")
    assert width == 390


def test_the_editors_are_named_apart_once_the_form_is_in_use(form: Form) -> None:
    form.convert("import openai\nopenai.Model.list()")

    for name in ("Your Python code", "Code for today's package"):
        expect(form.page.get_by_role("textbox", name=name, exact=True)).to_have_count(1)


def test_the_example_is_old_code(form: Form) -> None:
    assert "openai.error." in EXAMPLE
