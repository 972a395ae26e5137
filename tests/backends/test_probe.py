"""A few tiny requests tell what a model can do, what it cannot, and what stays unknown."""

import asyncio
from contextlib import aclosing
from decimal import Decimal

import pytest

from backends.errors import KeyRefused, ModelNotFound, RateLimited, RequestRefused, ServerFailed
from backends.probe import FIRST_TRIES, MOST_REQUESTS, USUAL_REQUESTS, Probeable, probe
from backends.probe_reply import MOST_PIECES
from backends.probe_requests import ASKED, MOST_OUTPUT, red_picture
from backends.probe_types import ABILITIES, Ability, AbilityName, Probe
from backends.server import ServerKind
from backends.types import ChatRequest, Message
from tests.backends.listening import listen, opened, server_at
from tests.loopback_server import happened
from tests.provider import Held, LocalProvider, Reply, chunk, error, events, json_body, text
from tests.refusals import RefusalStyle

pytestmark = pytest.mark.anyio


async def tested(
    provider: LocalProvider, kind: ServerKind = "openai", model: str = "alpha"
) -> list[Probe]:
    """All that a test told, from first to last."""
    async with opened(server_at(provider, kind=kind)) as backend:
        return [found async for found in probe(backend, model)]


async def found_out(provider: LocalProvider, kind: ServerKind = "openai") -> Probe:
    return (await tested(provider, kind))[-1]


def say_next(provider: LocalProvider, *replies: Reply) -> None:
    """The replies after the first one."""
    provider.replies.extend((text("1, 2, 3"), *replies))


def fine(count: int) -> list[Reply]:
    return [text("yes")] * count


async def test_a_model_that_takes_everything_is_told_step_by_step(provider: LocalProvider) -> None:
    call = {"index": 0, "id": "1", "function": {"name": "get_time", "arguments": "{}"}}
    say_next(
        provider,
        text("warm"),
        text("likely"),
        text('{"wet": true}'),
        events(chunk(tool_calls=[call]), chunk(finish="tool_calls")),
        text("Red."),
    )

    steps = await tested(provider)

    last = steps[-1]
    assert [step.requests for step in steps] == [1, 2, 3, 4, 5, 6]
    assert [step.complete for step in steps] == [False] * 5 + [True]
    assert last.answers == Ability("yes")
    assert dict(last.abilities) == dict.fromkeys(ABILITIES, Ability("yes"))
    assert last.seconds_to_first_token is not None
    assert len(provider.asked) == USUAL_REQUESTS


async def test_every_request_is_tiny_and_asks_for_one_thing_more(provider: LocalProvider) -> None:
    await found_out(provider)

    first, *others = [request.body for request in provider.asked]
    limits = {body["max_completion_tokens"] for body in (first, *others)}
    more = [body.keys() - first.keys() for body in others]
    assert limits == {MOST_OUTPUT}
    assert more == [{"temperature"}, {"logprobs"}, {"response_format"}, {"tools"}, set()]
    parts = others[-1]["messages"][0]["content"]
    assert parts[1]["image_url"]["url"] == red_picture()


@pytest.mark.parametrize("style", ["unsupported_parameter", "vllm", "fastapi", "siliconflow"])
@pytest.mark.parametrize(
    ("parameter", "ability"),
    [
        ("temperature", "temperature"),
        ("logprobs", "logprobs"),
        ("response_format", "json_schema"),
        ("tools", "tools"),
    ],
)
async def test_what_the_server_refuses_is_a_no_with_its_own_words(
    parameter: str, ability: AbilityName, style: RefusalStyle, provider: LocalProvider
) -> None:
    provider.refuse = {parameter: style}

    found = await found_out(provider)

    refused = found.ability(ability)
    assert (refused.state, refused.why) == ("no", "refused")
    assert isinstance(refused.error, RequestRefused)
    assert parameter in refused.error.values["detail"]
    assert found.answers == Ability("yes")
    assert len(found.abilities) == len(ABILITIES)


@pytest.mark.parametrize(
    "refusal",
    [
        error(400, None, "image_url is only supported by certain models", "messages"),
        error(500, 500, "image input is not supported - hint: mmproj", type="server_error"),
        error(404, 404, "No endpoints found that support image input"),
        json_body({"error": "this model is missing data required for image input"}, 500),
    ],
)
async def test_pictures_are_refused_in_many_ways(refusal: Reply, provider: LocalProvider) -> None:
    say_next(provider, *fine(4), *[refusal] * 3)

    found = await found_out(provider)

    assert (found.ability("images").state, found.ability("images").why) == ("no", "refused")
    assert "image" in str(found.ability("images").error)


async def test_another_error_leaves_an_ability_unknown_and_the_test_goes_on(
    provider: LocalProvider,
) -> None:
    say_next(provider, error(500, None, "out of memory"), *fine(4))

    found = await found_out(provider)

    failed = found.ability("temperature")
    assert (failed.state, failed.why) == ("unknown", "failed")
    assert isinstance(failed.error, ServerFailed)
    assert found.ability("images").state == "yes"
    assert found.requests == USUAL_REQUESTS


async def test_a_server_that_asks_to_wait_is_not_asked_any_more(provider: LocalProvider) -> None:
    say_next(provider, text("warm"), error(429, "rate_limit_exceeded", "Slow down."))

    found = await found_out(provider)

    assert found.requests == len(provider.asked) == 3
    assert found.ability("temperature") == Ability("yes")
    left = [found.ability(name) for name in ASKED[1:]]
    assert {(each.state, each.why, type(each.error)) for each in left} == {
        ("unknown", "failed", RateLimited)
    }


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(401, "invalid_api_key", KeyRefused), (404, "model_not_found", ModelNotFound)],
)
async def test_a_model_that_does_not_answer_is_asked_once(
    status: int, code: str, kind: type[Exception], provider: LocalProvider
) -> None:
    provider.replies.append(error(status, code, "The model does not exist."))

    (found,) = await tested(provider)

    assert found.complete and found.requests == 1
    assert found.answers.state == "no"
    assert isinstance(found.answers.error, kind)
    assert not found.abilities and found.usd == 0


async def test_a_server_that_is_down_says_nothing_about_its_model(provider: LocalProvider) -> None:
    provider.replies.append(error(429, None, "Slow down."))

    (found,) = await tested(provider)

    assert (found.answers.state, found.answers.why) == ("unknown", "failed")


async def test_the_first_request_is_sent_as_the_server_wants_it(provider: LocalProvider) -> None:
    provider.refuse = {
        "max_completion_tokens": "unsupported_parameter",
        "stream_options": "fastapi",
    }

    found = await found_out(provider)

    assert found.answers == Ability("yes")
    assert found.ability("usage") == Ability("no", "without_effect")
    assert found.usd is None
    assert found.requests == MOST_REQUESTS == FIRST_TRIES + len(ASKED)
    assert all(request.body.get("max_tokens") == MOST_OUTPUT for request in provider.asked[1:])


async def test_what_is_refused_is_learned_for_later_chats(provider: LocalProvider) -> None:
    provider.refuse = {"temperature": "unsupported_parameter"}
    hello = ChatRequest(
        model="alpha", messages=(Message("user", "Hi"),), parameters={"temperature": 0.2}
    )

    async with opened(server_at(provider)) as backend:
        assert isinstance(backend, Probeable)
        assert not backend.learned()
        _ = [found async for found in probe(backend, "alpha")]
        asked = len(provider.asked)
        heard = await listen(backend, hello)
        dropped = backend.learned()["alpha"].dropped

    assert dropped == {"temperature"}
    assert [notice.kind for notice in heard.notices] == ["dropped"]
    assert len(provider.asked) == asked + 1


async def test_a_server_that_does_not_stream_says_so(provider: LocalProvider) -> None:
    whole = {"choices": [{"message": {"content": "1, 2"}, "finish_reason": "stop"}]}
    provider.answers["alpha"] = json_body(whole)

    found = await found_out(provider)

    assert found.ability("streaming") == Ability("no", "without_effect")
    assert found.tokens_per_second is None


async def test_a_parameter_that_is_taken_in_silence_is_told_from_one_that_works(
    provider: LocalProvider,
) -> None:
    plain = events(chunk(content="Yes, it is."), chunk(finish="stop"))
    say_next(provider, text("warm"), plain, plain, plain, plain)

    found = await found_out(provider)

    assert found.ability("logprobs") == Ability("no", "without_effect")
    assert found.ability("json_schema") == Ability("no", "without_effect")
    assert found.ability("tools") == Ability("yes", "not_seen")
    assert found.ability("images") == Ability("yes", "not_seen")


async def test_a_reply_that_was_cut_off_before_its_first_word_was_still_taken(
    provider: LocalProvider,
) -> None:
    said = "Could not finish the message because max_tokens or model output limit was reached."
    provider.answers["alpha"] = error(400, None, said)

    found = await found_out(provider)

    assert found.answers == Ability("yes", "not_seen")
    assert {found.ability(name) for name in ASKED} == {Ability("yes", "not_seen")}


async def test_a_server_without_a_limit_is_cut_off(provider: LocalProvider) -> None:
    provider.replies.append(text("x" * 4 * 10 * MOST_PIECES, delay=0.002))

    found = await found_out(provider)

    first = provider.asked[0]
    assert await happened(first.hung_up)
    assert found.answers == Ability("yes")
    assert found.ability("usage") == Ability("unknown")
    assert found.usd is None


async def test_costs_are_added_up(provider: LocalProvider) -> None:
    provider.deployments = ["priced"]
    usage = {"prompt_tokens": 10, "completion_tokens": 4}
    provider.answers["priced"] = text("yes", usage=usage)

    server = server_at(provider, kind="azure", base_url=provider.azure_url)
    async with opened(server) as backend:
        *_, found = [each async for each in probe(backend, "priced", "gpt-4o")]

    assert (found.input_tokens, found.output_tokens) == (60, 24)
    assert found.usd is not None and Decimal(0) < found.usd < Decimal("0.01")


async def test_a_test_that_is_stopped_ends_the_request_under_way(provider: LocalProvider) -> None:
    held = Held(text("warm and more"), "warm")
    say_next(provider, held)

    async with opened(server_at(provider)) as backend:
        async with aclosing(probe(backend, "alpha")) as steps:
            await anext(steps)
            waiting = asyncio.ensure_future(anext(steps))
            while len(provider.asked) < 2:
                await asyncio.sleep(0.01)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    assert await happened(provider.asked[1].hung_up)
    assert len(provider.asked) == 2
