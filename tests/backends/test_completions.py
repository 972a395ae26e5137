"""Legacy Completions: a prompt that is gone on with, under the promises of a chat."""

from contextlib import aclosing
from typing import Any

import pytest

from backends.completions import (
    COMPLETION_PARAMETERS,
    Completer,
    CompletionRequest,
    completion_problems,
)
from backends.errors import (
    BackendError,
    EndpointMissing,
    KeyRefused,
    ModelNotFound,
    ModelUnfit,
    ServerFailed,
    TextTooLong,
)
from backends.types import Finished, Notice, TextDelta, TokenLogprobs
from tests import schema
from tests.backends.listening import Heard, listen, opened, server_at
from tests.provider import LocalProvider, error, happened, json_body, raw, text
from tests.replies import Held

pytestmark = pytest.mark.anyio


def go_on(prompt: str = "Once upon", model: str = "alpha", **parameters: Any) -> CompletionRequest:
    return CompletionRequest(model=model, prompt=prompt, parameters=parameters)


class Completing:
    """A backend's completions in the place of its chat, to be listened to."""

    def __init__(self, backend: Completer) -> None:
        self._backend = backend

    def stream(self, request: Any) -> Any:
        return self._backend.complete(request)


async def hear(provider: LocalProvider, request: CompletionRequest, **server: Any) -> Heard:
    async with opened(server_at(provider, **server)) as backend:
        return await listen(Completing(backend), request)  # type: ignore[arg-type]


async def test_a_prompt_is_gone_on_with_piece_by_piece(provider: LocalProvider) -> None:
    provider.replies.append(text(" a time", chunk_size=3))

    heard = await hear(provider, go_on(temperature=0.5, max_tokens=5))

    assert heard.text == " a time"
    assert len(heard.all(TextDelta)) == 3
    assert heard.usage
    assert heard.finished == Finished("stop", "stop", "alpha")
    assert provider.asked[0].path == "/v1/completions"
    assert provider.asked[0].body == {
        "model": "alpha",
        "prompt": "Once upon",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.5,
        "max_tokens": 5,
    }


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("version", ["", "2024-10-21"])
async def test_azure_completes_by_deployment(version: str, provider: LocalProvider) -> None:
    place: dict[str, Any] = {"kind": "azure", "api_version": version}
    heard = await hear(provider, go_on(model="chat-one"), base_url=provider.azure_url, **place)

    assert heard.text == "You said: Once upon"
    middle = "deployments/chat-one" if version else "v1"
    assert provider.asked[0].path == f"/openai/{middle}/completions"


@pytest.mark.usefixtures("shared")
async def test_every_parameter_is_sent_as_the_api_describes_it(provider: LocalProvider) -> None:
    examples = {name: row.example for name, row in COMPLETION_PARAMETERS.items()}

    heard = await hear(provider, go_on(**examples), kind="openai")

    assert completion_problems(examples) == []
    assert examples.items() <= provider.asked[0].body.items()
    assert heard.reason == "stop"


@pytest.mark.usefixtures("shared")
def test_the_parameters_are_those_of_the_published_schema() -> None:
    described = schema.load("openai.json")["components"]["schemas"]["CreateCompletionRequest"]
    set_by_parley = {"model", "prompt", "n", "stream", "stream_options"}

    assert set(COMPLETION_PARAMETERS) == set(described["properties"]) - set_by_parley
    for name, row in COMPLETION_PARAMETERS.items():
        said = described["properties"][name]
        assert row.maximum == said.get("maximum", row.maximum), name
        assert row.default in (None, said.get("default", row.default)), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("logprobs", 6),
        ("logprobs", -1),
        ("logprobs", True),
        ("best_of", 21),
        ("best_of", 0),
        ("echo", "yes"),
        ("suffix", 5),
        ("temperature", 2.1),
        ("max_tokens", 0),
    ],
)
def test_a_value_that_no_server_takes_is_named(name: str, value: Any) -> None:
    [problem] = completion_problems({name: value, "top_k": 5})

    assert problem.parameter == name


async def test_the_prompt_is_echoed_and_the_suffix_sent(provider: LocalProvider) -> None:
    provider.replies.append(text(" a time"))

    heard = await hear(provider, go_on(echo=True, suffix=" The end."))

    assert heard.text == "Once upon a time"
    assert provider.asked[0].body["suffix"] == " The end."


async def test_tokens_come_with_their_likelihood(provider: LocalProvider) -> None:
    provider.replies.append(text(" a time", chunk_size=4))

    heard = await hear(provider, go_on(logprobs=2))

    tokens = [token for event in heard.all(TokenLogprobs) for token in event.tokens]
    assert [token.text for token in tokens] == [" a t", "ime"]
    assert [len(token.alternatives) for token in tokens] == [2, 2]


async def test_no_alternatives_are_a_wish_for_likelihood_all_the_same(
    provider: LocalProvider,
) -> None:
    heard = await hear(provider, go_on(logprobs=0))

    assert heard.all(TokenLogprobs)
    assert heard.all(TokenLogprobs)[0].tokens[0].alternatives == ()


async def test_the_best_of_several_comes_whole(provider: LocalProvider) -> None:
    provider.replies.append(text(" a time", chunk_size=3))

    heard = await hear(provider, go_on(best_of=3, logprobs=1))

    body = provider.asked[0].body
    assert (body["stream"], body["best_of"]) == (False, 3)
    assert "stream_options" not in body
    assert heard.all(TextDelta) == [TextDelta(" a time")]
    assert heard.all(TokenLogprobs)
    assert heard.usage
    assert heard.reason == "stop"


async def test_what_parley_sets_itself_is_ignored_with_a_notice(provider: LocalProvider) -> None:
    given = {"n": 5, "prompt": "other", "stream": False}
    request = CompletionRequest(model="alpha", prompt="Once upon", parameters=given)
    heard = await hear(provider, request)

    assert heard.notices == [Notice("ignored", name) for name in given]
    assert provider.asked[0].body["prompt"] == "Once upon"
    assert "n" not in provider.asked[0].body


async def test_a_refused_parameter_is_left_out_from_then_on(provider: LocalProvider) -> None:
    provider.refuse = {"suffix": "unsupported_parameter"}
    async with opened(server_at(provider)) as backend:
        heard = [await listen(Completing(backend), go_on(suffix="x")) for _ in range(2)]  # type: ignore[arg-type]
        chat = await listen(backend)

    assert [each.notices for each in heard] == [[Notice("dropped", "suffix")]] * 2
    assert len(provider.asked) == 4
    assert chat.notices == []


async def test_a_failure_that_passes_is_asked_again(provider: LocalProvider) -> None:
    provider.replies.extend([error(500), text(" a time")])

    heard = await hear(provider, go_on())

    assert heard.text == " a time"
    assert [notice.kind for notice in heard.notices] == ["retrying"]


UNFIT = "This is a chat model and not supported in the v1/completions endpoint. Did you mean chat?"
AZURE_UNFIT = "The completion operation does not work with the specified model, gpt-4o."


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (error(404, None, UNFIT, "model"), ModelUnfit),
        (error(400, "OperationNotSupported", AZURE_UNFIT), ModelUnfit),
        (raw(b"not found", content_type="text/plain", status=404), EndpointMissing),
        (error(405, None, "Method not allowed"), EndpointMissing),
        (error(501, "501", "Not implemented"), EndpointMissing),
        (error(404, "model_not_found", "The model does not exist"), ModelNotFound),
        (error(400, "context_length_exceeded", "too long"), TextTooLong),
        (error(401), KeyRefused),
    ],
)
async def test_a_refusal_says_what_it_means_for_completions(
    reply: Any, kind: type[BackendError], provider: LocalProvider
) -> None:
    provider.replies.append(reply)

    heard = await hear(provider, go_on())

    assert type(heard.error) is kind
    assert len(provider.asked) == 1
    if kind is EndpointMissing:
        assert "offers no legacy completions" in str(heard.error)


async def test_an_error_inside_the_answer_ends_it(provider: LocalProvider) -> None:
    provider.replies.append(json_body({"error": {"message": "overloaded"}}))

    assert isinstance((await hear(provider, go_on())).error, ServerFailed)


async def test_who_stops_reading_hangs_up(provider: LocalProvider) -> None:
    provider.replies.append(Held(text("Hello there, hello"), after="Hell"))
    async with opened(server_at(provider)) as backend:
        async with aclosing(backend.complete(go_on())) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    break

        assert await happened(provider.requests[0].hung_up)
