"""The models that are wanted, in order, a page at a time; as a table, as details, as files."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backends.catalog import ServerState
from backends.catalog_rows import CatalogRow
from backends.errors import RequestRefused, ServerFailed
from backends.learned import Habits
from backends.price_date import price_data_date
from backends.probe_types import Ability, Probe
from ui.explore.model_cells import cell_text
from ui.explore.model_choice import (
    CONTEXTS,
    MOST_OWNERS,
    Order,
    Wanted,
    found,
    in_order,
    owners_of,
    page_of,
    wanted_from,
)
from ui.explore.model_export import models_csv, models_markdown
from ui.explore.model_rows import COLUMNS, USUAL, ColumnName, ModelRow, columns_from, model_row
from ui.explore.models_panel import panel_html
from ui.explore.models_table import table_html
from ui.explore.models_tools import failed_html, tools_html
from ui.texts import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
TODAY = date(2026, 11, 25)
HOSTILE = (
    "x" * 500,
    "<img src=x onerror=alert(1)><script>alert(2)</script>",
    "abc\u202egpj.exe",
    "\"quoted' & ${alert(3)} {{value}}",
    "a | b\nnext `code` [link](javascript:1)",
    "=1+1",
)


def row(model: str, server: str = "lab", **known: Any) -> ModelRow:
    probe, habits = known.pop("probe", None), known.pop("habits", None)
    facts = CatalogRow(name=f"{server}:{model}", server=server, model=model, **known)
    return model_row(facts, probe, habits)


def names(rows: Sequence[ModelRow]) -> list[str]:
    return [each.name for each in rows]


CHEAP = row(
    "cheap",
    owner="Ada",
    created=1_700_000_000,
    context_window=8_192,
    context_source="server",
    input_usd=Decimal("0.15"),
    output_usd=Decimal("0.6"),
    cached_usd=Decimal("0"),
    price_source="genai-prices",
)
DEAR = row(
    "Dear",
    "shop",
    owner="Bob",
    context_window=200_000,
    context_source="genai-prices",
    input_usd=Decimal("15"),
    output_usd=Decimal("60"),
    price_source="genai-prices",
    shutdown_date="2027-01-14",
)
BARE = row("bare")
ROWS = (BARE, DEAR, CHEAP)
TESTED = row(
    "tested",
    probe=Probe(
        tested_at=1_790_000_000.0,
        requests=6,
        answers=Ability("yes"),
        abilities={
            "streaming": Ability("yes"),
            "tools": Ability("no", "refused", RequestRefused(server="lab", detail="no <tools>")),
            "json_schema": Ability("no", "without_effect"),
            "images": Ability("unknown", "failed", ServerFailed(server="lab", status="500")),
        },
        seconds_to_first_token=0.25,
        usd=None,
        complete=True,
    ),
    habits=Habits(dropped={"logprobs", "tools"}, renamed={"max_tokens": "max_completion_tokens"}),
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), ["lab:bare", "shop:Dear", "lab:cheap"]),
        (Wanted(query="DEA"), ["shop:Dear"]),
        (Wanted(query="lab ada"), ["lab:cheap"]),
        (Wanted(query="lab bob"), []),
        (Wanted(server="lab"), ["lab:bare", "lab:cheap"]),
        (Wanted(owner="Bob"), ["shop:Dear"]),
        (Wanted(price="1"), ["lab:cheap"]),
        (Wanted(price="known"), ["shop:Dear", "lab:cheap"]),
        (Wanted(price="unknown"), ["lab:bare"]),
        (Wanted(price="free"), []),
        (Wanted(context="128000"), ["shop:Dear"]),
        (Wanted(context="unknown"), ["lab:bare"]),
        (Wanted(server="lab", price="known", context="8000"), ["lab:cheap"]),
    ],
)
def test_filters_keep_what_they_say_and_all_at_once(wanted: Wanted, expected: list[str]) -> None:
    assert names(found(ROWS, wanted)) == expected


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        ("model", ["lab:bare", "lab:cheap", "shop:Dear"]),
        ("input", ["lab:cheap", "shop:Dear", "lab:bare"]),
        ("context", ["lab:cheap", "shop:Dear", "lab:bare"]),
        ("owner", ["lab:cheap", "shop:Dear", "lab:bare"]),
        ("shutdown", ["shop:Dear", "lab:bare", "lab:cheap"]),
        ("tools", ["lab:bare", "shop:Dear", "lab:cheap"]),
    ],
)
def test_what_is_unknown_stands_last_whichever_way(
    column: ColumnName, ascending: list[str]
) -> None:
    unknown = [each for each in ROWS if not cell_text(each, column, "en", TODAY)]
    known = ascending[: len(ascending) - len(unknown)]

    assert names(in_order(ROWS, Order(column))) == ascending
    descending = names(in_order(ROWS, Order(column, descending=True)))
    assert descending == [*reversed(known), *names(unknown)]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_can_be_sorted_shown_and_taken_away(
    column: ColumnName, language: Language
) -> None:
    rows = [*ROWS, TESTED, *map(row, HOSTILE)]

    assert len(in_order(rows, Order(column))) == len(rows)
    assert all(isinstance(cell_text(each, column, language, TODAY), str) for each in rows)
    assert models_csv(rows, [column])
    assert models_markdown(rows, [column], language, TODAY)


def test_a_page_says_which_rows_it_has() -> None:
    rows = [row(f"{number:03}") for number in range(120)]

    first, last, beyond = (page_of(rows, number, 50, 200) for number in (0, 2, 99))

    assert (first.first, len(first.rows), first.pages) == (1, 50, 3)
    assert (last.first, names(last.rows)[0], len(last.rows)) == (101, "lab:100", 20)
    assert beyond == last
    assert page_of([], 5, 50, 200).pages == 1


def test_what_a_script_sends_is_not_trusted() -> None:
    asked: dict[str, Any] = {"query": "x" * 9_999, "server": 3, "price": "9; drop", "context": None}

    wanted = wanted_from(asked)

    assert len(wanted.query) == 200
    assert (wanted.server, wanted.price, wanted.context) == ("", "", "")
    assert wanted_from({"context": CONTEXTS[0]}).context == CONTEXTS[0]
    assert columns_from(["tools", "server", 7, "nonsense"]) == ("model", "server", "tools")


def shown(rows: Sequence[ModelRow], size: int = 50, language: Language = "en") -> str:
    page = page_of(rows, 0, size, len(rows))
    return table_html(page, USUAL, Order("input"), size, language, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_text_whatever_they_hold(language: Language) -> None:
    rows = [row(name, owner=name, shutdown_date=name) for name in HOSTILE]

    table = shown(rows, language=language)
    details = "".join(panel_html(each, False, "", None, language, TODAY) for each in rows)
    tools = tools_html(Wanted(query=HOSTILE[3]), HOSTILE, HOSTILE, USUAL, language)

    for html in (table, details, tools):
        assert "<img" not in html and "<script" not in html
        assert "&lt;img" in html
        assert "\"quoted'" not in html
    assert "<bdi>abc\u202egpj.exe</bdi>" in table
    assert "<bdi>lab:abc\u202egpj.exe</bdi>" in details


def test_the_same_name_at_two_servers_is_two_rows() -> None:
    table = shown([row("same"), row("same", "shop")])

    assert 'data-name="lab:same"' in table
    assert 'data-name="shop:same"' in table


def test_sorted_headers_say_so_and_every_header_is_a_button() -> None:
    table = shown(ROWS)

    assert table.count("aria-sort=") == 1
    assert '<th scope="col" class="input number" aria-sort="ascending">' in table
    assert table.count('data-models="sort"') == len(USUAL)


def test_only_the_rows_of_the_page_are_sent() -> None:
    small, large = ([row(f"model {n:04}") for n in range(count)] for count in (50, 5_000))

    one, other = shown(small), shown(large)

    assert one.count("<tr data-name") == other.count("<tr data-name") == 50
    assert abs(len(other) - len(one)) < 100
    assert "1–50 of 5,000 models" in other


def test_five_thousand_rows_are_filtered_and_sorted() -> None:
    rows = [row(f"model-{n:04}", owner=f"o{n % 7}", context_window=n or None) for n in range(5_000)]

    kept = in_order(found(rows, Wanted(query="model-1", owner="o3")), Order("context", True))

    assert len(kept) == len([n for n in range(1_000, 2_000) if n % 7 == 3])
    assert kept[0].facts.context_window == max(each.facts.context_window or 0 for each in kept)


def test_nothing_found_is_said_with_what_is_known() -> None:
    rows: list[ModelRow] = []
    nothing, none = page_of(rows, 0, 50, 12), page_of(rows, 0, 50, 0)

    assert "No model matches these filters; 12 are known." in table_html(
        nothing, USUAL, Order(), 50, "en", TODAY
    )
    assert "No models are known yet" in table_html(none, USUAL, Order(), 50, "en", TODAY)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2027-01-14", "2027-01-14, 50 days left"),
        ("2026-11-26", "2026-11-26, 1 day left"),
        ("2026-11-25T00:00:00Z", "2026-11-25, today"),
        ("2026-10-23", "2026-10-23, over"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_a_shutdown_says_how_many_days_are_left(day: str, expected: str) -> None:
    assert cell_text(row("a", shutdown_date=day), "shutdown", "en", TODAY) == expected


@pytest.mark.parametrize("created", [None, 0, -1, 10**12, 10**30, -(10**30)])
def test_any_date_that_a_server_may_say_does_no_harm(created: int | None) -> None:
    assert cell_text(row("a", created=created), "created", "en", TODAY) in ("", "1969-12-31")


@pytest.mark.parametrize(
    ("price", "expected"),
    [("0.000001", "0.000001"), ("10", "10"), ("2.50", "2.5"), ("1E+2", "100"), ("0", "0")],
)
def test_a_price_is_shown_without_empty_digits(price: str, expected: str) -> None:
    assert cell_text(row("a", input_usd=Decimal(price)), "input", "en", TODAY) == expected


def test_every_fact_says_where_it_comes_from() -> None:
    dated = f"genai-prices, data of {price_data_date()}"

    assert cell_text(CHEAP, "context_source", "en", TODAY) == "server"
    assert cell_text(CHEAP, "source", "en", TODAY) == dated
    assert cell_text(BARE, "source", "en", TODAY) == ""
    details = panel_html(DEAR, False, "", None, "en", TODAY)
    assert details.count(dated) == 3  # context, input, output; cached is not known
    assert "<small>settings</small>" in panel_html(BARE, True, "", None, "en", TODAY)
    assert price_data_date() > "2026-01-01"


def test_abilities_come_from_tests_and_from_refusals() -> None:
    details = panel_html(TESTED, False, "", None, "en", TODAY)

    assert cell_text(TESTED, "abilities", "en", TODAY) == (
        "Streaming; not: Log probabilities, JSON schema, Tools"
    )
    assert cell_text(TESTED, "images", "en", TODAY) == ""
    assert cell_text(TESTED, "tested", "en", TODAY) == "2026-09-21"
    assert "learned from a reply" in details
    assert "tested on 2026-09-21" in details
    assert "lab refused the request (no &lt;tools&gt;)." in details
    assert "lab failed with error 500." in details
    assert "Never sent: logprobs, tools" in details
    assert "max_tokens is sent as max_completion_tokens" in details
    assert "cost unknown" in details


def test_without_a_test_nothing_is_claimed() -> None:
    details = panel_html(BARE, False, "", None, "en", TODAY)

    assert details.count('data-state="unknown"') == 7
    assert "Not tested yet." in details


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_server_that_failed_is_named_with_what_to_do(language: Language) -> None:
    states = [
        ServerState("fine", "ready"),
        ServerState(
            "shop", "failed", error=ServerFailed(server="shop", detail="<b>", status="500")
        ),
    ]

    html = failed_html(states, language)

    assert html.count("<li>") == 1
    assert "shop" in html and "&lt;b&gt;" in html
    assert 'data-models="again"' in html
    assert failed_html(states[:1], language) == ""


def test_a_filter_whose_owner_is_gone_still_shows_what_holds() -> None:
    html = tools_html(Wanted(owner="gone"), ["lab"], ["Ada"], USUAL, "en")

    assert '<option value="gone" selected>gone</option>' in html


def test_owners_to_choose_from_are_few() -> None:
    rows = [row(str(n), owner=f"owner {n}") for n in range(2 * MOST_OWNERS)]

    assert len(owners_of(rows)) == MOST_OWNERS
    assert owners_of(ROWS) == ["Ada", "Bob"]


def test_a_spreadsheet_gets_numbers_names_and_no_formulas() -> None:
    rows = [CHEAP, TESTED, *map(row, HOSTILE)]
    columns: list[ColumnName] = ["model", "context", "input", "source", "tools", "abilities"]

    head, cheap, tested, *others = csv.reader(
        io.StringIO(models_csv(rows, columns).removeprefix("\ufeff"), newline="")
    )

    assert head == [
        *("model", "context_window", "input_usd_per_million", "price_source"),
        *("tools", "abilities"),
    ]
    assert cheap == ["cheap", "8192", "0.15", f"genai-prices {price_data_date()}", "", ""]
    assert tested[4:] == ["no", "streaming"]
    assert [line[0] for line in others] == [*HOSTILE[:-1], "'=1+1"]


def test_a_markdown_table_has_a_line_for_each_model_whatever_its_name() -> None:
    lines = models_markdown([*ROWS, *map(row, HOSTILE)], USUAL, "en", TODAY).splitlines()

    assert len(lines) == 2 + len(ROWS) + len(HOSTILE)
    assert "| unknown |" in lines[2]
    assert "a \\| b next \\`code\\` \\[link\\](javascript:1)" in lines[-2]
    assert "<img" not in "".join(lines).replace("\\<img", "")
