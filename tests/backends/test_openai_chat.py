"""A whole question and answer over HTTP, as the APIs describe it."""

from typing import Any

import pytest

from backends.errors import ServerFailed
from backends.parameters import PANEL
from backends.server import AnswerLimits
from backends.types import (
    ChatRequest,
    Finished,
    Message,
    Notice,
    ReasoningDelta,
    Started,
    TextDelta,
    ToolCallDelta,
    Usage,
)
from tests import schema
from tests.backends.listening import KEY, PATIENT, ask, listen, opened, server_at
from tests.provider import LocalProvider, chunk, events, happened, json_body, raw, text
from tests.routes import Family

pytestmark = pytest.mark.anyio

APIS: dict[Family, dict[str, str]] = {
    "openai": {"kind": "openai"},
    "azure-v1": {"kind": "azure"},
    "azure": {"kind": "azure", "api_version": "2024-10-21"},
}


async def test_an_answer_is_begun_given_counted_and_ended(provider: LocalProvider) -> None:
    provider.replies.append(text("Hello there", reasoning="Hmm", model="alpha-2"))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    kinds = [type(event) for event in heard.events]
    assert kinds == [Started, ReasoningDelta, TextDelta, TextDelta, TextDelta, Usage, Finished]
    assert heard.started[0].model == "alpha"
    assert heard.started[0].request_id == "req_1"
    assert heard.started[0].headers["content-type"] == "text/event-stream"
    assert heard.text == "Hello there"
    assert heard.reasoning == "Hmm"
    assert heard.usage
    assert heard.usage.output_tokens == 4
    assert heard.usage.reasoning_tokens == 1
    assert heard.finished == Finished("stop", "stop", "alpha-2")


async def test_a_conversation_is_sent_turn_by_turn(provider: LocalProvider) -> None:
    turns = (
        Message("system", "Be brief."),
        Message("user", "One"),
        Message("assistant", "Two", reasoning="hm"),
        Message("user", "Größe 👋"),
    )
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ChatRequest(model="alpha", messages=turns))

    assert provider.asked[0].body["messages"] == [
        {"role": turn.role, "content": turn.text} for turn in turns
    ]
    assert heard.text == "You said: Größe 👋"
    assert provider.asked[0].headers["authorization"] == f"Bearer {KEY}"


async def test_half_a_character_is_sent_as_a_question_mark(provider: LocalProvider) -> None:
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask("a\ud83db"))

    assert heard.text == "You said: a?b"


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("family", APIS)
async def test_every_parameter_of_the_panel_is_sent_as_the_api_describes_it(
    family: Family, provider: LocalProvider
) -> None:
    loaded = schema.validator(family, "chat")
    assert loaded
    examples = {row.name: row.example for row in PANEL if row.name in loaded[1]}
    if family == "azure":
        # Its description asks for a "type" in json_schema that it does not describe.
        examples["response_format"] = {"type": "json_object"}
    provider.models = provider.deployments = []
    url = provider.url if family == "openai" else provider.azure_url
    server = server_at(provider, base_url=url, **APIS[family])
    async with opened(server) as backend:
        for name, value in examples.items():
            await listen(backend, ask(system="Be brief.", **{name: value}))
        heard = await listen(backend, ask(system="Be brief.", **examples))

    assert heard.reason == "stop"
    for request, (name, value) in zip(provider.requests, examples.items(), strict=False):
        assert request.body[name] == value
        schema.validate(request)
    assert len(examples) >= 10
    assert examples.items() <= provider.requests[-1].body.items()
    assert provider.requests[-1].body["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize(
    ("name", "value"), [("n", 5), ("stream", False), ("messages", []), ("stream_options", None)]
)
async def test_what_parley_sets_itself_is_ignored_with_a_notice(
    name: str, value: Any, provider: LocalProvider
) -> None:
    request = ChatRequest(model="alpha", messages=ask().messages, parameters={name: value})
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, request)

    assert heard.notices == [Notice("ignored", name)]
    assert heard.events.index(heard.notices[0]) == 1
    body = provider.asked[0].body
    assert body["stream"] is True
    assert "n" not in body
    assert len(body["messages"]) == 1


@pytest.mark.off_spec("other servers' parameters", extra={"top_k", "extra_headers", "timeout"})
async def test_unknown_parameters_go_into_the_body_and_nowhere_else(
    provider: LocalProvider,
) -> None:
    given: dict[str, Any] = {"top_k": 40, "extra_headers": {"x-evil": "1"}, "timeout": 1}
    async with opened(server_at(provider)) as backend:
        await listen(backend, ask(**given))

    assert given.items() <= provider.asked[0].body.items()
    assert "x-evil" not in provider.asked[0].headers


async def test_a_server_that_does_not_stream_is_read_all_the_same(provider: LocalProvider) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    message = {"role": "assistant", "content": "Yes.", "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    usage = {"prompt_tokens": 1, "completion_tokens": 2}
    provider.replies.append(json_body({"model": "m", "choices": [choice], "usage": usage}))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.events[1:] == [
        TextDelta("Yes."),
        ToolCallDelta(0, "c", "f", "{}"),
        Usage(1, 2),
        Finished("tool_calls", "tool_calls", "m"),
    ]


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
async def test_reasoning_is_apart_from_the_text(field: str, provider: LocalProvider) -> None:
    provider.replies.append(text("Yes.", reasoning="Hmm.", reasoning_field=field))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert (heard.reasoning, heard.text) == ("Hmm.", "Yes.")


async def test_reasoning_in_tags_is_apart_from_the_text(provider: LocalProvider) -> None:
    provider.replies.append(text("<think>\nHmm.\n</think>\n\nYes.", chunk_size=3))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert (heard.reasoning, heard.text) == ("Hmm.\n", "Yes.")


async def test_an_open_thought_is_kept_when_the_reply_breaks_off(provider: LocalProvider) -> None:
    provider.replies.append(events(chunk(content="<think>Hm </thi"), done=False))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.reasoning == "Hm </thi"
    assert heard.error


async def test_a_refusal_is_apart_from_the_text(provider: LocalProvider) -> None:
    provider.replies.append(text("", refusal="I cannot."))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert (heard.refusal, heard.text, heard.reason) == ("I cannot.", "", "stop")


async def test_an_answer_without_a_word_ends_well(provider: LocalProvider) -> None:
    provider.replies.append(text(""))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.reason == "stop"
    assert heard.all(TextDelta) == []


async def test_usage_after_the_finish_is_read(provider: LocalProvider) -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 4}
    last: dict[str, Any] = {"choices": [], "usage": usage}
    provider.replies.append(events(chunk(content="a"), chunk(finish="stop"), last))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.usage == Usage(3, 4)
    assert isinstance(heard.events[-2], Usage)


async def test_usage_is_told_before_an_error(provider: LocalProvider) -> None:
    error = {
        "error": {"message": "m", "code": 500},
        "usage": {"prompt_tokens": 3, "completion_tokens": 4},
    }
    provider.replies.append(events(chunk(content="a"), error))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert heard.usage == Usage(3, 4)
    assert heard.error


@pytest.mark.parametrize(
    "item",
    [
        {"type": "response.failed", "response": {"error": {"code": "x", "message": "It broke."}}},
        {"type": "error", "code": "x", "message": "It broke."},
        {"object": "error", "code": 500, "message": "It broke."},
        {"error": "It broke."},
        {"choices": [], "error": {"code": 502, "message": "It broke."}},
    ],
    ids=["responses failed", "responses error", "vllm", "text", "openrouter"],
)
async def test_an_error_inside_an_answer_is_found_in_each_servers_form(
    item: dict[str, Any], provider: LocalProvider
) -> None:
    provider.replies.append(events(chunk(content="a"), item))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, ServerFailed)
    assert "It broke." in str(heard.error)
    assert heard.text == "a"


async def test_a_whole_answer_beyond_the_limit_is_not_read(provider: LocalProvider) -> None:
    provider.replies.append(raw(pieces=[b'{"a": "', *[b"x" * 100_000] * 300]))
    async with opened(server_at(provider), PATIENT, AnswerLimits(whole=500_000)) as backend:
        heard = await listen(backend)

    assert "500,000 bytes" in str(heard.error)
    assert await happened(provider.asked[0].hung_up)
