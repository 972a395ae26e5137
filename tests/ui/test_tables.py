"""Rows and tables of models and parameters."""

import json
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from backends.catalog_rows import CatalogRow
from backends.parameters import PARAMETERS
from ui.tables import model_rows, parameter_rows, parameter_table
from ui.texts import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
UNKNOWN = CatalogRow(name="test:alpha", server="test", model="alpha")
KNOWN = CatalogRow(
    name="openai:beta",
    server="openai",
    model="beta",
    owner="somebody",
    created=1_700_000_000,
    shutdown_date="2030-01-01",
    context_window=128_000,
    context_source="server",
    input_usd=Decimal("0.15"),
    output_usd=Decimal("1E+2"),
    cached_usd=Decimal("0"),
    price_source="genai-prices",
)


def cells(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(table.itertuples(index=False, name=None))


def test_rows_of_models_can_be_sent_as_json() -> None:
    unknown, known = json.loads(json.dumps(model_rows([UNKNOWN, KNOWN]), allow_nan=False))

    assert known == {
        "name": "openai:beta",
        "server": "openai",
        "model": "beta",
        "owner": "somebody",
        "created": 1_700_000_000,
        "shutdown_date": "2030-01-01",
        "context_window": 128_000,
        "context_source": "server",
        "input_usd_per_million": 0.15,
        "output_usd_per_million": 100.0,
        "cached_usd_per_million": 0.0,
        "price_source": "genai-prices",
    }
    assert unknown.keys() == known.keys()


def test_an_unknown_price_stays_unknown_and_is_never_zero() -> None:
    (row,) = model_rows([UNKNOWN])

    prices = ("input_usd_per_million", "output_usd_per_million", "cached_usd_per_million")
    assert [row[name] for name in prices] == [None, None, None]
    assert row["context_window"] is None


def test_rows_of_parameters_can_be_sent_as_json() -> None:
    rows = json.loads(json.dumps(parameter_rows(), allow_nan=False))

    assert [row["name"] for row in rows] == [row.name for row in PARAMETERS]
    assert rows[0]["name"] == "temperature"
    assert (rows[0]["minimum"], rows[0]["maximum"], rows[0]["default"]) == (0, 2, 1)
    assert all(row["meaning"] and row["meaning_zh"] for row in rows)


def test_without_models_there_are_no_rows() -> None:
    assert model_rows([]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_parameters_explains_every_one(language: Language) -> None:
    table = parameter_table(language)

    assert table.shape == (len(PARAMETERS), 5)
    assert all(row[4] for row in cells(table))


def test_ranges_choices_and_defaults_are_shown_where_they_say_something() -> None:
    rows = {row[0]: row for row in cells(parameter_table("en"))}

    assert rows["temperature"][2:4] == ("0 … 2", "1")
    assert rows["max_completion_tokens"][2:4] == ("1 …", "")
    assert rows["presence_penalty"][2] == "-2 … 2"
    assert rows["verbosity"][2] == "low, medium, high"
    assert rows["seed ⚠"][2] == ""


def test_what_is_deprecated_says_what_to_use_instead() -> None:
    english, chinese = (
        {row[0]: row[4] for row in cells(parameter_table(language))} for language in LANGUAGES
    )

    assert english["max_tokens ⚠"].startswith("Deprecated: use max_completion_tokens. ")
    assert chinese["max_tokens ⚠"].startswith("已弃用，请改用 max_completion_tokens。 ")
    assert english["seed ⚠"].startswith("Deprecated. ")
