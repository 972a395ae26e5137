"""Other processes that write to a data folder. Started by the tests, as a program.

python -m tests.store.processes grow FOLDER    one run, until it is killed
python -m tests.store.processes begin FOLDER COUNT
python -m tests.store.processes lock FOLDER    hold the file until standard input ends
python -m tests.store.processes denied FOLDER  write where this user may not
"""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from store.database import FILE_NAME, Database, open_database
from store.errors import NotKept
from store.runs import Runs
from tests.store.making import growing, lanes

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.processes", *arguments],
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def line_of(process: "subprocess.Popen[str]") -> str:
    return cast(IO[str], process.stdout).readline().strip()


def _grow(folder: Path) -> None:
    runs = Runs(open_database(folder))
    run = runs.begin("ann", growing(""))
    count = 0
    while True:
        count += 1
        text = " ".join(map(str, range(count)))
        run = runs.grow(replace(run, lanes=growing(text)))
        print(run.id, count, flush=True)


def _begin(folder: Path, count: int) -> None:
    runs = Runs(open_database(folder))
    for number in range(count):
        run = runs.begin("ann", growing(""), title=f"{os.getpid()} {number}")
        runs.grow(replace(run, lanes=growing("1 2 3", "done")))


def _lock(folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    print("locked", flush=True)
    sys.stdin.read()
    connection.execute("ROLLBACK")
    connection.close()


def _denied(folder: Path) -> None:
    if os.getuid() == 0:
        os.setuid(NOBODY)  # the superuser may write anywhere
    database = Database(folder, retry_seconds=0)
    try:
        Runs(database).begin("ann", lanes())
    except NotKept as error:
        print(error.reason, error, flush=True)
    print((folder / FILE_NAME).exists(), flush=True)
    sys.stdin.readline()  # meanwhile the folder becomes writable
    print(Runs(database).begin("ann", lanes()).title, database.problem, flush=True)


if __name__ == "__main__":
    _, what, where, *more = sys.argv
    match what:
        case "grow":
            _grow(Path(where))
        case "begin":
            _begin(Path(where), int(more[0]))
        case "lock":
            _lock(Path(where))
        case _:
            _denied(Path(where))
