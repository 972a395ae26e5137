"""How long the store of conversations takes, and how that grows with what is kept.

    python -m bench.store [URL]

URL: of an empty database, such as postgresql://localhost/bench; left out, a SQLite file in
a folder for temporary files. Prints a Markdown table: for each thing that a person does, the
median and the 95th percentile in milliseconds, from 1,000 conversations with 20,000 messages
to 10,000 with 200,000, and the exponent by which the median grows: 0 where it does not
matter how much is kept, 1 where twice as much takes twice as long.
"""

import itertools
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.conversations import Conversations
from store.database import FILE_NAME, open_database
from store.types import ReplyRecord, new_id

SIZES = (1_000, 1_800, 3_200, 5_600, 10_000)  # conversations
TURNS = 10  # of each: a message and its reply
LONG_TURNS = 500
RUNS = 100
OWNER = "local"
SETTINGS = ChatSettings(model="local:one", parameters={"temperature": 0.5})
BEGUN_AT = 1_700_000_000.0
RARE, RARE_TITLE, NOWHERE = "zyzzyva", "okapi", "qwertzuiop"


class Words:
    """Made-up words, as often as in a language: the second half as often as the first."""

    def __init__(self) -> None:
        self._made = random.Random(1)
        letters = "etaoinshrdlucmfwypvbgk"
        self.latin = ["".join(self._made.choices(letters, k=3 + at % 7)) for at in range(20_000)]
        self.chinese = [chr(0x4E00 + at * 5) for at in range(3_000)]

    def text(self, length: int, chinese: bool = False) -> str:
        known = self.chinese if chinese else self.latin
        chosen = (known[int(len(known) ** self._made.random()) - 1] for _ in range(length))
        return ("" if chinese else " ").join(chosen)


class Talks:
    """Conversations, every fifth of them in Chinese; the same at each run."""

    def __init__(self) -> None:
        self.words, self._numbers = Words(), itertools.count()

    def some(self, wanted: int) -> Iterator[Conversation]:
        return (self.one(TURNS) for _ in range(wanted))

    def one(self, turns: int) -> Conversation:
        number = next(self._numbers)
        chinese = number % 5 == 0
        rare = RARE if number % 400 == 1 else ""
        kept = [self.turn("", chinese, rare)]
        while len(kept) < turns:
            kept.append(self.turn(kept[-1].id, chinese))
        rare_title = RARE_TITLE if number % 1_000 == 2 else ""
        return Conversation(
            id=new_id(),
            owner="",
            title=f"{self.words.text(5, chinese)} {rare_title}",
            created_at=BEGUN_AT + number,
            changed_at=BEGUN_AT + number,
            settings=SETTINGS,
            turns=tuple(kept),
            leaf=kept[-1].id,
        )

    def turn(self, parent: str, chinese: bool = False, extra: str = "") -> ChatTurn:
        return ChatTurn(
            id=new_id(),
            parent=parent,
            message=f"{self.words.text(15, chinese)} {extra}",
            model="local:one",
            created_at=BEGUN_AT,
            reply=ReplyRecord(status="done", text=self.words.text(60, chinese)),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds: the median and the 95th percentile."""

    median: float
    late: float


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(arguments[0] if arguments else Path(folder))
        if database.problem:
            raise database.problem
        try:
            print(table(measure(Conversations(database))))
        finally:
            database.close()
        if not arguments:
            print(f"\nThe file has {(Path(folder) / FILE_NAME).stat().st_size / 1e6:.0f} MB.")


def measure(kept: Conversations) -> dict[str, list[Measured]]:
    """For each act what it took at each of `SIZES`."""
    talks = Talks()
    long = talks.one(LONG_TURNS)
    kept.bring(OWNER, [long])
    measured: dict[str, list[Measured]] = {}
    for before, size in itertools.pairwise((1, *SIZES)):
        begun = time.perf_counter()
        for first in range(before, size, 100):
            kept.bring(OWNER, talks.some(min(100, size - first)))
        seconds = time.perf_counter() - begun
        print(f"{size:,} conversations, {seconds:.0f} s later", file=sys.stderr, flush=True)
        for name, act in acts(kept, talks, long):
            measured.setdefault(name, []).append(timed(act))
    return measured


def acts(
    kept: Conversations, talks: Talks, long: Conversation
) -> Iterator[tuple[str, Callable[[], object]]]:
    def search(words: str) -> Callable[[], object]:
        return lambda: kept.search(OWNER, words)

    def delete() -> None:
        kept.delete(OWNER, kept.begin(OWNER, SETTINGS).id)

    latin, chinese = talks.words.latin, talks.words.chinese
    far = kept.list(OWNER, 900)[-1].place
    talk = kept.begin(OWNER, SETTINGS, "grown")
    grown = talks.turn("")
    kept.add_turn(OWNER, talk.id, grown)
    reply = ReplyRecord(status="writing", text=talks.words.text(1_000))
    yield "list 60", lambda: kept.list(OWNER, 60)
    yield "list 60 more, far down", lambda: kept.list(OWNER, 60, far)
    yield "open one of 1,000 messages", lambda: kept.open(OWNER, long.id)
    yield "search a rare word", search(RARE)
    yield "search a word of a few titles", search(RARE_TITLE)
    yield "search a common word", search(latin[0])
    yield "search one letter", search("s")
    yield "search two common words", search(f"{latin[0]} {latin[5]}")
    yield "search what is nowhere", search(NOWHERE)
    yield "search one common character", search(chinese[0])
    yield "search two characters", search(chinese[1] + chinese[2])
    yield "search two that seldom meet", search(chinese[40] + chinese[400])
    yield "append a turn", lambda: kept.add_turn(OWNER, talk.id, talks.turn(grown.id))
    yield "grow a reply of 6,000 characters", lambda: kept.grow(OWNER, talk.id, grown.id, reply)
    yield "begin one and delete it", delete


def timed(act: Callable[[], object]) -> Measured:
    took: list[float] = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1_000)
    return Measured(statistics.median(took), statistics.quantiles(took, n=20)[-1])


def table(measured: dict[str, list[Measured]]) -> str:
    heads = " | ".join(f"{size:,}" for size in SIZES)
    lines = [
        f"| p50 / p95 in ms with … conversations | {heads} | exponent |",
        f"|---|{'---:|' * (len(SIZES) + 1)}",
    ]
    for name, cells in measured.items():
        shown = " | ".join(f"{cell.median:.1f} / {cell.late:.1f}" for cell in cells)
        lines.append(f"| {name} | {shown} | {exponent([cell.median for cell in cells]):+.2f} |")
    return "\n".join(lines)


def exponent(times: list[float]) -> float:
    """How steep time is over size, both as logarithms, by least squares."""
    sizes = [math.log(size) for size in SIZES]
    return statistics.linear_regression(sizes, [math.log(each) for each in times]).slope


if __name__ == "__main__":
    main(sys.argv[1:])
