"""Rows and tables of models and parameters. Pure; the only room that knows pandas."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pandas as pd

from backends.catalog_rows import CatalogRow
from backends.parameters import PARAMETERS
from ui.texts import Language, say

LARGEST_SHOWN = 1e12  # a range as wide as 64 bits says nothing to a person


def model_rows(models: Iterable[CatalogRow]) -> list[dict[str, Any]]:
    """A plain object for each model; prices in US dollars per million tokens, `None`: unknown."""
    return [
        {
            "name": row.name,
            "server": row.server,
            "model": row.model,
            "owner": row.owner,
            "created": row.created,
            "shutdown_date": row.shutdown_date,
            "context_window": row.context_window,
            "context_source": row.context_source,
            "input_usd_per_million": _number(row.input_usd),
            "output_usd_per_million": _number(row.output_usd),
            "cached_usd_per_million": _number(row.cached_usd),
            "price_source": row.price_source,
        }
        for row in models
    ]


def parameter_rows() -> list[dict[str, Any]]:
    """A plain object for each request parameter, in the order of the reference."""
    return [
        {
            "name": row.name,
            "type": row.type,
            "minimum": row.minimum,
            "maximum": row.maximum,
            "choices": list(row.choices),
            "default": row.default,
            "deprecated": row.deprecated,
            "replaced_by": list(row.replaced_by),
            "meaning": row.meaning_en,
            "meaning_zh": row.meaning_zh,
            "endpoints": list(row.endpoints),
            "example": row.example,
        }
        for row in PARAMETERS
    ]


def parameter_table(language: Language) -> pd.DataFrame:
    """A row for each parameter: name, type, range, default, meaning."""
    chinese = language == "zh"
    columns = [
        say(language, f"column_{k}") for k in ("name", "type", "range", "default", "meaning")
    ]
    rows = [
        (
            f"{row.name} ⚠" if row.deprecated else row.name,
            row.type,
            ", ".join(row.choices) or _range(row.minimum, row.maximum),
            "" if row.default is None else str(row.default),
            _deprecation(row.deprecated, row.replaced_by, language)
            + (row.meaning_zh if chinese else row.meaning_en),
        )
        for row in PARAMETERS
    ]
    return pd.DataFrame(rows, columns=columns)


def _deprecation(deprecated: bool, successors: tuple[str, ...], language: Language) -> str:
    if not deprecated:
        return ""
    if successors:
        return say(language, "deprecated_for", names=", ".join(successors)) + " "
    return say(language, "deprecated") + " "


def _range(low: float | None, high: float | None) -> str:
    if (low is None and high is None) or max(abs(low or 0), abs(high or 0)) > LARGEST_SHOWN:
        return ""
    return f"{'' if low is None else f'{low:g}'} … {'' if high is None else f'{high:g}'}".strip()


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
