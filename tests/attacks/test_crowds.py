"""Many at the same time: nobody waits for another, and nothing calls elsewhere."""

import time

import httpx

from tests.attacks.asking import ask
from tests.attacks.registry import attack
from tests.provider import Held, LocalProvider, text
from tests.running import AppProcess, client


@attack("A046")
def test_a_second_visitor_is_answered_while_the_first_ones_reply_goes_on(
    home: AppProcess, model_server: LocalProvider
) -> None:
    held = Held(text("one two three four"), after="one")
    model_server.replies.append(held)
    first = client(home).submit("Long", "test:alpha", api_name="/chat")
    try:
        while not first.outputs():
            assert not first.done()
            time.sleep(0.01)

        assert client(home).predict("Hello", api_name="/chat") == "You said: Hello"
        assert not first.done()
    finally:
        held.go_on()
    assert first.result() == "one two three four"


@attack("A028")
def test_bodies_that_make_no_sense_do_no_harm(home: AppProcess) -> None:
    bodies = (
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"[" * 20_000,
        b'{"data":' + b'{"a":' * 100 + b"1" + b"}" * 101,
        b'{"data":[1e999]}',
        b'{"data":[' + b"9" * 5000 + b"]}",
        b'{"data":null,"fn_index":-1,"session_hash":"x"}',
        b'{"data":[],"fn_index":999999,"session_hash":"x"}',
        b'{"data":[],"fn_index":0,"session_hash":{"a":1}}',
        b"\xff\xfe\x00",
    )
    kind = {"Content-Type": "application/json"}
    for path in ("/gradio_api/queue/join", "/gradio_api/call/chat", "/gradio_api/cancel"):
        for body in bodies:
            answer = ask(home, "POST", path, kind, body=body)

            assert "Traceback" not in answer.text
    assert ask(home, "GET", "/healthz").status == 200


@attack("A075")
def test_nothing_but_the_model_server_is_called(
    home: AppProcess, model_server: LocalProvider
) -> None:
    page = httpx.get(home.url).text
    client(home).predict("Hello", api_name="/chat")

    assert home.outside() == []
    assert 'src="http' not in page and 'href="http' not in page.replace(home.url, "")
