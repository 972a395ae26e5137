"""Runs code of each language as a program of its own, several pieces in one where that pays."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from ui.snippets.request import SnippetLanguage

BETWEEN = "\x1e"  # printed behind each piece
PYTHON_DRIVER = f"""
import runpy, sys
for path in sys.argv[1:]:
    runpy.run_path(path)
    print({BETWEEN!r}, end="", flush=True)
"""
NODE_DRIVER = f"""
for (const path of process.argv.slice(2)) {{
  await import(path);
  process.stdout.write({BETWEEN!r});
}}
"""
SUFFIX: dict[SnippetLanguage, str] = {
    "curl": "sh",
    "python": "py",
    "javascript": "mjs",
    "go": "go",
}
PROGRAM: dict[SnippetLanguage, str] = {"curl": "curl", "javascript": "node", "go": "go"}
LONGEST = 300.0  # seconds; Go compiles its library at first


def need(program: str) -> str:
    """Where it is on this machine; the test is skipped without it."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"NOT RUN: {program} is not on this machine")
    return found


def run(
    language: SnippetLanguage,
    pieces: Sequence[str],
    folder: Path,
    variables: Mapping[str, str],
    shell: str = "sh",
) -> list[str]:
    """What each piece printed. folder: where they run, empty but for the code."""
    program = need(PROGRAM[language]) if language in PROGRAM else sys.executable
    places = [folder / f"chat{at}.{SUFFIX[language]}" for at in range(len(pieces))]
    for place, code in zip(places, pieces, strict=True):
        place.write_text(code, encoding="utf-8", newline="\n")
    names = [str(place) for place in places]
    match language:
        case "curl":
            return [_run([need(shell), name], folder, variables) for name in names]
        case "go":
            return [_run([program, "run", name], folder, variables) for name in names]
        case "python":
            command = [program, "-c", PYTHON_DRIVER, *names]
        case "javascript":
            driver = folder / "driver.mjs"
            driver.write_text(NODE_DRIVER, encoding="utf-8")
            command = [program, str(driver), *names]
    *printed, rest = _run(command, folder, variables).split(BETWEEN)
    assert rest == ""
    return printed


def _run(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> str:
    offline = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GO111MODULE": "off"}
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=folder,
        env=dict(os.environ) | {"PYTHONIOENCODING": "utf-8"} | offline | dict(variables),
        timeout=LONGEST,
    )
    assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")[-3000:]
    return ended.stdout.decode("utf-8")
