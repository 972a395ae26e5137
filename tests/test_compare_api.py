"""What programs rely on when they compare models, over the page's real API."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from backends.catalog import Catalog
from backends.connect import connect
from guard.admission import Admission
from serving import serve
from store.database import open_database
from store.store import Store
from tests.backends.listening import KEY, server_at
from tests.faults import chunked_cut, stall_mid
from tests.loopback_server import PATIENCE, serving
from tests.provider import Held, LocalProvider, error, text
from ui.asking import Asking
from ui.layout import build_ui

KEYS = [
    "model",
    "text",
    "status",
    "seconds_to_first_token",
    "seconds",
    "tokens_per_second",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "error",
]

Rows = list[dict[str, Any]]

pytestmark = pytest.mark.off_spec("the model server is shared by all tests of this file")


@pytest.fixture(scope="module")
def served() -> Iterator[LocalProvider]:
    with serving(LocalProvider()) as provider:
        provider.models = []
        yield provider


@pytest.fixture(scope="module")
def api(served: LocalProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Gradio's client, in front of a page in this process."""
    deployed = (("chat-one", "gpt-4o"),)
    azure = server_at(
        served, name="azure", kind="azure", base_url=served.azure_url, models=deployed
    )
    backends = connect([server_at(served), azure])
    asking = Asking(backends, Catalog(backends), Admission(), "lab:alpha")
    kept = open_database(tmp_path_factory.mktemp("data"))
    running = serve(build_ui(asking, Store(kept)), "127.0.0.1", 0)
    client: Any = Client(running.address, verbose=False)
    yield client
    client.close()
    running.close()


@pytest.fixture(autouse=True)
def fresh(served: LocalProvider) -> None:
    served.requests.clear()
    served.answers.clear()


def compare(api: Any, prompt: Any, models: Any, *more: Any) -> list[Rows]:
    """All that was streamed, the last being the end."""
    job = api.submit(prompt, models, *more, api_name="/compare")
    job.result(30)
    return job.outputs()


def refusal(api: Any, *arguments: Any) -> str:
    with pytest.raises(AppError) as caught:
        api.predict(*arguments, api_name="/compare")
    return str(caught.value)


def test_all_models_stream_side_by_side(api: Any, served: LocalProvider) -> None:
    slow_reply = Held(text("four five six seven eight"), after=" fiv")
    served.answers = {"quick": text("one two three", delay=0.1), "slow": slow_reply}

    job = api.submit("Count", ["lab:quick", "lab:slow"], api_name="/compare")
    while not any(rows[0]["status"] == "done" for rows in job.outputs()):
        assert not job.done()
        time.sleep(0.01)
    slow_reply.go_on()
    job.result(30)
    streamed: list[Rows] = job.outputs()

    assert all(list(row) == KEYS for rows in streamed for row in rows)
    assert [row["model"] for row in streamed[0]] == ["lab:quick", "lab:slow"]
    halfway = [rows for rows in streamed if rows[0]["status"] == "done"][0]
    assert halfway[1]["status"] in ("waiting", "writing")
    for before, after in zip(streamed, streamed[1:], strict=False):
        for earlier, later in zip(before, after, strict=True):
            assert later["text"].startswith(earlier["text"])
    quick, slow = streamed[-1]
    assert (quick["text"], quick["status"], quick["error"]) == ("one two three", "done", None)
    assert slow["text"] == "four five six seven eight"
    assert 0 < quick["seconds_to_first_token"] <= quick["seconds"] < slow["seconds"]
    assert quick["input_tokens"] and quick["output_tokens"] and quick["tokens_per_second"] > 0
    assert quick["cost_usd"] is None


def test_a_known_price_is_told_in_usd(api: Any, served: LocalProvider) -> None:
    [row] = compare(api, "Hello", ["azure:chat-one"])[-1]

    assert isinstance(row["cost_usd"], float)
    assert 0 < row["cost_usd"] < 0.01


def test_what_fails_is_told_in_its_own_row(api: Any, served: LocalProvider) -> None:
    served.answers = {
        "good": text("fine"),
        "refused": error(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
        "cut": chunked_cut(),
    }

    good, refused, cut = compare(api, "Hello", ["lab:good", "lab:refused", "lab:cut"])[-1]

    assert (good["status"], good["text"]) == ("done", "fine")
    assert (refused["status"], refused["text"]) == ("failed", "")
    assert "did not accept the key" in refused["error"]
    assert (cut["status"], cut["text"]) == ("incomplete", "One two three ")
    assert "broke off" in cut["error"]
    assert KEY not in repr((good, refused, cut))


def test_the_same_model_may_stand_there_eight_times(api: Any, served: LocalProvider) -> None:
    rows = compare(api, "Hello", ["lab:alpha"] * 8)[-1]

    assert [row["text"] for row in rows] == ["You said: Hello"] * 8
    assert len(served.asked) == 8


def test_system_prompt_and_parameters_go_to_all(api: Any, served: LocalProvider) -> None:
    compare(api, "Hello", ["lab:alpha", "lab:beta"], "Be brief.", {"temperature": 0.5})

    for request in served.asked:
        assert request.body["temperature"] == 0.5
        assert [m["role"] for m in request.body["messages"]] == ["system", "user"]


def test_cancelling_closes_every_connection(api: Any, served: LocalProvider) -> None:
    served.answers = {"stalled": stall_mid(), "flowing": text("word " * 2000, delay=0.02)}
    job = api.submit("Hello", ["lab:stalled", "lab:flowing"], api_name="/compare")
    served.wait_for_request(2)
    while not job.outputs():
        time.sleep(0.01)

    job.cancel()

    for request in served.asked:
        assert request.hung_up.wait(PATIENCE)


REFUSED: dict[str, tuple[tuple[Any, ...], str]] = {
    "no prompt": (("", ["lab:alpha"]), "Write a message first."),
    "too long": (("x" * 200_001, ["lab:alpha"]), "at most 200000 can be sent"),
    "no model": (("Hello", []), "Choose at least one model."),
    "nine models": (("Hello", ["lab:alpha"] * 9), "At most 8 models can be compared"),
    "unknown server": (("Hello", ["lab:alpha", "nowhere:x"]), "There is no server named nowhere."),
    "no server": (("Hello", ["alpha"]), "alpha does not name a server and a model."),
    "no list": (("Hello", "lab:alpha"), "Models must be a list of names"),
    "no name": (("Hello", [None]), "Models must be a list of names"),
    "out of range": (("Hello", ["lab:alpha"], "", {"temperature": 9}), "temperature must be"),
    "no object": (("Hello", ["lab:alpha"], "", [1]), "Parameters must be a JSON object"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_compared_is_refused_and_sent_to_nobody(
    api: Any, served: LocalProvider, case: str
) -> None:
    arguments, sentence = REFUSED[case]

    assert sentence in refusal(api, *arguments)
    assert served.asked == []
