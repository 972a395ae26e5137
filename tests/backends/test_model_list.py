"""What a server says it offers, and what else it may say instead."""

from dataclasses import replace
from typing import Any

import pytest

from backends.errors import (
    AnswerTooLarge,
    AnswerUnreadable,
    BackendError,
    ServerFailed,
    TimedOut,
    Unreachable,
    WrongAddress,
)
from backends.server import AnswerLimits
from backends.types import ModelInfo
from tests import faults
from tests.backends.listening import KEY, PATIENT, opened, server_at
from tests.provider import LocalProvider, Reply, error, json_body, raw
from tests.wire import Cut, Recorded, Step

pytestmark = pytest.mark.anyio


def cut_at_once(request: Recorded) -> list[Step]:
    return [Cut()]


async def listed(provider: LocalProvider, body: Any) -> list[ModelInfo]:
    provider.model_replies.append(json_body(body))
    async with opened(server_at(provider)) as backend:
        return await backend.list_models()


async def test_models_are_listed_in_order_with_what_is_known_of_them(
    provider: LocalProvider,
) -> None:
    rows: list[Any] = [
        {"id": "c", "owned_by": "us", "created": 5, "context_length": 100},
        {"id": "a", "context_window": 200, "shutdown_date": "2027-01-14"},
        {"id": "b", "max_model_len": 300, "created": 1.5},
        {"id": "c", "owned_by": "them"},
    ]

    assert await listed(provider, {"object": "list", "data": rows}) == [
        ModelInfo(id="a", context_window=200, shutdown_date="2027-01-14"),
        ModelInfo(id="b", context_window=300),
        ModelInfo(id="c", owner="them"),
    ]


@pytest.mark.parametrize(
    "rows", [[None, 5, "x", [], {}, {"id": None}, {"id": 7}, {"id": ""}], []], ids=["odd", "none"]
)
async def test_rows_that_name_no_model_are_passed_over(
    rows: list[Any], provider: LocalProvider
) -> None:
    assert await listed(provider, {"data": rows}) == []


async def test_a_list_without_its_shell_is_read(provider: LocalProvider) -> None:
    assert await listed(provider, [{"id": "a"}]) == [ModelInfo(id="a")]


async def test_hostile_fields_become_unknown(provider: LocalProvider) -> None:
    row = {"id": "a", "owned_by": [1], "created": -1, "context_length": "big", "shutdown_date": 5}

    assert await listed(provider, {"data": [row]}) == [ModelInfo(id="a")]


async def test_models_of_the_settings_are_not_asked_for(provider: LocalProvider) -> None:
    server = server_at(provider, models=(("mine", "gpt-4o"),))
    async with opened(server) as backend:
        models = await backend.list_models()

    assert models == [ModelInfo(id="mine", base_model="gpt-4o")]
    assert provider.requests == []


async def test_azure_is_never_asked(provider: LocalProvider) -> None:
    server = server_at(provider, kind="azure", base_url=provider.azure_url)
    async with opened(server) as backend:
        assert await backend.list_models() == []

    assert provider.requests == []


async def test_the_key_goes_along(provider: LocalProvider) -> None:
    provider.keys = {KEY}
    async with opened(server_at(provider)) as backend:
        assert [model.id for model in await backend.list_models()] == ["alpha", "beta"]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (faults.html_page(), AnswerUnreadable),
        (faults.status_200_empty(), AnswerUnreadable),
        (faults.status_204(), AnswerUnreadable),
        (json_body({"message": "hello"}), AnswerUnreadable),
        (json_body("hello"), AnswerUnreadable),
        (raw(b"[" * 100_000), AnswerUnreadable),
        (error(404, None, "Not found."), WrongAddress),
        (error(500), ServerFailed),
        (faults.stall_before_headers(), TimedOut),
        (faults.stall_mid(), TimedOut),
        (faults.slow_drip(0.1), TimedOut),
        (faults.chunked_cut(), Unreachable),
        (cut_at_once, Unreachable),
        (faults.gzip_bomb(fill=b" "), AnswerTooLarge),
        (faults.line_never_ends(), AnswerTooLarge),
    ],
)
async def test_what_is_no_list_is_named(
    reply: Reply, kind: type[BackendError], provider: LocalProvider
) -> None:
    provider.model_replies.append(reply)
    deadlines = replace(PATIENT, model_list=1.0) if kind is TimedOut else PATIENT
    async with opened(server_at(provider), deadlines, AnswerLimits(total=3_000_000)) as backend:
        with pytest.raises(kind) as caught:
            await backend.list_models()
        again = await backend.list_models()

    assert KEY not in str(caught.value)
    assert len(again) == 2
