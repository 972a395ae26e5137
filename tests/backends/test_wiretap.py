"""What a listener hears of the wire: every request, every line, and no secret."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from backends.local_model import LocalModel
from backends.local_process import ALIAS
from backends.server import Server
from backends.types import ChatRequest, Finished
from backends.wiretap import LONGEST_LINE, MOST_LINES, Answered, Tappable, Tapped
from tests import schema
from tests.backends.listening import KEY, Heard, ask, listen, opened, server_at
from tests.backends.test_azure import azure
from tests.provider import LocalProvider, chunk, error, events, json_body, raw, text
from tests.weights import weights_path

pytestmark = pytest.mark.anyio

HOSTILE = schema.SHARED / "hostile" / "sse"
WHOLE = {
    "object": "chat.completion",
    "model": "alpha",
    "choices": [{"index": 0, "message": {"content": "All at once"}, "finish_reason": "stop"}],
}
FAMILIES = ["compatible", "openai", "azure classic", "azure v1"]


@dataclass(slots=True)
class Listener:
    """A `Wiretap` that keeps all it hears."""

    bodies: list[Mapping[str, Any]] = field(default_factory=list[Mapping[str, Any]])
    heads: list[Answered] = field(default_factory=list[Answered])
    lines: list[str] = field(default_factory=list[str])
    size: int = 0
    beyond: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def sending(self, body: Mapping[str, Any]) -> None:
        self.bodies.append(body)

    def answered(self, answer: Answered) -> None:
        self.heads.append(answer)

    def heard(self, line: str, size: int) -> None:
        self.lines.append(line)
        self.size += size

    def passed_over(self, lines: int, size: int) -> None:
        self.beyond.append((lines, size))


@dataclass(frozen=True, slots=True)
class Listened:
    """A backend as `listen` takes it, with a listener on its wire."""

    backend: Tappable
    tap: Listener

    def stream(self, request: ChatRequest) -> Any:
        return self.backend.tapped(request, self.tap)


async def hear(server: Server, request: ChatRequest | None = None) -> tuple[Listener, Heard]:
    """What was said on the wire, without the key in it, and what became of it."""
    tap = Listener()
    async with opened(server) as backend:
        heard = await listen(Listened(backend, tap), request)
    assert KEY not in repr(tap)
    assert "authorization" not in repr(tap.heads).lower()
    return tap, heard


def family(name: str, provider: LocalProvider) -> tuple[Server, str]:
    match name:
        case "azure classic":
            return azure(provider, "2024-10-21"), "chat-one"
        case "azure v1":
            return azure(provider), "chat-one"
        case "openai":
            return server_at(provider, kind="openai"), "alpha"
        case _:
            return server_at(provider), "alpha"


@pytest.mark.parametrize("name", FAMILIES)
async def test_the_request_the_head_and_every_line_are_heard(
    name: str, provider: LocalProvider
) -> None:
    provider.replies.append(text("Hello there", headers={"x-ratelimit-limit-requests": "500"}))
    server, model = family(name, provider)

    tap, heard = await hear(server, ask(model=model, temperature=0.5))

    assert heard.text == "Hello there"
    assert tap.bodies == [provider.asked[0].body]
    [head] = tap.heads
    assert (head.status, head.headers["x-ratelimit-limit-requests"]) == (200, "500")
    assert head.sent == heard.started[0].sent
    assert all(line.startswith("data: {") for line in tap.lines[:-1])
    assert '"content": "Hell"' in "".join(tap.lines)
    assert tap.lines[-1] == "data: [DONE]"
    assert tap.beyond == []


@pytest.fixture(scope="module")
def folder() -> Path:
    return weights_path().parent.parent


async def test_the_embedded_model_is_heard_too(folder: Path) -> None:
    model, tap = LocalModel(folder), Listener()
    try:
        heard = await listen(
            Listened(model, tap), ask("Say hello.", model=ALIAS, max_completion_tokens=5)
        )
    finally:
        await model.close()

    assert heard.finished
    assert tap.bodies[0]["max_tokens"] == 5
    assert tap.heads[0].status == 200
    assert tap.lines[-1] == "data: [DONE]"


async def test_what_a_refusal_taught_is_sent_and_both_requests_are_heard(
    provider: LocalProvider,
) -> None:
    provider.refuse = {"temperature": "unsupported_parameter"}

    tap, heard = await hear(server_at(provider), ask(temperature=0.5))

    assert heard.text == "You said: Hello"
    assert [body.get("temperature") for body in tap.bodies] == [0.5, None]
    assert [head.status for head in tap.heads] == [400, 200]
    assert "Unsupported parameter" in tap.lines[0]
    assert tap.bodies == [request.body for request in provider.asked]


async def test_an_answer_that_is_no_stream_is_heard_whole(provider: LocalProvider) -> None:
    provider.replies.append(json_body(WHOLE))

    tap, heard = await hear(server_at(provider))

    assert heard.text == "All at once"
    assert len(tap.lines) == 1
    assert '"content": "All at once"' in tap.lines[0]


@pytest.mark.parametrize("name", FAMILIES)
async def test_an_error_is_heard_without_the_key_it_repeats(
    name: str, provider: LocalProvider
) -> None:
    provider.keys = {"another"}
    server, model = family(name, provider)

    tap, heard = await hear(server, ask(model=model))

    assert heard.error
    assert [head.status for head in tap.heads] == [401]
    assert '"error"' in tap.lines[0]
    assert "[hidden]" in tap.lines[0]
    assert "sk-CANAR" not in tap.lines[0]  # nor half of it, as OpenAI shows it


@pytest.mark.parametrize("size", [0, 1, 7])
async def test_the_key_is_hidden_however_the_bytes_are_cut(
    size: int, provider: LocalProvider
) -> None:
    said = (
        f'data: {{"echo": "{KEY}"}}\r\n\r\n: still here {KEY}\n\nevent: error\ndata: sk-proj-a***9'
    )
    provider.replies.append(raw(said.encode(), byte_size=size, headers={"x-echo": KEY}))

    tap, _ = await hear(server_at(provider))

    assert tap.lines == [
        'data: {"echo": "[hidden]"}',
        ": still here [hidden]",
        "event: error",
        "data: [hidden]",
    ]
    assert tap.heads[0].headers["x-echo"] == "[hidden]"


async def test_a_key_that_was_typed_goes_to_the_server_and_not_to_the_listener(
    provider: LocalProvider,
) -> None:
    provider.replies.append(text("Hello"))

    tap, _ = await hear(server_at(provider), ask(f"Is {KEY} a key?", stop=[KEY]))

    assert provider.asked[0].body["messages"][0]["content"] == f"Is {KEY} a key?"
    assert tap.bodies[0]["messages"][0]["content"] == "Is [hidden] a key?"
    assert tap.bodies[0]["stop"] == ["[hidden]"]


async def test_a_models_words_stay_also_where_they_look_like_a_key(
    provider: LocalProvider,
) -> None:
    words = 'Put password=hunter2 or sk-abcdef1234 there, an "error" ***so***'
    provider.replies.append(events(chunk(content=words), chunk(finish="stop")))

    tap, heard = await hear(server_at(provider))

    assert heard.text == words
    assert "password=hunter2 or sk-abcdef1234" in tap.lines[0]
    assert "***so***" in tap.lines[0]


async def test_of_very_much_the_beginning_is_passed_on_and_the_rest_is_counted(
    provider: LocalProvider,
) -> None:
    count = MOST_LINES + 500
    words = [chunk(content="word "), *[chunk(content="x")] * (count - 2), chunk(finish="stop")]
    provider.replies.append(events(*words))

    tap, heard = await hear(server_at(provider))

    assert isinstance(heard.events[-1], Finished)
    assert len(tap.lines) == MOST_LINES
    assert sum(lines for lines, _ in tap.beyond) == count + 1 - MOST_LINES  # and [DONE]
    assert sum(size for _, size in tap.beyond) > 500 * 100


async def test_of_a_long_line_the_beginning_is_passed_on(provider: LocalProvider) -> None:
    provider.replies.append(error(400, message="x" * 80_000 + KEY))
    provider.replies.append(events(chunk(content="y" * 300_000), chunk(finish="stop")))

    refused, _ = await hear(server_at(provider))
    answered, _ = await hear(server_at(provider))

    assert len(refused.lines[0]) <= LONGEST_LINE
    assert answered.lines[0].startswith("data: ")
    assert answered.lines[0][LONGEST_LINE:].startswith("… +236,")


@pytest.mark.usefixtures("shared")
@pytest.mark.off_spec("whatever a hostile server answers is heard")
@pytest.mark.parametrize("size", [0, 5])
async def test_no_answer_is_too_strange_to_be_heard(size: int, provider: LocalProvider) -> None:
    for path in sorted(HOSTILE.glob("*.sse")):
        content = path.read_bytes()
        provider.replies.append(raw(content, byte_size=size if len(content) < 5_000 else 0))

        tap, _ = await hear(server_at(provider))

        assert bool(tap.lines) == bool(content.strip()), path.name
        assert tap.heads[0].status == 200


def test_a_stream_that_is_cut_off_ends_with_the_line_that_was_begun() -> None:
    tap = Listener()
    tapped = Tapped(tap, KEY)
    tapped.answered(Answered(200, {}, None))

    tapped.feed(b"data: {}\n\nda")
    tapped.feed(b'ta: {"half\r')
    tapped.feed(b"\n\n\xff")
    tapped.close()

    assert tap.lines == ["data: {}", 'data: {"half', "\ufffd"]


def test_a_body_without_an_end_is_kept_up_to_a_limit() -> None:
    tap = Listener()
    tapped = Tapped(tap, KEY)
    tapped.answered(Answered(200, {}, None))

    for _ in range(20):
        tapped.feed(b"{" + b"x" * 99_999)
    tapped.close()

    assert len(tap.lines) == 1
    assert tap.lines[0].endswith("… +1,936,000")
    assert tap.size == 2_000_000
