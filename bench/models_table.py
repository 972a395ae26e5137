"""How long the table of models takes on the server, and how much of it goes to the browser.

    python -m bench.models_table

Prints milliseconds (the median of several runs) and bytes of HTML for each thing that a person
does, at 50, 500 and 5,000 models, and how much the last is of the first. What Gradio and the
network add is not in it.
"""

import asyncio
import random
import statistics
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

import gradio as gr

from backends.catalog import Catalog
from backends.server import Server
from backends.types import ChatEvent, ChatRequest, ModelInfo
from guard.admission import Admission
from ui.asking import Asking
from ui.explore.model_choice import Order, Wanted
from ui.explore.model_export import models_csv
from ui.explore.models_session import ModelsSession
from ui.explore.models_view import ModelsView
from ui.explore.models_widgets import build_models_widgets

SIZES = (50, 500, 5_000)
RUNS = 15
ANYTHING, AS_LISTED = Wanted(), Order()
FAMILIES = ("gpt-4o", "gpt-5-mini", "o3", "gpt-4.1", "my-own", "text-embedding-3-small")


class Listing:
    """A backend that only lists models."""

    def __init__(self, name: str, count: int) -> None:
        self.server = Server(name=name, kind="openai", base_url="https://api.openai.com/v1")
        made = random.Random(count)
        self._models = [
            ModelInfo(
                id=f"{made.choice(FAMILIES)}-{number:05}" if number % 3 else made.choice(FAMILIES),
                owner=f"owner {number % 40}",
                created=1_600_000_000 + made.randrange(200_000_000),
                context_window=made.choice((None, 8_192, 131_072, 1_000_000)),
                shutdown_date="2027-01-14" if number % 10 == 0 else "",
            )
            for number in range(count)
        ]

    async def list_models(self) -> list[ModelInfo]:
        return [*self._models, *(ModelInfo(id=f"more-{n}") for n in range(len(self._models)))]

    def stream(self, request: ChatRequest) -> AsyncGenerator[ChatEvent, None]:
        raise NotImplementedError

    async def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Measured:
    milliseconds: float
    size: int


def main() -> None:
    measured = {count: measure(count) for count in SIZES}
    first, last = SIZES[0], SIZES[-1]
    head = "".join(f"{f'{count:,} rows':>22}" for count in SIZES)
    print(f"{'':24}{head}{'growth':>18}")
    for name in measured[first]:
        cells = [measured[count][name] for count in SIZES]
        shown = "".join(f"{cell.milliseconds:>9.1f} ms {cell.size:>8,} B" for cell in cells)
        times = cells[-1].milliseconds / max(cells[0].milliseconds, 0.01)
        growth = f"{times:>8.1f}x {cells[-1].size / cells[0].size:>7.2f}x"
        print(f"{name:24}{shown}{growth}")
    print(f"\ngrowth: from {first:,} to {last:,} rows, of the time and of the bytes")


def measure(count: int) -> dict[str, Measured]:
    backend = Listing("openai", count // 2)
    catalog = Catalog({"openai": backend})
    asyncio.run(catalog.models())
    asking = Asking({"openai": backend}, catalog, Admission())
    with gr.Blocks():
        widgets = build_models_widgets()
    view = ModelsView(asking, widgets)
    session = ModelsSession()

    def table(wanted: Wanted = ANYTHING, order: Order = AS_LISTED, page: int = 0) -> int:
        session.wanted, session.order, session.page = wanted, order, page
        return len(view.table(session, "en")[widgets.table].encode())

    def details() -> int:
        session.opened = view.found(session)[-1].name
        return len(view.panel(session, "en")[widgets.panel].encode())

    def everything() -> int:
        return sum(len(html.encode()) for html in view.everything(session, "en").values())

    def export() -> int:
        session.wanted = ANYTHING
        return len(models_csv(view.found(session), session.columns).encode())

    actions: dict[str, Callable[[], int]] = {
        "first look": everything,
        "no filter": table,
        "search": lambda: table(Wanted(query="gpt mini")),
        "owner": lambda: table(Wanted(owner="owner 7")),
        "input price": lambda: table(Wanted(price="3")),
        "context": lambda: table(Wanted(context="128000")),
        "sort by model": lambda: table(order=Order("model", descending=True)),
        "sort by price": lambda: table(order=Order("input")),
        "last page": lambda: table(page=10**9),
        "details": details,
        "export as CSV": export,
    }
    return {name: timed(action) for name, action in actions.items()}


def timed(action: Callable[[], int]) -> Measured:
    took: list[float] = []
    size = 0
    for _ in range(RUNS):
        begun = time.perf_counter()
        size = action()
        took.append((time.perf_counter() - begun) * 1_000)
    return Measured(statistics.median(took), size)


if __name__ == "__main__":
    main()
