"""The secret behind visitors' cookies: made once, for its owner alone, and kept."""

import stat
import sys
import threading
from pathlib import Path

import pytest

from guard.signing import FILE_NAME, SIZE, signing_secret


def test_it_is_made_once_and_survives_a_restart(tmp_path: Path) -> None:
    made = signing_secret(tmp_path)

    assert len(made) == SIZE
    assert signing_secret(tmp_path) == made
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are not kept there")
def test_file_and_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    signing_secret(tmp_path / "data")

    modes = [stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "data").rglob("*")]
    assert modes == [0o600]
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_every_folder_has_one_of_its_own(tmp_path: Path) -> None:
    assert signing_secret(tmp_path / "a") != signing_secret(tmp_path / "b")


@pytest.mark.parametrize("content", [b"", b"short", b"x" * (SIZE + 1)])
def test_one_that_was_cut_short_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)

    made = signing_secret(tmp_path)

    assert len(made) == SIZE and made != content
    assert signing_secret(tmp_path) == made


def test_those_who_start_at_the_same_moment_agree(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    found: list[bytes] = []

    def start() -> None:
        together.wait()
        found.append(signing_secret(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 8
    assert set(found) == {signing_secret(tmp_path)}


def test_where_nothing_can_be_kept_it_holds_for_this_process_and_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"

    first, second = signing_secret(folder), signing_secret(folder)

    assert len(first) == len(second) == SIZE
    assert first != second
    assert "will not be known again after a restart" in caplog.text
