"""Values and figures of effects as a person reads them. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ui.effects import NOT_SET, Effect, FigureName, Lengths
from ui.figures import dollars, seconds
from ui.texts import Language, say

FIGURES: tuple[FigureName, ...] = (
    "tokens", "words", "characters", "distinct_1", "distinct_2", "identical", "similarity",
    "first", "cost",
)  # fmt: skip
NOTHING = "–"
LONGEST_VALUE = 60  # characters


def value_text(value: Any, language: Language) -> str:
    """Such as 0.5, true, low, or that it is not set."""
    if value is NOT_SET:
        return say(language, "effect_not_set")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def figure_text(effect: Effect, figure: FigureName, language: Language) -> str:
    """As it stands in the table; `NOTHING` for what is not known."""
    match figure:
        case "tokens":
            return lengths_text(effect.tokens)
        case "words":
            return lengths_text(effect.words)
        case "characters":
            return lengths_text(effect.characters)
        case "distinct_1" | "distinct_2":
            share = effect.distinct_1 if figure == "distinct_1" else effect.distinct_2
            return NOTHING if share is None else f"{share:.2f}"
        case "identical" | "similarity":
            share = effect.identical if figure == "identical" else effect.similarity
            return NOTHING if share is None else percent(share)
        case "first":
            return NOTHING if effect.first is None else f"{seconds(effect.first.median)} s"
        case "cost":
            return cost_text(effect, language)


def lengths_text(found: Lengths | None) -> str:
    """Mean and median, once where they are the same."""
    if found is None:
        return NOTHING
    mean, median = number(found.mean), number(found.median)
    return mean if mean == median else f"{mean} / {median}"


def number(value: float) -> str:
    """Whole from a hundred on, below with one digit where it is not whole."""
    digits = 0 if value >= 100 or value == round(value) else 1
    return f"{value:,.{digits}f}"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def cost_text(effect: Effect, language: Language) -> str:
    if not effect.complete:
        return NOTHING
    if effect.free:
        return say(language, "free")
    if effect.cost is None:
        return say(language, "price_unknown" if effect.counted else "cost_unknown")
    return dollars(effect.cost)


def samples_text(effect: Effect, language: Language) -> str:
    """How many are complete, of how many where that differs, and how many failed."""
    if effect.complete == effect.wanted:
        return str(effect.wanted)
    text = say(language, "effect_samples_of", done=effect.complete, count=effect.wanted)
    if effect.failed:
        text = say(language, "effect_samples_failed", samples=text, failed=effect.failed)
    return text


def finishes_text(effect: Effect) -> str:
    """Such as "stop", or "stop ×2, length ×1"."""
    if len(effect.finishes) == 1:
        return effect.finishes[0][0]
    return ", ".join(f"{reason} ×{count}" for reason, count in effect.finishes) or NOTHING


def sending_text(effect: Effect, parameter: str, language: Language) -> str:
    """What was sent instead of the value, "" where it was sent as it is."""
    if effect.unsent:
        some = effect.unsent < effect.complete + effect.failed
        return say(language, "effect_not_sent_some" if some else "effect_not_sent")
    if effect.renamed:
        return say(language, "notice_renamed", parameter=parameter, replacement=effect.renamed)
    return ""


def all_cost(effects: Sequence[Effect], language: Language) -> str:
    """Of all complete replies, "" where it is not known of every one."""
    known = [effect for effect in effects if effect.complete]
    if any(effect.free for effect in known):
        return say(language, "free")
    if not known or any(effect.cost is None or not effect.counted for effect in known):
        return ""
    total = sum((effect.cost or Decimal(0)) * effect.complete for effect in known)
    return dollars(Decimal(total))
