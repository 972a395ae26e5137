"""What stands in the code: addresses, keys' variables, comments. That it runs is tested apart."""

import inspect
from dataclasses import replace
from typing import Any

import pytest
from openai._utils import path_template  # pyright: ignore[reportPrivateImportUsage]
from openai.resources.chat.completions import Completions

from backends.parameters import KNOWN, PARAMETERS
from backends.server import Server
from backends.types import Notice
from tests.ui.snippets.nasty import WORDS, made
from ui.snippets.address import url_of
from ui.snippets.request import SnippetLanguage, SnippetRequest, snippet_request
from ui.snippets.snippet import LANGUAGES, NAMES, snippet

KEY = "sk-CANARY-OWNER-KEY"
SERVER = Server(
    name="openai",
    kind="openai",
    base_url="https://api.openai.com/v1",
    api_key=KEY,
    key_variable="OPENAI_API_KEY",
)
EACH = pytest.mark.parametrize("language", LANGUAGES)


def request(
    server: Server = SERVER, *notices: Notice, words: str = "Hello", **parameters: Any
) -> SnippetRequest:
    body = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": words}]}
    return snippet_request(server, body | {"stream": True} | parameters, notices)


def comments_of(made: str) -> str:
    return "\n".join(line for line in made.splitlines() if line.startswith(("# ", "// ")))


@EACH
def test_the_key_is_named_and_never_shown(language: SnippetLanguage) -> None:
    code = snippet(request(), language)

    assert "OPENAI_API_KEY" in comments_of(code)
    assert KEY not in code


@EACH
def test_a_key_is_taken_out_wherever_it_stands(language: SnippetLanguage) -> None:
    asked = request(words=f"Use {KEY} please", user=KEY, odd={KEY: [f"x{KEY}"]})

    code = snippet(asked, language)

    assert KEY not in code
    assert code.count("[hidden]") == 4
    assert "the word hidden" in comments_of(code)


@pytest.mark.parametrize(
    "parameters",
    [
        {"api_key": "abcdefgh"},
        {"extra": {"Authorization": "abcdefgh"}},
        {"headers": {"x-api-key": "abcdefgh"}},
        {"header": "Authorization: Bearer abcdefgh"},
        {"login": {"password": "abcdefgh"}},
        {"auth_token": ["abcdefgh"]},
        {"other": "sk-abcdefgh"},
    ],
)
def test_what_looks_like_a_secret_is_taken_out_of_parameters(parameters: dict[str, Any]) -> None:
    asked = request(SERVER, **parameters)

    assert asked.hidden
    assert not any("abcdefgh" in snippet(asked, language) for language in LANGUAGES)


def test_a_message_keeps_what_it_says_about_keys_that_are_not_known() -> None:
    words = 'Why does OPENAI_API_KEY=sk-abcdefgh with "Authorization: Bearer x" fail?'

    assert not request(words=words).hidden
    assert request(words=words).messages[0]["content"] == words


def test_parameters_that_only_sound_like_keys_stay() -> None:
    kept = {row.name: row.example for row in PARAMETERS if row.status != "parley"}
    asked = request(SERVER, **kept, max_token=1)

    assert not asked.hidden
    assert asked.parameters == kept | {"max_token": 1}


@pytest.mark.parametrize(
    ("name", "variable", "expected"),
    [
        ("lab", "PARLEY_SERVERS__LAB__API_KEY", "PARLEY_SERVERS__LAB__API_KEY"),
        ("my-lab.2", "PARLEY_SERVERS__MY-LAB.2__API_KEY", "PARLEY_SERVERS__MY_LAB_2__API_KEY"),
        ("lab", "", "PARLEY_SERVERS__LAB__API_KEY"),
        ("lab", "1$(x)", "_1__X_"),
    ],
)
def test_the_variable_is_one_that_a_shell_takes(name: str, variable: str, expected: str) -> None:
    server = replace(SERVER, name=name, kind="compatible", key_variable=variable)

    assert request(server).key_variable == expected


@EACH
def test_a_server_without_a_key_gets_none(language: SnippetLanguage) -> None:
    code = snippet(request(replace(SERVER, api_key="")), language)

    assert "environ" not in code
    assert "Authorization" not in code


@EACH
def test_what_is_deprecated_is_said_above(language: SnippetLanguage) -> None:
    code = snippet(request(SERVER, seed=1, max_tokens=2, temperature=0.5), language)

    assert "seed is deprecated\n" in comments_of(code)
    assert "max_tokens is deprecated, use max_completion_tokens" in comments_of(code)
    assert "temperature" not in comments_of(code)


def test_several_names_to_use_instead_are_all_said() -> None:
    told = comments_of(snippet(request(SERVER, user="x"), "python"))

    assert "user is deprecated, use safety_identifier or prompt_cache_key" in told


def test_what_a_server_wants_is_not_called_deprecated() -> None:
    renamed = Notice("renamed", "max_completion_tokens", "max_tokens")

    told = comments_of(snippet(request(SERVER, renamed, max_tokens=2), "curl"))

    assert "max_completion_tokens goes to this server as max_tokens" in told
    assert "deprecated" not in told


def test_other_differences_are_said_and_odd_names_are_not() -> None:
    notices = (
        Notice("dropped", "temperature"),
        Notice("dropped", "x\ntouch pwned"),
        Notice("system_folded"),
        Notice("ignored", "n"),
    )

    told = comments_of(snippet(request(SERVER, *notices), "curl"))

    assert "temperature is left out" in told
    assert "The system prompt stands in the first message" in told
    assert "pwned" not in told


def test_comments_are_in_the_language_of_the_person() -> None:
    asked = request(SERVER, seed=1)

    assert "需要环境变量 OPENAI_API_KEY" in snippet(asked, "go", "zh")
    assert "seed 已弃用" in snippet(asked, "go", "zh")
    assert (
        snippet(asked, "go", "zh").partition("package")[2]
        == (snippet(asked, "go", "en").partition("package")[2])
    )


@EACH
def test_comments_hold_nothing_that_means_something_to_a_shell(language: SnippetLanguage) -> None:
    notices = [Notice(kind, "a", "b") for kind in ("renamed", "dropped", "system_folded")]
    for spoken in ("en", "zh"):
        asked = request(SERVER, *notices, words=KEY, seed=2**60, user="x")
        told = comments_of(snippet(asked, language, spoken)).replace("\n# ", "\n")

        assert not set(told[2:]) & set("'\"`$\\;&|<>()[]{}*?!~")


@EACH
def test_the_embedded_model_has_a_note_in_the_place_of_code(language: SnippetLanguage) -> None:
    local = Server(name="local", kind="local", base_url="")

    code = snippet(request(local), language)

    assert code == comments_of(code) + "\n"
    assert "embedded model has no address" in code
    assert "内置模型" in snippet(request(local), language, "zh")


def test_a_whole_reply_is_asked_for_without_what_streams() -> None:
    whole = replace(request(), stream=False)

    assert "stream" not in whole.body
    for language in LANGUAGES:
        assert "stream" not in snippet(whole, language)


def test_a_server_that_refused_it_is_not_asked_for_usage() -> None:
    assert "stream_options" not in request().body
    assert request(stream_options={"include_usage": True}).options == {
        "stream": True,
        "stream_options": {"include_usage": True},
    }


@pytest.mark.parametrize(
    ("kind", "version", "base_url", "expected"),
    [
        ("openai", "", "https://a.example/v1", "https://a.example/v1/chat/completions"),
        ("compatible", "", "http://[::1]:1/v1/", "http://[::1]:1/v1/chat/completions"),
        ("azure", "", "https://a.example/", "https://a.example/openai/v1/chat/completions"),
        (
            "azure",
            "2024-10-21",
            "https://a.example/gate",
            "https://a.example/gate/openai/deployments/gpt-5-mini/chat/completions"
            "?api-version=2024-10-21",
        ),
    ],
)
def test_the_address_is_the_one_that_parley_uses(
    kind: Any, version: str, base_url: str, expected: str
) -> None:
    server = replace(SERVER, kind=kind, base_url=base_url, api_version=version)

    assert url_of(request(server)) == expected


def test_a_deployment_stands_in_the_path_as_the_package_writes_it() -> None:
    azure = replace(SERVER, kind="azure", api_version="2024-10-21", base_url="https://a.example")
    for name in (*WORDS, *made(200, seed=3)):
        path = path_template("/openai/deployments/{model}/chat/completions", model=name or "x")
        asked = replace(request(azure), model=name or "x")

        assert url_of(asked) == f"https://a.example{path}?api-version=2024-10-21"


def test_the_package_has_a_name_for_each_parameter_of_the_table() -> None:
    signature = inspect.signature(Completions.create).parameters

    assert KNOWN <= signature.keys()


def test_what_the_package_does_not_know_goes_into_the_extra_body() -> None:
    code = snippet(request(SERVER, top_k=40, temperature=0.5, timeout=3), "python")

    assert 'extra_body={"top_k": 40, "timeout": 3}' in code
    assert "    temperature=0.5,\n" in code


def test_every_language_has_a_name() -> None:
    assert set(NAMES) == set(LANGUAGES)
    assert [*NAMES.values()] == ["curl", "Python", "JavaScript", "Go"]
