"""Each failure with its cause and the next step, and never with the key."""

import json
import socket
from dataclasses import replace
from typing import Any

import pytest

from backends import errors
from backends.server import Server
from backends.translate import Refusal, read_refusal, stream_error
from tests.backends.listening import KEY, PATIENT, ask, listen, opened, server_at
from tests.provider import LocalProvider, Reply, error, json_body, raw

pytestmark = pytest.mark.anyio

PAGE = b"<html><head><script>window.__xss=1</script></head><body><h1>Bad gateway</h1></body>"
SERVER = Server(name="lab", kind="compatible", base_url="http://127.0.0.1:1/v1", api_key=KEY)


async def fails(provider: LocalProvider, reply: Reply, **server: Any) -> errors.BackendError:
    provider.answers["alpha"] = reply
    async with opened(server_at(provider, **server)) as backend:
        heard = await listen(backend, ask(max_tokens=5))
    assert heard.error
    return heard.error


async def test_a_refused_key_is_named_by_its_variable_and_not_shown(
    provider: LocalProvider,
) -> None:
    provider.keys = {"another"}
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend)
        with pytest.raises(errors.KeyRefused) as listed:
            await backend.list_models()

    for failed in (heard.error, listed.value):
        assert isinstance(failed, errors.KeyRefused)
        assert "PARLEY_SERVERS__LAB__API_KEY in .env" in str(failed)
        assert failed.values["detail"] == ""
        for part in (KEY, KEY[:8], KEY[-4:]):
            assert part not in str(failed).replace("API_KEY", "")
    assert len(provider.asked) == 1


async def test_a_key_that_is_wanted_but_not_set_is_missing(provider: LocalProvider) -> None:
    provider.keys = {"another"}
    async with opened(server_at(provider, api_key="")) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, errors.KeyMissing)
    assert "Set PARLEY_SERVERS__LAB__API_KEY" in str(heard.error)


@pytest.mark.parametrize("key", ["sk-größe", "sk-1\n2"])
async def test_a_key_that_cannot_be_sent_does_not_break_the_chat(
    key: str, provider: LocalProvider
) -> None:
    async with opened(server_at(provider, api_key=key)) as backend:
        heard = await listen(backend)
        with pytest.raises(errors.BackendError) as listed:
            await backend.list_models()

    assert isinstance(heard.error, errors.KeyRefused)
    assert isinstance(listed.value, errors.KeyRefused)
    assert key not in f"{heard.error} {listed.value}"
    assert provider.requests == []


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, object()], ids=["nan", "set", "object"])
async def test_a_value_that_json_cannot_hold_is_refused(
    value: object, provider: LocalProvider
) -> None:
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(temperature=value))

    assert isinstance(heard.error, errors.RequestRefused)
    assert provider.requests == []


async def test_an_unknown_model_is_named(provider: LocalProvider) -> None:
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(model="gamma"))

    assert isinstance(heard.error, errors.ModelNotFound)
    assert "lab has no model named gamma." in str(heard.error)


async def test_a_name_that_nobody_has_is_told(provider: LocalProvider) -> None:
    async with opened(server_at(provider, base_url="http://models.invalid/v1")) as backend:
        heard = await listen(backend)
        with pytest.raises(errors.Unreachable):
            await backend.list_models()

    assert isinstance(heard.error, errors.Unreachable)
    assert "http://models.invalid/v1: there is no such host" in str(heard.error)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_server_that_does_not_run_is_told(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://{host}:{listener.getsockname()[1]}/v1"
    server = Server(name="lab", kind="compatible", base_url=url, url_variable="LAB_URL")
    async with opened(server) as backend:
        with pytest.raises(errors.Unreachable) as caught:
            await backend.list_models()

    assert f"{url}: the connection was refused" in str(caught.value)
    assert "LAB_URL" in str(caught.value)


async def test_a_plain_server_asked_for_tls_is_told(provider: LocalProvider) -> None:
    url = provider.url.replace("http:", "https:")
    deadlines = replace(PATIENT, connect=0.3)
    async with opened(server_at(provider, base_url=url), deadlines) as backend:
        heard = await listen(backend)

    assert isinstance(heard.error, errors.Unreachable)


@pytest.mark.parametrize("end", ["", "/"])
async def test_an_address_without_v1_is_told_with_the_one_that_was_meant(
    end: str, provider: LocalProvider
) -> None:
    async with opened(server_at(provider, base_url=provider.root + end)) as backend:
        heard = await listen(backend)
        with pytest.raises(errors.WrongAddress):
            await backend.list_models()

    assert isinstance(heard.error, errors.WrongAddress)
    assert f"such as {provider.url}." in str(heard.error)
    assert "PARLEY_SERVERS__LAB__BASE_URL" in str(heard.error)


@pytest.mark.parametrize("page", [PAGE, b"404 page not found"])
async def test_a_page_that_is_not_there_is_a_wrong_address(
    page: bytes, provider: LocalProvider
) -> None:
    failed = await fails(provider, raw(page, content_type="text/html", status=404))

    assert isinstance(failed, errors.WrongAddress)


async def test_a_page_about_a_failure_is_quoted_as_text(provider: LocalProvider) -> None:
    soon = {"retry-after-ms": "20"}
    page = raw(PAGE, content_type="text/html", status=502, headers=soon)
    failed = await fails(provider, page)

    assert isinstance(failed, errors.ServerFailed)
    assert failed.values["detail"] == "Bad gateway"
    assert "error 502 (Bad gateway)" in str(failed)


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (error(403, "forbidden", "Not for you."), errors.AccessDenied, "use alpha (Not for you.)"),
        (error(402, None, "Pay first."), errors.QuotaExhausted, "(Pay first.)"),
        (error(429, "insufficient_quota", "No credit."), errors.QuotaExhausted, "billing"),
        (raw(b"Too large", status=413), errors.ContextExceeded, "shorten the message"),
        (error(418, None, "A teapot."), errors.RequestRefused, "(A teapot.)"),
        (
            error(400, "context_length_exceeded", "Your input is too long."),
            errors.ContextExceeded,
            "longer than alpha can read",
        ),
        (
            json_body(
                {
                    "error": {
                        "code": 400,
                        "message": "request (5000 tokens) exceeds the available context size"
                        " (4096 tokens), try increasing it",
                        "type": "exceed_context_size_error",
                        "n_prompt_tokens": 5000,
                        "n_ctx": 4096,
                    }
                },
                400,
            ),
            errors.ContextExceeded,
            "5000 tokens",
        ),
        (
            json_body(
                {"error": {"message": "Model Not Exist", "type": "invalid_request_error"}}, 400
            ),
            errors.ModelNotFound,
            "alpha",
        ),
        (
            json_body({"code": 20012, "message": "Model does not exist.", "data": None}, 400),
            errors.ModelNotFound,
            "alpha",
        ),
        (
            error(400, "invalid_value", "Invalid 'max_tokens' for this model: not a number."),
            errors.RequestRefused,
            "not a number",
        ),
    ],
    ids=[
        "access",
        "payment",
        "quota",
        "large",
        "teapot",
        "context at OpenAI",
        "context at llama.cpp",
        "model at DeepSeek",
        "model at SiliconFlow",
        "value",
    ],
)
async def test_each_failure_has_its_name_and_the_servers_words(
    reply: Reply, kind: type[errors.BackendError], said: str, provider: LocalProvider
) -> None:
    failed = await fails(provider, reply)

    assert type(failed) is kind
    assert said in str(failed)
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    ("body", "message", "code", "parameter"),
    [
        ({"error": {"message": "m", "code": "c", "param": "p"}}, "m", "c", "p"),
        ({"error": {"message": "m", "code": 400}}, "m", "400", ""),
        ({"error": "m"}, "m", "", ""),
        ({"message": "m", "code": 20015}, "m", "20015", ""),
        ({"object": "error", "message": "m"}, "m", "", ""),
        ({"detail": "m"}, "m", "", ""),
        ({"detail": [{"loc": ["body", "a", 0, "b"], "msg": "m"}]}, "a.0.b: m", "", "a.0.b"),
        ({"detail": [{"msg": "m"}]}, ": m", "", ""),
        ([{"error": {"message": "m", "code": 5}}], "m", "5", ""),
        ({"errors": [{"message": "m", "code": 5}]}, "m", "5", ""),
        ({"error": {"message": "m", "metadata": {"raw": "n"}}}, "m; n", "", ""),
        ({"error": {"message": ["m"]}}, "", "", ""),
        ({"error": None}, "", "", ""),
        ("m", "m", "", ""),
        ([], "", "", ""),
        (None, "", "", ""),
    ],
    ids=str,
)
def test_an_error_is_found_wherever_a_server_keeps_it(
    body: object, message: str, code: str, parameter: str
) -> None:
    refusal = read_refusal(json.dumps(body).encode())

    assert (refusal.message, refusal.code, refusal.parameter) == (message, code, parameter)


def test_an_error_that_is_no_json_is_its_own_message() -> None:
    assert read_refusal(b"No \xff").message == "No �"
    assert read_refusal(b"") == Refusal()


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [
        (Refusal("m", "server_error"), errors.ServerFailed),
        (Refusal("m", "429"), errors.RateLimited),
        (Refusal("m", "rate_limit_exceeded"), errors.RateLimited),
        (Refusal("m", "insufficient_quota"), errors.QuotaExhausted),
        (Refusal("m", "402"), errors.QuotaExhausted),
        (Refusal("m", "tool_use_failed", kind="invalid_request_error"), errors.RequestRefused),
        (Refusal("m", "400"), errors.RequestRefused),
        (Refusal("exceeds the available context size"), errors.ContextExceeded),
        (Refusal(), errors.ServerFailed),
    ],
)
def test_an_error_inside_an_answer_has_the_same_names(
    refusal: Refusal, kind: type[errors.BackendError]
) -> None:
    assert type(stream_error(SERVER, "alpha", refusal)) is kind


def test_a_models_name_is_shown_short_and_without_tricks() -> None:
    failed = stream_error(SERVER, f"\u202ea\n{KEY}" + "x" * 1000, Refusal("m", "400"))

    assert len(failed.values["model"]) <= 100
    assert KEY not in failed.values["model"]
    assert "\n" not in failed.values["model"]


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
@pytest.mark.parametrize(
    "words", ["key {}", "Authorization: Bearer {}", '{{"api_key": "{}"}}', "<b>{}</b>"]
)
async def test_no_failure_quotes_the_key(status: int, words: str, provider: LocalProvider) -> None:
    headers = {"retry-after": "60"}
    failed = await fails(provider, error(status, KEY, words.format(KEY), headers=headers))

    assert KEY not in f"{failed} {failed.values}"  # and `listen` has looked, too
