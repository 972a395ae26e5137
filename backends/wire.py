"""A `ChatRequest` into the JSON body that a server wants, and what that changed."""

from collections.abc import Iterator
from typing import Any

from backends.learned import Habits
from backends.types import ChatRequest, Message, Notice

OWN = frozenset({"model", "messages", "stream", "stream_options", "n"})
"""Parameters that Parley sets itself: one streamed reply, with its usage."""


def build_body(request: ChatRequest, habits: Habits) -> tuple[dict[str, Any], list[Notice]]:
    """The body of a streamed chat completion, and notices of every difference from `request`."""
    notices: list[Notice] = []
    messages = request.messages
    if habits.fold_system and any(m.role == "system" for m in messages):
        messages = fold_system(messages)
        notices.append(Notice("system_folded"))
    if habits.return_reasoning and any(m.reasoning for m in messages):
        notices.append(Notice("reasoning_returned"))
    body: dict[str, Any] = {
        "model": request.model,
        "messages": [wire_message(m, habits.return_reasoning) for m in messages],
        "stream": True,
    }
    if not habits.without_usage:
        body["stream_options"] = {"include_usage": True}
    for name, value in request.parameters.items():
        notices += _add(body, name, value, habits)
    return body, notices


def _add(body: dict[str, Any], name: str, value: object, habits: Habits) -> Iterator[Notice]:
    if name in OWN:
        if (name, value) not in (("n", 1), ("stream", True)):
            yield Notice("ignored", name)
        return
    sent = habits.renamed.get(name, name)
    if habits.refuses(name, value) or habits.refuses(sent, value):
        yield Notice("dropped", name)
        return
    if sent != name:
        yield Notice("renamed", name, sent)
    body[sent] = value


def wire_message(message: Message, with_reasoning: bool) -> dict[str, str]:
    wire = {"role": message.role, "content": whole_characters(message.text)}
    if with_reasoning and message.reasoning:
        wire["reasoning_content"] = whole_characters(message.reasoning)
    return wire


def whole_characters(text: str) -> str:
    """`text` without halves of characters, which a browser may send and UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


def fold_system(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Put the system prompt before the first user message, for models without the role."""
    instructions = "\n\n".join(m.text for m in messages if m.role == "system")
    others = [m for m in messages if m.role != "system"]
    first = next((i for i, m in enumerate(others) if m.role == "user"), None)
    if first is None:
        return (Message("user", instructions), *others)
    others[first] = Message("user", f"{instructions}\n\n{others[first].text}")
    return tuple(others)
