"""The rig itself: what the other tests stand on does what it says."""

import gzip
import http.client
import json
import urllib.error
import urllib.request
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from typing import Any

import httpx2
import openai
import pytest
from openai import AsyncAzureOpenAI, AsyncOpenAI

from tests import faults
from tests.loopback_server import PATIENCE
from tests.provider import (
    LocalProvider,
    error,
    happened,
    prompt_filtered,
    raw,
    serving,
    text,
)
from tests.refusals import RefusalStyle

pytestmark = pytest.mark.anyio

HELLO: Any = [{"role": "user", "content": "Hello"}]
ASKED: dict[str, Any] = {"model": "alpha", "messages": HELLO}
STREAMED: dict[str, Any] = ASKED | {"stream": True}


@pytest.fixture
async def client(provider: LocalProvider) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(api_key="sk-test", base_url=provider.url, max_retries=0) as client:
        yield client


async def read(client: AsyncOpenAI, model: str = "alpha", **more: Any) -> list[Any]:
    """All chunks of a streamed reply."""
    stream = await client.chat.completions.create(
        model=model, messages=HELLO, stream=True, stream_options={"include_usage": True}, **more
    )
    async with stream:
        return [chunk async for chunk in stream]


def words(chunks: list[Any], name: str = "content") -> str:
    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    return "".join(getattr(delta, name, None) or "" for delta in deltas)


def post(url: str, body: dict[str, Any], **headers: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON object of a plain request, made without the openai package."""
    asked = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())


async def sent(
    provider: LocalProvider, body: dict[str, Any], verify: bool = True
) -> httpx2.Response:
    """The answer to a request that the openai package would have been in the way of."""
    client = httpx2.AsyncClient(verify=verify)
    async with client:
        return await client.post(f"{provider.url}/chat/completions", json=body)


def opened(provider: LocalProvider) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """A connection on which a streamed reply has begun."""
    connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=PATIENCE)
    connection.request("POST", "/v1/chat/completions", json.dumps(STREAMED))
    return connection, connection.getresponse()


async def test_an_unscripted_reply_is_an_echo_in_chunks_with_usage(client: AsyncOpenAI) -> None:
    chunks = await read(client)

    assert words(chunks) == "You said: Hello"
    assert len(chunks) > 4
    assert [c.finish_reason for chunk in chunks for c in chunk.choices][-1] == "stop"
    assert chunks[-1].choices == []
    assert chunks[-1].usage.completion_tokens == 4


async def test_a_reply_that_is_not_streamed_comes_whole(client: AsyncOpenAI) -> None:
    reply = await client.chat.completions.create(model="beta", messages=HELLO)

    assert reply.choices[0].message.content == "You said: Hello"
    assert reply.model == "beta"


async def test_scripted_replies_are_given_in_order(
    client: AsyncOpenAI, provider: LocalProvider
) -> None:
    provider.replies += [text("One", reasoning="First"), error(500, "boom", "It broke.")]

    first = await read(client)
    with pytest.raises(openai.InternalServerError, match="It broke"):
        await read(client)
    third = await read(client)

    assert (words(first), words(first, "reasoning_content")) == ("One", "First")
    assert words(third) == "You said: Hello"


async def test_a_model_keeps_its_own_answer(client: AsyncOpenAI, provider: LocalProvider) -> None:
    provider.answers = {"alpha": text("I am alpha"), "beta": text("I am beta")}

    assert words(await read(client, "beta")) == "I am beta"
    assert words(await read(client, "alpha")) == "I am alpha"


async def test_a_request_is_recorded_as_it_was_sent(
    client: AsyncOpenAI, provider: LocalProvider
) -> None:
    await read(client, temperature=0.5)

    asked = provider.requests[0]
    assert (asked.number, asked.method, asked.path) == (1, "POST", "/v1/chat/completions")
    assert asked.headers["authorization"] == "Bearer sk-test"
    assert asked.body["temperature"] == 0.5
    assert await happened(asked.done)
    assert not asked.hung_up.is_set()
    assert provider.connections == 1
    assert provider.active == 0


async def test_models_are_listed(client: AsyncOpenAI) -> None:
    assert [model.id async for model in client.models.list()] == ["alpha", "beta"]


async def test_embeddings_are_the_same_in_either_encoding(client: AsyncOpenAI) -> None:
    packed = await client.embeddings.create(model="alpha", input=["two words"])
    plain = await client.embeddings.create(
        model="alpha", input="two words", encoding_format="float"
    )

    assert packed.data[0].embedding == plain.data[0].embedding == [9.0, 2.0, 1.0]


async def test_legacy_completions_are_streamed(client: AsyncOpenAI) -> None:
    stream = await client.completions.create(model="alpha", prompt="Hi", stream=True)
    async with stream:
        pieces = [chunk.choices[0].text async for chunk in stream]

    assert "".join(pieces) == "You said: Hi"


async def test_azure_routes_by_the_deployment_in_the_path(provider: LocalProvider) -> None:
    provider.keys = {"azure-key"}
    async with AsyncAzureOpenAI(
        azure_endpoint=provider.azure_url, api_key="azure-key", api_version="2024-10-21"
    ) as client:
        stream = await client.chat.completions.create(model="chat-one", messages=HELLO, stream=True)
        async with stream:
            chunks = [chunk async for chunk in stream]
        models = [model.id async for model in client.models.list()]

    assert chunks[0].choices == []
    assert words(chunks) == "You said: Hello"
    assert models == provider.base_models
    assert provider.requests[0].path == "/openai/deployments/chat-one/chat/completions"
    assert provider.requests[0].query == {"api-version": "2024-10-21"}


async def test_azure_v1_takes_a_bearer_or_an_api_key(provider: LocalProvider) -> None:
    provider.keys = {"azure-key"}
    url = f"{provider.azure_url}/openai/v1/chat/completions"
    body = {"model": "chat-two", "messages": HELLO}

    bearer, _ = post(url, body, Authorization="Bearer azure-key")
    header, _ = post(url, body, **{"api-key": "azure-key"})
    neither, _ = post(url, body)

    assert (bearer, header, neither) == (200, 200, 401)


def test_an_unknown_deployment_is_refused_in_azures_words(provider: LocalProvider) -> None:
    url = f"{provider.root}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21"

    status, said = post(url, ASKED)

    assert (status, said["error"]["code"]) == (404, "DeploymentNotFound")


def test_a_path_that_no_api_has_is_not_found(provider: LocalProvider) -> None:
    status, said = post(f"{provider.root}/chat/completions", ASKED)

    assert status == 404
    assert "Invalid URL" in said["error"]["message"]


def test_a_wrong_key_is_refused_and_echoed_as_a_careless_server_would(
    provider: LocalProvider,
) -> None:
    provider.keys = {"sk-right"}

    status, said = post(
        f"{provider.url}/chat/completions", ASKED, Authorization="Bearer sk-wrong-key-1234"
    )

    assert (status, said["error"]["code"]) == (401, "invalid_api_key")
    assert "sk-wrong********1234" in said["error"]["message"]
    assert "sk-wrong-key-1234" in said["error"]["message"]


def test_an_unknown_model_is_refused(provider: LocalProvider) -> None:
    status, said = post(f"{provider.url}/chat/completions", ASKED | {"model": "gamma"})

    assert (status, said["error"]["code"]) == (404, "model_not_found")


def test_a_refused_parameter_is_named_as_openai_names_it(provider: LocalProvider) -> None:
    provider.refuse = {"max_tokens": "unsupported_parameter", "temperature": "unsupported_value"}
    url = f"{provider.url}/chat/completions"

    renamed = post(url, ASKED | {"max_tokens": 5})
    dropped = post(url, ASKED | {"temperature": 0.5})
    accepted, _ = post(url, ASKED | {"top_p": 0.5})

    assert renamed == (
        400,
        {
            "error": {
                "message": "Unsupported parameter: 'max_tokens' is not supported with this model."
                " Use 'max_completion_tokens' instead.",
                "type": "invalid_request_error",
                "param": "max_tokens",
                "code": "unsupported_parameter",
            }
        },
    )
    assert dropped[1]["error"]["code"] == "unsupported_value"
    assert dropped[1]["error"]["message"] == (
        "Unsupported value: 'temperature' does not support 0.5 with this model."
        " Only the default (1) value is supported."
    )
    assert accepted == 200


def test_a_system_message_can_be_refused(provider: LocalProvider) -> None:
    provider.refuse = {"messages[0].role": "unsupported_value"}
    url = f"{provider.url}/chat/completions"
    system = [{"role": "system", "content": "Be brief."}, *HELLO]

    refused, said = post(url, ASKED | {"messages": system})
    accepted, _ = post(url, ASKED)

    assert (refused, accepted) == (400, 200)
    assert "'messages[0].role' does not support 'system'" in said["error"]["message"]


@pytest.mark.parametrize(
    ("style", "status", "key"),
    [
        ("unnamed", 400, "error"),
        ("vllm", 400, "object"),
        ("fastapi", 422, "detail"),
        ("siliconflow", 400, "code"),
    ],
)
def test_other_servers_refuse_in_their_own_shapes(
    provider: LocalProvider, style: RefusalStyle, status: int, key: str
) -> None:
    provider.refuse = {"stream_options": style}
    body = STREAMED | {"stream_options": {"include_usage": True}}

    answered, said = post(f"{provider.url}/chat/completions", body)

    assert answered == status
    assert key in said


def test_a_filtered_prompt_names_its_categories(provider: LocalProvider) -> None:
    provider.replies.append(prompt_filtered("violence"))

    status, said = post(f"{provider.url}/chat/completions", ASKED)

    assert (status, said["error"]["code"]) == (400, "content_filter")
    result = said["error"]["innererror"]["content_filter_result"]
    assert [name for name in result if result[name]["filtered"]] == ["violence"]


@pytest.mark.off_spec("llama.cpp takes top_k", extra={"top_k"})
def test_a_field_beyond_the_description_can_be_let_through(provider: LocalProvider) -> None:
    status, _ = post(f"{provider.url}/chat/completions", ASKED | {"top_k": 40})

    assert status == 200


@pytest.mark.off_spec("a request that no client would send")
def test_the_check_of_requests_can_be_switched_off(provider: LocalProvider) -> None:
    status, _ = post(f"{provider.url}/chat/completions", {"model": "alpha", "messages": 1})

    assert status == 200


async def test_a_hang_up_is_noticed_while_the_server_is_silent(provider: LocalProvider) -> None:
    provider.replies.append(faults.stall_mid())
    connection, answer = opened(provider)
    with closing(connection), closing(answer):
        answer.read(10)
        assert not provider.requests[0].hung_up.is_set()

    assert await happened(provider.requests[0].hung_up)
    assert await happened(provider.requests[0].done)
    assert provider.requests[0].closed_at


@pytest.mark.parametrize("fault", [faults.stall_before_headers, faults.stall_before_first])
async def test_a_hang_up_is_noticed_before_anything_was_said(
    provider: LocalProvider, fault: Callable[[], Any]
) -> None:
    provider.replies.append(fault())
    connection = http.client.HTTPConnection("127.0.0.1", provider.port, timeout=PATIENCE)
    connection.request("POST", "/v1/chat/completions", json.dumps(STREAMED))
    asked = await provider.arrived()
    assert provider.active == 1

    connection.close()

    assert await happened(asked.hung_up)


@pytest.mark.parametrize(
    "fault", [faults.infinite_stream, faults.line_never_ends, faults.gzip_bomb, faults.chunk_flood]
)
async def test_an_endless_reply_ends_when_the_client_leaves(
    provider: LocalProvider, fault: Callable[[], Any]
) -> None:
    provider.replies.append(fault())
    connection, answer = opened(provider)
    with closing(connection), closing(answer):
        assert len(answer.read(1000)) == 1000

    assert await happened(provider.requests[0].hung_up)


async def test_closing_the_openai_clients_stream_is_a_hang_up(
    client: AsyncOpenAI, provider: LocalProvider
) -> None:
    provider.replies.append(faults.stall_mid())
    async with client.chat.completions.with_streaming_response.create(
        model="alpha", messages=HELLO, stream=True
    ) as response:
        async for _ in response.iter_bytes():
            break

    assert await happened(provider.requests[0].hung_up)


async def test_a_cut_connection_is_reset_after_the_text_before_it(
    provider: LocalProvider,
) -> None:
    provider.replies.append(faults.tcp_cut_mid())
    connection, answer = opened(provider)
    with closing(connection), closing(answer):
        got = b"".join(answer.readline() for _ in range(6))
        with pytest.raises(ConnectionResetError):
            answer.read()

    assert got.count(b"data: ") == 3
    assert not provider.requests[0].hung_up.is_set()


async def test_a_body_without_its_last_chunk_is_incomplete(provider: LocalProvider) -> None:
    provider.replies.append(faults.chunked_cut())
    with pytest.raises(httpx2.RemoteProtocolError):
        await sent(provider, STREAMED)


async def test_one_byte_writes_arrive_whole(client: AsyncOpenAI, provider: LocalProvider) -> None:
    provider.replies.append(faults.one_byte_writes())

    assert words(await read(client)) == "Hello Größe 你好 👋 "


async def test_raw_bytes_arrive_as_they_are(provider: LocalProvider) -> None:
    provider.replies.append(
        raw(
            pieces=[b"\xff\x00", b"\r\n"], content_type="text/odd", status=299, headers={"x-a": "b"}
        )
    )
    answer = await sent(provider, ASKED)

    assert (answer.status_code, answer.content) == (299, b"\xff\x00\r\n")
    assert (answer.headers["content-type"], answer.headers["x-a"]) == ("text/odd", "b")


async def test_a_redirect_can_lead_to_a_server_that_nobody_may_call(
    provider: LocalProvider, another_provider: Callable[[], LocalProvider]
) -> None:
    canary = another_provider()
    provider.replies.append(faults.redirect(f"{canary.root}/internal"))
    answer = await sent(provider, ASKED)

    assert answer.status_code == 307
    assert canary.connections == 0


def test_a_gzip_bomb_is_a_thousand_times_larger_than_it_looks(provider: LocalProvider) -> None:
    provider.replies.append(faults.gzip_bomb(plain=20_000_000))
    connection, answer = opened(provider)
    with closing(connection), closing(answer):
        packed = answer.read()

    unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(packed)
    assert packed[:2] == gzip.compress(b"")[:2]
    assert len(unpacked) > 20_000_000 > 900 * len(packed)


async def test_nobody_vouches_for_a_self_signed_certificate(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    context = faults.self_signed(tmp_path_factory.mktemp("tls"))
    with serving(LocalProvider(tls=context)) as secure:
        with pytest.raises(httpx2.ConnectError, match="certificate"):
            await sent(secure, ASKED)
        answer = await sent(secure, ASKED, verify=False)

    assert answer.status_code == 200


async def test_an_empty_answer_is_empty(provider: LocalProvider) -> None:
    provider.replies += [faults.status_204(), faults.status_200_empty()]

    for status in (204, 200):
        answer = await sent(provider, ASKED)
        assert (answer.status_code, answer.content) == (status, b"")


async def test_many_replies_are_given_at_once(client: AsyncOpenAI, provider: LocalProvider) -> None:
    provider.answers["alpha"] = faults.stall_mid()
    connections = [opened(provider) for _ in range(50)]

    assert provider.most_active == provider.active == 50

    for connection, answer in connections:
        answer.close()
        connection.close()
    for request in provider.requests:
        assert await happened(request.hung_up)


def test_serving_ends_while_a_client_still_waits(
    another_provider: Callable[[], LocalProvider],
) -> None:
    provider = another_provider()
    provider.replies.append(faults.stall_mid())
    connection, answer = opened(provider)

    provider.stop()

    with closing(connection), closing(answer):
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            answer.read()
