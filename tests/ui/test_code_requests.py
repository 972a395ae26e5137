"""Which request of a conversation is shown as code, and what stands in its place."""

from collections.abc import AsyncGenerator
from html import unescape

import pytest

from backends.base import Backend
from backends.catalog import Catalog, UnknownServer
from backends.connect import open_backend
from backends.errors import ContextExceeded
from backends.server import Server
from backends.types import Finished, Message, TextDelta
from guard.admission import Admission
from tests.ui.scripted import Listening, reply, turn
from ui.asking import Asking
from ui.code_html import code_html, head_html
from ui.code_requests import AskedRequest, last_asked, request_for
from ui.session import ChatSession, Choice, Turn

pytestmark = pytest.mark.anyio

KEY, OTHER_KEY = "sk-CANARY-ONE", "sk-CANARY-TWO"
DONE = Finished("stop", "stop")


def chat(*turns: Turn) -> ChatSession:
    made = ChatSession()
    made.turns = list(turns)
    return made


def asked(model: str = "lab:alpha", words: str = "Hello", **parameters: object) -> AskedRequest:
    return AskedRequest(model, (Message("user", words),), parameters)


@pytest.fixture
async def asking() -> AsyncGenerator[Asking, None]:
    lab = Server(name="lab", kind="compatible", base_url="http://127.0.0.1:9/v1", api_key=KEY)
    azure = Server(
        name="azure",
        kind="azure",
        base_url="https://a.example",
        api_key=OTHER_KEY,
        key_variable="AZURE_OPENAI_API_KEY",
        api_version="2024-10-21",
    )
    backends: dict[str, Backend] = {each.name: open_backend(each) for each in (lab, azure)}
    backends["local"] = Listening("local", "local", "")
    yield Asking(backends, Catalog(backends), Admission())
    for backend in backends.values():
        await backend.close()


def test_the_last_request_ends_with_its_message_and_not_with_its_reply() -> None:
    session = chat(
        turn("one", reply(TextDelta("1"), DONE)),
        turn("two", reply(TextDelta("2"), DONE), system="Be brief."),
    )

    found = last_asked(session)

    assert found and found.model == "test:alpha"
    assert [(m.role, m.text) for m in found.messages] == [
        ("system", "Be brief."),
        *(("user", "one"), ("assistant", "1"), ("user", "two")),
    ]
    assert [each.reply for each in session.turns] != [None, None]


def test_a_message_that_was_turned_away_is_still_the_last_request() -> None:
    failed = turn("too long", reply(ContextExceeded(server="test")))

    found = last_asked(chat(turn("earlier", reply(TextDelta("1"), DONE)), failed))

    assert found and found.messages[-1].text == "too long"


def test_parameters_and_model_are_those_of_that_message() -> None:
    found = last_asked(chat(Turn("hi", Choice("lab:x", parameters={"seed": 1}))))

    assert found == AskedRequest("lab:x", (Message("user", "hi"),), {"seed": 1})


def test_before_the_first_message_there_is_none() -> None:
    assert last_asked(chat()) is None


async def test_it_becomes_the_body_that_the_server_gets(asking: Asking) -> None:
    made = request_for(asking, asked(max_completion_tokens=5, n=1), stream=True)

    assert made.body == {
        "model": "alpha",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 5,
    }
    assert [notice.kind for notice in made.notices] == ["renamed"]


async def test_no_servers_key_is_in_it(asking: Asking) -> None:
    made = request_for(asking, asked(words=f"{KEY} {OTHER_KEY}"), stream=False)

    assert made.messages[0]["content"] == "[hidden] [hidden]"


async def test_azures_classic_api_is_told_from_others(asking: Asking) -> None:
    made = request_for(asking, asked("azure:mine"), stream=True)

    assert (made.api, made.api_version, made.model) == ("azure", "2024-10-21", "mine")
    assert made.key_variable == "AZURE_OPENAI_API_KEY"


async def test_a_server_that_is_gone_is_an_error_and_a_sentence(asking: Asking) -> None:
    with pytest.raises(UnknownServer):
        request_for(asking, asked("gone:alpha"), stream=True)

    shown = code_html(asking, asked("gone:<b>"), "curl", True, "en")

    assert shown.startswith('<p class="code-note">')
    assert "gone" in shown


async def test_the_embedded_model_has_a_sentence(asking: Asking) -> None:
    shown = code_html(asking, asked("local:smollm2"), "python", True, "en")

    assert "no address for other programs" in shown
    assert "<pre" not in shown
    assert "内置模型" in code_html(asking, asked("local:smollm2"), "go", True, "zh")


async def test_code_is_shown_letter_by_letter(asking: Asking) -> None:
    words = "</pre><img src=x onerror=alert(1)> &lt; \"'"

    shown = code_html(asking, asked(words=words), "go", True, "en")

    assert "<img" not in shown
    assert shown.count("</pre>") == 1
    assert r"</pre><img src=x onerror=alert(1)> &lt; \"'" in unescape(shown)


def test_the_head_is_escaped_and_in_the_language_of_the_person() -> None:
    assert "&lt;i&gt;" in head_html("to <i>", "en")
    assert "请求代码" in head_html("", "zh")
