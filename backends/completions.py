"""Legacy Completions: a text that the model goes on with, no conversation.

What comes back are the events of a chat.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from backends.learned import Habits
from backends.parameter_completions import COMPLETION_PARAMETERS
from backends.parameter_problem import Problem
from backends.parameter_rules import judge
from backends.types import ChatEvent, Notice
from backends.wire import whole_characters

OWN = frozenset({"model", "prompt", "stream", "stream_options", "n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRequest:
    """A text for one model to go on with.

    model: the server's own name for it. parameters: by their wire names, only those
    that the person set; names that Parley does not know are passed on as they are.
    """

    model: str
    prompt: str
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])


@runtime_checkable
class Completer(Protocol):
    """A backend that can answer a `CompletionRequest`."""

    def complete(self, request: CompletionRequest) -> AsyncGenerator[ChatEvent, None]:
        """Go on with the prompt, under the same promises as `Backend.stream`."""
        ...


def completion_problems(parameters: Mapping[str, Any]) -> list[Problem]:
    """Judge what a person set; an empty list means that it may be sent."""
    judged = (
        judge(COMPLETION_PARAMETERS[name], value)
        for name, value in parameters.items()
        if name in COMPLETION_PARAMETERS
    )
    return [problem for problem in judged if problem]


def build_completion(
    request: CompletionRequest, habits: Habits
) -> tuple[dict[str, Any], list[Notice]]:
    """The body of a completion, and notices of every difference from `request`.

    It is streamed unless `best_of` makes the server write several: it can choose the
    best only when all are there.
    """
    best_of = request.parameters.get("best_of")
    streamed = not isinstance(best_of, int) or best_of <= 1
    body: dict[str, Any] = {
        "model": request.model,
        "prompt": whole_characters(request.prompt),
        "stream": streamed,
    }
    if streamed and not habits.without_usage:
        body["stream_options"] = {"include_usage": True}
    notices: list[Notice] = []
    for name, value in request.parameters.items():
        if name in OWN:
            if (name, value) not in (("n", 1), ("stream", streamed)):
                notices.append(Notice("ignored", name))
        elif habits.refuses(name, value):
            notices.append(Notice("dropped", name))
        else:
            body[name] = whole_characters(value) if isinstance(value, str) else value
    return body, notices
