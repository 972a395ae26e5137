"""What was migrated is run, with the installed openai package against the local provider."""

import os
import subprocess
import sys
from textwrap import dedent

import pytest

from tests.provider import LocalProvider, chunk, events
from tests.ui.migrating import migrated

SECONDS = 60.0  # an interpreter that starts on a busy machine


def run(before: str, provider: LocalProvider) -> str:
    """What the migrated code prints. Its key and address come from the environment."""
    environment = dict(os.environ) | {
        "OPENAI_API_KEY": "key-1",
        "OPENAI_BASE_URL": provider.url,
        "AZURE_ENDPOINT": provider.azure_url,
        "AZURE_OPENAI_API_KEY": "key-2",
    }
    done = subprocess.run(
        [sys.executable, "-c", migrated(dedent(before)).code],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_chat_asks_and_reads(provider: LocalProvider) -> None:
    printed = run(
        """
        import openai

        openai.api_key = "the-key-that-stood-here"

        def ask(question):
            messages = [{"role": "user", "content": question}]
            response = openai.ChatCompletion.create(
                model="alpha", messages=messages, temperature=0.5, request_timeout=20
            )
            messages.append(response["choices"][0]["message"])
            return messages

        answer = ask("Hello")[-1]
        print(answer["role"], answer["content"])
        """,
        provider,
    )

    (asked,) = provider.asked
    assert printed == "assistant You said: Hello\n"
    assert asked.path == "/v1/chat/completions"
    assert asked.body == {
        "model": "alpha",
        "messages": [{"role": "user", "content": "Hello"}],
        "temperature": 0.5,
    }
    assert asked.headers["authorization"] == "Bearer key-1"


def test_a_message_goes_on_in_the_conversation(provider: LocalProvider) -> None:
    run(
        """
        import openai

        messages = [{"role": "user", "content": "Hello"}]
        for word in ("again", "more"):
            response = openai.ChatCompletion.create(model="alpha", messages=messages)
            messages.append(response.choices[0].message)
            messages.append({"role": "user", "content": word})
        """,
        provider,
    )

    second = provider.asked[1].body["messages"]
    assert [message["role"] for message in second] == ["user", "assistant", "user"]
    assert second[1]["content"] == "You said: Hello"


def test_a_stream_is_read_piece_by_piece(provider: LocalProvider) -> None:
    provider.replies.append(
        events(
            chunk(role="assistant"),
            chunk(content="Hi "),
            chunk(content="there"),
            chunk(finish="stop"),
        )
    )

    printed = run(
        """
        import openai

        for chunk in openai.ChatCompletion.create(
            engine="alpha", messages=[{"role": "user", "content": "x"}], stream=True
        ):
            choice = chunk["choices"][0]
            delta = choice["delta"]
            print(delta.get("content", ""), "content" in delta, choice["finish_reason"])
        """,
        provider,
    )

    assert provider.asked[0].body["stream"] is True
    assert provider.asked[0].body["model"] == "alpha"
    assert printed.splitlines() == [
        " False None",
        "Hi  True None",
        "there True None",
        " False stop",
    ]


def test_azure_is_asked_for_its_deployment(provider: LocalProvider) -> None:
    printed = run(
        """
        import os
        import openai

        openai.api_type = "azure"
        openai.api_base = os.environ["AZURE_ENDPOINT"]
        openai.api_version = "2024-10-21"
        openai.api_key = "a key that stood here"

        response = openai.ChatCompletion.create(
            engine="chat-one", messages=[{"role": "user", "content": "Hello"}]
        )
        print(response.choices[0]["message"].content)
        """,
        provider,
    )

    (asked,) = provider.asked
    assert printed == "You said: Hello\n"
    assert asked.path == "/openai/deployments/chat-one/chat/completions"
    assert asked.query["api-version"] == "2024-10-21"
    assert asked.headers["api-key"] == "key-2"


def test_embeddings_come_as_numbers(provider: LocalProvider) -> None:
    printed = run(
        """
        import openai

        result = openai.Embedding.create(engine="alpha", input=["one two", "three"])
        print([item["embedding"] for item in sorted(result["data"], key=lambda x: x["index"])])
        print(result["usage"]["total_tokens"])
        """,
        provider,
    )

    assert provider.asked[0].path == "/v1/embeddings"
    assert provider.asked[0].body["input"] == ["one two", "three"]
    assert printed.splitlines() == ["[[7.0, 2.0, 1.0], [5.0, 1.0, 1.0]]", "2"]


def test_completions_have_texts(provider: LocalProvider) -> None:
    printed = run(
        """
        from openai import Completion

        print(Completion.create(model="beta", prompt="Say", max_tokens=5).choices[0]["text"])
        """,
        provider,
    )

    (asked,) = provider.asked
    assert asked.path == "/v1/completions"
    assert asked.body == {"model": "beta", "prompt": "Say", "max_tokens": 5}
    assert printed == "You said: Say\n"


def test_async_calls_run_side_by_side(provider: LocalProvider) -> None:
    printed = run(
        """
        import asyncio
        import openai

        async def one(word):
            messages = [{"role": "user", "content": word}]
            response = await openai.ChatCompletion.acreate(model="alpha", messages=messages)
            return response["choices"][0]["message"]["content"]

        async def main():
            print(await asyncio.gather(*[one(word) for word in ("a", "b")]))
            async for chunk in await openai.ChatCompletion.acreate(
                model="alpha", messages=[{"role": "user", "content": "c"}], stream=True
            ):
                if chunk["choices"]:
                    print(chunk["choices"][0]["delta"].get("content", ""), end="")

        asyncio.run(main())
        """,
        provider,
    )

    assert len(provider.asked) == 3
    assert printed == "['You said: a', 'You said: b']\nYou said: c"


def test_models_are_listed(provider: LocalProvider) -> None:
    printed = run(
        """
        import openai as ai

        print([model["id"] for model in ai.Model.list()["data"]])
        """,
        provider,
    )

    assert printed == "['alpha', 'beta']\n"


def test_errors_reach_their_handlers(provider: LocalProvider) -> None:
    provider.keys = {"another"}

    printed = run(
        """
        import openai
        from openai.error import AuthenticationError

        def ask(model, key=None):
            try:
                openai.ChatCompletion.create(
                    model=model, messages=[{"role": "user", "content": "x"}], api_key=key
                )
            except openai.error.APIError as error:
                print("api", error.http_status)
            except AuthenticationError as error:
                print("key", error.http_status)
            except openai.error.InvalidRequestError as error:
                print("request", error.http_status, error.json_body["error"]["param"])

        ask("alpha")
        ask("gamma", "another")
        """,
        provider,
    )

    assert printed.splitlines() == ["key 401", "api 404"]


@pytest.mark.off_spec("the provider was told to refuse it")
def test_a_refused_request_has_a_status_and_a_body(provider: LocalProvider) -> None:
    provider.refuse = {"temperature": "unsupported_value"}

    printed = run(
        """
        import openai

        try:
            openai.ChatCompletion.create(model="alpha", messages=[], temperature=0.3)
        except openai.InvalidRequestError as error:
            print(error.http_status, error.param, error.json_body["error"]["param"])
        """,
        provider,
    )

    assert printed == "400 temperature temperature\n"


@pytest.mark.off_spec("parameters of other servers", extra=("top_k",))
def test_parameters_of_other_servers_still_reach_them(provider: LocalProvider) -> None:
    run(
        """
        import openai

        messages = [{"role": "user", "content": "x"}]
        openai.ChatCompletion.create(
            model="alpha", messages=messages, top_k=40, headers={"X-A": "b"}
        )
        """,
        provider,
    )

    (asked,) = provider.asked
    assert asked.body["top_k"] == 40
    assert asked.headers["x-a"] == "b"
