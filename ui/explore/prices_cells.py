"""Costs, ratios and where prices come from, as a person reads them. Pure."""

from decimal import Decimal

from ui.explore.model_cells import price_source_text
from ui.price_plans import ModelCost, near_match
from ui.texts import Language, say

DIGITS = 3  # that count, of a cost below a dollar and of a ratio
MANY = 1_000_000  # dollars; beyond, cents say nothing


def money(value: Decimal) -> str:
    """Three digits that count below a dollar, so that a small cost is never shown as 0."""
    if value == 0:
        return "$0"
    if value >= 1:
        return f"${value:,.0f}" if value >= MANY else f"${value:,.2f}"
    return f"${value:.{DIGITS - 1 - value.adjusted()}f}"


def cost_text(planned: ModelCost, value: Decimal | None, language: Language) -> str:
    if value is None:
        return say(language, "models_unknown")
    return say(language, "free") if planned.free else money(value)


def ratio_text(ratio: Decimal) -> str:
    """Such as "2.50×"; three digits that count, whole beyond."""
    if ratio < Decimal("0.001"):
        return "<0.001×"
    digits = max(0, DIGITS - 1 - ratio.adjusted())
    return f"{ratio:,.{digits}f}×"


def source_texts(planned: ModelCost, language: Language) -> list[str]:
    """Who states the price, and what has to be known beside it; none where it is unknown."""
    facts = planned.facts
    source = price_source_text(facts, language, brief=True)
    if not source:
        return []
    notes: list[str] = []
    if near_match(facts):
        notes.append(say(language, "prices_near", model=facts.priced_as))
    elif facts.base_model:
        notes.append(say(language, "prices_as", model=facts.priced_as))
    if facts.tiered:
        notes.append(say(language, "models_tiered"))
    return [source, *notes]
