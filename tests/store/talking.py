"""Other processes that write conversations to one place. Started by the tests, as a program.

python -m tests.store.talking grow PLACE          one reply, until it is killed
python -m tests.store.talking say PLACE ID COUNT  turns into a conversation that is there

PLACE: a data folder, or the URL of a database.
"""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from store.conversation_types import ChatSettings, ChatTurn
from store.conversations import Conversations
from store.database import open_database
from store.types import ReplyRecord, new_id
from tests.store.processes import ROOT


def start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.talking", *arguments],
        cwd=ROOT,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )


def _begun(kept: Conversations, conversation_id: str, message: str) -> ChatTurn:
    turn = ChatTurn(id=new_id(), parent="", message=message, model="a:one")
    kept.add_turn("ann", conversation_id, turn)
    return turn


def _grow(kept: Conversations) -> None:
    conversation = kept.begin("ann", ChatSettings())
    turn = _begun(kept, conversation.id, "Count.")
    words: list[str] = []
    while True:
        words.append(f"w{len(words)}")
        reply = ReplyRecord(status="writing", text=" ".join(words))
        kept.grow("ann", conversation.id, turn.id, reply)
        print(conversation.id, len(words), flush=True)


def _say(kept: Conversations, conversation_id: str, count: int) -> None:
    for number in range(count):
        turn = _begun(kept, conversation_id, f"{os.getpid()} {number}")
        written = ReplyRecord(status="writing", text=f"reply {number}")
        for reply in (written, replace(written, status="done")):
            kept.grow("ann", conversation_id, turn.id, reply)


if __name__ == "__main__":
    _, what, where, *more = sys.argv
    conversations = Conversations(open_database(where if "://" in where else Path(where)))
    if what == "grow":
        _grow(conversations)
    else:
        _say(conversations, more[0], int(more[1]))
