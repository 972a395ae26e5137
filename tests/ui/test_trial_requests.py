"""The request that Try it shows is the one that its server gets."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from backends.base import Backend
from backends.catalog import Catalog, UnknownServer
from backends.connect import open_backend
from backends.errors import EndpointMissing
from backends.local_model import LocalModel
from backends.server import Server
from backends.types import Finished
from guard.admission import Admission
from tests.backends.listening import KEY, server_at
from tests.provider import LocalProvider
from tests.ui.scripted import Listening
from ui.asking import Asking
from ui.parameter_fields import spread
from ui.parameter_values import PanelError
from ui.trial import Trial
from ui.trial_requests import Prepared, asked_of, prepared, sent

pytestmark = pytest.mark.anyio


def panel(**parameters: object) -> list[str]:
    return spread(parameters)


@pytest.fixture
async def asking(
    provider: LocalProvider, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Asking, None]:
    classic = Server(
        name="azure",
        kind="azure",
        base_url=provider.azure_url,
        api_key="azure-key-1234",
        api_version="2024-10-21",
    )
    backends: dict[str, Backend] = {
        "lab": open_backend(server_at(provider)),
        "azure": open_backend(classic),
        "local": LocalModel(tmp_path_factory.mktemp("no weights")),
        "deaf": Listening("deaf"),
    }
    yield Asking(backends, Catalog(backends), Admission())
    for backend in backends.values():
        await backend.close()


async def tried(asking: Asking, *form: str) -> tuple[Prepared, Trial]:
    """What was shown before it was sent, and what was heard then."""
    asked = asked_of(*form)
    shown, trial = prepared(asking, asked), Trial()
    question = asking.ask(asked.model, asked.messages, asked.parameters, trial)
    async with aclosing(question.events) as events:
        async for event in events:
            question.reply.add(event)
    assert isinstance(question.reply.finished, Finished)
    return shown, trial


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("lab:alpha", "/v1/chat/completions"),
        (
            "azure:chat-one",
            "/openai/deployments/chat-one/chat/completions?api-version=2024-10-21",
        ),
    ],
)
async def test_body_and_address_are_those_that_the_server_gets(
    model: str, path: str, asking: Asking, provider: LocalProvider
) -> None:
    form = (model, "Be brief.", "Größe <b> 👋", *panel(temperature=0.5, stop=["a", "b"]))

    shown, trial = await tried(asking, *form)

    assert shown.body == provider.asked[0].body
    assert trial.attempts[0].body == shown.body
    assert shown.address == f"{provider.root}{path}" == f"{provider.root}{provider.asked[0].target}"


async def test_what_was_learned_shows_before_the_next_request(
    asking: Asking, provider: LocalProvider
) -> None:
    provider.refuse = {"temperature": "unsupported_parameter"}
    form = ("lab:alpha", "", "Hello", *panel(temperature=0.5, max_completion_tokens=9))

    first, trial = await tried(asking, *form)
    second = prepared(asking, asked_of(*form))

    assert first.body["temperature"] == 0.5
    assert len(trial.attempts) == 2
    assert second.body == provider.asked[1].body
    assert [notice.kind for notice in second.notices] == ["dropped", "renamed"]
    assert trial.last
    assert sent(asking, asked_of(*form), trial.last.body).body == second.body


async def test_no_key_is_shown(asking: Asking) -> None:
    shown = prepared(asking, asked_of("lab:alpha", KEY, "azure-key-1234", *panel(user=KEY)))

    assert KEY not in repr(shown)
    assert "azure-key-1234" not in repr(shown)


async def test_the_embedded_model_has_a_path_alone(asking: Asking) -> None:
    shown = prepared(asking, asked_of("local:smollm2", "", "Hi", *panel(max_completion_tokens=5)))

    assert (shown.address, shown.local) == ("/v1/chat/completions", True)
    assert shown.body["max_tokens"] == 5


async def test_what_cannot_be_sent_is_refused(asking: Asking) -> None:
    with pytest.raises(UnknownServer):
        prepared(asking, asked_of("gone:alpha", "", "Hi", *panel()))
    with pytest.raises(EndpointMissing):
        prepared(asking, asked_of("deaf:alpha", "", "Hi", *panel()))
    with pytest.raises(PanelError):
        asked_of("lab:alpha", "", "Hi", "warm", *panel()[1:])


async def test_an_empty_form_is_a_request_without_words(asking: Asking) -> None:
    asked = asked_of("lab:alpha", None, None, *panel())

    assert prepared(asking, asked).body["messages"] == [{"role": "user", "content": ""}]
