"""Rows and tables of models and parameters."""

import json
from decimal import Decimal

from backends.catalog_rows import CatalogRow
from backends.parameters import PARAMETERS
from ui.tables import model_rows, parameter_rows

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

    names = [row["name"] for row in rows]
    assert names[: len(PARAMETERS)] == [row.name for row in PARAMETERS]
    assert len(names) == len(set(names))
    assert rows[0]["name"] == "temperature"
    assert (rows[0]["minimum"], rows[0]["maximum"], rows[0]["default"]) == (0, 2, 1)
    assert all(row["meaning"] and row["meaning_zh"] for row in rows)


def test_a_name_that_an_api_call_takes_otherwise_has_that_beside_it() -> None:
    row = next(row for row in parameter_rows() if row["name"] == "logprobs")

    assert (row["type"], row["endpoints"]) == ("boolean", ["chat"])
    (other,) = row["variants"]
    assert (other["type"], other["maximum"], other["endpoints"]) == ("integer", 5, ["completions"])
    assert row.keys() - other.keys() == {"variants"}


def test_without_models_there_are_no_rows() -> None:
    assert model_rows([]) == []
