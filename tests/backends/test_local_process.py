"""The real model in a real child process."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from backends.errors import ModelUnavailable
from backends.local_process import ALIAS, Address, LocalProcess, runtime_missing
from tests.weights import weights_path

pytestmark = pytest.mark.anyio

PARENTS_KEY = "sk-parent"
_PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def model() -> Path:
    return weights_path()


@pytest.fixture
async def process(model: Path) -> AsyncGenerator[LocalProcess, None]:
    process = LocalProcess(model)
    yield process
    await process.stop()


@pytest.fixture(scope="module")
async def running(model: Path) -> AsyncGenerator[tuple[LocalProcess, Address], None]:
    """A child for the tests that leave it as it is, started beside a key of the parent's."""
    process = LocalProcess(model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", PARENTS_KEY)
        address = await process.start()
    yield process, address
    await process.stop()


def ask(address: Address, key: str) -> dict[str, object]:
    """One short question over HTTP; raises `HTTPError`."""
    question = {
        "model": ALIAS,
        "messages": [{"role": "user", "content": "Say hello."}],
        "max_tokens": 8,
    }
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    request = Request(f"{address.url}/chat/completions", json.dumps(question).encode(), headers)
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


def status_without_key(address: Address, path: str) -> int:
    try:
        with urlopen(f"{address.url}{path}", timeout=30) as answer:
            return answer.status
    except HTTPError as error:
        with error:
            return error.code


def is_running(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet waited for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(pid)


async def gone(process: LocalProcess) -> None:
    while process.pid is not None:
        await asyncio.sleep(0.05)


async def test_the_child_answers_with_the_key_and_refuses_without_it(
    running: tuple[LocalProcess, Address],
) -> None:
    _, address = running

    reply = await asyncio.to_thread(ask, address, address.key)

    assert reply["model"] == ALIAS
    assert reply["choices"]
    with pytest.raises(HTTPError, match="401") as caught:
        await asyncio.to_thread(ask, address, "another key")
    caught.value.close()
    assert await asyncio.to_thread(status_without_key, address, "/models") == 401


async def test_starts_at_the_same_time_give_one_child(process: LocalProcess) -> None:
    waiting = [asyncio.create_task(process.start()) for _ in range(5)]
    await asyncio.sleep(0)
    waiting[0].cancel()

    addresses = await asyncio.gather(*waiting[1:])

    assert len({address.url for address in addresses}) == 1
    assert await process.start() == addresses[0]


async def test_a_child_that_died_is_replaced(process: LocalProcess) -> None:
    first = await process.start()
    pid = process.pid
    assert pid
    os.kill(pid, signal.SIGTERM)
    await asyncio.wait_for(gone(process), 10)

    second = await process.start()

    assert process.pid != pid
    assert second.key != first.key
    assert await asyncio.to_thread(ask, second, second.key)


async def test_the_child_ends_when_it_is_stopped(process: LocalProcess) -> None:
    await process.start()
    pid = process.pid
    assert pid

    await process.stop()

    assert not is_running(pid)
    assert process.pid is None


async def test_stopping_ends_a_start_under_way(process: LocalProcess) -> None:
    start = asyncio.create_task(process.start())
    await asyncio.sleep(0)

    await process.stop()

    with pytest.raises(ModelUnavailable):
        await start
    assert process.pid is None


_PARENT = """
import asyncio, pathlib, sys
from backends.local_process import LocalProcess

async def main():
    process = LocalProcess(pathlib.Path(sys.argv[1]))
    await process.start()
    print(process.pid, flush=True)
    await asyncio.sleep(600)

asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("end", ["SIGKILL", "SIGINT"])
def test_the_child_ends_with_its_parent(model: Path, end: str) -> None:
    command = [sys.executable, "-c", _PARENT, str(model)]
    with subprocess.Popen(
        command, cwd=_PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert is_running(child)

        parent.send_signal(getattr(signal, end))
        parent.wait(10)

    assert ends_within(child, 10)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
async def test_an_interrupt_leaves_the_child_to_its_parent(
    running: tuple[LocalProcess, Address],
) -> None:
    process, address = running
    assert process.pid

    os.kill(process.pid, signal.SIGINT)

    assert await asyncio.to_thread(ask, address, address.key)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_neither_the_key_nor_the_parents_keys_can_be_seen_from_outside(
    running: tuple[LocalProcess, Address],
) -> None:
    process, address = running

    seen = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    seen += Path(f"/proc/{process.pid}/environ").read_bytes()

    assert address.key.encode() not in seen
    assert PARENTS_KEY.encode() not in seen
    assert address.key not in repr(address)


async def test_a_file_that_is_no_model_gives_a_reason(tmp_path: Path) -> None:
    (tmp_path / "model.gguf").write_bytes(b"not a model")

    with pytest.raises(ModelUnavailable, match="could not load the model file"):
        await LocalProcess(tmp_path / "model.gguf").start()


async def test_a_start_that_takes_too_long_is_given_up(model: Path) -> None:
    process = LocalProcess(model, start_seconds=0.01)

    with pytest.raises(ModelUnavailable, match="it was not ready within 0.01 s"):
        await process.start()

    assert process.pid is None


def test_the_runtime_is_installed_where_the_tests_run() -> None:
    assert runtime_missing() == ""
