"""Parts a reply that begins with `<think>…</think>` into reasoning and answer.

Only a tag at the very beginning counts: later on it is the model's text, for
example when it explains the tag.
"""

from collections.abc import Iterator

from backends.types import ReasoningDelta, TextDelta

OPEN, CLOSE = "<think>", "</think>"
MOST_HELD = 100  # characters; a tag comes at once or not at all


class ThinkingSplitter:
    """Feed it the reply's text as it comes, get reasoning and text apart.

    It holds back at most a line of white space, and else only what may belong to a tag.
    """

    def __init__(self) -> None:
        self._held = ""
        self._state = "beginning"  # then "thinking" or at once "answering"
        self._after_tag = False  # newlines there set the tag apart and say nothing

    def feed(self, text: str) -> Iterator[TextDelta | ReasoningDelta]:
        if self._after_tag:
            text = text.lstrip("\n")
            self._after_tag = not text
        if self._state == "answering":
            if text:
                yield TextDelta(text)
            return
        self._held += text
        if self._state == "beginning":
            yield from self._begin()
        else:
            yield from self._think()

    def close(self) -> Iterator[TextDelta | ReasoningDelta]:
        """What is held back, when no more text comes."""
        text, self._held = self._held, ""
        if text:
            yield ReasoningDelta(text) if self._state == "thinking" else TextDelta(text)

    def _begin(self) -> Iterator[TextDelta | ReasoningDelta]:
        start = self._held.lstrip()
        if start.startswith(OPEN):
            yield from self._go_on("thinking", start.removeprefix(OPEN))
        elif not OPEN.startswith(start) or len(self._held) > MOST_HELD:
            self._state = "answering"
            yield from self.close()

    def _think(self) -> Iterator[TextDelta | ReasoningDelta]:
        thought, closed, answer = self._held.partition(CLOSE)
        keep = next((n for n in range(len(CLOSE) - 1, 0, -1) if thought.endswith(CLOSE[:n])), 0)
        ready = thought if closed else thought[: len(thought) - keep]
        self._held = "" if closed else thought[len(ready) :]
        if ready:
            yield ReasoningDelta(ready)
        if closed:
            yield from self._go_on("answering", answer)

    def _go_on(self, state: str, text: str) -> Iterator[TextDelta | ReasoningDelta]:
        """Enter `state` after a tag, with the text behind it."""
        self._state, self._held, self._after_tag = state, "", True
        yield from self.feed(text)
