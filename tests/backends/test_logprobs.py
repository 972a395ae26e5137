"""How likely tokens were, in the forms of OpenAI's two APIs and with what servers get wrong."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from backends.answer import AnswerReader
from backends.logprobs import read_logprobs
from backends.types import UNLIKELY, TextDelta, TokenLogprob, TokenLogprobs
from tests.backends.listening import ask, listen, opened, server_at
from tests.provider import LocalProvider, Recorded, Reply, text
from tests.wire import Step

pytestmark = pytest.mark.anyio


def entry(token: Any = "Hi", logprob: Any = -0.5, **more: Any) -> dict[str, Any]:
    return {"token": token, "logprob": logprob} | more


def read_one(told: dict[str, Any]) -> TokenLogprob:
    [token] = read_logprobs({"content": [told]})
    return token


def test_a_token_of_a_chat_comes_with_its_bytes_and_what_it_was_chosen_from() -> None:
    others = [entry("Ho", -2.0, bytes=[72, 111]), entry("Hi", -0.5, bytes=[72, 105])]

    token = read_one(entry(bytes=[72, 105], top_logprobs=others))

    assert token == TokenLogprob(
        "Hi",
        -0.5,
        b"Hi",
        (TokenLogprob("Hi", -0.5, b"Hi"), TokenLogprob("Ho", -2.0, b"Ho")),
    )


def test_tokens_of_a_refusal_are_told_too() -> None:
    assert read_logprobs({"content": None, "refusal": [entry("No")]})[0].text == "No"


@pytest.mark.parametrize("told", [None, {}, [], "x", 1, {"content": None}, {"content": []}])
def test_where_nothing_is_told_there_are_no_tokens(told: Any) -> None:
    assert read_logprobs(told) == ()


@pytest.mark.parametrize("others", [None, [], {}, "x", 5])
def test_alternatives_may_be_missing(others: Any) -> None:
    assert read_one(entry(top_logprobs=others)).alternatives == ()
    assert read_one(entry()).alternatives == ()


@pytest.mark.parametrize(
    ("logprob", "read"),
    [
        (-9999.0, UNLIKELY),
        (-1e300, UNLIKELY),
        (-math.inf, UNLIKELY),
        (0, 0.0),
        (0.3, 0.0),
        (None, None),
        ("-1", None),
        (True, None),
        (math.nan, None),
        ([], None),
    ],
)
def test_a_logprob_is_a_number_of_at_most_0_or_not_told(logprob: Any, read: Any) -> None:
    assert read_one(entry(logprob=logprob)).logprob == read


@pytest.mark.parametrize("raw", [None, [], "Hi", [256], [-1], ["72"], [7.5], [True], {}])
def test_bytes_that_are_none_are_not_told(raw: Any) -> None:
    assert read_one(entry(bytes=raw)).raw is None


@pytest.mark.parametrize("token", [None, 5, {}, "x"])
def test_a_token_that_is_no_object_does_no_harm(token: Any) -> None:
    assert read_logprobs({"content": [token, entry("b")]})[-1].text == "b"
    assert read_one(entry(token)).text in ("", "x")


def test_half_a_character_keeps_its_bytes() -> None:
    halves = [entry("", bytes=[240, 159]), entry("\ufffd", bytes=[145, 139])]

    tokens = read_logprobs({"content": halves})

    assert b"".join(token.raw or b"" for token in tokens).decode() == "👋"


def test_no_more_alternatives_are_kept_than_can_be_asked_for() -> None:
    others = [entry(str(number), -float(number)) for number in range(500)]

    assert len(read_one(entry(top_logprobs=others)).alternatives) == 20


def test_the_lists_of_legacy_completions_are_put_together() -> None:
    told = {
        "tokens": ["Once", "bytes:\\xe4\\xbd", "bytes:\\xa0", " upon"],
        "token_logprobs": [None, -1.0, -9999.0],
        "top_logprobs": [None, {" b": -3.0, " a": -1.0}],
        "text_offset": [0, 4, 4, 5],
    }

    tokens = read_logprobs(told)

    assert [token.logprob for token in tokens] == [None, -1.0, UNLIKELY, None]
    assert [other.text for other in tokens[1].alternatives] == [" a", " b"]
    assert b"".join(token.raw or b"" for token in tokens).decode() == "Once你 upon"
    assert tokens[0].alternatives == tokens[3].alternatives == ()


@pytest.mark.parametrize("name", ["token_logprobs", "top_logprobs"])
@pytest.mark.parametrize("value", [None, {}, "x", 5, [[]], ["x"]])
def test_what_is_wrong_in_the_lists_is_not_told(name: str, value: Any) -> None:
    [token] = read_logprobs({"tokens": ["a"], name: value})

    assert token == TokenLogprob("a", None, b"a")


def test_only_who_asked_for_logprobs_gets_them() -> None:
    chunk = {"choices": [{"delta": {"content": "Hi"}, "logprobs": {"content": [entry()]}}]}

    assert [*AnswerReader().read(chunk)] == [TextDelta("Hi")]
    assert [*AnswerReader(logprobs=True).read(chunk)] == [
        TextDelta("Hi"),
        TokenLogprobs((TokenLogprob("Hi", -0.5),)),
    ]


def test_a_message_that_is_repeated_whole_does_not_repeat_its_tokens() -> None:
    reader = AnswerReader(logprobs=True)
    told = {"logprobs": {"content": [entry()]}}
    streamed = {"choices": [{"delta": {"content": "Hi"}} | told]}
    repeated = {"choices": [{"message": {"content": "Hi"}} | told]}

    events = [*reader.read(streamed), *reader.read(repeated)]

    assert [type(event) for event in events] == [TextDelta, TokenLogprobs]


@pytest.mark.parametrize("streamed", [True, False])
async def test_a_chat_tells_how_likely_its_tokens_were(
    streamed: bool, provider: LocalProvider
) -> None:
    script = text("Hello there!", chunk_size=4)
    provider.replies.append(script if streamed else unstreamed(script))
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(logprobs=True, top_logprobs=3))

    tokens = [token for event in heard.all(TokenLogprobs) for token in event.tokens]
    assert [token.text for token in tokens] == ["Hell", "o th", "ere!"]
    assert [round(math.exp(token.logprob or 0), 2) for token in tokens] == [0.99, 0.75, 0.4]
    assert [len(token.alternatives) for token in tokens] == [3, 3, 3]
    assert heard.text == "Hello there!"


def unstreamed(script: Reply) -> Reply:
    """What a server says that does not stream, whatever it is asked."""

    def reply(request: Recorded) -> Iterable[Step]:
        return script(replace(request, body=request.body | {"stream": False}))

    return reply


async def test_a_model_that_refuses_logprobs_answers_without_them(provider: LocalProvider) -> None:
    provider.refuse = {"logprobs": "unsupported_parameter"}
    async with opened(server_at(provider)) as backend:
        heard = await listen(backend, ask(logprobs=True))

    assert [notice.kind for notice in heard.notices] == ["dropped"]
    assert heard.all(TokenLogprobs) == []
    assert heard.text
