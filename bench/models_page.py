"""How long Explore's models take from a click to the new table, as Chromium shows it.

    python -m bench.models_page [repeats]

For 50, 500 and 5,000 models: milliseconds from the event to the changed table (median and
worst), of those the main thread's, and the bytes of all answers. The debounce of the search
field is the page's own and is in it. Needs Chromium and the development packages.
"""

import shutil
import statistics
import sys
from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.running import running_app, server_at

SIZES = (50, 500, 5_000)
WATCH = """() => {
  const shown = () => document.querySelector("#models-table tbody")?.textContent;
  const before = shown();
  window.benchmark = new Promise((done, failed) => {
    setTimeout(() => failed(new Error("the table did not change")), 20000);
    const seen = new MutationObserver(() => {
      if (!shown() || shown() === before) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    seen.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}"""
ACTIONS = {
    "sort": """() => document.querySelector("#models-table [data-models='sort']").click()""",
    "search": """() => {
      const field = document.querySelector("#models-tools [data-wanted='query']");
      field.value = field.value === "1" ? "2" : "1";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }""",
}


@dataclass(frozen=True, slots=True)
class Row:
    action: str
    milliseconds: list[float]
    busy: list[float]
    bytes: list[int]


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print("| models | action | median ms | worst ms | main thread ms | bytes |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for size in SIZES:
            with serving(LocalProvider()) as provider:
                provider.models = [f"model-{number:05}" for number in range(size)]
                with running_app(server_at(provider)) as app:
                    page = browser.new_page()
                    page.goto(f"{app.url}/?tab=explore")
                    page.locator("#models-table tbody tr").nth(40).wait_for()
                    for row in measured(page, repeats):
                        print(line(size, row), flush=True)
                    page.close()
        browser.close()


def measured(page: Page, repeats: int) -> list[Row]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Network.enable")
    page.evaluate(ACTIONS["sort"])  # the first only says what holds already
    page.wait_for_timeout(1000)
    return [once(page, session, name, script, repeats) for name, script in ACTIONS.items()]


def once(page: Page, session: CDPSession, name: str, script: str, repeats: int) -> Row:
    row, received = Row(name, [], [], []), [0]
    session.on("Network.dataReceived", lambda event: add(received, event))
    for _ in range(repeats):
        before, received[0] = task_time(session), 0
        row.milliseconds.append(act(page, script))
        row.busy.append((task_time(session) - before) * 1000)
        row.bytes.append(received[0])
    return row


def add(received: list[int], event: dict[str, int]) -> None:
    received[0] += event["dataLength"]


def act(page: Page, script: str) -> float:
    """Milliseconds until the table has changed and was painted."""
    page.evaluate(WATCH)
    took = page.evaluate(
        f"async () => {{ const begun = performance.now(); ({script})();"
        " return await window.benchmark - begun; }"
    )
    page.wait_for_timeout(150)  # what still settles belongs to this action
    return took


def task_time(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(each["value"] for each in metrics if each["name"] == "TaskDuration")


def line(size: int, row: Row) -> str:
    return (
        f"| {size:,} | {row.action} | {statistics.median(row.milliseconds):.0f}"
        f" | {max(row.milliseconds):.0f} | {statistics.median(row.busy):.0f}"
        f" | {statistics.median(row.bytes):,.0f} |"
    )


if __name__ == "__main__":
    main()
