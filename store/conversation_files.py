"""Conversations as a JSON file, complete and without owner, and such a file as conversations.

All branches are in it. Whoever imports one gets all of it or a `NotReadable` that says what
is wrong, and where. Halves of surrogate pairs, which no file can hold, become U+FFFD.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.errors import NotReadable
from store.json_files import check, check_version
from store.json_items import ItemFile, Limits, megabytes
from store.run_files import MOST_SECONDS
from store.shape import from_plain, to_plain
from store.types import ReplyRecord, new_id, reply_broken_off

FORMAT = "parley-conversations"
VERSION = 1
LIMITS = Limits(
    file=200_000_000,
    item=50_000_000,
    frame=5_000_000,
    items=50_000,
    parts=2_000_000,
    parts_in_all=10_000_000,
    levels=30,
    levels_in_list=100,
)
MOST_TURNS = 20_000  # of one conversation
MOST_TURNS_IN_ALL = 500_000
MOST_PARAMETER_BYTES = 50_000_000  # in all: as values they take many times that
LONGEST_TITLE = 1_000  # characters
LONGEST_ID = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """One conversation of the file. Ids hold it together; importing gives other ones."""

    id: str
    title: str
    created_at: float
    changed_at: float
    pinned: bool = False
    settings: ChatSettings = ChatSettings()
    leaf: str = ""
    turns: tuple[ChatTurn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFrame:
    """What stands in the file, in this order. Version 1."""

    format: str
    version: int
    conversations: tuple[FileEntry, ...]


def write_conversations(conversations: Iterable[Conversation]) -> Iterator[str]:
    """The file in pieces, one for each conversation: many need not be held at once.

    The same conversations always give the same text.
    """
    yield f'{{\n "format": "{FORMAT}",\n "version": {VERSION},\n "conversations": ['
    comma = ""
    for conversation in conversations:
        entry = FileEntry(
            id=conversation.id,
            title=conversation.title,
            created_at=conversation.created_at,
            changed_at=conversation.changed_at,
            pinned=conversation.pinned,
            settings=conversation.settings,
            leaf=conversation.leaf,
            turns=conversation.turns,
        )
        text = json.dumps(to_plain(entry), ensure_ascii=False, indent=1)
        yield f"{comma}\n{text}".replace("\n", "\n  ")
        comma = ","
    yield "\n ]\n}\n"


def read_conversations(content: bytes) -> tuple[Conversation, ...]:
    """The conversations of an exported file, with fresh ids; they have no owner until kept.

    A reply that was being written is incomplete, and a message that no model was asked yet
    counts as stopped: importing a file never asks anyone. Raises `NotReadable` for anything
    that is not wholly understood.
    """
    return read_entries(ItemFile(content, LIMITS))


def read_entries(file: ItemFile) -> tuple[Conversation, ...]:
    _check_frame(file)
    reading = Reading()
    return tuple(file.items("conversations", reading.entry))


def _check_frame(file: ItemFile) -> None:
    frame = file.frame()
    given = cast(dict[str, Any], frame) if isinstance(frame, dict) else {}
    if given.get("format") != FORMAT:
        raise NotReadable("no_conversations")
    try:
        check_version(given, VERSION)
        found = given.get("conversations")
        entries = cast(list[Any], found) if isinstance(found, list) else []
        from_plain(FileFrame, given | {"conversations": []} if found is entries else given)
    except NotReadable as error:
        raise file.in_frame(error) from None
    file.check_list(entries, "conversations")


class Reading:
    """Conversations of one file, which has limits as a whole."""

    def __init__(self) -> None:
        self._turns = self._bytes = 0

    def entry(self, value: Any) -> Conversation:
        """Raises `NotReadable` with a path within the conversation."""
        entry = cast(FileEntry, from_plain(FileEntry, value))
        check(len(entry.id) <= LONGEST_ID, "id")
        check(len(entry.title) <= LONGEST_TITLE, "title")
        check(0 <= entry.created_at < MOST_SECONDS, "created_at")
        check(0 <= entry.changed_at < MOST_SECONDS, "changed_at")
        self.count(len(entry.turns), "turns")
        self._weigh(entry.settings.parameters, "settings.parameters")
        ids = self._checked(entry.turns)
        check(entry.leaf in ids, "leaf", "unknown_parent")
        return Conversation(
            id=new_id(),
            owner="",
            title=entry.title,
            created_at=entry.created_at,
            changed_at=entry.changed_at,
            pinned=entry.pinned,
            settings=entry.settings,
            turns=tuple(_settled(turn, ids) for turn in entry.turns),
            leaf=ids[entry.leaf],
        )

    def count(self, turns: int, place: str) -> None:
        """Take note of the turns of one conversation, which are at `place`."""
        if turns > MOST_TURNS:
            raise NotReadable("too_many", place, limit=str(MOST_TURNS))
        self._turns += turns
        if self._turns > MOST_TURNS_IN_ALL:
            raise NotReadable("too_large", limit=f"{MOST_TURNS_IN_ALL} messages")

    def _checked(self, turns: tuple[ChatTurn, ...]) -> Mapping[str, str]:
        """A fresh id for each id; "", which stands for no turn, stays. Each parent came before."""
        ids = {"": ""}
        for at, turn in enumerate(turns):
            place = f"turns[{at}]"
            check(0 < len(turn.id) <= LONGEST_ID, f"{place}.id")
            check(turn.id not in ids, f"{place}.id", "repeated")
            check(turn.parent in ids, f"{place}.parent", "unknown_parent")
            check(0 <= turn.created_at < MOST_SECONDS, f"{place}.created_at")
            self._weigh(turn.parameters, f"{place}.parameters")
            ids[turn.id] = new_id()
        return ids

    def _weigh(self, parameters: Mapping[str, Any], place: str) -> None:
        if parameters:
            self._bytes += len(json.dumps(parameters))
        if self._bytes > MOST_PARAMETER_BYTES:
            raise NotReadable("too_many", place, limit=megabytes(MOST_PARAMETER_BYTES))


def _settled(turn: ChatTurn, ids: Mapping[str, str]) -> ChatTurn:
    reply = reply_broken_off(turn.reply) if turn.reply else ReplyRecord(status="stopped")
    return replace(turn, id=ids[turn.id], parent=ids[turn.parent], reply=reply)
