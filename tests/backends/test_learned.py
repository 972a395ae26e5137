"""A parameter that a server refuses is refused once, and remembered."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from backends.errors import ContextExceeded, ModelNotFound, RequestRefused
from backends.learned import MOST_VALUES, Habits, first_habits, refused_parameter
from backends.server import ServerKind
from backends.translate import Refusal, refusal_in
from backends.types import ChatRequest, Message, Notice
from tests.backends.listening import Heard, ask, listen, opened, server_at
from tests.provider import LocalProvider, error, json_body
from tests.refusals import RefusalStyle

pytestmark = pytest.mark.anyio

RENAMED = Notice("renamed", "max_tokens", "max_completion_tokens")
STYLES: list[RefusalStyle] = [
    "unsupported_parameter",
    "unsupported_value",
    "unnamed",
    "vllm",
    "fastapi",
    "siliconflow",
]


async def twice(
    provider: LocalProvider, request: ChatRequest, kind: ServerKind = "openai"
) -> tuple[Heard, Heard, int]:
    """Two answers to the same request, and how many requests the second one took."""
    async with opened(server_at(provider, kind=kind)) as backend:
        first = await listen(backend, request)
        calls = len(provider.asked)
        second = await listen(backend, request)
    return first, second, len(provider.asked) - calls


@pytest.mark.parametrize("style", STYLES)
async def test_max_tokens_is_renamed_once_and_for_all(
    style: RefusalStyle, provider: LocalProvider
) -> None:
    provider.refuse = {"max_tokens": style}

    first, second, calls = await twice(provider, ask(max_tokens=5))

    assert first.notices == second.notices == [RENAMED]
    assert (first.reason, second.reason, calls) == ("stop", "stop", 1)
    assert provider.asked[-1].body["max_completion_tokens"] == 5
    assert len(provider.asked) == 3


async def test_the_newer_name_is_renamed_where_only_the_older_is_known(
    provider: LocalProvider,
) -> None:
    provider.refuse = {"max_completion_tokens": "fastapi"}

    first, _, calls = await twice(provider, ask(max_completion_tokens=5))

    assert first.notices == [Notice("renamed", "max_completion_tokens", "max_tokens")]
    assert (provider.asked[-1].body["max_tokens"], calls) == (5, 1)


async def test_a_compatible_server_gets_the_older_name_unasked(provider: LocalProvider) -> None:
    first, _, calls = await twice(provider, ask(max_completion_tokens=5), "compatible")

    assert first.notices == [Notice("renamed", "max_completion_tokens", "max_tokens")]
    assert calls == 1
    assert len(provider.asked) == 2


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
async def test_a_compatible_server_gets_the_newer_name_once_it_refuses_the_older(
    name: str, provider: LocalProvider
) -> None:
    provider.refuse = {"max_tokens": "unsupported_parameter"}

    given: dict[str, Any] = {name: 5}

    first, second, calls = await twice(provider, ask(**given), "compatible")

    assert first.notices == second.notices == ([RENAMED] if name == "max_tokens" else [])
    assert (provider.asked[-1].body["max_completion_tokens"], calls) == (5, 1)


async def test_a_limit_that_is_refused_under_both_names_is_dropped(
    provider: LocalProvider,
) -> None:
    provider.refuse = {"max_tokens": "fastapi", "max_completion_tokens": "fastapi"}

    first, second, calls = await twice(provider, ask(max_tokens=5))

    assert first.notices == second.notices == [Notice("dropped", "max_tokens")]
    assert calls == 1


@pytest.mark.parametrize("style", STYLES)
async def test_a_refused_parameter_is_dropped_with_a_notice(
    style: RefusalStyle, provider: LocalProvider
) -> None:
    provider.refuse = {"temperature": style}

    first, second, calls = await twice(provider, ask(temperature=0.5, top_p=0.5))

    assert first.notices == second.notices == [Notice("dropped", "temperature")]
    assert (first.reason, calls) == ("stop", 1)
    assert provider.asked[-1].body["top_p"] == 0.5


@pytest.mark.parametrize("style", STYLES)
async def test_usage_is_not_asked_for_where_that_is_refused(
    style: RefusalStyle, provider: LocalProvider
) -> None:
    provider.refuse = {"stream_options": style}

    first, second, calls = await twice(provider, ask(), "compatible")

    assert (first.text, second.text) == ("You said: Hello", "You said: Hello")
    assert (first.usage, calls) == (None, 1)


async def test_several_refusals_in_a_row_are_all_learned(provider: LocalProvider) -> None:
    provider.refuse = {
        "max_tokens": "unsupported_parameter",
        "temperature": "unsupported_value",
        "presence_penalty": "unnamed",
        "stream_options": "vllm",
        "messages[0].role": "unsupported_value",
    }
    request = ask(system="Be brief.", max_tokens=5, temperature=0.5, presence_penalty=1)

    first, second, calls = await twice(provider, request)

    assert first.reason == "stop"
    assert sorted(notice.kind for notice in first.notices) == [
        "dropped",
        "dropped",
        "renamed",
        "system_folded",
    ]
    assert second.notices == first.notices
    assert calls == 1
    assert provider.asked[-1].body["messages"] == [
        {"role": "user", "content": "Be brief.\n\nHello"}
    ]


async def test_what_one_model_refuses_another_may_take(provider: LocalProvider) -> None:
    provider.replies.append(error(400, "unsupported_parameter", "Unsupported.", "seed"))
    async with opened(server_at(provider)) as backend:
        await listen(backend, ask(seed=1))
        other = await listen(backend, ask(model="beta", seed=1))

    assert other.notices == []
    assert [request.body.get("seed") for request in provider.asked] == [1, None, 1]


async def test_what_one_server_refuses_another_may_take(
    provider: LocalProvider, another_provider: Callable[[], LocalProvider]
) -> None:
    provider.refuse = {"seed": "unnamed"}
    elsewhere = another_provider()
    async with opened(server_at(provider)) as here, opened(server_at(elsewhere)) as there:
        await listen(here, ask(seed=1))
        await listen(there, ask(seed=1))

    assert elsewhere.asked[0].body["seed"] == 1


async def test_requests_at_the_same_time_all_learn(provider: LocalProvider) -> None:
    provider.refuse = {"messages[0].role": "unsupported_value", "max_tokens": "fastapi"}
    request = ask(system="Be brief.", max_tokens=5)
    async with opened(server_at(provider)) as backend:
        answers = await asyncio.gather(*(listen(backend, request) for _ in range(8)))
        calls = len(provider.asked)
        await listen(backend, request)

    assert [answer.reason for answer in answers] == ["stop"] * 8
    assert len(provider.asked) == calls + 1


async def test_a_single_value_can_be_refused(provider: LocalProvider) -> None:
    said = "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model."
    provider.replies.append(error(400, "unsupported_value", said, "reasoning_effort"))
    async with opened(server_at(provider)) as backend:
        first = await listen(backend, ask(reasoning_effort="minimal"))
        second = await listen(backend, ask(reasoning_effort="low"))

    assert first.notices == [Notice("dropped", "reasoning_effort")]
    assert second.notices == []
    assert provider.asked[-1].body["reasoning_effort"] == "low"


@pytest.mark.off_spec("values that are out of range")
@pytest.mark.parametrize(
    ("said", "parameters"),
    [
        (
            {
                "error": {
                    "message": "Invalid 'temperature': decimal above maximum value. Expected a"
                    " value <= 2, but got 3 instead.",
                    "param": "temperature",
                    "code": "decimal_above_max_value",
                }
            },
            {"temperature": 3},
        ),
        (
            {"detail": [{"loc": ["body", "top_p"], "msg": "Input should be less than 1"}]},
            {"top_p": 3},
        ),
        (
            {
                "error": {
                    "message": "max_tokens is too large: 900000. This model supports at most 16384"
                    " completion tokens, whereas you provided 900000.",
                    "param": "max_tokens",
                    "code": "invalid_value",
                }
            },
            {"max_tokens": 900000},
        ),
        (
            {"error": {"message": "Invalid value: 'max'. Supported values are: 'low'."}},
            {"reasoning_effort": "max"},
        ),
    ],
    ids=["openai", "fastapi", "too large", "choice"],
)
async def test_an_invalid_value_is_not_dropped_but_told(
    said: dict[str, Any], parameters: dict[str, Any], provider: LocalProvider
) -> None:
    provider.answers["alpha"] = json_body(said, 400)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(**parameters))

    assert type(heard.error) is RequestRefused
    message = refusal_in(said).message
    assert message in str(heard.error)
    assert heard.events == []
    assert len(provider.asked) == 1


async def test_a_refusal_that_names_nothing_is_told(provider: LocalProvider) -> None:
    provider.answers["alpha"] = error(400, None, "This is not supported.")
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(temperature=0.5))

    assert type(heard.error) is RequestRefused
    assert len(provider.asked) == 1


async def test_a_server_that_refuses_whatever_is_sent_is_not_asked_for_ever(
    provider: LocalProvider,
) -> None:
    said = "Unsupported: system role, temperature, max_tokens, max_completion_tokens, seed"
    provider.answers["alpha"] = error(400, "unsupported_parameter", said)
    request = ask(system="Be brief.", temperature=0.5, max_tokens=5, seed=1)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, request)

    assert isinstance(heard.error, RequestRefused)
    assert len(provider.asked) <= 7


async def test_other_refusals_are_not_taken_for_a_parameters(provider: LocalProvider) -> None:
    provider.replies += [
        error(400, "context_length_exceeded", "This model's maximum context length is 10 tokens."),
        error(400, None, "nowhere/nothing is not a valid model ID"),
    ]
    async with opened(server_at(provider)) as backend:
        long = await listen(backend, ask(max_tokens=5))
        unknown = await listen(backend, ask(max_tokens=5))

    assert isinstance(long.error, ContextExceeded)
    assert isinstance(unknown.error, ModelNotFound)


@pytest.mark.parametrize(
    "said",
    [
        "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
        "System role not supported",
        "Developer instruction is not enabled for models/gemma-3-27b-it",
    ],
)
async def test_a_refused_system_role_is_folded_into_the_question(
    said: str, provider: LocalProvider
) -> None:
    provider.replies.append(error(400, None, said))

    first, second, calls = await twice(provider, ask(system="Be brief."))

    assert first.notices == second.notices == [Notice("system_folded")]
    assert (first.reason, calls) == ("stop", 1)


@pytest.mark.off_spec("DeepSeek wants reasoning back")
async def test_reasoning_is_sent_along_once_a_server_demands_it(provider: LocalProvider) -> None:
    turns = (Message("user", "a"), Message("assistant", "b", "hm"), Message("user", "c"))
    said = "The `reasoning_content` in the thinking mode must be passed back to the API."
    provider.replies.append(error(400, "invalid_request_error", said))

    first, second, calls = await twice(provider, ChatRequest(model="alpha", messages=turns))

    assert first.notices == second.notices == [Notice("reasoning_returned")]
    assert calls == 1
    sent = [request.body["messages"][1].get("reasoning_content") for request in provider.asked]
    assert sent == [None, "hm", "hm"]


async def test_reasoning_that_is_demanded_but_not_there_is_an_error(
    provider: LocalProvider,
) -> None:
    said = "The `reasoning_content` in the thinking mode must be passed back to the API."
    provider.answers["alpha"] = error(400, "invalid_request_error", said)
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, RequestRefused)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Unsupported parameter: 'max_tokens' is not supported", "max_tokens"),
        ("Argument not supported on this model: presencePenalty", "presence_penalty"),
        ("property 'top_k' is unsupported", "top_k"),
        ("logprobs is not supported", "logprobs"),
        ("top_logprobs is not supported", ""),
        ("something-stop is not supported", ""),
    ],
)
def test_a_parameter_is_recognised_by_its_name_alone(message: str, name: str) -> None:
    body = dict.fromkeys(["max_tokens", "presence_penalty", "top_k", "logprobs", "stop"])

    assert refused_parameter(Refusal(message), body) == name


def test_a_place_within_a_parameter_is_the_parameter() -> None:
    refusal = Refusal("Extra inputs are not permitted", parameter="stream_options.include_usage")

    assert refused_parameter(refusal, {"stream_options": {}}) == "stream_options"


def test_single_values_are_not_remembered_without_limit() -> None:
    habits = Habits()
    refusal = Refusal("does not support it", "unsupported_value", "seed")

    for seed in range(MOST_VALUES + 1):
        assert habits.learn(refusal, {"seed": seed, "messages": []})

    assert len(habits.refused_values) == MOST_VALUES
    assert habits.dropped == {"seed"}


@pytest.mark.parametrize("kind", ["openai", "azure"])
def test_openai_and_azure_are_known_to_want_nothing_special(kind: ServerKind) -> None:
    assert first_habits(kind) == Habits()
