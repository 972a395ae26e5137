"""Rows of models and parameters as programs get them. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from backends.catalog_rows import CatalogRow
from backends.parameter_reference import REFERENCE, variants
from backends.parameter_types import Parameter


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
    """A plain object for each name of a request parameter, those of a chat first.

    `endpoints`: the API calls that take it so; `variants`: how others take the same name.
    """
    names = dict.fromkeys(row.name for row in REFERENCE)
    return [
        {**_parameter(first), "variants": [_parameter(other) for other in others]}
        for first, *others in map(variants, names)
    ]


def _parameter(row: Parameter) -> dict[str, Any]:
    return {
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
        "required_by": list(row.required_by),
        "example": row.example,
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
