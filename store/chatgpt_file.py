"""ChatGPT's `conversations.json` as conversations. Pure.

Each conversation there is a tree of messages. A message of the person and all that follows
up to the next one, reasoning, code, what tools gave, and the reply, is one turn here; where
a reply was made again, the turn is there for each, as after a retry.
"""

import heapq
from collections import Counter
from collections.abc import Iterable
from typing import Any, cast

from backends.types import FinishReason
from store.chatgpt_content import Loss
from store.chatgpt_nodes import Node, Tree
from store.conversation_files import Reading
from store.conversation_types import ChatSettings, ChatTurn, Conversation
from store.errors import NotReadable
from store.json_items import ItemFile
from store.loose_json import Object, object_in, one_line, text_in, time_in
from store.types import LONGEST_TITLE, ReplyRecord, ReplyStatus, new_id

SERVER = "openai"
UNKNOWN_MODEL = "chatgpt"
NO_MESSAGE = "[no message]"
"""Stands where ChatGPT spoke first."""
STATUSES: dict[str, ReplyStatus] = {
    "in_progress": "incomplete",
    "finished_partial_completion": "stopped",
}
REASONS: dict[str, FinishReason] = {"stop": "stop", "max_tokens": "length"}


def chatgpt_conversations(file: ItemFile, lost: Counter[Loss]) -> tuple[Conversation, ...]:
    """All conversations that say something. lost: counts what could not be taken along.

    Raises `NotReadable` for a file that is not ChatGPT's, or damaged.
    """
    frame = file.frame()
    if not isinstance(frame, list):
        raise NotReadable("no_conversations")
    if frame and not file.spans:
        raise NotReadable("no_conversations")
    file.check_list(cast(list[Any], frame), "")
    reading = ChatGptReading(lost)
    return tuple(found for found in file.items("", reading.conversation) if found)


class ChatGptReading:
    def __init__(self, lost: Counter[Loss]) -> None:
        self._lost, self._limits, self._recognised = lost, Reading(), False

    def conversation(self, value: Any) -> Conversation | None:
        """Raises `NotReadable` with a path within the conversation."""
        if not isinstance(value, dict) or "mapping" not in value:
            if not self._recognised:  # the first: it is another kind of file altogether
                raise NotReadable("no_conversations")
            raise NotReadable(*_unfit(value))
        self._recognised = True
        record = cast(Object, value)
        tree = Tree(object_in(record, "mapping", ""), self._lost)
        created = time_in(record, "create_time", "") or _earliest(tree.shown)
        turns = _Turns(tree.shown, one_line(text_in(record, "default_model_slug", "")), created)
        self._limits.count(len(turns.all), "mapping")
        if not turns.all:
            self._lost["empty"] += 1
            return None
        leaf = turns.showing(tree.by_id.get(text_in(record, "current_node", "")))
        return Conversation(
            id=new_id(),
            owner="",
            title=_title(text_in(record, "title", "") or turns.all[0].message),
            created_at=created,
            changed_at=time_in(record, "update_time", "") or max(t.created_at for t in turns.all),
            pinned=record.get("is_starred") is True,
            settings=ChatSettings(model=leaf.model),
            turns=turns.all,
            leaf=leaf.id,
        )


class _Turns:
    """all: the turns, each after its parent, else the oldest first."""

    def __init__(self, nodes: Iterable[Node], model: str, created: float) -> None:
        self._created = created
        known = next((node.model for node in nodes if node.model), "")
        self._model = model or known or UNKNOWN_MODEL
        self._by_end: dict[Node, ChatTurn] = {}
        for node in nodes:
            if not node.below or any(below.role == "user" for below in node.below):
                self._by_end[node] = self._turn(node)
        self.all = _oldest_first(self._by_end.values(), [node.at for node in self._by_end])

    def showing(self, node: Node | None) -> ChatTurn:
        """The turn with which the branch of `node` ends; the last one where that is gone."""
        while node and node not in self._by_end:
            node = node.below[-1]
        return self._by_end[node] if node else self.all[-1]

    def _turn(self, last: Node) -> ChatTurn:
        """The turn that ends with `last`; the one that it follows was made before."""
        replies: list[Node] = []
        node: Node | None = last
        while node and node.role == "assistant":
            replies.append(node)
            node = node.above
        asked, replies = node, replies[::-1]
        parent = self._by_end.get(asked.above) if asked and asked.above else None
        slug = next((reply.model for reply in reversed(replies) if reply.model), "")
        return ChatTurn(
            id=new_id(),
            parent=parent.id if parent else "",
            message=asked.said.text if asked else NO_MESSAGE,
            model=f"{SERVER}:{slug or self._model}",
            created_at=(asked or replies[0]).at or self._created,
            reply=_reply(replies, slug),
        )


def _reply(replies: list[Node], slug: str) -> ReplyRecord:
    """All that was said after one message, joined; nothing counts as stopped."""
    texts = [node.said.text for node in replies if not node.said.reasoning]
    status, reason = (replies[-1].status, replies[-1].reason) if replies else ("", "")
    if reason == "interrupted" or not texts:
        ended: ReplyStatus = "stopped"
    else:
        ended = "done" if reason in REASONS else STATUSES.get(status, "done")
    return ReplyRecord(
        status=ended,
        text="\n\n".join(texts),
        reasoning="\n\n".join(node.said.text for node in replies if node.said.reasoning),
        finish_reason=REASONS.get(reason),
        raw_reason=reason[:40] if reason in REASONS else "",
        model_served=slug,
    )


def _oldest_first(turns: Iterable[ChatTurn], times: list[float]) -> tuple[ChatTurn, ...]:
    """times: of each turn, when its reply came."""
    below: dict[str, list[tuple[float, int, ChatTurn]]] = {}
    for number, (turn, at) in enumerate(zip(turns, times, strict=True)):
        below.setdefault(turn.parent, []).append((at, number, turn))
    ready = below.get("", [])
    heapq.heapify(ready)
    order: list[ChatTurn] = []
    while ready:
        _, _, turn = heapq.heappop(ready)
        order.append(turn)
        for each in below.get(turn.id, []):
            heapq.heappush(ready, each)
    return tuple(order)


def _earliest(nodes: Iterable[Node]) -> float:
    return min((node.at for node in nodes if node.at), default=0.0)


def _title(text: str) -> str:
    line = one_line(text[: LONGEST_TITLE * 4])
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1].rstrip()}…"


def _unfit(value: Any) -> tuple[Any, str]:
    return ("missing_field", "mapping") if isinstance(value, dict) else ("wrong_type", "")
