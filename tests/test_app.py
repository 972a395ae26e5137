"""What programs rely on: the endpoints of the running application, over its real API.

The application runs once for all tests here, in front of one model server.
"""

import base64
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from gradio_client.exceptions import AppError

from backends.parameters import PARAMETERS
from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.replies import Held, text
from tests.running import AppProcess, client, running_app, server_at

KEY = "sk-canary-4711/with+odd=chars"
LATEST_KEY = "sk-canary-wrong-8899"
LIMIT = 200_000  # characters, of a message

pytestmark = pytest.mark.off_spec("the model server is shared by all tests of this file")


@pytest.fixture(scope="module")
def served() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        provider.keys = {KEY}
        yield provider


@pytest.fixture(scope="module")
def app(served: LocalProvider) -> Iterator[AppProcess]:
    """`test` has the right key, `wrong` another one; the latter is not the default."""
    env = server_at(served, key=KEY) | server_at(served, "wrong", LATEST_KEY)
    with running_app(env | {"PARLEY_DEFAULT_MODEL": "test:alpha"}) as app:
        yield app


@pytest.fixture(scope="module")
def api(app: AppProcess) -> Any:
    return client(app)


def sent(served: LocalProvider) -> dict[str, Any]:
    """The body of the last request for a reply."""
    return served.asked[-1].body


def refusal(api: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(AppError) as caught:
        api.predict(*arguments, api_name="/chat", **named)
    return str(caught.value)


def test_a_chat_streams_the_text_so_far(api: Any, served: LocalProvider) -> None:
    reply = Held(text("one two three four five six"), after="thre")
    served.replies.append(reply)

    job = api.submit("Count", "test:alpha", api_name="/chat")
    while "one two thre" not in job.outputs():
        assert not job.done()
        time.sleep(0.01)
    reply.go_on()
    assert job.result() == "one two three four five six"

    grown: list[str] = job.outputs()
    assert all(later.startswith(earlier) for earlier, later in zip(grown, grown[1:], strict=False))


def test_without_a_model_the_default_is_asked(api: Any, served: LocalProvider) -> None:
    assert api.predict("Hello", api_name="/chat") == "You said: Hello"

    assert sent(served)["model"] == "alpha"


def test_the_model_is_the_part_after_the_first_colon(api: Any, served: LocalProvider) -> None:
    served.models.append("llama3:8b")
    try:
        api.predict("Hello", "test:llama3:8b", api_name="/chat")
    finally:
        served.models.remove("llama3:8b")

    assert sent(served)["model"] == "llama3:8b"


def test_the_system_prompt_goes_before_the_message(api: Any, served: LocalProvider) -> None:
    api.predict("Hello", system="Be brief.", api_name="/chat")

    assert sent(served)["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hello"},
    ]


def test_parameters_are_sent_as_given_and_no_others(api: Any, served: LocalProvider) -> None:
    given = {"temperature": 0.5, "stop": ["END"], "seed": 7}

    api.predict("Hello", parameters=given, api_name="/chat")

    body = sent(served)
    assert {name: body[name] for name in given} == given
    assert body.keys() - given.keys() <= {"model", "messages", "stream", "stream_options"}


def test_an_unknown_server_is_refused_with_the_known_ones(api: Any, served: LocalProvider) -> None:
    asked = len(served.requests)

    said = refusal(api, "Hello", "nowhere:alpha")

    assert said == "There is no server named nowhere. Choose one of these: test, wrong."
    assert len(served.requests) == asked


def test_a_name_without_a_server_is_refused(api: Any) -> None:
    assert refusal(api, "Hello", "alpha").startswith("alpha does not name a server and a model.")


def test_an_unknown_model_is_refused_in_a_sentence(api: Any) -> None:
    assert "nothing-like-it" in refusal(api, "Hello", "test:nothing-like-it")


def test_a_wrong_key_is_named_by_its_variable_and_never_shown(api: Any) -> None:
    said = refusal(api, "Hello", "wrong:alpha")

    assert "PARLEY_SERVERS__WRONG__API_KEY" in said
    assert "canary" not in said


@pytest.mark.parametrize("message", ["", "  \n"])
def test_an_empty_message_is_refused(api: Any, served: LocalProvider, message: str) -> None:
    asked = len(served.requests)

    assert refusal(api, message).endswith(".")
    assert len(served.requests) == asked


def test_a_message_of_a_megabyte_is_refused_with_the_limit(api: Any, served: LocalProvider) -> None:
    asked = len(served.requests)

    said = refusal(api, "x" * 1_000_000)

    assert f"{LIMIT:,}" in said or str(LIMIT) in said
    assert len(served.requests) == asked


@pytest.mark.parametrize(
    ("parameters", "part"),
    [
        ({"temperature": 3}, "temperature"),
        ({"temperature": "hot"}, "temperature"),
        ({"messages": []}, "messages"),
        ({"n": 10**30}, "n "),
        ([1, 2], ""),
    ],
)
def test_a_parameter_that_may_not_be_sent_is_refused(
    api: Any, served: LocalProvider, parameters: Any, part: str
) -> None:
    asked = len(served.requests)

    assert part in refusal(api, "Hello", parameters=parameters)
    assert len(served.requests) == asked


def test_models_are_rows_with_what_is_known_of_them(api: Any) -> None:
    rows = api.predict(api_name="/models")

    assert [row["name"] for row in rows] == ["test:alpha", "test:beta"]
    assert rows[0].keys() >= {
        *("name", "server", "model", "context_window"),
        *("input_usd_per_million", "output_usd_per_million", "price_source"),
    }


def test_models_are_asked_for_again_only_when_told_to(api: Any, served: LocalProvider) -> None:
    api.predict(api_name="/models")
    served.models.append("gamma")
    try:
        before = [row["name"] for row in api.predict(api_name="/models")]
        after = [row["name"] for row in api.predict(refresh=True, api_name="/models")]
    finally:
        served.models.remove("gamma")

    assert "test:gamma" not in before
    assert "test:gamma" in after


def test_parameters_are_a_row_for_each(api: Any) -> None:
    rows = api.predict(api_name="/parameters")

    names = [row["name"] for row in rows]
    assert names[: len(PARAMETERS)] == [parameter.name for parameter in PARAMETERS]
    assert {"max_output_tokens", "suffix", "dimensions"} <= set(names)
    assert all(row["meaning"] and row["meaning_zh"] for row in rows)


def test_the_description_names_the_endpoints_for_programs_alone(app: AppProcess) -> None:
    described = httpx.get(f"{app.url}/gradio_api/info").json()

    assert set(described["named_endpoints"]) - {"/compare"} == {"/chat", "/models", "/parameters"}
    assert described["unnamed_endpoints"] == {}


def test_the_description_gives_types_and_what_may_be_left_out(app: AppProcess) -> None:
    named = httpx.get(f"{app.url}/gradio_api/info").json()["named_endpoints"]

    assert [
        (one["parameter_name"], one["python_type"]["type"], one["parameter_has_default"])
        for one in named["/chat"]["parameters"]
    ] == [
        ("message", "str", False),
        ("model", "str", True),
        ("system", "str", True),
        ("parameters", "None | dict(str, Any)", True),
    ]
    assert [
        (one["parameter_name"], one["python_type"]["type"])
        for one in named["/models"]["parameters"]
    ] == [("refresh", "bool")]


def spellings(secret: str) -> list[str]:
    """`secret` as it may stand in a page: as it is, quoted for an address, in base64."""
    plain = secret.encode()
    # What stands before it shifts base64 by 0, 1 or 2 bytes; its ends mix with the neighbours.
    shifted = (base64.b64encode(b"x" * shift + plain).decode()[4:-4] for shift in range(3))
    return [secret, quote(secret), quote(secret, safe=""), secret.replace("/", "\\/"), *shifted]


@pytest.mark.parametrize(
    "path", ["/", "/config", "/gradio_api/info", "/theme.css", "/gradio_api/openapi.json", "/login"]
)
def test_no_key_is_in_what_the_page_is_made_of(app: AppProcess, path: str) -> None:
    body = httpx.get(f"{app.url}{path}").text

    for secret in (KEY, LATEST_KEY):
        assert not [spelling for spelling in spellings(secret) if spelling in body]


def test_no_key_prompt_or_reply_is_in_the_log(app: AppProcess, api: Any) -> None:
    api.predict("a question like no other", api_name="/chat")
    refusal(api, "a question like no other", "wrong:alpha")

    shown = app.stderr() + app.stdout()
    words = ["a question like no other", *spellings(KEY), *spellings(LATEST_KEY)]
    assert not [word for word in words if word in shown]


def test_it_outlives_all_that(app: AppProcess, api: Any) -> None:
    assert httpx.get(f"{app.url}/healthz").json() == {"status": "ok"}
    assert api.predict("Hello", api_name="/chat") == "You said: Hello"
    assert app.process.poll() is None
    assert app.outside() == []


def test_with_a_login_nothing_is_shown_or_done_without_it(provider: LocalProvider) -> None:
    env = server_at(provider) | {"PARLEY_AUTH": "ann:a-long-password,bob:another:one"}
    with running_app(env) as app:
        paths = ("/config", "/gradio_api/info", "/gradio_api/queue/status")
        assert {path: httpx.get(f"{app.url}{path}").status_code for path in paths} == dict.fromkeys(
            paths, 401
        )
        body = {"data": ["Hello"], "api_name": "chat", "session_hash": "some"}
        joined = httpx.post(f"{app.url}/gradio_api/queue/join", json=body)
        assert joined.status_code == 401
        assert httpx.get(f"{app.url}/healthz").status_code == 200
        wrong = {"username": "ann", "password": "another:one"}
        assert httpx.post(f"{app.url}/login", data=wrong).status_code == 400
        said = client(app, auth=("bob", "another:one")).predict("Hello", api_name="/chat")
        page = httpx.get(app.url).text

    assert said == "You said: Hello"
    assert "a-long-password" not in app.stderr() + page
