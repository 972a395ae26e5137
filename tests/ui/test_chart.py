"""What the chart draws, and the text below it."""

from decimal import Decimal

import pytest

from backends.errors import RateLimited
from backends.types import Finished, TextDelta, Usage
from tests.ui.scripted import Clock, Script, play
from ui.chart_notes import note
from ui.compare_chart import Chart, charts, figures_by_lane, labels, undrawn
from ui.compare_session import CompareSession
from ui.figures import Figures
from ui.reply import LiveReply
from ui.session import Choice

NONE = Figures()
COUNTED = Figures(
    seconds_to_first_token=0.3141,
    tokens_per_second=91.26,
    output_tokens=40,
    estimated=False,
    cost_usd=Decimal("0.000123"),
)


def price(usage: Usage, served: str) -> Decimal | None:
    return Decimal("0.0025") if served == "priced" else None


def answer(session: CompareSession, *scripts: tuple[Script, ...], free: bool = False) -> None:
    """Ask all, and let each reply happen from the left; one without a script is not begun."""
    session.ask("Hello")
    for lane, script in zip(session.lanes, scripts, strict=False):
        clock = Clock()
        lane.chat.turns[-1].reply = reply = LiveReply(lane.choice.model, price, free, clock)
        play(reply, clock, *script)


def whole(
    first: float, took: float, tokens: int | None = 100, served: str = ""
) -> tuple[Script, ...]:
    usage = (Usage(10, tokens),) if tokens else ()
    return (
        first,
        TextDelta("some "),
        took,
        TextDelta("words"),
        *usage,
        Finished("stop", "", served),
    )


def drawn(chart: Chart) -> list[tuple[str, float]]:
    return [(bar.label, bar.value) for bar in chart.bars]


def test_each_column_has_a_bar_as_high_as_what_is_read() -> None:
    session = CompareSession(("lab:quick", "lab:slow"))
    answer(session, whole(0.2504, 2.0, served="priced"), whole(1.5, 4.0, served="priced"))

    first, speed, cost = charts(session, "en")

    assert drawn(first) == [("A quick", 0.25), ("B slow", 1.5)]
    assert drawn(speed) == [("A quick", 50), ("B slow", 25)]
    assert drawn(cost) == [("A quick", 0.0025), ("B slow", 0.0025)]
    assert [bar.model for bar in first.bars] == ["lab:quick", "lab:slow"]
    assert first.note == "First token (s)\nA 0.25 s · B 1.50 s"
    assert speed.note == "Tokens per second\nA 50 · B 25"
    assert cost.note == "Cost (USD)\nA $0.0025 · B $0.0025"


def test_a_column_without_a_figure_has_no_bar_and_is_told() -> None:
    session = CompareSession(("lab:one", "lab:two", "lab:three"))
    answer(session, whole(0.5, 1.0), (0.1, RateLimited(server="lab")))

    first, speed, cost = charts(session, "en")

    assert drawn(first) == [("A one", 0.5)]
    assert first.note == "First token (s)\nA 0.50 s\nNo figure for B, C."
    assert drawn(speed) == [("A one", 100)]
    assert cost.note == "Cost (USD)\nNo price known for A.\nNo figure for B, C."
    assert charts(session, "zh")[2].note == "费用（美元）\nA 列的价格未知。\nB、C 列没有数据。"


def test_a_speed_that_no_server_counted_is_told_to_be_estimated() -> None:
    session = CompareSession(("lab:one",))
    answer(session, whole(0.5, 1.0, tokens=None))

    _, speed, cost = charts(session, "en")

    assert "A ≈" in speed.note
    assert "estimated for A" in speed.note
    assert cost.note.endswith("Cost unknown for A: the server sent no token counts.")


def test_what_costs_nothing_is_free_and_no_plot_of_nothing_is_drawn() -> None:
    session = CompareSession(("local:tiny",))
    answer(session, whole(0.5, 1.0), free=True)

    made = charts(session, "en")

    assert [chart.drawn for chart in made] == [True, True, False]
    assert undrawn(made) == "Cost (USD)\nA free"


def test_nothing_is_drawn_before_a_reply_has_ended() -> None:
    session = CompareSession(("lab:one", "lab:two"))
    assert charts(session, "en") == []

    answer(session, (0.5, TextDelta("so"), 1.0, TextDelta("far")), (0.5, TextDelta("and")))

    assert figures_by_lane(session) == [None, None]
    assert charts(session, "en") == []


def test_bars_are_of_the_model_that_was_asked_not_of_the_one_named_since() -> None:
    session = CompareSession(("lab:one",))
    answer(session, whole(0.5, 1.0))
    session.lanes[0].choice = Choice("lab:other")

    assert charts(session, "en")[0].bars[0].model == "lab:one"


def test_labels_are_short_and_no_two_are_the_same() -> None:
    long = "lab:a-model-with-a-very-long-name"
    made = labels([long, long, "lab:small"])

    assert made == ["A a-model-… #1", "B a-model-… #2", "C small"]


def test_the_more_labels_stand_side_by_side_the_shorter_they_are() -> None:
    models = ["lab:a-model-with-a-very-long-name", *(f"lab:{letter}" for letter in "bcdefgh")]

    few, many, slanted = labels(models[:3])[0], labels(models)[0], labels(models, slanted=True)[0]

    assert few == "A a-model-wit…"
    assert many == "A a-…"
    assert len(many) < len(few) < len(slanted)


def test_twins_can_be_told_apart_however_short_their_labels_are() -> None:
    assert labels(["lab:some-model"] * 8)[7] == "H … #8"


@pytest.mark.parametrize("model", ["", "no-server", "lab:", "a:b:c"])
def test_any_name_makes_a_label(model: str) -> None:
    assert labels([model])[0].startswith("A ")


def test_remarks_come_once_for_all_columns_that_they_are_about() -> None:
    assert (
        note("cost", [COUNTED, None, NONE], "en") == "Cost (USD)\nA $0.00012\nNo figure for B, C."
    )
