"""Parts a reply that begins with `<think>…</think>` into reasoning and answer.

Only a tag at the very beginning counts: later on it is the model's text, for
example when it explains the tag.
"""

from collections.abc import Iterator

from backends.types import ReasoningDelta, TextDelta

OPEN, CLOSE = "<think>", "</think>"


class ThinkingSplitter:
    """Feed it the reply's text as it comes, get reasoning and text apart.

    It holds back at most a few characters, while they may belong to a tag.
    """

    def __init__(self) -> None:
        self._held = ""
        self._state = "beginning"  # then "thinking" or at once "answering"

    def feed(self, text: str) -> Iterator[TextDelta | ReasoningDelta]:
        if self._state == "answering":
            if text:
                yield TextDelta(text)
            return
        self._held += text
        if self._state == "beginning":
            self._begin()
        if self._state == "thinking":
            yield from self._think()
        elif self._state == "answering":
            yield from self.close()

    def close(self) -> Iterator[TextDelta | ReasoningDelta]:
        """What is held back, when no more text comes."""
        text, self._held = self._held, ""
        if text:
            yield ReasoningDelta(text) if self._state == "thinking" else TextDelta(text)

    def _begin(self) -> None:
        start = self._held.lstrip()
        if start.startswith(OPEN):
            self._state, self._held = "thinking", start.removeprefix(OPEN).lstrip("\n")
        elif not OPEN.startswith(start):
            self._state = "answering"

    def _think(self) -> Iterator[TextDelta | ReasoningDelta]:
        thought, closed, answer = self._held.partition(CLOSE)
        if closed:
            self._state, self._held = "answering", answer.lstrip("\n")
            if thought:
                yield ReasoningDelta(thought)
            yield from self.close()
            return
        keep = next((n for n in range(len(CLOSE) - 1, 0, -1) if thought.endswith(CLOSE[:n])), 0)
        ready, self._held = thought[: len(thought) - keep], thought[len(thought) - keep :]
        if ready:
            yield ReasoningDelta(ready)
