"""What is printed by others ends up in the log: by line, without messages or secrets."""

import logging
import subprocess
import sys
import threading
import traceback
from contextlib import redirect_stderr
from pathlib import Path

import pytest

from guard.printed import PrintedToLog

ROOT = Path(__file__).resolve().parents[2]
SECRET = "sk-canary-0123456789abcdef"


def fail(message: str) -> None:
    raise LookupError(message)


def print_failure(message: str) -> None:
    try:
        fail(message)
    except LookupError:
        traceback.print_exc()


def records(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == level]


def test_a_printed_traceback_is_one_error_that_names_kind_and_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with redirect_stderr(PrintedToLog()):
        print_failure("what somebody asked")

    (error,) = records(caplog, logging.ERROR)
    assert error.startswith("a request failed: LookupError in test_printed.py:")
    assert error.endswith(", fail")
    assert "asked" not in error


def test_of_a_chain_of_exceptions_each_is_named(caplog: pytest.LogCaptureFixture) -> None:
    def chain() -> None:
        try:
            fail("first")
        except LookupError as error:
            raise ValueError("second\nwith another line") from error

    with redirect_stderr(PrintedToLog()):
        try:
            chain()
        except ValueError:
            traceback.print_exc()

    errors = records(caplog, logging.ERROR)
    assert [error.split()[3] for error in errors] == ["LookupError", "ValueError"]


def test_all_that_is_printed_can_be_seen_when_debugging(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "guard.printed")

    print("one\ntwo", "three", file=PrintedToLog())

    assert records(caplog, logging.DEBUG) == ["one", "two three"]
    assert records(caplog, logging.ERROR) == []


def test_several_threads_do_not_mix_their_lines(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "guard.printed")
    stream = PrintedToLog()

    stream.write("main ")
    other = threading.Thread(target=print, args=("other",), kwargs={"file": stream})
    other.start()
    other.join()
    stream.write("thread\n")

    assert records(caplog, logging.DEBUG) == ["other", "main thread"]


def test_through_the_log_a_printed_secret_is_hidden() -> None:
    script = (
        "import sys; from guard.logs import setup; from guard.printed import PrintedToLog\n"
        f"setup([{SECRET!r}], 'DEBUG'); print('the key is {SECRET}', file=PrintedToLog())"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "the key is" in done.stderr
    assert SECRET not in done.stderr
