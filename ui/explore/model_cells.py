"""What stands in the cells of the table, as plain text. Pure."""

from datetime import date
from decimal import Decimal

from backends.catalog_rows import CatalogRow
from backends.price_date import price_data_date
from backends.probe_types import AbilityName
from ui.explore.model_rows import ABILITY, ColumnName, ModelRow, day, shutdown_day, value_of
from ui.figures import seconds, speed
from ui.texts import Language, say


def cell_text(
    row: ModelRow, column: ColumnName, language: Language, today: date, brief: bool = False
) -> str:
    """What a person reads; "" where nothing is known. A server's words stand as they came.

    brief: how old the table of prices is stands elsewhere.
    """
    facts = row.facts
    value = value_of(row, column)
    match column:
        case _ if value is None and column != "shutdown":
            return ""
        case "source":
            return price_source_text(facts, language, brief)
        case "context_source":
            return context_source_text(facts, language, brief)
        case "shutdown":
            return shutdown_text(facts.shutdown_date, language, today)
        case "abilities":
            return abilities_text(row, language)
        case "first":
            return seconds(float(value or 0))
        case "speed":
            return speed(float(value or 0))
        case _:
            return said(value, language) if column in ABILITY else plain(value)


def said(state: object, language: Language) -> str:
    return say(language, f"ability_{state}")


def plain(value: object) -> str:
    """Whole numbers with commas, prices without empty digits, texts as they are."""
    match value:
        case None:
            return ""
        case int():
            return f"{value:,}"
        case Decimal():
            return price_text(value)
        case _:
            return str(value)


def price_text(value: Decimal) -> str:
    text = f"{value:.10f}"
    return text.rstrip("0").rstrip(".")


def context_source_text(facts: CatalogRow, language: Language, brief: bool = False) -> str:
    match facts.context_source:
        case "server":
            return say(language, "source_server")
        case "genai-prices":
            return price_table_text(language, brief)
        case "unknown":
            return ""


def price_source_text(facts: CatalogRow, language: Language, brief: bool = False) -> str:
    match facts.price_source:
        case "local":
            return say(language, "source_local")
        case "genai-prices":
            return price_table_text(language, brief)
        case "unknown":
            return ""


def price_table_text(language: Language, brief: bool = False) -> str:
    date_of_data = price_data_date()
    if brief or not date_of_data:
        return say(language, "source_genai_prices")
    return say(language, "source_price_data", date=date_of_data)


def shutdown_text(text: str, language: Language, today: date) -> str:
    """With the days that are left; a date that cannot be read stands as it came."""
    shut = shutdown_day(text)
    if shut is None:
        return text
    shown, days = shut.isoformat(), (shut - today).days
    if days < 0:
        return say(language, "shutdown_over", date=shown)
    if days <= 1:
        key = "shutdown_tomorrow" if days else "shutdown_today"
        return say(language, key, date=shown)
    return say(language, "shutdown_in", date=shown, days=f"{days:,}")


def abilities_text(row: ModelRow, language: Language) -> str:
    """Such as "Streaming, Tools; not: Images"; "" where nothing is known."""
    can = _named(row, "yes", language)
    lacks = _named(row, "no", language)
    told = [say(language, "models_lacks", abilities=lacks)] if lacks else []
    return ("；" if language == "zh" else "; ").join([*([can] if can else []), *told])


def _named(row: ModelRow, state: str, language: Language) -> str:
    names: list[AbilityName] = [
        name for name, (ability, _) in row.abilities.items() if ability.state == state
    ]
    return ("、" if language == "zh" else ", ").join(ability_name(n, language) for n in names)


def ability_name(name: AbilityName, language: Language) -> str:
    return say(language, f"column_{name}")


def ability_source_text(row: ModelRow, name: AbilityName, language: Language) -> str:
    match row.abilities[name][1]:
        case "tested":
            tested_on = day(row.probe.tested_at) if row.probe else ""
            return say(language, "source_tested", date=tested_on)
        case "learned":
            return say(language, "source_learned")
        case "unknown":
            return ""
