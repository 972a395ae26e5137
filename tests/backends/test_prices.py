"""What a reply costs, and when that is unknown."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from genai_prices.data_snapshot import get_snapshot

from backends.price_table import find, provider_of, providers
from backends.prices import Price, Rates, context_window, price, rates
from backends.server import Server
from backends.types import Usage

ROOT = Path(__file__).parents[2]
OPENAI = Server(name="openai", kind="openai", base_url="https://api.openai.com/v1")
AZURE = Server(name="azure", kind="azure", base_url="https://example.openai.azure.com")
LOCAL = Server(name="local", kind="local", base_url="http://127.0.0.1:9000/v1")
UNKNOWN = Price(None)


def compatible(base_url: str) -> Server:
    return Server(name="other", kind="compatible", base_url=base_url)


def test_a_reply_costs_its_tokens_at_the_listed_rates() -> None:
    cost = price(OPENAI, "gpt-4o", Usage(1000, 500))

    assert cost == Price(Decimal("2.5") * 1000 / 10**6 + Decimal(10) * 500 / 10**6)


def test_cached_tokens_cost_the_rate_of_the_cache() -> None:
    listed = rates(OPENAI, "gpt-4o")
    assert listed and listed.input and listed.cached
    saved = 400 * (listed.input - listed.cached) / 10**6

    without = price(OPENAI, "gpt-4o", Usage(1000, 500))
    cached = price(OPENAI, "gpt-4o", Usage(1000, 500, cached_tokens=400))

    assert without.usd and cached.usd == without.usd - saved


def test_a_model_without_a_rate_for_the_cache_bills_cached_tokens_as_input() -> None:
    listed = rates(OPENAI, "gpt-4o-2024-05-13")
    assert listed and listed.cached is None

    plain = price(OPENAI, "gpt-4o-2024-05-13", Usage(1000, 500))

    assert price(OPENAI, "gpt-4o-2024-05-13", Usage(1000, 500, None, 400)) == plain


def test_the_embedded_model_is_free_which_is_not_the_same_as_unknown() -> None:
    cost = price(LOCAL, "gpt-4o", Usage(None, None))

    assert cost == Price(Decimal(0), free=True) != UNKNOWN
    assert rates(LOCAL, "gpt-4o") == Rates(
        input=Decimal(0), output=Decimal(0), cached=Decimal(0), source="local"
    )
    assert context_window(LOCAL, "gpt-4o") is None


def test_a_reply_of_no_tokens_costs_nothing_yet_is_not_free() -> None:
    assert price(OPENAI, "gpt-4o", Usage(0, 0)) == Price(Decimal(0), free=False)


@pytest.mark.parametrize(
    "usage",
    [
        Usage(None, 5),
        Usage(5, None),
        Usage(-1, 5),
        Usage(5, -1),
        Usage(5, 5, None, -1),
        Usage(5, 5, None, 6),  # more cached than sent
        Usage(10**13, 5),
        Usage(5, 10**5000),
        Usage(cast(Any, True), 5),
        Usage(cast(Any, "5"), 5),
        Usage(cast(Any, 1.5), 5),
        Usage(5, cast(Any, float("nan"))),
        Usage(5, 5, None, cast(Any, [])),
    ],
)
def test_a_usage_that_makes_no_sense_has_no_price(usage: Usage) -> None:
    assert price(OPENAI, "gpt-4o", usage) == UNKNOWN


def test_a_very_long_reply_still_has_a_price() -> None:
    cost = price(OPENAI, "gpt-4o", Usage(10**12, 10**12))

    assert cost.usd == Decimal(12_500_000)


@pytest.mark.parametrize(
    "model",
    [
        "",
        "my-model",
        "gpt-4o-mine",
        "my-gpt-4o",
        "o4-mini-mine",
        "moderation",
        "gpt",
        "x" * 100_000,
        "\x00\ud800",
    ],
)
def test_a_model_that_the_table_does_not_name_has_no_price(model: str) -> None:
    assert price(OPENAI, model, Usage(10, 10)) == UNKNOWN
    assert price(AZURE, model, Usage(10, 10)) == UNKNOWN
    assert rates(OPENAI, model) is None
    assert context_window(OPENAI, model) is None


@pytest.mark.parametrize(
    "base_url",
    [
        "http://localhost:11434/v1",
        "http://127.0.0.1:8000/v1",
        "http://[::1]:8000/v1",
        "http://192.168.1.20/v1",
        "http://gpu-box:8000/v1",
        "http://models.example.com/v1",
        "https://api.openai.com.example.com/v1",
        "https://example.com/x.googleapis.com.example/",
        "https://somebody--app.modal.run/v1",
        "https://[broken",
        "not an address",
        "",
    ],
)
def test_a_private_server_has_no_prices_whatever_its_models_are_called(base_url: str) -> None:
    server = compatible(base_url)

    assert price(server, "gpt-4o", Usage(10, 10)) == UNKNOWN
    assert rates(server, "llama3:8b") is None
    assert context_window(server, "gpt-4o") is None


@pytest.mark.parametrize(
    ("base_url", "provider"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://api.groq.com/openai/v1", "groq"),
        ("https://api.deepseek.com", "deepseek"),
        ("https://api.moonshot.cn/v1", "moonshotai"),
        ("https://router.huggingface.co/groq/openai/v1", "huggingface_groq"),
        ("https://example.services.ai.azure.com/openai/v1/", "azure"),
    ],
)
def test_a_public_server_is_known_by_its_host(base_url: str, provider: str) -> None:
    assert provider_of("compatible", base_url) == provider


def test_an_openai_server_at_another_address_is_priced_by_that_address() -> None:
    proxy = Server(name="openai", kind="openai", base_url="http://proxy.example.com/v1")

    assert price(proxy, "gpt-4o", Usage(10, 10)) == UNKNOWN


def test_a_deployment_is_priced_by_its_base_model_then_by_the_model_that_answered() -> None:
    usage = Usage(1000, 1000)
    small, large = price(OPENAI, "gpt-4o-mini", usage), price(OPENAI, "gpt-4o", usage)

    assert price(AZURE, "prod", usage, "gpt-4o-mini") == small
    assert price(AZURE, "prod", usage, "", "gpt-4o-2024-08-06") == large
    assert price(AZURE, "gpt-4o", usage, "gpt-4o-mini", "gpt-4o") == small
    assert price(AZURE, "gpt-4o", usage) == large
    assert price(AZURE, "prod", usage) == UNKNOWN


def test_a_base_model_that_the_table_does_not_name_is_not_replaced_by_a_guess() -> None:
    assert price(AZURE, "gpt-4o", Usage(10, 10), "in-house-model") == UNKNOWN


def test_an_alias_is_priced_as_the_model_it_stands_for_and_says_so() -> None:
    alias, model = rates(OPENAI, "gpt-5.6"), rates(OPENAI, "gpt-5.6-sol")

    assert alias and alias.priced_as == "gpt-5.6-sol"
    assert alias == model


def test_a_dated_snapshot_has_the_price_of_its_own_entry() -> None:
    latest, first = rates(OPENAI, "gpt-4o"), rates(OPENAI, "gpt-4o-2024-05-13")

    assert latest and first and first.input and latest.input
    assert first.input > latest.input


def test_a_beginning_of_a_name_counts_only_before_a_snapshot() -> None:
    anthropic = compatible("https://api.anthropic.com/v1")

    assert rates(anthropic, "claude-3-opus-20240229")
    assert rates(anthropic, "claude-3-opus-latest")
    assert rates(anthropic, "claude-3-opus-mine") is None


def test_a_fine_tuned_model_has_the_price_of_fine_tuned_models() -> None:
    tuned, plain = rates(OPENAI, "ft:gpt-4o-2024-08-06:acme::id"), rates(OPENAI, "gpt-4o")

    assert tuned and plain and tuned.input and plain.input
    assert tuned.input > plain.input


def test_long_prompts_may_cost_more_than_the_rates_and_that_is_said() -> None:
    listed = rates(OPENAI, "gpt-6-astra")
    assert listed and listed.input and listed.tiered

    cost = price(OPENAI, "gpt-6-astra", Usage(900_000, 0))

    assert cost.usd and cost.usd > listed.input * 900_000 / 10**6


def test_an_entry_without_prices_is_unknown_and_not_free() -> None:
    cerebras = compatible("https://api.cerebras.ai/v1")

    assert find("cerebras", "qwen-3-coder-480b")
    assert price(cerebras, "qwen-3-coder-480b", Usage(10, 10)) == UNKNOWN
    assert rates(cerebras, "qwen-3-coder-480b") is None


def test_a_model_that_answers_without_words_has_only_a_price_of_input() -> None:
    listed = rates(OPENAI, "text-embedding-3-small")

    assert listed and listed.input and listed.output is None
    assert price(OPENAI, "text-embedding-3-small", Usage(10, 10)) == UNKNOWN


def test_context_windows_come_from_the_table() -> None:
    assert context_window(OPENAI, "gpt-4o") == 128_000
    assert context_window(AZURE, "prod", "gpt-4o") == 128_000


def test_what_is_found_by_name_is_what_the_package_itself_would_find() -> None:
    everyone = get_snapshot().providers

    for name, provider in providers().items():
        for model in provider.models:
            found = find(name, model.id)
            assert found is None or found is provider.find_model(model.id, all_providers=everyone)


def test_most_of_the_table_is_found_by_its_own_names() -> None:
    named = [(name, model.id) for name, p in providers().items() for model in p.models]

    found = [pair for pair in named if find(*pair)]

    assert len(found) > 0.95 * len(named)


OFFLINE = """
import socket, sys

def refuse(*address):
    raise SystemExit("the network was touched")

socket.socket.connect = socket.getaddrinfo = refuse
from backends.prices import price
from backends.server import Server
from backends.types import Usage

server = Server(name="openai", kind="openai", base_url="https://api.openai.com/v1")
print(price(server, "gpt-4o", Usage(1000, 0)).usd)
"""


def test_prices_need_no_network() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert (done.returncode, done.stdout.strip()) == (0, "0.0025"), done.stderr
