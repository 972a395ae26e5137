"""Texts into vectors over HTTP: in batches, in order, and with one clear sentence on failure."""

from typing import Any

import anyio
import pytest

from backends.embeddings import Embedder, Embeddings
from backends.errors import (
    AnswerTooLarge,
    AnswerUnreadable,
    BackendError,
    DeploymentNotFound,
    EmptyText,
    EndpointMissing,
    KeyRefused,
    ModelNotFound,
    ModelUnfit,
    QuotaExhausted,
    RequestRefused,
    ServerFailed,
    TextTooLong,
    TooManyTexts,
    Unreachable,
)
from backends.server import AnswerLimits
from backends.types import Notice, Usage
from tests.backends.listening import KEY, PATIENT, opened, server_at
from tests.provider import LocalProvider, Reply, error, happened, json_body, raw
from tests.provider import embeddings as made
from tests.wire import Pause, Recorded

pytestmark = pytest.mark.anyio

Given = Any


async def embed(
    provider: LocalProvider,
    *texts: str,
    model: str = "alpha",
    dimensions: int | None = None,
    limits: AnswerLimits | None = None,
    **server: Given,
) -> Embeddings:
    async with opened(server_at(provider, **server), PATIENT, limits) as backend:
        assert isinstance(backend, Embedder)
        return await backend.embed(model, texts, dimensions)


async def refused(provider: LocalProvider, reply: Reply, *texts: str) -> BackendError:
    provider.answers["alpha"] = reply
    with pytest.raises(BackendError) as told:
        await embed(provider, *(texts or ("Hello",)))
    assert KEY not in f"{told.value} {told.value.values}"
    return told.value


def lists(embedded: Embeddings) -> list[list[float]]:
    return [list(vector) for vector in embedded.vectors]


APIS: list[dict[str, Given]] = [
    {"kind": "compatible"},
    {"kind": "openai"},
    {"kind": "azure"},
    {"kind": "azure", "api_version": "2024-10-21"},
]


@pytest.mark.parametrize("api", APIS, ids=["compatible", "openai", "azure v1", "azure classic"])
async def test_texts_become_vectors_on_every_api(
    api: dict[str, Given], provider: LocalProvider
) -> None:
    azure = api["kind"] == "azure"
    place: dict[str, Given] = {"base_url": provider.azure_url} if azure else {}
    model = "chat-one" if azure else "alpha"

    embedded = await embed(provider, "one", "two words", model=model, **api, **place)

    assert lists(embedded) == [[3.0, 1.0, 1.0], [9.0, 2.0, 1.0]]
    assert embedded.model == model
    assert embedded.usage == Usage(2, None)
    assert embedded.notices == ()
    asked = provider.asked[0]
    assert asked.body["encoding_format"] == ("float" if api["kind"] == "compatible" else "base64")
    if api.get("api_version"):
        assert asked.path == "/openai/deployments/chat-one/embeddings"
        assert asked.query == {"api-version": "2024-10-21"}


async def test_many_texts_go_in_batches_and_keep_their_order(provider: LocalProvider) -> None:
    texts = ["x" * number for number in range(1, 201)]

    embedded = await embed(provider, *texts)

    assert [vector[0] for vector in embedded.vectors] == list(range(1, 201))
    assert [len(request.body["input"]) for request in provider.asked] == [32] * 6 + [8]
    assert embedded.usage == Usage(200, None)


async def test_openai_gets_larger_batches(provider: LocalProvider) -> None:
    await embed(provider, *["x"] * 150, kind="openai")

    assert [len(request.body["input"]) for request in provider.asked] == [100, 50]


TOO_MANY = [
    error(400, "InvalidParameter", "Value error, batch size is invalid, it should not be > 10."),
    json_body(
        {"code": 20042, "message": "input batch size 32 > maximum allowed batch size 8"}, 413
    ),
    raw(b"too large", content_type="text/plain", status=413),
    error(422, None, "`inputs` must have at most 8 items; batch 32 exceeds it"),
]


@pytest.mark.parametrize("refusal", TOO_MANY)
async def test_a_batch_that_is_too_large_is_halved_until_it_fits(
    refusal: Reply, provider: LocalProvider
) -> None:
    def at_most_8(request: Recorded) -> Given:
        fits = len(request.body["input"]) <= 8
        return (json_body(made(request.body)) if fits else refusal)(request)

    provider.answers["alpha"] = at_most_8

    embedded = await embed(provider, *["x" * number for number in range(1, 21)])

    assert [vector[0] for vector in embedded.vectors] == list(range(1, 21))
    assert [len(request.body["input"]) for request in provider.asked] == [20, 10, 5, 5, 5, 5]


async def test_a_server_may_answer_out_of_order_and_in_numbers(provider: LocalProvider) -> None:
    rows = [{"index": 1, "embedding": [1, 2]}, {"index": 0, "embedding": [0, 2]}]
    provider.replies.append(json_body({"data": rows}))

    embedded = await embed(provider, "a", "b", kind="openai")

    assert lists(embedded) == [[0.0, 2.0], [1.0, 2.0]]
    assert embedded.model == "alpha"
    assert embedded.usage is None


async def test_a_server_without_base64_is_asked_for_numbers(provider: LocalProvider) -> None:
    said = "Unsupported value: 'encoding_format' does not support 'base64'."
    provider.replies.append(error(400, "unsupported_value", said, "encoding_format"))

    embedded = await embed(provider, "a", kind="openai")

    assert lists(embedded) == [[1.0, 1.0, 1.0]]
    assert [request.body["encoding_format"] for request in provider.asked] == ["base64", "float"]


async def test_dimensions_are_sent(provider: LocalProvider) -> None:
    await embed(provider, "a", dimensions=256)

    assert provider.asked[0].body["dimensions"] == 256


async def test_a_model_that_cannot_choose_dimensions_is_asked_without_and_it_is_told(
    provider: LocalProvider,
) -> None:
    provider.replies.append(error(400, None, "This model does not support specifying dimensions."))

    embedded = await embed(provider, "a", dimensions=256)

    assert lists(embedded) == [[1.0, 1.0, 1.0]]
    assert embedded.notices == (Notice("dropped", "dimensions"),)


async def test_dimensions_that_are_wrong_are_refused(provider: LocalProvider) -> None:
    said = "Invalid value for 'dimensions' = 5000. Must be less than or equal to 1536."

    told = await refused(provider, error(400, None, said, "dimensions"))

    assert isinstance(told, RequestRefused)
    assert "1536" in str(told)


async def test_half_a_character_is_sent_as_a_question_mark(provider: LocalProvider) -> None:
    await embed(provider, "a\ud83db")

    assert provider.asked[0].body["input"] == ["a?b"]


LLAMA = "This server does not support embeddings. Start it with `--embeddings`"
NOT_ALLOWED = "You are not allowed to generate embeddings from this model"
AZURE_UNFIT = "The embeddings operation does not work with the specified model, gpt-4o."
TOO_LONG = "This model's maximum context length is 8192 tokens, however you requested 9000 tokens"
LLAMA_LONG = "input (2401 tokens) is too large to process. increase the physical batch size"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(501, 501, LLAMA, type="not_supported_error"), EndpointMissing),
        (raw(b"404 page not found", content_type="text/plain", status=404), EndpointMissing),
        (error(405, None, "Method Not Allowed"), EndpointMissing),
        (error(403, None, NOT_ALLOWED), ModelUnfit),
        (error(400, "OperationNotSupported", AZURE_UNFIT), ModelUnfit),
        (error(400, None, "The model does not support Embeddings API"), ModelUnfit),
        (error(500, None, "this model does not support embeddings"), ModelUnfit),
        (error(400, "context_length_exceeded", TOO_LONG), TextTooLong),
        (error(500, 500, LLAMA_LONG, type="server_error"), TextTooLong),
        (error(404, "model_not_found", "The model `alpha` does not exist"), ModelNotFound),
        (error(401, None, f"Incorrect key {KEY}"), KeyRefused),
        (error(429, "insufficient_quota", "You exceeded your quota"), QuotaExhausted),
        (json_body({"error": {"message": "overloaded"}}), ServerFailed),
        (json_body({"error": {"message": AZURE_UNFIT, "code": "400"}}), ModelUnfit),
        (json_body({"data": []}), AnswerUnreadable),
        (json_body({"data": [{"embedding": [[1.0]]}]}), AnswerUnreadable),
        (raw(b"<html>login</html>", content_type="text/html"), AnswerUnreadable),
        (raw(b"{", content_type="application/json"), AnswerUnreadable),
        (raw(b"", content_type="application/json"), AnswerUnreadable),
    ],
)
async def test_a_failure_has_one_clear_sentence(
    reply: Reply, kind: type[BackendError], provider: LocalProvider
) -> None:
    told = await refused(provider, reply)

    assert type(told) is kind
    assert len(provider.asked) == 1
    if kind is EndpointMissing:
        assert str(told).startswith("lab offers no embeddings.")


async def test_one_text_that_is_refused_for_its_size_is_too_long(provider: LocalProvider) -> None:
    told = await refused(provider, raw(b"too large", status=413))

    assert isinstance(told, TextTooLong)


async def test_an_unknown_deployment_is_told_as_one(provider: LocalProvider) -> None:
    with pytest.raises(DeploymentNotFound):
        await embed(provider, "a", model="other", kind="azure", base_url=provider.azure_url)


async def test_vectors_of_different_length_are_no_answer(provider: LocalProvider) -> None:
    provider.replies.extend(
        json_body({"data": [{"index": n, "embedding": [1.0] * length} for n in range(32)]})
        for length in (2, 3)
    )

    with pytest.raises(AnswerUnreadable):
        await embed(provider, *["x"] * 64)


async def test_a_failure_that_passes_is_asked_again(provider: LocalProvider) -> None:
    provider.replies.append(error(503, None, "busy"))

    assert lists(await embed(provider, "a")) == [[1.0, 1.0, 1.0]]


async def test_a_failure_that_stays_is_told_after_three_attempts(provider: LocalProvider) -> None:
    assert isinstance(await refused(provider, error(503, None, "busy")), ServerFailed)
    assert len(provider.asked) == 3


@pytest.mark.parametrize(("texts", "number"), [([], "1"), (["a", " \n"], "2"), ([""], "1")])
async def test_an_empty_text_is_not_sent(
    texts: list[str], number: str, provider: LocalProvider
) -> None:
    with pytest.raises(EmptyText) as told:
        await embed(provider, *texts)

    assert told.value.values["number"] == number
    assert provider.requests == []


async def test_more_texts_than_fit_are_not_sent(provider: LocalProvider) -> None:
    with pytest.raises(TooManyTexts, match="201 texts"):
        await embed(provider, *["x"] * 201)

    assert provider.requests == []


async def test_an_answer_beyond_the_limit_is_not_read(provider: LocalProvider) -> None:
    with pytest.raises(AnswerTooLarge):
        await embed(provider, *["x"] * 30, limits=AnswerLimits(whole=500))


async def test_a_server_that_is_gone_is_told() -> None:
    provider = LocalProvider()  # not started: nobody listens

    with pytest.raises(Unreachable):
        await embed(provider, "a", base_url="http://127.0.0.1:9/v1")


async def test_cancelling_hangs_up(provider: LocalProvider) -> None:
    provider.answers["alpha"] = lambda request: [Pause(600)]
    async with opened(server_at(provider)) as backend:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(backend.embed, "alpha", ["a"])
            await provider.arrived()
            tasks.cancel_scope.cancel()

        assert await happened(provider.requests[0].hung_up)
