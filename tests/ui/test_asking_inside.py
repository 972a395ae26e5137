"""Looks inside go the way of every question: by name, to one server, with a price."""

import pytest

from backends.catalog import Catalog
from backends.errors import EndpointMissing
from guard.admission import Admission
from tests.backends.listening import opened, server_at
from tests.provider import LocalProvider, text
from tests.ui.scripted import Listening
from ui.asking import Asking
from ui.transcript import frames

pytestmark = pytest.mark.anyio


async def test_a_prompt_is_completed_by_the_model_that_is_named(provider: LocalProvider) -> None:
    provider.replies.append(text(" a time"))
    async with opened(server_at(provider)) as backend:
        asking = Asking({"lab": backend}, Catalog({"lab": backend}), Admission())
        question = asking.complete("lab:alpha", "Once upon", {"max_tokens": 5})
        async for _ in frames(question.reply, question.events):
            pass

    assert question.reply.text == " a time"
    assert question.reply.model == "lab:alpha"
    assert provider.asked[0].body["prompt"] == "Once upon"


async def test_texts_become_vectors_with_a_price_that_may_be_unknown(
    provider: LocalProvider,
) -> None:
    async with opened(server_at(provider)) as backend:
        asking = Asking({"lab": backend}, Catalog({"lab": backend}), Admission())
        found = await asking.embed("alpha", ["one", "two"], None)

    assert found.model == "lab:alpha"
    assert len(found.embeddings.vectors) == 2
    assert found.cost.usd is None


async def test_a_backend_that_only_chats_offers_nothing_else() -> None:
    backend = Listening("plain")
    asking = Asking({"plain": backend}, Catalog({"plain": backend}), Admission())

    with pytest.raises(EndpointMissing, match="plain offers no legacy completions"):
        asking.complete("plain:m", "Once", {})
    with pytest.raises(EndpointMissing, match="plain offers no embeddings"):
        await asking.embed("plain:m", ["x"], None)
