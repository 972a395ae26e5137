"""The embedded model shows how likely its tokens were, goes on with prompts, and makes vectors."""

import math
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

import pytest

from backends.completions import CompletionRequest
from backends.embeddings import Embedder
from backends.errors import TextTooLong
from backends.local_model import LocalModel
from backends.local_process import ALIAS
from backends.types import TokenLogprobs
from tests.backends.listening import ask, listen
from tests.backends.test_completions import Completing
from tests.weights import weights_path

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def folder() -> Path:
    return weights_path().parent.parent


@pytest.fixture(scope="module")
async def model(folder: Path) -> AsyncGenerator[LocalModel, None]:
    model = LocalModel(folder)
    yield model
    await model.close()


async def test_its_tokens_come_with_their_likelihood(model: LocalModel) -> None:
    request = ask("Say hello.", model=ALIAS, max_tokens=5, logprobs=True, top_logprobs=3)

    heard = await listen(model, request)

    tokens = [token for event in heard.all(TokenLogprobs) for token in event.tokens]
    assert tokens
    assert b"".join(token.raw or b"" for token in tokens).decode() == heard.text
    for token in tokens:
        assert len(token.alternatives) == 3
        assert token.logprob is not None
        assert 0 < math.exp(token.logprob) <= 1


async def test_it_goes_on_with_a_prompt(model: LocalModel) -> None:
    given = {"max_tokens": 5, "logprobs": 2, "temperature": 0}
    request = CompletionRequest(model=ALIAS, prompt="Once upon a", parameters=given)

    heard = await listen(Completing(model), request)  # type: ignore[arg-type]

    assert heard.text.startswith(" time")
    assert heard.all(TokenLogprobs)
    assert heard.usage


async def test_texts_that_mean_the_same_have_vectors_that_point_the_same_way(
    model: LocalModel,
) -> None:
    assert isinstance(model, Embedder)
    texts = ["The cat sleeps on the sofa.", "A kitten naps on the couch.", "How do I bake bread?"]

    embedded = await model.embed(ALIAS, texts)

    one, same, other = embedded.vectors
    assert cosine(one, same) > cosine(one, other)
    assert len(one) == len(same) == len(other) > 100
    assert embedded.usage
    assert embedded.usage.input_tokens
    assert (await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))).text


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return (
        sum(a * b for a, b in zip(one, other, strict=True)) / math.hypot(*one) / math.hypot(*other)
    )


async def test_a_text_that_is_too_long_for_it_is_told_as_one(model: LocalModel) -> None:
    with pytest.raises(TextTooLong):
        await model.embed(ALIAS, ["The sea is wide. " * 400])
