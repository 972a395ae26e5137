"""What a server refused once is not sent to the same model again.

A server that answers 400 and names a parameter is asked once more without it, or
with the name that it wants. What worked is remembered for this server and model.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backends.server import ServerKind
from backends.translate import Refusal

UNSUPPORTED = re.compile(
    r"unsupported|not supported|n[o']t support|unrecognized|unknown|unexpected|extra inputs"
    r"|not permitted|not allowed|only the default|no longer|not available|use 'max_",
    re.IGNORECASE,
)
REASONING_WANTED = re.compile(r"reasoning_content.{0,80}must be passed back", re.IGNORECASE)
SYSTEM_ROLE = re.compile(r"'?system'?.{0,40}role|role.{0,60}'?system'?|messages\[0\]\.role", re.I)
OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}


@dataclass(slots=True)
class Habits:
    """How one model at one server wants its requests.

    renamed: parameter → the name to send it under. dropped: never sent.
    refused_values: single values that the model refuses, as (parameter, value's text).
    """

    renamed: dict[str, str] = field(default_factory=dict[str, str])
    dropped: set[str] = field(default_factory=set[str])
    refused_values: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    without_usage: bool = False
    fold_system: bool = False
    return_reasoning: bool = False

    def refuses(self, name: str, value: object) -> bool:
        return name in self.dropped or (name, repr(value)) in self.refused_values

    def learn(self, refusal: Refusal, body: Mapping[str, Any]) -> bool:
        """Take in a refusal of `body`; True when the next request will differ."""
        message = refusal.message
        if not self.return_reasoning and REASONING_WANTED.search(message):
            self.return_reasoning = True
            return True
        unsupported = bool(UNSUPPORTED.search(message)) or refusal.code.startswith("unsup")
        if not unsupported:
            return False
        if not self.fold_system and _has_system(body) and SYSTEM_ROLE.search(_place(refusal)):
            self.fold_system = True
            return True
        name = refused_parameter(refusal, body)
        return bool(name) and self._refused(name, refusal, body)

    def _refused(self, name: str, refusal: Refusal, body: Mapping[str, Any]) -> bool:
        if name == "stream_options":
            self.without_usage = True
        elif (other := OTHER_NAME.get(name)) and name not in self.renamed.values():
            self.renamed[name] = other
        elif refusal.code == "unsupported_value" and "only the default" not in message_of(refusal):
            self.refused_values.add((name, repr(body[name])))
        else:
            self.renamed = {k: v for k, v in self.renamed.items() if v != name}
            self.dropped |= {name, OTHER_NAME.get(name, name)}
        return True


def first_habits(kind: ServerKind) -> Habits:
    """What a kind of server is known to want before it was asked anything.

    Compatible servers mostly know `max_tokens` only, and some pass over the newer
    name without a word, so the limit would be lost.
    """
    if kind in ("compatible", "local"):
        return Habits(renamed={"max_completion_tokens": "max_tokens"})
    return Habits()


def refused_parameter(refusal: Refusal, body: Mapping[str, Any]) -> str:
    """The parameter of `body` that a refusal names, "" when it names none."""
    candidates = [name for name in body if name not in ("model", "messages", "stream")]
    named = refusal.parameter.split(".")[0]
    if named in candidates:
        return named
    found = [
        (place.start(), name)
        for name in candidates
        if (place := re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", refusal.message))
    ]
    return min(found)[1] if found else ""


def message_of(refusal: Refusal) -> str:
    return refusal.message.lower()


def _place(refusal: Refusal) -> str:
    return f"{refusal.parameter} {refusal.message}"


def _has_system(body: Mapping[str, Any]) -> bool:
    return any(message["role"] == "system" for message in body["messages"])
