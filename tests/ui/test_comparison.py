"""Replies side by side: shared frames, own histories, and which figures are the best."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest

from backends.catalog import Catalog
from backends.connect import open_backend
from backends.errors import BackendError
from backends.types import ChatEvent, Finished, Notice, TextDelta, Usage
from guard.admission import Admission
from tests.backends.listening import server_at
from tests.faults import chunked_cut, stall_before_headers, stall_mid
from tests.provider import Held, LocalProvider, error, happened, text
from ui.asking import Asking
from ui.compare_asking import ALL_REFUSALS, check_all, comparison_refusal
from ui.compare_heads import heads, numbers_of
from ui.compare_session import LETTERS, MOST_LANES, CompareSession
from ui.comparison import best, changes, figures_of, views
from ui.figures import Figures
from ui.reply import LiveReply
from ui.session import Choice
from ui.transcript import Growing

pytestmark = pytest.mark.anyio

PIECE = 0.01  # seconds between two pieces of a lane that is not slow


@pytest.fixture
async def asking(provider: LocalProvider) -> AsyncIterator[Asking]:
    provider.models = []
    backend = open_backend(server_at(provider))
    backends = {"lab": backend}
    yield Asking(backends, Catalog(backends), Admission())
    await backend.close()


def start(asking: Asking, session: CompareSession, growing: Growing) -> None:
    for lane in session.pending():
        turn = lane.chat.turns[-1]
        question = asking.ask(turn.choice.model, lane.chat.messages(), turn.choice.parameters)
        turn.reply = question.reply
        growing.add(lane.key, question.reply, question.events)


async def run(asking: Asking, session: CompareSession, prompt: str) -> None:
    session.ask(prompt)
    growing = Growing()
    start(asking, session, growing)
    async with aclosing(growing.frames()) as frames:
        async for _ in frames:
            pass


def reply_of(session: CompareSession, model: str) -> LiveReply:
    lane = next(lane for lane in session.lanes if lane.choice.model == model)
    assert lane.reply
    return lane.reply


async def test_eight_lanes_of_which_four_go_wrong_show_each_its_own(
    asking: Asking, provider: LocalProvider
) -> None:
    good = [f"good-{number}" for number in range(4)]
    provider.answers = {name: text(f"I am {name}.", delay=PIECE) for name in good}
    provider.answers |= {
        "slow": text("slow but whole", delay=30 * PIECE, chunk_size=7),
        "refused": error(401, "invalid_api_key", "No."),
        "cut": chunked_cut(),
        "stalled": stall_mid(),
    }
    session = CompareSession(f"lab:{name}" for name in provider.answers)
    session.ask("Who are you?")
    growing = Growing()
    start(asking, session, growing)
    stalled = reply_of(session, "lab:stalled")

    async with aclosing(growing.frames()) as frames:
        async for _ in frames:
            if stalled.text == "One two three ":
                stalled.stop()

    for name in good:
        reply = reply_of(session, f"lab:{name}")
        assert (reply.status, reply.text) == ("done", f"I am {name}.")
        assert not reply.figures().estimated
    slow = reply_of(session, "lab:slow")
    assert (slow.status, slow.text) == ("done", "slow but whole")
    refused = reply_of(session, "lab:refused")
    assert (refused.status, refused.text) == ("failed", "")
    assert refused.figures().seconds_to_first_token is None
    cut = reply_of(session, "lab:cut")
    assert (cut.status, cut.text) == ("incomplete", "One two three ")
    assert (stalled.status, stalled.text) == ("stopped", "One two three ")
    assert await happened(next(r for r in provider.asked if r.body["model"] == "stalled").hung_up)
    marks = [view.marks for view in views([lane.reply for lane in session.lanes]) if view]
    assert all(not found for found in marks[5:])
    assert any("first" in found for found in marks[:4])


async def test_each_lane_is_sent_its_own_history_and_no_other(
    asking: Asking, provider: LocalProvider
) -> None:
    provider.answers = {"one": text("apple"), "two": text("pear")}
    session = CompareSession(["lab:one", "lab:two", "lab:one"])
    await run(asking, session, "Choose a random word.")
    provider.answers["one"] = provider.answers["two"] = text("the same")

    await run(asking, session, "Repeat your word.")

    sent = [
        (request.body["model"], [m["content"] for m in request.body["messages"]])
        for request in provider.asked[3:]
    ]
    assert sorted(sent) == [
        ("one", ["Choose a random word.", "apple", "Repeat your word."]),
        ("one", ["Choose a random word.", "apple", "Repeat your word."]),
        ("two", ["Choose a random word.", "pear", "Repeat your word."]),
    ]


async def test_closing_the_frames_closes_all_connections(
    asking: Asking, provider: LocalProvider
) -> None:
    provider.answers = {"silent": stall_before_headers(), "stalled": stall_mid()}
    session = CompareSession(["lab:silent", "lab:stalled"])
    session.ask("Hello")
    growing = Growing()
    start(asking, session, growing)

    async with aclosing(growing.frames()) as frames:
        await anext(frames)
        await provider.arrived(2)
        await anext(frames)

    for request in provider.asked:
        assert await happened(request.hung_up)
    assert not growing.open


async def test_a_stopped_reply_lets_go_of_its_server_while_others_go_on(
    asking: Asking, provider: LocalProvider
) -> None:
    provider.answers = {"silent": stall_before_headers(), "other": stall_mid()}
    session = CompareSession(["lab:silent", "lab:other"])
    session.ask("Hello")
    growing = Growing()
    start(asking, session, growing)

    async with aclosing(growing.frames()) as frames:
        await anext(frames)
        await provider.arrived(2)
        reply_of(session, "lab:silent").stop()
        await anext(frames)
        silent, other = sorted(provider.asked, key=lambda r: r.body["model"], reverse=True)
        assert await happened(silent.hung_up)
        assert not other.hung_up.is_set()
        assert not reply_of(session, "lab:other").ended


async def test_a_silent_server_still_gives_a_frame_now_and_then(
    asking: Asking, provider: LocalProvider
) -> None:
    provider.answers = {"silent": stall_before_headers()}
    session = CompareSession(["lab:silent"])
    session.ask("Hello")
    growing = Growing()
    start(asking, session, growing)

    async with aclosing(growing.frames()) as frames:
        waited = [reply_of(session, "lab:silent").figures().seconds for _ in range(3)]
        for number in range(3):
            await anext(frames)
            waited[number] = reply_of(session, "lab:silent").figures().seconds

    assert waited[0] < waited[1] < waited[2]


async def test_a_lane_that_is_retried_joins_the_frames_of_the_others(
    asking: Asking, provider: LocalProvider
) -> None:
    slow = Held(text("word " * 20), after="word")
    provider.answers = {"slow": slow, "quick": text("first")}
    session = CompareSession(["lab:slow", "lab:quick"])
    session.ask("Hello")
    growing = Growing()
    start(asking, session, growing)
    quick = session.lanes[1]
    retried = False

    async with aclosing(growing.frames()) as frames:
        async for _ in frames:
            if not retried and quick.reply and quick.reply.status == "done":
                provider.answers["quick"] = text("second")
                quick.chat.ask_again(0, "Hello", quick.choice)
                assert growing.open
                start(asking, session, growing)
                retried = True
                slow.go_on()

    assert reply_of(session, "lab:quick").text == "second"
    assert reply_of(session, "lab:slow").text == "word " * 20
    assert not growing.open


async def test_a_mistake_inside_is_raised_and_every_reply_can_be_failed() -> None:
    async def mistaken() -> AsyncGenerator[ChatEvent, None]:
        yield TextDelta("so far")
        raise ZeroDivisionError

    reply = LiveReply("lab:wrong", unpriced)
    growing = Growing()
    growing.add("1", reply, mistaken())

    with pytest.raises(ZeroDivisionError):
        async with aclosing(growing.frames()) as frames:
            async for _ in frames:
                pass
    growing.fail(BackendError(server="Parley"))

    assert (reply.status, reply.text) == ("incomplete", "so far")


# Figures and marks


def unpriced(usage: Usage, served: str) -> Decimal | None:
    return None


def a_tenth_of_a_cent(usage: Usage, served: str) -> Decimal | None:
    return Decimal("0.001")


def figures(first: float | None, speed: float | None, cost: str | None, **more: Any) -> Figures:
    price = None if cost is None else Decimal(cost)
    known: dict[str, Any] = {"estimated": False} | more
    return Figures(seconds_to_first_token=first, tokens_per_second=speed, cost_usd=price, **known)


def test_the_best_of_each_figure_is_marked() -> None:
    marks = best(
        {
            0: figures(0.30, 90, "0.002"),
            1: figures(0.50, 120, "0.001"),
            2: figures(0.70, 30, "0.003"),
        }
    )

    assert marks == {0: {"first"}, 1: {"speed", "cost"}, 2: set[str]()}


def test_figures_that_read_the_same_are_all_marked() -> None:
    marks = best({0: figures(0.301, 90.2, "0"), 1: figures(0.304, 89.9, "0")})

    assert marks == {0: {"first", "speed", "cost"}, 1: {"first", "speed", "cost"}}


def test_a_figure_that_only_one_reply_has_marks_nobody() -> None:
    marks = best({0: figures(0.3, None, "0.001"), 1: figures(None, 90, None)})

    assert marks == {0: set[str](), 1: set[str]()}


def test_an_estimated_speed_takes_no_part() -> None:
    marks = best(
        {
            0: figures(None, 500, None, estimated=True),
            1: figures(None, 90, None),
            2: figures(None, 80, None),
        }
    )

    assert marks == {0: set[str](), 1: {"speed"}, 2: set[str]()}


def test_only_finished_replies_are_compared() -> None:
    def reply(*events: ChatEvent) -> LiveReply:
        made = LiveReply("lab:alpha", a_tenth_of_a_cent)
        for event in events:
            made.add(event)
        return made

    piece, usage, end = TextDelta("Hello"), Usage(1, 5), Finished("stop")
    stopped = reply(piece)
    stopped.stop()

    shown = views([reply(piece, usage, end), reply(piece), stopped, None, reply(piece, usage, end)])

    assert [view and bool(view.marks) for view in shown] == [True, False, False, None, True]


def test_a_free_reply_costs_nothing_even_if_its_server_counts_nothing() -> None:
    reply = LiveReply("local:small", unpriced, free=True)

    assert figures_of(reply).cost_usd == 0


def test_only_what_was_sent_otherwise_counts_as_a_change() -> None:
    reply = LiveReply("lab:alpha", unpriced)
    for notice in (
        Notice("dropped", "temperature"),
        Notice("renamed", "max_tokens", "max_completion_tokens"),
        Notice("filter_unavailable"),
    ):
        reply.add(notice)

    assert [notice.parameter for notice in changes(reply)] == ["temperature", "max_tokens"]


# Lanes and heads


def test_models_that_stand_there_twice_are_numbered() -> None:
    assert numbers_of(["a:x", "b:y", "a:x", "", "", "a:x"]) == [1, 0, 2, 0, 0, 3]


def test_there_are_one_to_eight_lanes() -> None:
    session = CompareSession(["lab:alpha"] * MOST_LANES)

    assert session.add("lab:alpha") is None
    for lane in tuple(session.lanes):
        session.remove(lane.key)
    assert len(session.lanes) == 1


def test_a_lane_that_was_removed_is_found_no_more() -> None:
    session = CompareSession(["lab:alpha", "lab:beta"])
    first = session.lanes[0].key

    session.remove(first)
    session.remove(first)

    assert session.lane(first) is None
    assert [lane.choice.model for lane in session.lanes] == ["lab:beta"]


def test_model_names_cannot_become_markup() -> None:
    session = CompareSession(['lab:"><img src=x onerror=alert(1)>'])

    shown = repr(heads(session, "en"))

    assert "<img" not in shown
    assert "&quot;&gt;&lt;img" in shown


def test_the_heads_name_marks_and_changes_in_words_too() -> None:
    session = CompareSession(["lab:alpha", "lab:beta"])
    session.ask("Hello")
    for lane in session.lanes:
        reply = LiveReply(lane.choice.model, a_tenth_of_a_cent)
        for event in (
            Notice("dropped", "temperature"),
            TextDelta("Hi"),
            Usage(1, 1),
            Finished("stop"),
        ):
            reply.add(event)
        lane.chat.turns[-1].reply = reply

    english, chinese = repr(heads(session, "en")), repr(heads(session, "zh"))

    assert english.count("★") == chinese.count("★") >= 2
    assert "cheapest" in english and "费用最低" in chinese
    assert "sent ≠ asked: 1" in english and "发送 ≠ 设置：1" in chinese
    assert "temperature was dropped" in english


# Refusals


@pytest.mark.parametrize(
    ("models", "prompt", "parameters", "sentence"),
    [
        ([], "Hi", {}, "Choose at least one model."),
        (["lab:a"] * 9, "Hi", {}, "At most 8 models can be compared at once; 9 were given."),
        (["lab:a", ""], "Hi", {}, "Column B: Choose a model first."),
        (["lab:a", "nowhere:b"], "Hi", {}, "Column B: There is no server named nowhere."),
        (["lab:a"], " ", {}, "Write a message first."),
        (["lab:a"], "Hi", {"temperature": 9}, "temperature"),
    ],
    ids=["none", "nine", "empty", "unknown server", "no prompt", "out of range"],
)
async def test_what_cannot_be_compared_is_refused_in_a_sentence(
    asking: Asking, models: list[str], prompt: str, parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ALL_REFUSALS) as raised:
        check_all(asking, prompt, [Choice(model, "", parameters) for model in models])

    assert sentence in comparison_refusal("en", raised.value, LETTERS)
    assert comparison_refusal("zh", raised.value, LETTERS)


async def test_parameters_of_its_own_are_refused_by_the_name_of_their_column(
    asking: Asking,
) -> None:
    choices = [Choice("lab:a"), Choice("lab:b", "", {"temperature": 9})]

    with pytest.raises(ALL_REFUSALS) as raised:
        check_all(asking, "Hi", choices)

    sentence = comparison_refusal("en", raised.value, LETTERS)
    assert sentence.startswith("Column B: temperature must be")
