"""The reference of parameters: searched, filtered, as a table, as details, and with a model."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from backends.errors import RequestRefused
from backends.learned import Habits, first_habits
from backends.parameter_reference import REFERENCE
from backends.parameter_types import ENDPOINTS, Endpoint, Parameter
from backends.probe_types import Ability, Probe
from ui.explore.parameters_here import Evidence, asked_of, here, here_text, source_text
from ui.explore.parameters_panel import panel_html
from ui.explore.parameters_table import table_html
from ui.explore.parameters_tools import tools_html
from ui.parameter_reference import (
    BY_KEY,
    ROWS,
    STATUSES,
    Wanted,
    default_text,
    example_text,
    found,
    linked,
    range_text,
    type_text,
    wanted_from,
)
from ui.texts import Language

LANGUAGES: tuple[Language, ...] = ("en", "zh")
HOSTILE = "<img src=x onerror=alert(1)>\"' ${alert(2)}\n{{value}}"
TESTED_AT = 1_790_000_000.0  # 2026-09-21
PROBE = Probe(
    tested_at=TESTED_AT,
    answers=Ability("yes"),
    abilities={
        "streaming": Ability("yes"),
        "temperature": Ability("yes"),
        "logprobs": Ability("no", "refused", RequestRefused(server="lab", detail="no <b>")),
        "json_schema": Ability("no", "without_effect"),
        "tools": Ability("yes", "not_seen"),
    },
)


def keys(wanted: Wanted, changed: Callable[[Parameter], bool] = lambda _: False) -> list[str]:
    return [row.key for row in found(wanted, changed)]


def parameter(key: str) -> Parameter:
    return BY_KEY[key].parameter


def told(key: str, evidence: Evidence, language: Language = "en", endpoint: Any = None) -> str:
    row = parameter(key)
    return here_text(here(row, asked_of(row, endpoint), evidence), language)


def test_every_row_has_a_key_of_its_own() -> None:
    assert len(BY_KEY) == len(ROWS) == len(REFERENCE)
    assert {"temperature", "logprobs@chat", "logprobs@completions"} <= BY_KEY.keys()


def test_without_a_filter_all_are_found_in_their_order() -> None:
    assert keys(Wanted()) == [row.key for row in ROWS]
    assert keys(Wanted(query="  ")) == [row.key for row in ROWS]


def test_a_name_is_found_before_what_only_mentions_it() -> None:
    assert keys(Wanted(query="TOP_P"))[:1] == ["top_p"]
    assert keys(Wanted(query="logprobs"))[:2] == ["logprobs@chat", "logprobs@completions"]
    assert keys(Wanted(query="max tokens"))[:2] == ["max_tokens@chat", "max_tokens@completions"]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("abuse", "safety_identifier"),
        ("随机", "temperature"),
        ("词元 上限", "max_tokens@chat"),
        ("xhigh", "reasoning_effort"),
        ("engine", "model"),
        ("functions", "tools@responses"),
        ("generate_summary", "reasoning"),
        ("text.verbosity", "verbosity"),
        ("response_format", "text"),
    ],
)
def test_meanings_in_both_languages_and_other_names_are_searched(query: str, key: str) -> None:
    assert key in keys(Wanted(query=query))


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_api_call_shows_each_of_its_parameters_once(endpoint: Endpoint) -> None:
    names = [BY_KEY[key].parameter.name for key in keys(Wanted(endpoint=endpoint))]

    assert names and len(names) == len(set(names))


def test_filters_by_status_and_together() -> None:
    current, deprecated = keys(Wanted(status="current")), keys(Wanted(status="deprecated"))

    assert sorted(current + deprecated) == sorted(BY_KEY)
    assert "max_tokens@chat" in deprecated and "max_tokens@completions" in current
    assert keys(Wanted(status="panel"))[0] == "temperature"
    assert keys(Wanted(status="changed"), lambda row: row.name == "n") == ["n"]
    both = keys(Wanted(query="user", endpoint="embeddings", status="current"))
    assert both == ["user@completions"]


@pytest.mark.parametrize("asked", [{}, {"query": 3, "endpoint": [], "status": "x"}])
def test_what_the_page_sends_may_be_anything(asked: dict[str, Any]) -> None:
    assert wanted_from(asked) == Wanted()


def test_what_the_page_sends_is_read() -> None:
    asked = {"query": "x" * 999, "endpoint": "responses", "status": "changed"}

    assert wanted_from(asked) == Wanted(query="x" * 200, endpoint="responses", status="changed")
    assert all(wanted_from({"status": each}).status == each for each in STATUSES)


@pytest.mark.parametrize(
    ("key", "kind", "extent", "default"),
    [
        ("temperature", "number", "0 … 2", "1"),
        ("presence_penalty", "number", "-2 … 2", "0"),
        ("max_output_tokens", "integer", "≥ 16", ""),
        ("seed@chat", "integer", "64 bits", ""),
        ("verbosity", "string", "low, medium, high", "medium"),
        ("stop", "string or list", "1 to 4 items", ""),
        ("safety_identifier", "string", "up to 64 characters", ""),
        ("metadata", "object", "up to 16 pairs", ""),
        ("logit_bias", "object", "each -100 … 100", ""),
        ("input@embeddings", "string or list", "1 to 2,048 items", "required"),
        ("store@responses", "boolean", "", "true"),
        ("prompt@completions", "string or list", "", "required"),
        ("tool_choice@chat", "string or object", "none, auto, required", ""),
        ("context_management", "list", "1 or more items", ""),
    ],
)
def test_type_range_and_default_are_said(key: str, kind: str, extent: str, default: str) -> None:
    row = parameter(key)

    assert type_text(row, "en") == kind
    assert range_text(row, "en") == extent
    assert default_text(row, "en") == default


def test_types_and_ranges_are_said_in_chinese() -> None:
    assert type_text(parameter("stop"), "zh") == "字符串或列表"
    assert range_text(parameter("stop"), "zh") == "1 到 4 项"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_an_example_is_the_parameter_in_a_body(row: Any) -> None:
    body = json.loads(example_text(row.parameter))

    assert body == {row.parameter.name: row.parameter.example}


def test_what_a_test_found_out_is_said_with_its_day() -> None:
    evidence = Evidence(Habits(), probe=PROBE)

    assert told("temperature", evidence) == "accepted (tested 2026-09-21)"
    assert told("temperature", evidence, "zh") == "已接受（2026-09-21 测试）"
    assert told("messages", evidence) == "accepted (tested 2026-09-21)"
    assert told("stream", evidence) == "accepted (tested 2026-09-21)"
    assert told("tools@chat", evidence) == "accepted (tested 2026-09-21)"
    assert told("logprobs@chat", evidence) == "refused (tested 2026-09-21)"
    assert told("response_format", evidence) == "accepted, without effect (tested 2026-09-21)"
    assert told("top_p", evidence) == "not tested here"


def test_what_was_refused_in_a_chat_counts_before_a_test() -> None:
    habits = Habits(
        renamed={"max_tokens": "max_completion_tokens"},
        refused_names={"max_tokens"},
        dropped={"temperature"},
        refused_values={("reasoning_effort", "'xhigh'"), ("reasoning_effort", "'max'")},
        without_usage=True,
    )
    evidence = Evidence(habits, probe=PROBE)

    assert told("temperature", evidence) == "refused: dropped here"
    assert told("temperature", evidence, "zh") == "被拒绝：此处不再发送"
    assert told("stream_options@chat", evidence) == "refused: dropped here"
    assert told("max_tokens@chat", evidence) == "renamed to max_completion_tokens here"
    assert told("reasoning_effort", evidence) == "value refused: 'max', 'xhigh'"


def test_a_parameter_whose_other_name_is_dropped_too_is_dropped() -> None:
    habits = Habits(renamed={"max_tokens": "max_completion_tokens"})
    habits.dropped = {"max_completion_tokens"}

    assert told("max_tokens@chat", Evidence(habits)) == "refused: dropped here"


def test_what_a_kind_of_server_usually_wants_is_not_called_learned() -> None:
    row = parameter("max_completion_tokens")
    usual = here(row, "chat", Evidence(first_habits("compatible")))
    learned = Habits(
        renamed={"max_completion_tokens": "max_tokens"}, refused_names={"max_completion_tokens"}
    )

    assert here_text(usual, "en") == "renamed to max_tokens here"
    assert source_text(row, usual, "en") == "as servers of its kind want it"
    found_out = here(row, "chat", Evidence(learned))
    assert source_text(row, found_out, "en") == "learned from a reply"


def test_each_api_call_has_its_own_story() -> None:
    evidence = Evidence(Habits(dropped={"stop"}), Habits(dropped={"suffix"}), PROBE)

    assert told("stop", evidence) == "refused: dropped here"
    assert told("stop", evidence, endpoint="completions") == "not tested here"
    assert told("suffix", evidence) == "refused: dropped here"
    assert told("temperature", evidence, endpoint="responses") == "Parley does not call this API"
    assert told("dimensions", evidence) == "not tested here"


def test_long_refused_values_are_cut() -> None:
    habits = Habits(refused_values={("user", f"{number}" + "x" * 500) for number in range(9)})

    said = told("user@chat", Evidence(habits))

    assert len(said) < 260 and said.endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_a_row_for_each_and_a_column_for_the_model(language: Language) -> None:
    without = table_html(ROWS, Wanted(), "", None, language)
    with_model = table_html(ROWS, Wanted(), HOSTILE, Evidence(Habits(), probe=PROBE), language)

    assert without.count("<tr data-key") == with_model.count("<tr data-key") == len(ROWS)
    assert without.count('scope="col"') == 6
    assert with_model.count('scope="col"') == 7
    assert "<img" not in with_model


def test_nothing_found_says_so_and_offers_a_way_back() -> None:
    html = table_html([], Wanted(query="x"), "", None, "en")

    assert "No parameter matches; 67 entries are known." in html
    assert 'data-reference="clear"' in html and "<table" not in html


def test_a_row_says_that_it_is_deprecated_and_which_of_its_name_it_is() -> None:
    html = table_html([BY_KEY["max_tokens@chat"]], Wanted(), "", None, "en")

    assert "<small>Chat Completions</small>" in html
    assert "<small>deprecated, use max_completion_tokens</small>" in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_details_can_be_shown_of_every_row(row: Any, language: Language) -> None:
    html = panel_html(row, HOSTILE, Evidence(Habits(), probe=PROBE), language)

    assert "\0" not in html and "<img" not in html
    opened = re.findall(r'data-reference="open" data-key="([^"]+)"', html)
    assert set(opened) <= BY_KEY.keys()
    assert html.count("POST /") == len(ENDPOINTS)


def test_details_say_how_each_api_call_takes_it() -> None:
    limit = panel_html(BY_KEY["max_tokens@chat"], "", None, "en")
    sure = panel_html(BY_KEY["logprobs@completions"], "", None, "en")

    assert 'Deprecated: use <button type="button" class="reference-link"' in limit
    assert 'data-key="max_output_tokens"' in limit and 'data-key="max_tokens@completions"' in limit
    assert "default 16, not deprecated" in limit
    assert "of its own: boolean, default false" in sure
    assert "Choose a model above" in sure


def test_details_quote_what_a_server_said_as_text() -> None:
    html = panel_html(BY_KEY["logprobs@chat"], "lab:m", Evidence(Habits(), probe=PROBE), "en")

    assert "refused (tested 2026-09-21)" in html
    assert "no &lt;b&gt;" in html


def test_a_name_inside_an_object_leads_to_the_object() -> None:
    assert linked("text.verbosity", ("responses",)) == "text"
    assert linked("logprobs", ("completions",)) == "logprobs@completions"
    assert linked("nothing", ENDPOINTS) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_searched_for_is_escaped(language: Language) -> None:
    html = tools_html(Wanted(query=HOSTILE, endpoint="responses"), language)

    assert "<img" not in html
    assert '<option value="responses" selected>' in html
