"""Other processes that write to a data folder or a database. Started by the tests.

python -m tests.store.processes grow PLACE     one run, until it is killed
python -m tests.store.processes begin PLACE COUNT
python -m tests.store.processes talk PLACE CONVERSATION COUNT
python -m tests.store.processes reply PLACE    one reply, until it is killed
python -m tests.store.processes lock FOLDER    hold the file until standard input ends
python -m tests.store.processes denied FOLDER  write where this user may not
python -m tests.store.processes guest FOLDER CONVERSATION    where it may only read

PLACE: a folder or a URL.
"""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, cast

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import FILE_NAME, Database, open_database
from store.errors import NotKept
from store.runs import Runs
from store.types import new_id
from tests.store.making import growing, lanes, reply

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


def _grow(place: Path | str) -> None:
    runs = Runs(open_database(place))
    run = runs.begin("ann", growing(""))
    count = 0
    while True:
        count += 1
        text = " ".join(map(str, range(count)))
        run = runs.grow(replace(run, lanes=growing(text)))
        print(run.id, count, flush=True)


def _begin(place: Path | str, count: int) -> None:
    runs = Runs(open_database(place))
    for number in range(count):
        run = runs.begin("ann", growing(""), title=f"{os.getpid()} {number}")
        runs.grow(replace(run, lanes=growing("1 2 3", "done")))


def _talk(place: Path | str, conversation: str, count: int) -> None:
    kept = Conversations(open_database(place))
    for number in range(count):
        name = f"p{os.getpid()}n{number}"
        turn = ChatTurn(id=new_id(), parent="", message=name, model="a:one")
        kept.add_turn("local", conversation, turn)
        for text in ("1", "1 2"):
            kept.grow("local", conversation, turn.id, reply(text, "writing"))
        kept.grow("local", conversation, turn.id, reply(f"1 2 {name}"))
        print(name, flush=True)


def _reply(place: Path | str) -> None:
    kept = Conversations(open_database(place))
    conversation = kept.begin("local", ChatSettings())
    turn = ChatTurn(id=new_id(), parent="", message="Count.", model="a:one")
    kept.add_turn("local", conversation.id, turn)
    words: list[str] = []
    while True:
        words.append(f"w{len(words)}")
        kept.grow("local", conversation.id, turn.id, reply(" ".join(words), "writing"))
        print(conversation.id, len(words), flush=True)


def _guest(folder: Path, conversation: str) -> None:
    if os.getuid() == 0:
        os.setuid(NOBODY)
    kept = Conversations(Database(folder, retry_seconds=0))
    turn = ChatTurn(id=new_id(), parent="", message="more", model="a:one")
    print(kept.open("local", conversation).title, flush=True)
    try:
        kept.add_turn("local", conversation, turn)
    except NotKept as error:
        print(error.reason, flush=True)
    sys.stdin.readline()  # meanwhile the file becomes writable
    kept.add_turn("local", conversation, turn)
    print(len(kept.open("local", conversation).turns), flush=True)


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
    place = where if "://" in where else Path(where)
    match what:
        case "grow":
            _grow(place)
        case "begin":
            _begin(place, int(more[0]))
        case "talk":
            _talk(place, more[0], int(more[1]))
        case "reply":
            _reply(place)
        case "lock":
            _lock(Path(where))
        case "guest":
            _guest(Path(where), more[0])
        case _:
            _denied(Path(where))
