"""The compare tab as a person sees it, for the tests that drive it."""

from playwright.sync_api import Locator, Page, expect

from tests.provider import LocalProvider, Recorded

LETTERS = "ABCDEFGH"
TABS = {"en-US": "Compare", "zh-CN": "对比"}


class ComparePage:
    def __init__(self, page: Page, locale: str = "en-US", columns: int = 2) -> None:
        self.page = page
        page.get_by_role("tab", name=TABS[locale]).click()
        self.heads = page.locator(".compare-head")
        expect(self.heads).to_have_count(columns)
        expect(self.model("A")).not_to_have_value("")
        self.prompt = page.locator("#prompt textarea")
        self.run = page.locator("#run-all")
        self.stop = page.locator("#stop-all")
        self.told = page.locator("#compare-told")

    def head(self, letter: str) -> Locator:
        return self.heads.nth(LETTERS.index(letter))

    def column(self, letter: str) -> Locator:
        return self.page.locator(f"#column-{letter}")

    def model(self, letter: str) -> Locator:
        return self.head(letter).get_by_role("combobox")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def status(self, letter: str) -> Locator:
        return self.head(letter).locator(".compare-status")

    def more(self, letter: str, entry: str) -> None:
        """Choose an entry of the column's menu."""
        self.button(f"More for column {letter}").click()
        self.page.get_by_role("menuitem", name=entry).click()

    def view(self, entry: str) -> None:
        """Choose an entry of the menu of how columns are shown."""
        self.page.get_by_role("button", name="View").click()
        self.page.get_by_role("menuitemcheckbox", name=entry).click()

    def same(self, setting: str, same: bool) -> None:
        """setting: "system prompt" or "parameters"."""
        box = self.page.get_by_role("checkbox", name=f"Same {setting}")
        box.set_checked(same)
        expect(self.settings("A")).to_have_count(0 if same else 1)

    def settings(self, letter: str) -> Locator:
        """The button in the column's head."""
        return self.head(letter).get_by_role("button", name="Settings")

    def differs(self, letter: str) -> Locator:
        return self.head(letter).locator(".compare-differs")

    def open_settings(self, letter: str = "") -> None:
        """Of one column, or of all."""
        of = f"Settings of column {letter}" if letter else "Settings of all columns"
        (self.settings(letter) if letter else self.page.locator("#compare-settings")).click()
        expect(self.page.locator("#compare-panel-title")).to_have_text(of)
        expect(self.panel.locator(":focus")).to_be_visible()  # else it takes what is typed next

    @property
    def panel(self) -> Locator:
        return self.page.locator("#compare-panel")

    def parameter(self, name: str) -> Locator:
        return self.page.locator(f"#compare-parameter-{name}").locator("input, textarea").first

    def choose(self, *names: str) -> None:
        """Type a model's name into each column's field, from the left."""
        for letter, name in zip(LETTERS, names, strict=False):
            self.model(letter).fill(name)
            self.model(letter).press("Enter")

    def ask(self, prompt: str) -> None:
        """Give it to all columns, and wait until the last has ended."""
        self.prompt.fill(prompt)
        self.prompt.press("Enter")
        expect(self.prompt).to_have_value("")
        expect(self.run).to_be_visible()


def asked_of(provider: LocalProvider, model: str, number: int = 0) -> Recorded:
    return [r for r in provider.asked if r.body["model"] == model][number]


def contents(request: Recorded) -> list[str]:
    return [message["content"] for message in request.body["messages"]]
