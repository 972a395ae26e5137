"""Conversations from a file, whichever of the known kinds it is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.chatgpt_content import Loss
from store.chatgpt_file import chatgpt_conversations
from store.conversation_files import LIMITS, read_entries
from store.conversation_types import Conversation
from store.json_items import ItemFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """conversations: in the order of the file, with fresh ids and without owner.

    source: who wrote the file. left_out: how many of what could not be taken along; only
    from ChatGPT.
    """

    conversations: tuple[Conversation, ...]
    source: Literal["parley", "chatgpt"]
    left_out: Mapping[Loss, int] = field(default_factory=dict[Loss, int])


def read(data: bytes) -> Imported:
    """All conversations of the file, or `NotReadable` with the reason and the place."""
    file = ItemFile(data, LIMITS)
    if not file.in_list:
        return Imported(conversations=read_entries(file), source="parley")
    lost: Counter[Loss] = Counter()
    found = chatgpt_conversations(file, lost)
    return Imported(conversations=found, source="chatgpt", left_out=+lost)
