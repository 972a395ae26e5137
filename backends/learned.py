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
    r"|not permitted|not allowed|not enabled|only the default|no longer|not available|use 'max_"
    r"|parameter '?[\w.]+'? is invalid",
    re.IGNORECASE,
)
REASONING_WANTED = re.compile(r"reasoning_content.{0,80}must be passed back", re.IGNORECASE)
SYSTEM_ROLE = re.compile(
    r"(system|developer)'? (instruction|message)|'?system'?.{0,40}role|role.{0,60}'?system'?"
    r"|messages\[0\]\.role|messages\.0\.role",
    re.IGNORECASE,
)
MOST_VALUES = 50  # single values remembered; a model that refuses more gets none
NEVER_LEFT_OUT = ("model", "messages", "prompt", "input", "stream")
OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}


@dataclass(slots=True)
class Habits:
    """How one model at one server wants its requests.

    renamed: parameter → the name to send it under. dropped: never sent.
    refused_names: those of `OTHER_NAME` that the model does not take.
    refused_values: single values that the model refuses, as (parameter, value's text).
    """

    renamed: dict[str, str] = field(default_factory=dict[str, str])
    dropped: set[str] = field(default_factory=set[str])
    refused_names: set[str] = field(default_factory=set[str])
    refused_values: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    without_usage: bool = False
    fold_system: bool = False
    return_reasoning: bool = False

    def refuses(self, name: str, value: object) -> bool:
        return name in self.dropped or (name, repr(value)) in self.refused_values

    def learn(self, refusal: Refusal, body: Mapping[str, Any]) -> bool:
        """Take in a refusal of `body`; True when it says what to do differently.

        Another request may have learned the same a moment ago, so whether the next
        body differs is for the caller to see.
        """
        if REASONING_WANTED.search(refusal.message):
            self.return_reasoning = True
            return True
        if not UNSUPPORTED.search(refusal.message) and not refusal.code.startswith("unsup"):
            return False
        if _has_system(body) and SYSTEM_ROLE.search(f"{refusal.parameter} {refusal.message}"):
            self.fold_system = True
            return True
        name = refused_parameter(refusal, body)
        if name:
            self._refuse(name, refusal, body[name])
        return bool(name)

    def _refuse(self, name: str, refusal: Refusal, value: object) -> None:
        other = OTHER_NAME.get(name)
        if name == "stream_options":
            self.without_usage = True
        elif other and other not in self.refused_names:
            self.refused_names.add(name)
            self.renamed = {name: other}
        elif self._only_this_value(refusal):
            self.refused_values.add((name, repr(value)))
        else:
            self.dropped |= {name, other or name}

    def _only_this_value(self, refusal: Refusal) -> bool:
        """Whether the model takes the parameter, but not with the value that was sent."""
        if "only the default" in refusal.message.lower():
            return False
        return refusal.code == "unsupported_value" and len(self.refused_values) < MOST_VALUES


def by_completion(model: str) -> str:
    """Whose habits those of `model` in legacy completions are; it may want others in a chat."""
    return f"{model} by completion"


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
    candidates = [name for name in body if name not in NEVER_LEFT_OUT]
    named = re.split(r"[.\[]", refusal.parameter)[0]
    if named in candidates:
        return named
    found = [
        (place.start(), name)
        for name in candidates
        if (place := re.search(_spellings(name), refusal.message))
    ]
    return min(found)[1] if found else ""


def _spellings(name: str) -> str:
    """A pattern for a parameter's name in a sentence; xAI writes presencePenalty."""
    camel = re.sub(r"_([a-z])", lambda letter: letter[1].upper(), name)
    return rf"(?<![\w-])({re.escape(name)}|{re.escape(camel)})(?![\w-])"


def _has_system(body: Mapping[str, Any]) -> bool:
    return any(message["role"] == "system" for message in body.get("messages", ()))
