"""The tree of messages in one conversation of ChatGPT's export, without those not shown. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, cast

from store.chatgpt_content import Content, Loss, Said
from store.errors import NotReadable
from store.loose_json import Object, any_text, object_in, one_line, text_in, time_in
from store.shape import within

SHOWN_OF_TOOLS = frozenset(
    {"execution_output", "tether_quote", "tether_browsing_display", "multimodal_text"}
)


@dataclass(slots=True, eq=False)
class Node:
    """A message that is shown. above: the one before it that is shown too, `None` for none.

    at: seconds since 1970, 0 where it is not said. model: as ChatGPT names it, or "".
    status, reason: how it says that the message ended, "" where it does not.
    """

    role: Literal["user", "assistant"]
    said: Said
    at: float
    model: str
    status: str
    reason: str
    above: "Node | None"
    below: list["Node"] = field(default_factory=list["Node"])


class Tree:
    """shown: every message that is shown, each after the one above it. by_id: for each node
    of the file that message, or the nearest above it; `None` where there is none."""

    def __init__(self, mapping: Object, lost: Counter[Loss]) -> None:
        """Raises `NotReadable` with a path that begins with "mapping"."""
        self._lost, self._content = lost, Content(lost)
        self.shown: list[Node] = []
        self.by_id: dict[str, Node | None] = {}
        for key in _downwards(mapping, lost):
            self.by_id[key] = self._node(cast(Object, mapping[key]), within("mapping", key))

    def _node(self, record: Object, place: str) -> Node | None:
        above = self.by_id.get(text_in(record, "parent", place))
        message, place = object_in(record, "message", place), within(place, "message")
        if not message:
            return above
        author = text_in(object_in(message, "author", place), "role", within(place, "author"))
        if not _shown(message, author, place):
            self._lost["tools" if author == "tool" else "hidden"] += 1
            return above
        said = self._said(message, author, place)
        if not said.text.strip():
            return above
        node = _made(message, "user" if author == "user" else "assistant", said, above, place)
        if above:
            above.below.append(node)
        self.shown.append(node)
        return node

    def _said(self, message: Object, author: str, place: str) -> Said:
        content = object_in(message, "content", place)
        if author == "tool" and content.get("content_type") == "multimodal_text":
            return self._content.assets(message, place)
        said = self._content.said(message, place)
        files = self._content.attachments(message, place)
        return Said("\n\n".join(part for part in (said.text, files) if part), said.reasoning)


def _downwards(mapping: Object, lost: Counter[Loss]) -> list[str]:
    """The names of all nodes, each after its parent, siblings in the order of the file."""
    below: dict[str, list[str]] = {key: [] for key in mapping}
    begin: list[str] = []
    for key, record in mapping.items():
        if not isinstance(record, dict):
            raise NotReadable("wrong_type", within("mapping", key))
        parent = text_in(cast(Object, record), "parent", within("mapping", key))
        lost["detached"] += bool(parent) and parent not in below
        below.get(parent, begin).append(key)
    order, ahead = list[str](), begin[::-1]
    while ahead:
        order.append(ahead.pop())
        ahead.extend(reversed(below[order[-1]]))
    if len(order) < len(mapping):
        reached = set(order)
        circle = next(key for key in mapping if key not in reached)
        raise NotReadable("circle", within("mapping", circle))
    return order


def _shown(message: Object, author: str, place: str) -> bool:
    """Whether ChatGPT shows it; most of what tools say is for the model alone."""
    metadata = object_in(message, "metadata", place)
    hidden = metadata.get("is_visually_hidden_from_conversation") is True
    if hidden or message.get("weight") == 0:
        return False
    if author == "tool":
        return object_in(message, "content", place).get("content_type") in SHOWN_OF_TOOLS
    return author in ("user", "assistant")


def _made(
    message: Object,
    role: Literal["user", "assistant"],
    said: Said,
    above: Node | None,
    place: str,
) -> Node:
    metadata, inside = object_in(message, "metadata", place), within(place, "metadata")
    return Node(
        role=role,
        said=said,
        at=time_in(message, "create_time", place),
        model=one_line(text_in(metadata, "model_slug", inside))[:100],
        status=text_in(message, "status", place),
        reason=any_text(object_in(metadata, "finish_details", inside), "type"),
        above=above,
    )
