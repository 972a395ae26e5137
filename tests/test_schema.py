"""The check of requests against the APIs' descriptions finds what it should."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.faults import FAULTS
from tests.schema import validate
from tests.wire import Recorded

OPENAI = "/v1/chat/completions"
AZURE_V1 = "/openai/v1/chat/completions"
AZURE = "/openai/deployments/chat-one/chat/completions?api-version=2024-10-21"
EVERYWHERE = pytest.mark.parametrize("target", [OPENAI, AZURE_V1, AZURE])

pytestmark = pytest.mark.usefixtures("shared")


def asked(target: str, **more: Any) -> Recorded:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]
    body = {"model": "alpha", "messages": messages, "stream": True} | more
    if target == AZURE:
        del body["model"]
    content = json.dumps(body).encode()
    return Recorded(method="POST", target=target, headers={}, content=content, body=body)


@EVERYWHERE
def test_a_request_as_described_passes(target: str) -> None:
    validate(asked(target, temperature=0.5, max_tokens=10, stop=["a"], logit_bias={"1": -100}))


@EVERYWHERE
def test_null_passes_where_the_description_allows_it(target: str) -> None:
    validate(asked(target, temperature=None, stop=None, n=None))


@EVERYWHERE
@pytest.mark.parametrize(
    "wrong",
    [{"temperature": 3}, {"temperature": "hot"}, {"messages": []}, {"stop": 5}, {"n": 0}],
    ids=str,
)
def test_a_value_out_of_range_is_found(target: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=next(iter(wrong))):
        validate(asked(target, **wrong))


@EVERYWHERE
def test_a_field_that_no_description_has_is_found_unless_it_is_meant(target: str) -> None:
    with pytest.raises(AssertionError, match="knows no top_k"):
        validate(asked(target, top_k=40))

    validate(asked(target, top_k=40), extra={"top_k"})


def test_a_missing_message_list_is_found() -> None:
    request = asked(OPENAI)
    del request.body["messages"]

    with pytest.raises(AssertionError, match="messages"):
        validate(request)


def test_the_classic_azure_api_has_no_developer_role() -> None:
    developer = [{"role": "developer", "content": "Be brief."}]

    validate(asked(OPENAI, messages=developer))
    with pytest.raises(AssertionError, match="developer"):
        validate(asked(AZURE, messages=developer))


def test_the_known_fields_can_be_given() -> None:
    with pytest.raises(AssertionError, match="knows no stream"):
        validate(asked(OPENAI), known=frozenset({"model", "messages"}))


def test_a_request_that_no_description_covers_passes() -> None:
    validate(Recorded(method="GET", target="/v1/models", headers={}))


def test_every_hostile_generator_has_its_fault(shared: Path) -> None:
    wanted = json.loads((shared / "hostile/sse/generators.json").read_text(encoding="utf-8"))

    # A self-signed certificate is a matter of the server, not of one reply.
    assert wanted.keys() - FAULTS.keys() == {"tls_self_signed"}
