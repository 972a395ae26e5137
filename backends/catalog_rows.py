"""One row for each model: the server's own word, joined with the table of prices."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backends.prices import context_window, rates
from backends.server import Server
from backends.types import ModelInfo

ContextSource = Literal["server", "genai-prices", "unknown"]
PriceSource = Literal["genai-prices", "local", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRow:
    """One model of one server.

    name: "backend:model", as the picker and the API have it.
    created: seconds since 1970; shutdown_date: ISO date. `None`/"": not said.
    base_model: for an Azure deployment, the model behind it if the settings name it.
    context_window: in tokens, and who says so.
    input_usd, output_usd, cached_usd: US dollars per million tokens; `None`: unknown.
    price_source: "local" is the embedded model, which is free.
    priced_as: the model's name in the table of prices; "" where it is not in it.
    tiered: long prompts cost more than these prices.
    """

    name: str
    server: str
    model: str
    owner: str = ""
    created: int | None = None
    shutdown_date: str = ""
    base_model: str = ""
    context_window: int | None = None
    context_source: ContextSource = "unknown"
    input_usd: Decimal | None = None
    output_usd: Decimal | None = None
    cached_usd: Decimal | None = None
    price_source: PriceSource = "unknown"
    priced_as: str = ""
    tiered: bool = False


def row_of(server: Server, model: ModelInfo) -> CatalogRow:
    """What is known of `model`, which `server` offers."""
    window, window_source = _context(server, model)
    priced = rates(server, model.id, model.base_model)
    return CatalogRow(
        name=f"{server.name}:{model.id}",
        server=server.name,
        model=model.id,
        owner=model.owner,
        created=model.created,
        shutdown_date=model.shutdown_date,
        base_model=model.base_model,
        context_window=window,
        context_source=window_source,
        input_usd=priced.input if priced else None,
        output_usd=priced.output if priced else None,
        cached_usd=priced.cached if priced else None,
        price_source=priced.source if priced else "unknown",
        priced_as=priced.priced_as if priced else "",
        tiered=priced.tiered if priced else False,
    )


def _context(server: Server, model: ModelInfo) -> tuple[int | None, ContextSource]:
    if model.context_window is not None:
        return model.context_window, "server"
    listed = context_window(server, model.id, model.base_model)
    return (None, "unknown") if listed is None else (listed, "genai-prices")
