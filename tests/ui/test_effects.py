"""What a value of a parameter does: which requests, which figures, and how they are shown."""

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from backends.base import Backend
from backends.catalog import Catalog
from backends.errors import ServerFailed, Unreachable
from backends.types import Finished, Message, Notice, TextDelta, Usage
from guard.admission import Admission
from tests.ui.scripted import Clock, Listening, play, reply
from ui.asking import Asking
from ui.effects import NOT_SET, Effect, FigureName, Lengths, effect_of, points
from ui.explore.effect_axes import Size, height_scale, labelled, places
from ui.explore.effect_chart import chart_html
from ui.explore.effect_export import figures_csv, outputs_csv
from ui.explore.effect_outputs import outputs_html
from ui.explore.effect_plan import Plan, estimated, plan, with_ranges
from ui.explore.effect_run import EffectRun, Row
from ui.explore.effect_session import EffectSession
from ui.explore.effect_table import help_html, table_html
from ui.explore.effect_words import all_cost, figure_text, samples_text, value_text
from ui.reply import LiveReply
from ui.statistics import Spread
from ui.sweeps import SweepError
from ui.texts import WORDS

pytestmark = pytest.mark.anyio

HELLO = (Message("user", "hello"),)
DROPPED = Notice("dropped", "temperature")
BAD = "<img src=x onerror=alert(1)>"


def planned(
    parameter: str = "temperature",
    values: str = "0, 1",
    with_unset: bool = True,
    others: Mapping[str, Any] | None = None,
    samples: int = 3,
) -> Plan:
    return plan("test:alpha", HELLO, parameter, values, with_unset, others or {}, samples)


def said(text: str, first: float = 1.0, tokens: int | None = 4, reason: str = "stop") -> LiveReply:
    counted = (Usage(5, tokens),) if tokens is not None else ()
    return reply(first, TextDelta(text), *counted, Finished("stop", reason))


def effect(*replies: LiveReply, value: Any = 0.5, wanted: int = 3) -> Effect:
    return effect_of(value, "temperature", wanted, replies)


# which requests


def test_every_value_is_sent_with_all_else_as_it_is_set() -> None:
    made = planned(others={"temperature": 0.3, "seed": 7})

    assert made.values == (NOT_SET, 0.0, 1.0)
    assert [made.parameters(value) for value in made.values] == [
        {"seed": 7},
        {"seed": 7, "temperature": 0.0},
        {"seed": 7, "temperature": 1.0},
    ]
    assert made.requests == 9


@pytest.mark.parametrize(
    ("parameter", "values", "expected"),
    [
        ("temperature", "0..1 step 0.25", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("temperature", "0..1 step .1", tuple(n / 10 for n in range(11))),
        ("temperature", "0…1 步长 0.5, 1.5", (0.0, 0.5, 1.0, 1.5)),
        ("temperature", "０到１", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("presence_penalty", "2..-2 step 2", (2.0, 0.0, -2.0)),
        ("temperature", "0; 0,5; 1..2 step 0.5", (0.0, 0.5, 1.0, 1.5, 2.0)),
        ("max_completion_tokens", "1..3", (1, 2, 3)),
        ("max_completion_tokens", "100..300 step 100", (100, 200, 300)),
        ("reasoning_effort", "low, high", ("low", "high")),
        ("top_k", "20..40 by 10", (20, 30, 40)),
        ("stop", "a..b, c", ("a..b", "c")),
    ],
)
def test_values_are_lists_and_ranges(
    parameter: str, values: str, expected: tuple[object, ...]
) -> None:
    made = planned(parameter, values, with_unset=False, samples=1).values

    assert made == expected
    assert [type(value) for value in made] == [type(value) for value in expected]


def test_a_range_is_spelled_out_without_the_errors_of_floating_point() -> None:
    assert with_ranges("0..0.4 step 0.1", whole=False) == "0, 0.1, 0.2, 0.3, 0.4"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"parameter": ""}, "sweep_no_parameter"),
        ({"parameter": "stream", "values": "true, false"}, "sweep_reserved"),
        ({"parameter": "tools", "values": "[]"}, "effect_no_single_value"),
        ({"values": "warm"}, "sweep_not_number"),
        ({"values": "1, 3"}, "sweep_refused"),
        ({"values": "0..1 step 0"}, "effect_no_step"),
        ({"values": "", "with_unset": True}, "effect_too_few_values"),
        ({"values": "1", "with_unset": False}, "effect_too_few_values"),
        ({"values": "0..1 step 0.01"}, "effect_too_many_values"),
        ({"values": "0..2 step 0.001"}, "effect_too_many_values"),
        ({"values": "0..1.1 step 0.1"}, "effect_too_many_values"),  # twelve, and not set
        ({"values": "0..2 step 0.5", "samples": 20}, "effect_too_many_requests"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_one_sentence(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(SweepError) as refused:
        planned(**changes)

    assert refused.value.key == key
    values = {"sentence": "", **refused.value.values}
    assert all(text.format(**values) for text in WORDS[key])


def test_a_hundred_requests_are_not_too_many_and_the_refusal_says_how_many_are() -> None:
    assert planned(values="0..2 step 0.5", with_unset=False, samples=20).requests == 100

    with pytest.raises(SweepError) as refused:
        planned(values="0..2 step 0.5", samples=20)

    assert refused.value.values == {
        "values": 6, "samples": 20, "count": 120, "limit": 100, "most": 16,
    }  # fmt: skip


def test_the_estimate_counts_every_request_with_its_own_limit() -> None:
    made = planned("max_completion_tokens", "10, 20", with_unset=False, samples=3)

    found = estimated(made, lambda model: None)

    assert (found.requests, found.output_tokens) == (6, 90)
    unlimited = estimated(
        planned("max_completion_tokens", "10, 20", with_unset=True), lambda model: None
    )
    assert unlimited.output_tokens is None


# figures


def test_the_figures_of_a_value_are_those_of_its_complete_replies() -> None:
    stopped = reply(TextDelta("x y z"))
    stopped.stop()
    found = effect(
        said("the sea", 1.0, 4),
        said("the lake", 3.0, 8, "length"),
        said("the sea", 2.0, 6),
        stopped,
        reply(Unreachable(server="lab")),
        reply(TextDelta("half"), ServerFailed(server="lab", status=500)),
        wanted=6,
    )

    assert (found.complete, found.failed, found.wanted) == (3, 2, 6)
    assert found.tokens == Lengths(6, 6, 4, 8)
    assert found.words == Lengths(2, 2, 2, 2)
    assert found.characters and found.characters.mean == pytest.approx(22 / 3)
    assert found.distinct_1 == pytest.approx(3 / 6)
    assert found.distinct_2 == pytest.approx(2 / 3)
    assert found.identical == pytest.approx(2 / 3)
    assert found.similarity == pytest.approx((0.5 + 1 + 0.5) / 3)
    assert found.first == Spread(2.0, 1.0, 3.0, 3)
    assert found.finishes == (("stop", 2), ("length", 1))


def test_one_sample_agrees_with_nobody() -> None:
    found = effect(said("the sea"), wanted=1)

    assert (found.identical, found.similarity) == (None, None)
    assert figure_text(found, "identical", "en") == figure_text(found, "similarity", "en") == "–"


def test_without_a_count_by_the_server_there_are_no_tokens_and_no_cost() -> None:
    found = effect(said("the sea", tokens=None))

    assert (found.tokens, found.cost) == (None, None)
    assert figure_text(found, "tokens", "en") == "–"
    assert figure_text(found, "cost", "en") == "cost unknown"


def test_the_cost_is_the_mean_of_a_reply_and_in_all_the_sum() -> None:
    def costing(usd: str) -> LiveReply:
        clock = Clock()
        made = LiveReply("test:alpha", lambda usage, served: Decimal(usd), clock=clock)
        play(made, clock, TextDelta("a"), Usage(1, 1), Finished("stop", "stop"))
        return made

    found = effect(costing("0.01"), costing("0.03"))

    assert figure_text(found, "cost", "en") == "$0.020"
    assert all_cost([found, effect(costing("0.06"))], "en") == "$0.10"
    assert all_cost([found, effect(said("a"))], "en") == ""
    free = reply(TextDelta("a"), Usage(1, 1), Finished("stop", "stop"), free=True)
    assert all_cost([effect(free)], "en") == "free"


def test_a_value_that_was_not_sent_says_so_and_a_renamed_one_too() -> None:
    dropped = reply(DROPPED, TextDelta("a"), Finished("stop", "stop"))
    other = reply(Notice("dropped", "seed"), TextDelta("a"), Finished("stop", "stop"))
    renamed = reply(
        Notice("renamed", "temperature", "temp"), TextDelta("a"), Finished("stop", "stop")
    )

    tables = [table_html([effect(each)], "temperature", "en") for each in (dropped, other, renamed)]
    some = table_html([effect(dropped, said("b"))], "temperature", "en")

    assert "not sent: the server refused it" in tables[0]
    assert "<small>" not in tables[1]
    assert "temperature was sent as temp." in tables[2]
    assert "not sent in some requests" in some


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"),
        (1.0, "1"),
        (1e-7, "1e-07"),
        (200, "200"),
        (2**60, str(2**60)),
        (True, "true"),
        ("low", "low"),
        (NOT_SET, "not set"),
        ("x" * 500, "x" * 60 + "…"),
    ],
)
def test_a_value_reads_as_it_was_typed(value: object, text: str) -> None:
    assert value_text(value, "en") == text


def test_samples_say_how_many_are_missing_and_how_many_failed() -> None:
    failed = reply(Unreachable(server="lab"))

    assert samples_text(effect(said("a"), said("b"), said("c")), "en") == "3"
    assert samples_text(effect(said("a")), "en") == "1 of 3"
    assert samples_text(effect(said("a"), failed), "en") == "1 of 3, 1 failed"
    assert samples_text(effect(said("a"), failed), "zh") == "1 / 3 个，1 个失败"


# tables and outputs


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_from_a_server_or_a_person_becomes_html(language: Any) -> None:
    row = Row(BAD, 3)
    row.replies = [
        said(f"{BAD}\n  indented", reason=BAD),
        reply(Unreachable(server=BAD, url=BAD, reason=BAD, variable=BAD)),
        None,
    ]
    found = effect_of(BAD, BAD, 3, row.asked)

    shown = "".join(
        [
            table_html([found], BAD, language),
            outputs_html(row, 0, BAD, language),
            chart_html([found], BAD, "tokens", language),
        ]
    )

    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_an_output_stands_there_as_it_came_behind_its_length() -> None:
    row = Row(0.5, 3)
    row.replies = [said("  two\n\twords"), reply(), None]

    shown = outputs_html(row, 1, "temperature", "en")

    assert '<div class="effect-text" dir="auto">  two\n\twords</div>' in shown
    assert "4 tokens · 2 words · 12 characters · stop" in shown
    assert shown.count("effect-line") == 3
    assert "waiting" in shown


def test_a_failure_is_told_in_its_place_and_keeps_what_came() -> None:
    row = Row(0.5, 2)
    row.replies = [
        reply(ServerFailed(server="lab", status=500)),
        reply(TextDelta("half"), ServerFailed(server="lab", status=500)),
    ]

    shown = outputs_html(row, 0, "temperature", "en")

    assert '<span class="length">lab failed with error 500.</span>' in shown
    assert "1 word · 4 characters · broke off" in shown
    assert ">half</div>" in shown


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_column_is_explained(language: Any) -> None:
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]+)", table_html([], "seed", language))
    terms = re.findall(r"<dt>([^<]+)", help_html(language))

    assert heads == ["seed", *terms]
    assert len(terms) == len(set(terms)) == 11


# the chart


def drawn(effects: list[Effect], figure: FigureName) -> ElementTree.Element:
    html = chart_html(effects, "temperature", figure, "en")
    found = re.search(r'<svg class="wide".*?</svg>', html)
    assert found
    return ElementTree.fromstring(found[0])


def test_the_chart_joins_numbers_and_sets_apart_what_is_not_set_or_not_sent() -> None:
    effects = [
        effect(said("a"), value=NOT_SET),
        effect(said("a b"), value=1.0),
        effect(said("a b c"), value=0.0),
        effect(reply(DROPPED, TextDelta("a"), Finished("stop", "stop")), value=0.5),
    ]

    svg = drawn(effects, "words")

    circles = {str(each.get("cx")): each.get("class") for each in svg.iter("circle")}
    assert list(circles.values()).count("unsent") == 1
    [line] = svg.iter("polyline")
    joined = [place.split(",")[0] for place in str(line.get("points")).split()]
    assert joined == sorted(joined, key=float)
    assert len(joined) == 2
    assert all(circles[x] == "sent" for x in joined)
    assert min(map(float, circles)) < min(map(float, joined))
    assert svg.get("aria-label") == (
        "Words, median, temperature: not set: 1; 1: 2; 0: 3;"
        " 0.5: 1, not sent: the server refused it"
    )
    assert {"not set", "0", "0.5", "1", "temperature"} <= {each.text for each in svg.iter("text")}


def test_words_as_values_are_not_joined_by_a_line() -> None:
    svg = drawn([effect(said("a"), value="low"), effect(said("a b"), value="high")], "words")

    assert list(svg.iter("polyline")) == []
    assert len(list(svg.iter("circle"))) == 2


def test_a_range_is_drawn_from_the_smallest_to_the_largest() -> None:
    effects = [effect(said("a", tokens=2), said("a", tokens=6), value=0.0), effect(value=1.0)]

    assert len(list(drawn(effects, "tokens").iter("path"))) == 1
    assert list(drawn(effects, "similarity").iter("path")) == []
    assert [(point.low, point.at, point.high) for point in points(effects, "tokens")] == [(2, 4, 6)]


def test_without_figures_a_sentence_stands_in_the_charts_place() -> None:
    alone = [effect(said("a"), wanted=1)]

    assert "at least two samples" in chart_html(alone, "temperature", "similarity", "en")
    assert "nothing to draw" in chart_html([effect()], "temperature", "tokens", "en")


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [(0, 1, 0.5), (1, 1, 0.5), (7, 8, 2), (41, 50, 20), (100, 100, 50), (0.00031, 0.0004, 0.0001)],
)
def test_the_axis_has_a_few_round_ticks(highest: float, top: float, step: float) -> None:
    found = height_scale(highest)

    assert found[0] >= highest
    assert found[1] == pytest.approx(step)
    assert found[0] == pytest.approx(max(top, step * round(found[0] / step)))


@pytest.mark.parametrize("width", [316, 680])
def test_no_label_stands_in_another(width: int) -> None:
    values = [NOT_SET, *(n / 10 for n in range(11))]
    middles = places(values, Size(width, 200))

    shown = labelled(middles, [value_text(value, "en") for value in values])

    kept = [middle for middle, written in zip(middles, shown, strict=True) if written]
    assert all(later - earlier > 12 for earlier, later in zip(kept, kept[1:], strict=False))
    assert len(kept) >= 4
    assert all(0 < middle < width for middle in middles)


# files and sessions


async def run_of(*replies: LiveReply | None, value: Any = 0.5) -> EffectRun:
    backends: dict[str, Backend] = {"test": Listening("test")}
    asking = Asking(backends, Catalog(backends), Admission(100))
    run = EffectRun(asking, planned(values="0.5, 1", with_unset=False, samples=len(replies)))
    run.rows = [Row(value, len(replies))]
    run.rows[0].replies = list(replies)
    await run.rows[0].measure("temperature")
    return run


async def test_files_have_a_line_for_each_output_and_for_each_value() -> None:
    run = await run_of(said("=1+1"), reply(ServerFailed(server="lab", status=500)), None)

    outputs = list(csv.DictReader(io.StringIO(outputs_csv(run).removeprefix("\ufeff"))))
    figures = list(csv.DictReader(io.StringIO(figures_csv(run).removeprefix("\ufeff"))))

    assert [line["status"] for line in outputs] == ["done", "failed"]
    assert outputs[0]["text"] == "'=1+1"
    assert (outputs[0]["value"], outputs[0]["sent"], outputs[0]["output_tokens"]) == (
        "0.5", "true", "4",
    )  # fmt: skip
    assert outputs[1]["error"].startswith("lab failed with error 500")
    [line] = figures
    assert (line["samples"], line["complete"], line["failed"]) == ("3", "1", "1")
    assert (line["identical"], line["words_mean"]) == ("", "2.0")


async def test_what_is_not_set_is_not_told_as_sent() -> None:
    run = await run_of(said("a"), value=NOT_SET)

    [line] = csv.DictReader(io.StringIO(figures_csv(run).removeprefix("\ufeff")))

    assert (line["value"], line["sent"]) == ("not set", "false")


async def test_a_stream_that_never_ends_well_is_a_failure_of_its_sample() -> None:
    backends: dict[str, Backend] = {"test": Listening("test")}
    run = EffectRun(Asking(backends, Catalog(backends), Admission(100)), planned(samples=4))

    async for _ in run.frames():
        pass

    assert run.over and run.ended == 12
    assert [found.failed for found in run.effects] == [4, 4, 4]
    assert len(backends["test"].prepared) == 12  # type: ignore[attr-defined]


async def test_what_was_stopped_before_it_began_sends_nothing() -> None:
    backends: dict[str, Backend] = {"test": Listening("test")}
    run = EffectRun(Asking(backends, Catalog(backends), Admission(100)), planned())
    run.stop()

    async for _ in run.frames():
        pass

    assert run.over and run.ended == 0
    assert backends["test"].prepared == []  # type: ignore[attr-defined]


def test_what_was_agreed_to_is_sent_once() -> None:
    session = EffectSession()
    assert not session.agree()

    session.proposed = planned()
    assert session.agree() and session.answering
    session.proposed = planned(values="0.1, 0.2")
    assert not session.agree()

    taken = session.take()
    assert taken and taken.values == (NOT_SET, 0.0, 1.0)
    assert session.take() is None and not session.answering
