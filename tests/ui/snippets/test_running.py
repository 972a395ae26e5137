"""Each piece of code is run, and sends what Parley's own backend sends for the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from backends.learned import first_habits
from backends.server import Server
from backends.types import ChatRequest, Message
from backends.wire import build_body
from tests.backends.listening import KEY, listen, opened, server_at
from tests.loopback_server import serving
from tests.provider import LocalProvider
from tests.ui.snippets.nasty import WORDS, made, nested
from tests.ui.snippets.running import run
from tests.wire import Recorded
from ui.snippets.request import SnippetLanguage, SnippetRequest, snippet_request
from ui.snippets.snippet import snippet

pytestmark = pytest.mark.anyio

VARIABLES = {
    "PARLEY_SERVERS__LAB_1__API_KEY": KEY,
    "OPENAI_API_KEY": KEY,
    "AZURE_OPENAI_API_KEY": KEY,
}
LAB = {"PARLEY_SERVERS__LAB__API_KEY": KEY}
ACCOUNT = {"OPENAI_ORG_ID": "org-one", "OPENAI_PROJECT_ID": "project-one"}
LAST = "¿Qué?\n`$HOME` 'one' 😀"
PLAIN = ChatRequest(
    model="alpha",
    messages=(Message("system", "Be brief."), Message("user", LAST)),
    parameters={"temperature": 0.5, "max_completion_tokens": 50, "stop": ["\n\n"], "top_k": 40},
)


@pytest.fixture
def lab() -> Iterator[LocalProvider]:
    """Takes any model and any parameter; nothing is held to the API's description."""
    with serving(LocalProvider()) as provider:
        provider.models, provider.deployments = [], []
        yield provider


@dataclass(slots=True)
class Case:
    """A request as Parley sent it, and what the code for it is made of."""

    sent: Recorded
    streamed: SnippetRequest
    whole: SnippetRequest


@dataclass(slots=True)
class Cases:
    provider: LocalProvider
    all: list[Case] = field(default_factory=list[Case])

    async def add(self, server: Server, request: ChatRequest) -> Case:
        async with opened(server) as backend:
            assert (await listen(backend, request)).finished
            body, notices = backend.body_of(request)
        streamed, whole = (snippet_request(server, body, notices, on) for on in (True, False))
        self.all.append(Case(self.provider.asked[-1], streamed, whole))
        return self.all[-1]

    async def add_usual(self) -> None:
        """Every kind of server, and one that has taught Parley what it wants."""
        at_openai = server_at(self.provider, kind="openai", key_variable="OPENAI_API_KEY")
        azure = server_at(
            self.provider,
            kind="azure",
            base_url=f"{self.provider.azure_url}/",
            key_variable="AZURE_OPENAI_API_KEY",
            api_version="2024-10-21",
        )
        newer = server_at(
            self.provider,
            kind="azure",
            base_url=self.provider.azure_url,
            key_variable="AZURE_OPENAI_API_KEY",
        )
        named = {"name": "lab.1", "key_variable": "PARLEY_SERVERS__LAB.1__API_KEY"}
        await self.add(at_openai, PLAIN)
        await self.add(azure, with_model("chat one ü?'$(x)#%41"))
        await self.add(newer, with_model("chat-two"))
        await self.add(server_at(self.provider, **named), PLAIN)
        await self.add(server_at(self.provider, api_key="", key_variable=""), PLAIN)
        self.provider.refuse = {"max_completion_tokens": "unsupported_parameter"}
        learned = await self.add(at_openai, PLAIN)
        assert "max_tokens" in learned.sent.body
        self.provider.refuse = {}

    def check(
        self,
        language: SnippetLanguage,
        folder: Path,
        streams: bool = True,
        variables: Mapping[str, str] = VARIABLES,
        shell: str = "sh",
    ) -> None:
        """Run all of them, and hold what arrived to what Parley sent."""
        before = len(self.provider.requests)
        asked = [case.streamed if streams else case.whole for case in self.all]
        code = [snippet(each, language) for each in asked]
        folder.mkdir()
        printed = run(language, code, folder, variables, shell)
        arrived = self.provider.requests[before:]

        assert not any(KEY in each for each in code)
        for case, request in zip(self.all, arrived, strict=True):
            hold_to(case.sent, request, streams)
        words = [shown(each, language, streams) for each in printed]
        assert words == [
            f"You said: {case.sent.body['messages'][-1]['content']}" for case in self.all
        ]
        assert not (folder / "pwned").exists()


def with_model(model: str) -> ChatRequest:
    return ChatRequest(model=model, messages=PLAIN.messages, parameters=PLAIN.parameters)


def hold_to(sent: Recorded, arrived: Recorded, streams: bool) -> None:
    body = dict(sent.body)
    if not streams:
        del body["stream"], body["stream_options"]
    assert exact(arrived.body) == exact(body)
    assert (arrived.method, arrived.path, arrived.query) == (sent.method, sent.path, sent.query)
    assert arrived.headers["content-type"] == "application/json"
    for name in ("api-key", "openai-organization", "openai-project"):
        assert arrived.headers.get(name) == sent.headers.get(name)
    if KEY in sent.headers.get("authorization", ""):
        assert arrived.headers["authorization"] == sent.headers["authorization"]
    else:
        assert arrived.headers.get("authorization") in (None, "Bearer none")


def exact(value: Any) -> str:
    """JSON in which true is no 1; a whole number is the same with or without its point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, dict):
        pairs = sorted(cast(dict[str, Any], value).items())
        return "{" + ",".join(f"{json.dumps(name)}:{exact(one)}" for name, one in pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(exact, cast(list[Any], value))) + "]"
    return json.dumps(value)


def shown(printed: str, language: SnippetLanguage, streams: bool) -> str:
    """The reply's text in what the code printed. curl prints what the server sent."""
    if language != "curl":
        return printed.removesuffix("\n")
    if not streams:
        return json.loads(printed)["choices"][0]["message"]["content"]
    events = [line.removeprefix("data: ") for line in printed.split("\n") if line]
    chunks = [json.loads(event) for event in events if event != "[DONE]"]
    choices = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


async def nasty(provider: LocalProvider, big: bool = False) -> Cases:
    """Requests all made of texts that break out of careless quoting, one of them long."""
    cases = Cases(provider)
    texts = [*WORDS, *made(150, seed=2), "'\"`$" * 40_000]
    parameters: dict[str, Any] = {"user": texts[4], "odd": nested(texts), texts[1]: texts[2]}
    parameters |= {"seed": 2**63 - 1} if big else {"temperature": None}
    messages = tuple(Message("assistant" if at % 2 else "user", t) for at, t in enumerate(texts))
    request = ChatRequest(
        model=texts[6] + texts[1],
        messages=(Message("system", texts[5]), *messages, Message("user", LAST)),
        parameters=parameters,
    )
    await cases.add(server_at(provider, key_variable="OPENAI_API_KEY"), request)
    return cases


STREAMED = pytest.mark.parametrize("streams", [True, False], ids=["streamed", "whole"])


@STREAMED
@pytest.mark.parametrize("language", ["curl", "python", "javascript"])
async def test_code_sends_what_parley_sent(
    language: SnippetLanguage, streams: bool, lab: LocalProvider, tmp_path: Path
) -> None:
    cases = Cases(lab)
    await cases.add_usual()

    cases.check(language, tmp_path / "code", streams)


@pytest.mark.parametrize("language", ["curl", "python", "javascript"])
async def test_organization_and_project_go_along_from_the_environment(
    language: SnippetLanguage, lab: LocalProvider, tmp_path: Path
) -> None:
    cases = Cases(lab)
    account = {"organization": "org-one", "project": "project-one"}
    case = await cases.add(server_at(lab, kind="openai", **account), PLAIN)

    assert case.sent.headers["openai-organization"] == "org-one"
    cases.check(language, tmp_path / "code", variables=LAB | ACCOUNT)


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh"])
async def test_no_text_breaks_out_of_a_shell(
    shell: str, lab: LocalProvider, tmp_path: Path
) -> None:
    cases = await nasty(lab, big=True)

    cases.check("curl", tmp_path / "code", shell=shell)


@pytest.mark.parametrize("big", [True, False], ids=["large numbers", "usual numbers"])
@pytest.mark.parametrize("language", ["python", "javascript"])
async def test_no_text_breaks_out_of_its_literal(
    language: SnippetLanguage, big: bool, lab: LocalProvider, tmp_path: Path
) -> None:
    cases = await nasty(lab, big)

    cases.check(language, tmp_path / "code")


async def test_go_sends_what_parley_sent(lab: LocalProvider, tmp_path: Path) -> None:
    """Compiling takes long, so each kind of code is run once."""
    cases = await nasty(lab, big=True)
    await cases.add_usual()
    streamed, whole = Cases(lab, cases.all[:3]), Cases(lab, cases.all[:1] + cases.all[5:6])

    streamed.check("go", tmp_path / "streamed")
    whole.check("go", tmp_path / "whole", streams=False)


def test_the_body_is_that_of_the_backend() -> None:
    body, notices = build_body(PLAIN, first_habits("compatible"))
    server = Server(name="lab", kind="compatible", base_url="http://127.0.0.1:9/v1")

    assert snippet_request(server, body, notices).body == body
    assert list(snippet_request(server, body, notices, stream=False).body) == [
        *("model", "messages", "temperature", "max_tokens", "stop", "top_k")
    ]
