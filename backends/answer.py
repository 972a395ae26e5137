"""A server's answer, one JSON object after another, into chat events.

Reads chunks of Chat Completions, whole completions from servers that do not
stream, chunks of legacy Completions, and the events of the Responses API. What
servers leave out, repeat or fill with null is in the tests, provider by provider.
"""

from collections.abc import Iterator
from typing import Any

from backends.counts import as_list, as_object, read_usage
from backends.logprobs import read_logprobs
from backends.responses import read_response_event
from backends.thinking import ThinkingSplitter
from backends.types import (
    ChatEvent,
    Filtered,
    Finished,
    FinishReason,
    Notice,
    ReasoningDelta,
    RefusalDelta,
    TokenLogprobs,
    ToolCallDelta,
    Usage,
)

FINISH_REASONS: dict[str, FinishReason] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "content_filter",
    "tool_calls": "tool_calls",
    "function_call": "tool_calls",
}

MOST_CATEGORIES = 20


class AnswerReader:
    """Reads one answer. After the last object: `finished` tells how it ended.

    logprobs: the request asked how likely the tokens were.
    """

    def __init__(self, logprobs: bool = False) -> None:
        self.usage: Usage | None = None
        self.finished: Finished | None = None
        self._model = ""
        self._thinking = ThinkingSplitter()
        self._calls: dict[str, int] = {}
        self._streamed = False  # a piece came, so a whole message would say it twice
        self._filter_failed = False
        self._logprobs = logprobs

    def read(self, chunk: dict[str, Any]) -> Iterator[ChatEvent]:
        """The events in one object of the answer. Usage is kept, not yielded."""
        kind = chunk.get("type")
        if isinstance(kind, str) and kind.startswith("response."):
            yield from self._response_event(kind, chunk)
            return
        if isinstance(model := chunk.get("model"), str) and model:
            self._model = model
        self.read_usage(chunk)
        for raw in as_list(chunk.get("choices")):
            choice = as_object(raw)
            if choice.get("index") in (0, None):
                yield from self._choice(choice)

    def read_usage(self, chunk: dict[str, Any]) -> None:
        """Keep the chunk's usage; where every chunk has one, the last counts."""
        self.usage = read_usage(chunk) or self.usage

    def close(self) -> Iterator[ChatEvent]:
        """What was held back, once no more objects come."""
        yield from self._thinking.close()

    def _choice(self, choice: dict[str, Any]) -> Iterator[ChatEvent]:
        said_before = False
        if isinstance(choice.get("delta"), dict):
            self._streamed = True
            yield from self._pieces(choice["delta"])
        elif not self._streamed:
            yield from self._pieces(as_object(choice.get("message")))
        else:
            said_before = True
        yield from self._text(choice.get("text"))
        if self._logprobs and not said_before:
            if tokens := read_logprobs(choice.get("logprobs")):
                yield TokenLogprobs(tokens)
        if not self._filter_failed and _filter_failed(choice):
            self._filter_failed = True
            yield Notice("filter_unavailable")
        if isinstance(reason := choice.get("finish_reason"), str) and reason:
            yield from self._finish(reason, choice)

    def _pieces(self, delta: dict[str, Any]) -> Iterator[ChatEvent]:
        # Servers that send both names send the same text twice.
        thought = delta.get("reasoning_content") or delta.get("reasoning")
        if isinstance(thought, str) and thought:
            yield ReasoningDelta(thought)
        yield from self._text(delta.get("content"))
        if isinstance(refusal := delta.get("refusal"), str) and refusal:
            yield RefusalDelta(refusal)
        for position, call in enumerate(as_list(delta.get("tool_calls"))):
            yield self._call(as_object(call), position)
        if called := as_object(delta.get("function_call")):  # older servers: one call, no id
            yield self._call({"function": called}, 0)

    def _text(self, content: object) -> Iterator[ChatEvent]:
        """Text, or Mistral's list of parts of which some are thinking."""
        if isinstance(content, str):
            yield from self._thinking.feed(content)
        for part in map(as_object, as_list(content)):
            if part.get("type") == "thinking":
                thoughts = map(as_object, as_list(part.get("thinking")))
                thought = "".join(t["text"] for t in thoughts if isinstance(t.get("text"), str))
                if thought:
                    yield ReasoningDelta(thought)
            elif isinstance(text := part.get("text"), str):
                yield from self._thinking.feed(text)

    def _call(self, call: dict[str, Any], position: int) -> ToolCallDelta:
        """Keyed by index, else by id (Mistral leaves the index out), else by position."""
        function = as_object(call.get("function"))
        name, arguments = function.get("name"), function.get("arguments")
        raw_id = call.get("id")
        identity = raw_id if isinstance(raw_id, str) else ""
        index = call.get("index")
        if not isinstance(index, int):
            index = self._calls.setdefault(identity, len(self._calls)) if identity else position
        return ToolCallDelta(
            index,
            identity,
            name if isinstance(name, str) else "",
            arguments if isinstance(arguments, str) else "",
        )

    def _finish(self, raw: str, choice: dict[str, Any]) -> Iterator[ChatEvent]:
        if self.finished:  # OpenRouter says it more than once
            return
        reason = FINISH_REASONS.get(raw, "other")
        if reason == "content_filter":
            yield Filtered("reply", filter_categories(choice.get("content_filter_results")))
        self.finished = Finished(reason, raw, self._model)

    def _response_event(self, kind: str, event: dict[str, Any]) -> Iterator[ChatEvent]:
        for item in read_response_event(kind, event):
            if isinstance(item, Usage):
                self.usage = item
            elif isinstance(item, Finished):
                self.finished = item
            else:
                yield item


def filter_categories(results: object) -> tuple[str, ...]:
    """Names of the categories that Azure's content filter objected to."""
    named = as_object(results).items()
    hits = [k for k, v in named if as_object(v).get("filtered") or as_object(v).get("detected")]
    return tuple(sorted(hits)[:MOST_CATEGORIES])


def _filter_failed(choice: dict[str, Any]) -> bool:
    """Azure then sends `content_filter_result`, in the singular, with an error."""
    return bool(as_object(as_object(choice.get("content_filter_result")).get("error")))
