"""From what a person chose to a request: names, checks, prices."""

from decimal import Decimal
from typing import Any

import pytest

from backends.base import Backend
from backends.catalog import Catalog, IncompleteModelName, UnknownServer
from backends.errors import BackendError
from backends.types import Finished, Message, TextDelta, Usage
from guard.admission import Admission, NotAdmitted
from tests.ui.scripted import Clock, Listening, play
from ui.asking import Asking, WrongParameters

AZURE = "https://example.openai.azure.com"
OPENAI = "https://api.openai.com/v1"
HELLO = (Message("user", "hello"),)


def asking(*backends: Listening, default_model: str = "") -> Asking:
    by_name: dict[str, Backend] = {backend.server.name: backend for backend in backends}
    return Asking(by_name, Catalog(by_name), Admission(100), default_model)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("test:alpha", "test:alpha"),
        ("  test:alpha\n", "test:alpha"),
        ("alpha", "test:alpha"),
        ("test:llama3:8b", "test:llama3:8b"),
        ("meta/llama-3", "test:meta/llama-3"),
    ],
)
def test_with_one_server_its_name_may_be_left_out(typed: str, name: str) -> None:
    assert asking(Listening("test")).full_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", IncompleteModelName),
        ("  ", IncompleteModelName),
        ("test:", IncompleteModelName),
        (":alpha", IncompleteModelName),
        ("nowhere:alpha", UnknownServer),
    ],
)
def test_a_name_that_names_no_model_is_refused(typed: str, error: type[BackendError]) -> None:
    with pytest.raises(error):
        asking(Listening("test")).full_name(typed)


def test_with_several_servers_the_servers_name_is_needed() -> None:
    made = asking(Listening("one"), Listening("two"))

    with pytest.raises(IncompleteModelName, match="one, two"):
        made.full_name("alpha")
    assert made.full_name("two:alpha") == "two:alpha"


def test_without_any_server_every_name_is_refused() -> None:
    with pytest.raises(UnknownServer):
        asking().full_name("openai:gpt")


def test_the_first_model_is_the_default_else_the_first_that_is_known() -> None:
    two = (Listening("one"), Listening("two", models=(("beta", ""), ("gamma", ""))))

    assert asking(*two, default_model="one:alpha").first_model() == "one:alpha"
    assert asking(*two).first_model() == "two:beta"
    assert asking(Listening("one")).first_model() == ""
    assert asking().first_model() == ""


@pytest.mark.parametrize(
    ("model", "message", "parameters", "error"),
    [
        ("test:alpha", " \n", {}, NotAdmitted),
        ("test:alpha", "x" * 101, {}, NotAdmitted),
        ("nowhere:alpha", "hello", {}, UnknownServer),
        ("test:alpha", "hello", {"temperature": 9}, WrongParameters),
        ("test:alpha", "hello", {"top_k": float("nan")}, WrongParameters),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is_sent(
    model: str, message: str, parameters: dict[str, Any], error: type[Exception]
) -> None:
    backend = Listening("test")

    with pytest.raises(error):
        asking(backend).check(model, message, parameters)

    assert backend.prepared == []


def test_every_wrong_parameter_is_reported() -> None:
    with pytest.raises(WrongParameters, match=r"temperature.+top_p") as refused:
        asking(Listening("test")).check("alpha", "hello", {"temperature": 9, "top_p": 9})

    assert [problem.parameter for problem in refused.value.found] == ["temperature", "top_p"]


def test_what_may_be_sent_passes() -> None:
    asking(Listening("test")).check("alpha", "x" * 100, {"temperature": 0.5, "top_k": 40})


def test_a_request_holds_the_servers_own_name_the_messages_and_what_was_set() -> None:
    backend, other = Listening("test"), Listening("other")

    question = asking(other, backend).ask("test:llama3:8b", HELLO, {"temperature": 0.5})

    (request,) = backend.prepared
    assert (request.model, request.messages) == ("llama3:8b", HELLO)
    assert request.parameters == {"temperature": 0.5}
    assert question.reply.model == "test:llama3:8b"
    assert (backend.read, other.prepared) == (0, [])


def cost(made: Asking, model: str, served: str = "") -> Decimal | None:
    answered = made.ask(model, HELLO, {}).reply
    usage = Usage(1_000_000, 1_000_000)
    play(answered, Clock(), TextDelta("a"), usage, Finished("stop", "stop", served))
    return answered.figures().cost_usd


def test_a_reply_is_priced_as_the_model_that_was_asked() -> None:
    made = asking(Listening("openai", "openai", OPENAI), Listening("test"))

    known = cost(made, "openai:gpt-4o-mini")

    assert known is not None and known > 0
    assert cost(made, "openai:no-such-model") is None
    assert cost(made, "test:gpt-4o-mini") is None


def test_a_deployment_is_priced_as_the_model_behind_it() -> None:
    models = (("mine", "gpt-4o-mini"), ("unnamed", ""))
    made = asking(Listening("azure", "azure", AZURE, models))

    named = cost(made, "azure:mine")

    assert named is not None and named > 0
    assert cost(made, "azure:unnamed", served="gpt-4o-mini") == named
    assert cost(made, "azure:unnamed") is None
    assert cost(made, "azure:unlisted", served="gpt-4o-mini") == named


def test_the_embedded_model_is_free_and_no_other() -> None:
    made = asking(Listening("local", "local"), Listening("test"))

    assert made.ask("local:small", HELLO, {}).reply.free
    assert cost(made, "local:small") == 0
    assert not made.ask("test:small", HELLO, {}).reply.free


def test_which_server_is_azure_is_known_by_its_kind() -> None:
    made = asking(Listening("azure"), Listening("ours", "azure", AZURE))

    assert [made.is_azure("azure"), made.is_azure("ours")] == [False, True]


@pytest.mark.parametrize("model", ["", "test:alpha", "alpha", "nowhere:alpha"])
def test_only_the_embedded_model_can_be_unavailable_beforehand(model: str) -> None:
    assert asking(Listening("test")).unavailable(model) == ""
