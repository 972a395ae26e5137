"""What a reply costs and how much a model can read, as far as that is known.

Prices are the providers' list prices from the genai-prices package, in US
dollars; for Azure those of its "Global" deployments. Unknown stays unknown: a model
that the table does not name, a private server or a usage that makes no sense has no
price, and never the price 0.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from genai_prices import types as table

from backends.price_table import find, provider_of, providers
from backends.server import Server
from backends.types import Usage

MOST_TOKENS = 10**12
"""More than any reply holds; a larger count is a server's mistake."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one reply cost.

    usd: US dollars; `None`: unknown.
    free: it ran on this machine, so nobody sends a bill; then `usd` is 0.
    """

    usd: Decimal | None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a model costs, in US dollars per million tokens; `None`: not stated.

    cached: input tokens that the server had in its cache.
    tiered: long prompts cost more than these rates.
    source: where the rates come from; "local" is the embedded model, which is free.
    priced_as: the model's name in the table; "" for a local one.
    """

    input: Decimal | None
    output: Decimal | None
    cached: Decimal | None
    tiered: bool = False
    source: Literal["genai-prices", "local"] = "genai-prices"
    priced_as: str = ""


UNKNOWN = Price(None)
FREE = Price(Decimal(0), free=True)
FREE_RATES = Rates(input=Decimal(0), output=Decimal(0), cached=Decimal(0), source="local")


def price(
    server: Server, model: str, usage: Usage, base_model: str = "", served_model: str = ""
) -> Price:
    """What one reply cost. Never raises, whatever the server reported as usage.

    base_model: for an Azure deployment, the model behind it if the settings name it.
    served_model: the model that the server says answered (`Finished.model`); for an
    Azure deployment without a base model it is better evidence than the deployment's name.
    """
    if server.kind == "local":
        return FREE
    found = _find(server, model, base_model, served_model)
    counted = _counted(usage)
    if found is None or counted is None:
        return UNKNOWN
    provider, info = found
    if not _prices_text(info, replied=bool(usage.output_tokens)):
        return UNKNOWN
    try:
        return Price(info.calc_price(counted, provider).total_price)
    except (ValueError, ArithmeticError):  # more cached tokens than input tokens, for one
        return UNKNOWN


def rates(server: Server, model: str, base_model: str = "") -> Rates | None:
    """What the model costs at this server; `None`: unknown."""
    if server.kind == "local":
        return FREE_RATES
    found = _find(server, model, base_model)
    if found is None or not _prices_text(found[1], replied=False):
        return None
    current = found[1].get_prices(datetime.now(tz=UTC))
    listed = (current.input_mtok, current.output_mtok, current.cache_read_mtok)
    return Rates(
        input=_base(listed[0]),
        output=_base(listed[1]),
        cached=_base(listed[2]),
        tiered=any(isinstance(one, table.TieredPrices) for one in listed),
        priced_as=found[1].id,
    )


def context_window(server: Server, model: str, base_model: str = "") -> int | None:
    """How many tokens the model can read, as the table has it; `None`: unknown."""
    found = _find(server, model, base_model)
    return found[1].context_window if found else None


def _find(
    server: Server, model: str, base_model: str, served_model: str = ""
) -> tuple[table.Provider, table.ModelInfo] | None:
    provider = provider_of(server.kind, server.base_url)
    if provider is None:
        return None
    name = (base_model or served_model or model) if server.kind == "azure" else model
    info = find(provider, name)
    return (providers()[provider], info) if info else None


def _counted(usage: Usage) -> table.Usage | None:
    cached = 0 if usage.cached_tokens is None else usage.cached_tokens
    counts = (usage.input_tokens, usage.output_tokens, cached)
    if not all(_sensible(count) for count in counts):
        return None
    return table.Usage(input_tokens=counts[0], output_tokens=counts[1], cache_read_tokens=counts[2])


def _sensible(count: object) -> bool:
    if isinstance(count, bool) or not isinstance(count, int):
        return False
    return 0 <= count <= MOST_TOKENS


def _prices_text(info: table.ModelInfo, *, replied: bool) -> bool:
    """Whether the table states what text costs; some entries have no prices at all."""
    current = info.get_prices(datetime.now(tz=UTC))
    needed = (current.input_mtok, current.output_mtok) if replied else (current.input_mtok,)
    return None not in needed


def _base(listed: Decimal | table.TieredPrices | None) -> Decimal | None:
    return listed.base if isinstance(listed, table.TieredPrices) else listed
