"""Azure OpenAI: deployments instead of models, two APIs, and a filter before and after."""

import pytest

from backends.errors import DeploymentNotFound, KeyRefused, WrongEndpoint
from backends.server import Server
from backends.types import Filtered, Finished, ModelInfo
from tests.backends.listening import KEY, ask, listen, opened, server_at
from tests.provider import LocalProvider, chunk, events, prompt_filtered
from tests.replies import SAFE, json_body

pytestmark = pytest.mark.anyio

VERSION = "2024-10-21"
BOTH = pytest.mark.parametrize("version", [VERSION, ""], ids=["classic", "v1"])


def azure(provider: LocalProvider, version: str = "", url: str = "") -> Server:
    return server_at(
        provider,
        name="azure",
        kind="azure",
        base_url=url or provider.azure_url,
        api_version=version,
        key_variable="AZURE_OPENAI_API_KEY",
        url_variable="AZURE_OPENAI_ENDPOINT",
        models=(("chat-one", "gpt-4o"), ("chat-two", "")),
    )


@pytest.mark.parametrize("end", ["", "/"])
async def test_the_classic_api_names_the_deployment_in_its_path(
    end: str, provider: LocalProvider
) -> None:
    provider.keys = {KEY}
    async with opened(azure(provider, VERSION, provider.azure_url + end)) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert heard.text == "You said: Hello"
    request = provider.requests[0]
    assert request.path == "/openai/deployments/chat-one/chat/completions"
    assert request.query == {"api-version": VERSION}
    assert request.headers["api-key"] == KEY
    assert "authorization" not in request.headers


@pytest.mark.parametrize("end", ["", "/"])
async def test_the_v1_api_takes_the_key_as_a_bearer(end: str, provider: LocalProvider) -> None:
    provider.keys = {KEY}
    async with opened(azure(provider, "", provider.azure_url + end)) as backend:
        heard = await listen(backend, ask(model="chat-two"))

    assert heard.text == "You said: Hello"
    request = provider.requests[0]
    assert request.path == "/openai/v1/chat/completions"
    assert request.query == {}
    assert request.body["model"] == "chat-two"
    assert request.headers["authorization"] == f"Bearer {KEY}"


@BOTH
async def test_deployments_come_from_the_settings(version: str, provider: LocalProvider) -> None:
    async with opened(azure(provider, version)) as backend:
        models = await backend.list_models()

    assert models == [
        ModelInfo(id="chat-one", base_model="gpt-4o"),
        ModelInfo(id="chat-two"),
    ]
    assert provider.requests == []


@BOTH
async def test_a_filtered_prompt_is_an_answer_and_not_an_error(
    version: str, provider: LocalProvider
) -> None:
    provider.replies.append(prompt_filtered("violence", "hate"))
    async with opened(azure(provider, version)) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert heard.error is None
    assert heard.filtered == [Filtered("prompt", ("hate", "violence"))]
    assert heard.finished == Finished("content_filter", "content_filter")
    assert len(provider.asked) == 1


@BOTH
async def test_a_filtered_reply_keeps_the_text_that_came(
    version: str, provider: LocalProvider
) -> None:
    first = {"choices": [], "prompt_filter_results": [{"content_filter_results": SAFE}]}
    last = chunk(finish="content_filter")
    results = SAFE | {"violence": {"filtered": True, "severity": "high"}}
    last["choices"][0]["content_filter_results"] = results
    provider.replies.append(events(first, chunk(content="Once upon"), last))
    async with opened(azure(provider, version)) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert heard.text == "Once upon"
    assert heard.filtered == [Filtered("reply", ("violence",))]
    assert heard.reason == "content_filter"


async def test_a_filtered_reply_without_a_message_is_empty(provider: LocalProvider) -> None:
    choice = {"index": 0, "finish_reason": "content_filter"}
    provider.replies.append(json_body({"choices": [choice], "model": "gpt-4o"}))
    async with opened(azure(provider)) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert heard.text == ""
    assert heard.finished == Finished("content_filter", "content_filter", "gpt-4o")


@BOTH
async def test_an_unknown_deployment_is_named_with_the_mend(
    version: str, provider: LocalProvider
) -> None:
    async with opened(azure(provider, version)) as backend:
        heard = await listen(backend, ask(model="gpt-4o"))

    assert isinstance(heard.error, DeploymentNotFound)
    assert "azure has no deployment named gpt-4o." in str(heard.error)
    assert "AZURE_OPENAI_DEPLOYMENTS" in str(heard.error)
    assert len(provider.asked) == 1


@BOTH
async def test_a_refused_key_is_named_by_its_variable(
    version: str, provider: LocalProvider
) -> None:
    provider.keys = {"another"}
    async with opened(azure(provider, version)) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert isinstance(heard.error, KeyRefused)
    assert "AZURE_OPENAI_API_KEY" in str(heard.error)


@BOTH
async def test_a_wrong_endpoint_is_told_with_how_one_looks(
    version: str, provider: LocalProvider
) -> None:
    async with opened(azure(provider, version, f"{provider.root}/elsewhere")) as backend:
        heard = await listen(backend, ask(model="chat-one"))

    assert isinstance(heard.error, WrongEndpoint)
    assert "AZURE_OPENAI_ENDPOINT" in str(heard.error)
    assert "https://RESOURCE.openai.azure.com" in str(heard.error)
    assert "/v1" not in str(heard.error).replace(provider.root, "")


@pytest.mark.parametrize("name", ["../models?x=1#", "a/b", "a b", "größe", ".."])
async def test_a_deployments_name_cannot_lead_elsewhere(name: str, provider: LocalProvider) -> None:
    provider.deployments = []
    async with opened(azure(provider, VERSION)) as backend:
        await listen(backend, ask(model=name))

    for request in provider.requests:
        assert request.target.startswith("/openai/deployments/")
        assert request.target.endswith(f"/chat/completions?api-version={VERSION}")
        assert request.target.count("/") == 5


async def test_max_tokens_is_renamed_where_a_deployment_refuses_it(
    provider: LocalProvider,
) -> None:
    provider.refuse = {"max_tokens": "unsupported_parameter"}
    async with opened(azure(provider)) as backend:
        heard = await listen(backend, ask(model="chat-one", max_tokens=5))

    assert heard.notices[0].replacement == "max_completion_tokens"
    assert provider.asked[-1].body["max_completion_tokens"] == 5
