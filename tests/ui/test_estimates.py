"""What an action would cost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from backends.prices import FREE_RATES, Rates
from ui.estimates import AROUND_TEXT, Estimate, Planned, estimate, most_output

PRICED = Rates(input=Decimal(2), output=Decimal(10), cached=None)
RATES = {
    "openai:priced": PRICED,
    "openai:other": Rates(input=Decimal(1), output=Decimal(1), cached=None),
    "local:free": FREE_RATES,
    "openai:half": Rates(input=Decimal(1), output=None, cached=None),
}
PROMPT = "x" * (4 * (100 - AROUND_TEXT))  # 100 tokens with what stands round it


def planned(model: str, most: int | None = None, repeats: int = 1) -> Planned:
    return Planned(model=model, texts=(PROMPT,), most_output=most, repeats=repeats)


def test_requests_tokens_and_dollars_are_added_up() -> None:
    found = estimate([planned("openai:priced", 50, 3), planned("openai:other", 200)], RATES.get)

    assert found == Estimate(
        requests=4,
        input_tokens=400,
        output_tokens=350,
        usd=Decimal(3 * (100 * 2 + 50 * 10) + 300) / 1_000_000,
        unknown_prices=(),
        unlimited=(),
    )


def test_every_text_is_sent_with_every_repeat() -> None:
    request = Planned(model="local:free", texts=("你好", "four"), repeats=5)

    assert estimate([request], RATES.get).input_tokens == 5 * (2 + 1 + 2 * AROUND_TEXT)


def test_a_model_without_a_price_is_named_and_left_out_of_the_sum() -> None:
    models = ["openai:unknown", "openai:priced", "openai:half", "openai:unknown"]

    found = estimate([planned(model, 10) for model in models], RATES.get)

    assert found.usd == Decimal(300) / 1_000_000
    assert found.unknown_prices == ("openai:unknown", "openai:half")
    assert found.output_tokens == 40


def test_without_any_known_price_the_cost_is_unknown() -> None:
    found = estimate([planned("openai:unknown", 10)], RATES.get)

    assert (found.usd, found.unknown_prices) == (None, ("openai:unknown",))


def test_without_a_limit_the_reply_is_unknown_and_its_model_named() -> None:
    found = estimate([planned("openai:priced"), planned("openai:other", 100)], RATES.get)

    assert found.output_tokens is None
    assert found.usd == Decimal(200 + 200) / 1_000_000
    assert found.unlimited == ("openai:priced",)


def test_a_free_model_costs_nothing_however_long_it_writes() -> None:
    found = estimate([planned("local:free", repeats=20)], RATES.get)

    assert (found.requests, found.output_tokens) == (20, None)
    assert (found.usd, found.unlimited, found.unknown_prices) == (Decimal(0), (), ())


@pytest.mark.parametrize("requests", [[], [planned("openai:unknown", repeats=0)]])
def test_nothing_planned_costs_nothing(requests: list[Planned]) -> None:
    lookup: Callable[[str], Rates | None] = RATES.get

    found = estimate(requests, lookup)

    assert (found.requests, found.input_tokens, found.output_tokens) == (0, 0, 0)
    assert (found.usd, found.unknown_prices, found.unlimited) == (Decimal(0), (), ())


@pytest.mark.parametrize(
    ("parameters", "most"),
    [
        ({}, None),
        ({"temperature": 1}, None),
        ({"max_completion_tokens": 200}, 200),
        ({"max_tokens": 300}, 300),
        ({"max_completion_tokens": 200, "max_tokens": 300}, 200),
        ({"max_completion_tokens": None, "max_tokens": 300}, 300),
        ({"max_tokens": "many"}, None),
    ],
)
def test_the_limit_of_a_reply_is_among_the_parameters(
    parameters: dict[str, Any], most: int | None
) -> None:
    assert most_output(parameters) == most
