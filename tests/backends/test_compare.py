"""Several chats at once: each lane's events are its own, whatever happens in the others."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import pytest

from backends.compare import Failed, LaneEvent, Merged, merge
from backends.errors import Incomplete, KeyRefused
from backends.openai_chat import OpenAIBackend
from backends.types import ChatEvent, Finished, TextDelta
from tests.backends.listening import ask, opened, server_at
from tests.faults import chunked_cut, stall_before_headers, stall_mid
from tests.provider import Held, LocalProvider, Recorded, error, happened, text

pytestmark = pytest.mark.anyio

PIECE = 0.01  # seconds between two pieces of a lane that is not slow


@pytest.fixture
async def backend(provider: LocalProvider) -> AsyncIterator[OpenAIBackend]:
    provider.models = []
    async with opened(server_at(provider)) as backend:
        yield backend


async def scripted(*events: ChatEvent) -> AsyncGenerator[ChatEvent, None]:
    for event in events:
        yield event


async def mistaken() -> AsyncGenerator[ChatEvent, None]:
    yield TextDelta("so far")
    raise ZeroDivisionError


def merged_models(backend: OpenAIBackend, *models: str) -> Merged:
    return merge({model: backend.stream(ask(model=model)) for model in models})


def words(events: list[LaneEvent], lane: str) -> str:
    found = [event.event for event in events if event.lane == lane]
    return "".join(event.text for event in found if isinstance(event, TextDelta))


def ends(events: list[LaneEvent], lane: str) -> list[Finished | Failed]:
    found = [event.event for event in events if event.lane == lane]
    return [event for event in found if isinstance(event, Finished | Failed)]


def asked_of(provider: LocalProvider, model: str) -> Recorded:
    return next(request for request in provider.asked if request.body["model"] == model)


async def test_events_of_all_lanes_arrive_under_their_names() -> None:
    lanes = {
        "a": scripted(TextDelta("one"), Finished("stop")),
        "b": scripted(TextDelta("two"), Finished("length")),
    }

    async with aclosing(merge(lanes)) as merged:
        events = [event async for event in merged]

    assert [e.event for e in events if e.lane == "a"] == [TextDelta("one"), Finished("stop")]
    assert [e.event for e in events if e.lane == "b"] == [TextDelta("two"), Finished("length")]


async def test_eight_lanes_of_which_four_go_wrong_each_keep_what_is_theirs(
    backend: OpenAIBackend, provider: LocalProvider
) -> None:
    good = [f"good-{number}" for number in range(4)]
    provider.answers = {name: text(f"I am {name}.", delay=PIECE) for name in good}
    provider.answers |= {
        "slow": text("slow but whole", delay=30 * PIECE, chunk_size=7),
        "refused": error(401, "invalid_api_key", "No."),
        "cut": chunked_cut(),
        "stalled": stall_mid(),
    }
    events: list[LaneEvent] = []

    async with aclosing(merged_models(backend, *provider.answers)) as merged:
        async for event in merged:
            events.append(event)
            if words(events, "stalled") == "One two three ":
                merged.stop("stalled")

    for name in good:
        assert words(events, name) == f"I am {name}."
        assert ends(events, name) == [Finished("stop", "stop", name)]
    assert words(events, "slow") == "slow but whole"
    assert events[-1].lane == "slow"
    assert words(events, "refused") == ""
    assert [type(end.error) for end in ends(events, "refused") if isinstance(end, Failed)] == [
        KeyRefused
    ]
    assert words(events, "cut") == "One two three "
    assert [type(end.error) for end in ends(events, "cut") if isinstance(end, Failed)] == [
        Incomplete
    ]
    assert ends(events, "stalled") == []


async def test_stopping_one_lane_closes_its_connection_and_no_other(
    backend: OpenAIBackend, provider: LocalProvider
) -> None:
    rest = Held(text("word " * 30), after="word")
    provider.answers = {"silent": stall_before_headers(), "other": rest}

    async with aclosing(merged_models(backend, "silent", "other")) as merged:
        await anext(merged)
        await provider.arrived(2)
        silent, other = asked_of(provider, "silent"), asked_of(provider, "other")
        merged.stop("silent")
        assert await happened(silent.hung_up)
        rest.go_on()
        events = [event async for event in merged]

    assert await happened(other.done)
    assert not other.hung_up.is_set()
    assert ends(events, "other") == [Finished("stop", "stop", "other")]
    assert not [event for event in events if event.lane == "silent"]


async def test_what_a_stopped_lane_had_still_to_say_is_not_heard() -> None:
    lanes = {
        "a": scripted(TextDelta("one"), TextDelta("two"), Finished("stop")),
        "b": scripted(TextDelta("three"), Finished("stop")),
    }

    async with aclosing(merge(lanes)) as merged:
        first = await anext(merged)
        merged.stop("a")
        rest = [event async for event in merged]

    assert first == LaneEvent("a", TextDelta("one"))
    assert rest == [LaneEvent("b", TextDelta("three")), LaneEvent("b", Finished("stop"))]


async def test_closing_closes_every_connection_and_leaves_no_task(
    backend: OpenAIBackend, provider: LocalProvider
) -> None:
    models = [f"endless-{number}" for number in range(6)]
    provider.answers = {model: text("word " * 2000, delay=PIECE) for model in models}
    provider.answers |= {"silent": stall_before_headers(), "stalled": stall_mid()}
    before = asyncio.all_tasks()

    async with aclosing(merged_models(backend, *provider.answers)) as merged:
        await provider.arrived(8)
        await anext(merged)

    assert asyncio.all_tasks() == before
    for request in provider.asked:
        assert await happened(request.hung_up)


async def test_a_mistake_in_a_lane_is_raised_and_the_others_are_closed(
    backend: OpenAIBackend, provider: LocalProvider
) -> None:
    provider.answers = {"other": stall_mid()}
    lanes = {"other": backend.stream(ask(model="other")), "wrong": mistaken()}

    with pytest.raises(ZeroDivisionError):
        async with aclosing(merge(lanes)) as merged:
            await provider.arrived(1)
            async for _ in merged:
                pass

    assert await happened(provider.asked[0].hung_up)


async def test_a_lane_that_just_ends_is_incomplete() -> None:
    async with aclosing(merge({"a": scripted(TextDelta("half"))})) as merged:
        events = [event async for event in merged]

    assert words(events, "a") == "half"
    assert [type(end.error) for end in ends(events, "a") if isinstance(end, Failed)] == [Incomplete]


async def test_a_lane_may_be_added_later_and_takes_the_place_of_one_of_its_name(
    backend: OpenAIBackend, provider: LocalProvider
) -> None:
    provider.answers = {"first": stall_mid()}

    async with aclosing(merge({"a": backend.stream(ask(model="first"))})) as merged:
        while (await anext(merged)).event != TextDelta("three "):
            pass
        merged.add("a", scripted(TextDelta("again"), Finished("stop")))
        events = [event async for event in merged]

    assert events == [LaneEvent("a", TextDelta("again")), LaneEvent("a", Finished("stop"))]
    assert await happened(provider.asked[0].hung_up)


async def test_no_lanes_end_at_once() -> None:
    async with aclosing(merge({})) as merged:
        assert [event async for event in merged] == []


async def test_stopping_a_lane_that_has_ended_does_nothing() -> None:
    async with aclosing(merge({"a": scripted(Finished("stop"))})) as merged:
        events = [event async for event in merged]
        merged.stop("a")
        merged.stop("never there")

    assert events == [LaneEvent("a", Finished("stop"))]
