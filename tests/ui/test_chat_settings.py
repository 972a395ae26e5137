"""Model, servers and parameters of the chat tab in Chromium."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.loopback_server import serving
from tests.provider import LocalProvider, error
from tests.running import running_app, server_at
from tests.ui.conftest import ChatPage, PageOpener, Site

pytestmark = pytest.mark.browser

OWN = {"model", "messages", "stream", "stream_options"}


def sent(site: Site) -> dict[str, Any]:
    """The parameters of the last request, without those that Parley always sends."""
    body = site.provider.asked[-1].body
    return {name: value for name, value in body.items() if name not in OWN}


def test_nothing_is_sent_that_was_not_set(chat: ChatPage, site: Site) -> None:
    chat.ask("hello")

    assert sent(site) == {}


def test_each_parameter_that_was_set_is_sent(chat: ChatPage, site: Site) -> None:
    for name, typed in {
        "temperature": "0.5",
        "top_p": "0,9",
        "max_completion_tokens": "50",
        "stop": "END\n\\n\\n",
        "presence_penalty": "-1",
        "frequency_penalty": "1.5",
        "seed": "42",
        "logit_bias": '{"50256": -100}',
        "safety_identifier": "a1b2",
        "user": "u1",
    }.items():
        chat.parameter(name).fill(typed)
    for name, option in {"reasoning_effort": "low", "verbosity": "high"}.items():
        chat.parameter(name).click()
        chat.page.keyboard.press("Control+a")
        chat.page.keyboard.type(option)
        chat.page.keyboard.press("Enter")

    chat.ask("hello")

    assert sent(site) == {
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 50,
        "stop": ["END", "\n\n"],
        "presence_penalty": -1,
        "frequency_penalty": 1.5,
        "seed": 42,
        "logit_bias": {"50256": -100},
        "safety_identifier": "a1b2",
        "user": "u1",
        "reasoning_effort": "low",
        "verbosity": "high",
    }
    expect(chat.notes.first).to_contain_text("max_completion_tokens was sent as max_tokens")


@pytest.mark.off_spec("sends a field of its own", extra={"top_k"})
def test_extra_fields_and_a_json_schema_are_sent_as_typed(chat: ChatPage, site: Site) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    chat.page.locator("#parameter-extra textarea").fill('{"top_k": 40}')
    chat.parameter("response_format").click()
    chat.page.get_by_role("option", name="json_schema").click()
    chat.page.get_by_label("JSON schema").fill(json.dumps(schema))

    chat.ask("hello")

    assert sent(site) == {
        "top_k": 40,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "schema": schema},
        },
    }


def test_a_parameter_can_be_put_back_to_the_servers_default(chat: ChatPage, site: Site) -> None:
    temperature, top_p = chat.parameter("temperature"), chat.parameter("top_p")
    temperature.fill("0.5")
    top_p.fill("0.9")

    name = "Back to the server's default: Temperature"
    chat.page.get_by_role("button", name=name, exact=True).click()

    expect(temperature).to_have_value("")
    expect(top_p).to_have_value("0.9")
    user = chat.parameter("user")
    user.fill("u1")
    chat.page.get_by_role("button", name="Back to the server's default: User", exact=True).click()
    expect(user).to_have_value("")
    chat.ask("hello")
    assert sent(site) == {"top_p": 0.9}

    chat.page.get_by_role("button", name="Reset all").click()
    expect(top_p).to_have_value("")
    chat.ask("hello")
    assert sent(site) == {}


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("temperature", "9", "temperature must be from 0 to 2."),
        ("temperature", "warm", "Temperature must be a number, such as 0.7."),
        ("max_completion_tokens", "1.5", "Max output tokens must be a whole number"),
        ("extra", "[1]", "Extra fields must be a JSON object"),
        ("logit_bias", "{", "logit_bias must be a JSON object"),
    ],
)
def test_a_wrong_value_is_named_and_nothing_is_lost(
    chat: ChatPage, site: Site, name: str, typed: str, sentence: str
) -> None:
    chat.parameter(name).fill(typed)
    chat.message.fill("keep me")
    chat.send.click()

    expect(chat.told).to_contain_text(sentence)
    expect(chat.message).to_have_value("keep me")
    expect(chat.parameter(name)).to_have_value(typed)
    assert site.provider.asked == []


def test_a_dropped_parameter_is_told_under_the_reply(chat: ChatPage, site: Site) -> None:
    site.provider.refuse["temperature"] = "unsupported_value"
    chat.choose("test:beta")
    chat.parameter("temperature").fill("0.5")

    chat.ask("hello")

    expect(chat.notes.first).to_contain_text("temperature was dropped")
    assert sent(site) == {}


def test_a_model_is_found_by_typing_and_any_name_can_be_typed(chat: ChatPage, site: Site) -> None:
    chat.model.click()
    expect(chat.page.get_by_role("option")).to_have_count(2)
    chat.model.press("Control+a")
    chat.page.keyboard.type("bet")
    expect(chat.page.get_by_role("option")).to_have_count(1)
    chat.page.get_by_role("option", name="test:beta").click()
    chat.ask("hello")
    assert site.provider.asked[-1].body["model"] == "beta"

    chat.choose("test:no-such-model")
    chat.ask("hello")

    assert site.provider.asked[-1].body["model"] == "no-such-model"
    expect(chat.notes.last).to_contain_text("test has no model named no-such-model")


def test_an_unknown_server_is_named_with_those_that_exist(chat: ChatPage, site: Site) -> None:
    chat.choose("nowhere:gpt")
    chat.message.fill("hello")
    chat.send.click()

    expect(chat.told).to_contain_text("There is no server named nowhere")
    expect(chat.told).to_contain_text("test")
    expect(chat.message).to_have_value("hello")


def test_a_dead_server_blanks_no_other_and_can_be_asked_again(open_page: PageOpener) -> None:
    with serving(LocalProvider()) as alive, serving(LocalProvider()) as late:
        late.model_replies.append(error(500, "server_error", "down for a moment"))
        late.models = ["gamma"]
        env = server_at(alive, "alive") | server_at(late, "late")
        env |= {"PARLEY_SERVERS__DEAD__BASE_URL": "http://127.0.0.1:9/v1"}
        with running_app(env) as app:
            chat = ChatPage(open_page(app.url))
            servers = chat.page.locator("#servers")
            expect(servers).to_contain_text("alive: 2 models")
            expect(servers).to_contain_text("dead could not be reached")
            expect(servers).to_contain_text("late failed with error 500")

            chat.page.locator("#panel").get_by_role("button", name="Refresh models").click()

            expect(servers).to_contain_text("late: 1 model")
            chat.choose("late:gamma")
            chat.ask("hello")
            assert late.asked[-1].body["model"] == "gamma"


def test_without_any_server_the_page_says_how_to_set_one_up(open_page: PageOpener) -> None:
    with running_app({}) as app:
        page = open_page(app.url, servers=False)
        shown = page.locator("#transcript")
        for name in ("OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "PARLEY_SERVERS__OLLAMA__BASE_URL"):
            expect(shown).to_contain_text(name)

        chat = ChatPage(page)
        chat.message.fill("hello")
        chat.send.click()
        expect(chat.told).not_to_be_empty()
        expect(chat.message).to_have_value("hello")
