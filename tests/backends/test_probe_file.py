"""What tests of models found out is kept on disk, and a damaged file does no harm."""

import json
import os
import stat
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from backends.errors import RequestRefused, Unreachable
from backends.probe_file import MOST, Probes
from backends.probe_types import Ability, Probe
from backends.server import Server

SERVER = Server(name="lab", kind="compatible", base_url="https://user:secret@lab.example/v1")
FOUND = Probe(
    tested_at=1_790_000_000.5,
    requests=6,
    answers=Ability("yes"),
    abilities={
        "streaming": Ability("yes"),
        "tools": Ability("no", "refused", RequestRefused(server="lab", detail="no tools")),
        "images": Ability("yes", "not_seen"),
    },
    seconds_to_first_token=0.25,
    tokens_per_second=88.0,
    input_tokens=120,
    output_tokens=40,
    usd=Decimal("0.00001234"),
    complete=True,
)

DAMAGES: list[dict[str, Any]] = [
    {"tested_at": -1},
    {"tested_at": True},
    {"tested_at": 1e300},
    {"answers": ["perhaps", ""]},
    {"answers": []},
    {"abilities": {"tools": ["no", "since"]}},
    {"abilities": {"tools": ["no", "refused", "Unreachable", {}]}},
    {"usd": "a lot"},
    {"usd": "NaN"},
    {"model": None},
    {"tokens_per_second": "fast"},
]


def file_in(folder: Path) -> Path:
    return folder / "tested.json"


def kept(folder: Path) -> Probes:
    probes = Probes(file_in(folder))
    probes.keep(SERVER, "alpha", FOUND)
    return probes


def test_what_is_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    kept(tmp_path)

    found = Probes(file_in(tmp_path)).of(SERVER, "alpha")

    assert found is not None
    assert (found.tested_at, found.requests, found.usd) == (FOUND.tested_at, 6, FOUND.usd)
    assert (found.seconds_to_first_token, found.tokens_per_second) == (0.25, 88.0)
    assert found.ability("images") == Ability("yes", "not_seen")
    refused = found.ability("tools")
    assert (refused.state, refused.why, str(refused.error)) == (
        *("no", "refused"),
        str(FOUND.ability("tools").error),
    )
    assert found.complete


def test_without_a_file_it_stays_in_memory() -> None:
    probes = Probes()
    probes.keep(SERVER, "alpha", FOUND)

    assert probes.of(SERVER, "alpha") is FOUND
    assert probes.of(SERVER, "beta") is None
    assert probes.changes == 1


def test_a_server_that_moved_is_another_one(tmp_path: Path) -> None:
    moved = Server(name="lab", kind="compatible", base_url="https://other.example/v1")

    assert kept(tmp_path).of(moved, "alpha") is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_the_file_and_no_password_is_in_it(tmp_path: Path) -> None:
    kept(tmp_path)

    assert stat.S_IMODE(file_in(tmp_path).stat().st_mode) == 0o600
    assert "secret" not in file_in(tmp_path).read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["tested.json"]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"models": 3}', b'{"models": [3, null, {}]}', b"[" * 100_000],
)
def test_a_damaged_file_counts_as_none_and_is_written_anew(content: bytes, tmp_path: Path) -> None:
    file_in(tmp_path).write_bytes(content)

    assert Probes(file_in(tmp_path)).of(SERVER, "alpha") is None
    kept(tmp_path)
    assert Probes(file_in(tmp_path)).of(SERVER, "alpha") is not None


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_row_is_left_out_and_the_others_stay(
    damage: dict[str, Any], tmp_path: Path
) -> None:
    kept(tmp_path).keep(SERVER, "beta", FOUND)
    plain = json.loads(file_in(tmp_path).read_text())
    plain["models"][0] |= damage
    file_in(tmp_path).write_text(json.dumps(plain))

    probes = Probes(file_in(tmp_path))

    assert probes.of(SERVER, "alpha") is None
    assert probes.of(SERVER, "beta") is not None


def test_an_error_that_needs_more_words_than_it_has_is_damage(tmp_path: Path) -> None:
    whole = Unreachable(server="lab", url="x", reason="the connection broke", variable="Y")
    probes = Probes(file_in(tmp_path))
    probes.keep(SERVER, "alpha", Probe(tested_at=1.0, answers=Ability("unknown", "failed", whole)))

    found = Probes(file_in(tmp_path)).of(SERVER, "alpha")

    assert found and str(found.answers.error) == str(whole)


def test_the_oldest_results_go_first(tmp_path: Path) -> None:
    probes = Probes()
    for number in range(MOST + 1):
        probes.keep(SERVER, f"model {number}", FOUND)

    assert probes.of(SERVER, "model 0") is None
    assert probes.of(SERVER, f"model {MOST}") is FOUND


def test_a_folder_that_cannot_be_written_to_keeps_it_in_memory(tmp_path: Path) -> None:
    probes = Probes(tmp_path / "missing" / "tested.json")
    probes.keep(SERVER, "alpha", FOUND)

    assert probes.of(SERVER, "alpha") is FOUND
