"""Costs of a mix of tokens by model: numbers read, prices asked for, models compared."""

from decimal import Decimal

import pytest

from backends.catalog_rows import CatalogRow, row_of
from backends.prices import price, rates
from backends.server import Server
from backends.types import ModelInfo, Usage
from ui.explore.prices_cells import money, ratio_text, source_texts
from ui.explore.prices_chart import MOST_BARS, cost_chart
from ui.explore.prices_matrix import matrix_html
from ui.explore.prices_rows import CostOrder, found, in_order
from ui.explore.prices_session import PricesSession
from ui.explore.prices_table import table_html
from ui.explore.prices_tools import mix_from
from ui.price_plans import (
    MOST,
    Mix,
    ModelCost,
    WrongCount,
    cheapest,
    costs,
    count_in,
    near_match,
    ratios,
    unknown,
)

OPENAI = Server(name="openai", kind="openai", base_url="https://api.openai.com/v1")
AZURE = Server(name="azure", kind="azure", base_url="https://mine.openai.azure.com")
LAB = Server(name="lab", kind="compatible", base_url="http://127.0.0.1:1/v1")
LOCAL = Server(name="local", kind="local", base_url="")
SERVERS = {each.name: each for each in (OPENAI, AZURE, LAB, LOCAL)}
FIELDS = {"input": "1000", "cached": "", "output": "500", "requests": "10"}


def row(server: Server, model: str, base_model: str = "") -> CatalogRow:
    return row_of(server, ModelInfo(id=model, base_model=base_model))


ROWS = (
    row(LAB, "secret"),
    row(OPENAI, "gpt-4o"),
    row(LOCAL, "SmolLM2"),
    row(OPENAI, "gpt-4o-mini"),
    row(AZURE, "mine", "gpt-4o-mini"),
)


def planned(mix: Mix | None = None, *rows: CatalogRow) -> list[ModelCost]:
    return list(costs(rows or ROWS, SERVERS, mix or Mix()))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("-0", 0),
        (" 1,000,000 ", 1_000_000),
        ("1 000", 1_000),
        ("1e6", 1_000_000),
        ("2.5E3", 2_500),
        ("10e-1", 1),
        ("2k", 2_000),
        ("1.5M", 1_500_000),
        ("1 b", MOST),
        ("3万", 30_000),
        ("１２", 12),
        ("7.0", 7),
    ],
)
def test_counts_are_read_as_people_write_them(text: str, count: int) -> None:
    assert count_in(text) == count


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "words"),
        ("many", "words"),
        ("nan", "words"),
        ("inf", "words"),
        ("1,00", "words"),
        ("1.2.3", "words"),
        ("0x10", "words"),
        ("-5", "negative"),
        ("−1k", "negative"),
        ("0.5", "fraction"),
        ("1e-3", "fraction"),
        ("1e-999999999", "fraction"),
        ("1.0005k", "fraction"),
        ("1e30", "huge"),
        ("1e999999999", "huge"),
        ("9" * 60, "huge"),
        ("1,000,000,001", "huge"),
    ],
)
def test_what_is_no_count_is_refused_for_its_own_reason(text: str, fault: str) -> None:
    with pytest.raises(WrongCount) as wrong:
        count_in(text)

    assert wrong.value.fault == fault


def test_each_field_is_refused_by_itself_and_the_last_mix_stays() -> None:
    before = Mix()

    mix, faults = mix_from(FIELDS | {"input": "lots", "requests": "-1"}, before)

    assert mix is before
    assert faults == {"input": "prices_fault_words", "requests": "prices_fault_negative"}


def test_an_empty_field_of_cached_tokens_means_none_and_more_than_all_are_refused() -> None:
    assert mix_from(FIELDS, Mix())[0] == Mix(requests_a_day=10)
    assert mix_from(FIELDS | {"cached": "1001"}, Mix())[1] == {"cached": "prices_fault_cached"}
    assert mix_from({"input": None, "cached": 3}, Mix())[1].keys() == {
        "input",
        "output",
        "requests",
    }


def test_costs_are_those_of_the_price_function_by_request_day_and_month() -> None:
    mix = Mix(input_tokens=10_000, cached_tokens=4_000, output_tokens=700, requests_a_day=3)
    expected = price(OPENAI, "gpt-4o", Usage(10_000, 700, cached_tokens=4_000)).usd

    made = planned(mix)[1]

    assert expected
    assert (made.request, made.day, made.month) == (expected, expected * 3, expected * 90)


def test_long_prompts_of_a_model_with_tiers_cost_more_than_its_first_rate() -> None:
    tiered = row(OPENAI, "gpt-5.4")
    listed = rates(OPENAI, "gpt-5.4")
    assert listed
    assert listed.tiered
    assert listed.input

    made = planned(Mix(input_tokens=1_000_000, output_tokens=0), tiered)[0]

    assert made.request
    assert made.request > listed.input


def test_an_unknown_price_is_no_cost_and_a_model_of_this_machine_is_free() -> None:
    secret, _, local, *_ = planned()

    assert (secret.request, secret.day, secret.month, secret.free) == (None, None, None, False)
    assert (local.month, local.free) == (Decimal(0), True)
    assert unknown(planned()) == 1


@pytest.mark.parametrize("descending", [False, True])
def test_unknown_prices_stand_last_whichever_way_the_table_is_sorted(descending: bool) -> None:
    ordered = in_order(planned(), CostOrder("month", descending))

    known = [each.month for each in ordered if each.month is not None]
    assert ordered[-1].facts.model == "secret"
    assert known == sorted(known, reverse=descending)


def test_a_search_looks_at_server_and_model() -> None:
    names = [each.facts.name for each in found(planned(), "OPEN 4o")]

    assert names == ["openai:gpt-4o", "openai:gpt-4o-mini"]


def test_models_compare_by_this_mix_and_not_by_their_rates() -> None:
    _, dear, _, cheap, _ = planned()
    assert dear.request
    assert cheap.request

    found_ratios = ratios([dear, cheap])

    assert found_ratios == [
        [1, dear.request / cheap.request],
        [cheap.request / dear.request, 1],
    ]


def test_nothing_is_divided_by_what_costs_nothing_or_is_unknown() -> None:
    secret, dear, local, *_ = planned()

    assert ratios([dear, local, secret])[0] == [1, None, None]
    html = matrix_html([dear, local, secret], "", "en")
    assert '<td class="number">–</td><td class="number">unknown</td>' in html
    nothing = planned(Mix(input_tokens=0, output_tokens=0))
    assert ratios([nothing[1], nothing[3]]) == [[None, None], [None, None]]


def test_the_matrix_needs_two_models() -> None:
    assert "<table>" not in matrix_html(planned()[:1], "", "en")
    html = matrix_html(planned()[1:4:2], "", "en")
    assert html.count('scope="col"') == html.count('scope="row"') == 2
    assert "<caption>" in html


def test_a_price_by_another_name_is_said_to_be_a_near_match() -> None:
    dated, exact, deployment = (
        row(OPENAI, "gpt-4o-mini-2024-07-18"),
        row(OPENAI, "gpt-4o-mini"),
        row(AZURE, "mine", "gpt-4o-mini"),
    )

    assert [near_match(each) for each in (dated, exact, deployment)] == [True, False, False]
    assert source_texts(planned(None, dated)[0], "en")[1:] == [
        "near match: priced as gpt-4o-mini",
    ]
    assert source_texts(planned(None, deployment)[0], "zh")[1:] == ["按 gpt-4o-mini 计价"]
    assert source_texts(planned(None, row(LAB, "secret"))[0], "en") == []


def test_only_one_page_of_thousands_of_models_is_in_the_table() -> None:
    rows = [row(OPENAI, f"gpt-4o-mini-2024-{number:04}") for number in range(5_000)]
    made = planned(None, *rows)
    session = PricesSession()
    session.page = 10_000

    html = table_html(in_order(made, session.order), made, session, "en")

    assert html.count('role="checkbox"') == 50
    assert session.page == 99
    assert "4,951–5,000 of 5,000 models" in html


def test_the_table_says_unknown_and_free_and_counts_what_is_unknown() -> None:
    made = planned()

    html = table_html(in_order(made, CostOrder()), made, PricesSession(), "en")

    assert "The price of 1 model is unknown; it is listed last." in html
    assert html.count("<span>unknown</span>") == 4
    assert html.count(">free<") == 3
    assert "A month is 30 days." in html


def test_names_of_servers_are_text() -> None:
    made = planned(None, row(LAB, "<img src=x onerror=alert(1)>"), row(LAB, '"><b>'))

    for html in (
        table_html(made, made, PricesSession(), "en"),
        matrix_html(made, "", "en"),
    ):
        assert "<img" not in html
        assert "<b>" not in html


def test_the_chart_has_the_cheapest_priced_models_until_some_are_chosen() -> None:
    made = planned(None, *(row(AZURE, f"mine-{at}", "gpt-4o-mini") for at in range(20)), *ROWS)

    usual, chosen = cost_chart(made, [], "en"), cost_chart(made, [made[-5], made[-4]], "en")

    assert len(usual.bars) == MOST_BARS
    assert usual.bars[0][2] == "azure:mine-0"
    assert all(value for _, value, _, _ in usual.bars)
    assert [name for _, _, name, _ in chosen.bars] == ["openai:gpt-4o"]
    assert "Price unknown: lab:secret." in chosen.note
    assert not cost_chart(planned(Mix(requests_a_day=0)), [], "en").drawn
    assert len(cheapest(made, 3)) == 3


@pytest.mark.parametrize(
    ("usd", "text"),
    [("0", "$0"), ("0.0012549", "$0.00125"), ("0.999", "$0.999"), ("1234.5", "$1,234.50")],
)
def test_a_small_cost_is_never_shown_as_nothing(usd: str, text: str) -> None:
    assert money(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [("1", "1.00×"), ("16.66", "16.7×"), ("1234.5", "1,234×"), ("0.06", "0.0600×")],
)
def test_ratios_have_three_digits_that_count(ratio: str, text: str) -> None:
    assert ratio_text(Decimal(ratio)) == text
