"""What goes over the wire for one question, told to whoever listens, without any secret.

A backend that is asked with a `Wiretap` puts a `Tapped` between it and the connection:
that cuts an answer's bytes into lines, takes the key out, and passes on neither many nor
long ones. A backend that is asked without one does none of this.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast, runtime_checkable

from backends.redact import READ_CHARS, Secrets, hide
from backends.server import Server
from backends.types import ChatEvent, ChatRequest, Notice

MOST_LINES = 2_000
MOST_CHARACTERS = 1_000_000
"""Of all lines of one question; what is beyond is only counted."""
LONGEST_LINE = READ_CHARS
WHOLE = (b"{", b"[", b"<")  # how JSON and web pages begin: shown in one piece
SAYS_ERROR = '"error"'  # never in a model's words, where quotes are escaped
ERROR_FOLLOWS = "event: error"


@dataclass(frozen=True, slots=True)
class Answered:
    """The head of an answer.

    headers: names in lower case. sent: when the request's first byte went out, in seconds
    of `time.monotonic()`; `None`: not known.
    """

    status: int
    headers: Mapping[str, str]
    sent: float | None


class Wiretap(Protocol):
    """Hears what is sent and received, in the order in which it happens.

    Called on the event loop while the answer waits: it must be quick and raise nothing.
    """

    def sending(self, body: Mapping[str, Any]) -> None:
        """A request goes out, or is sent again in another form or after a pause."""
        ...

    def answered(self, answer: Answered) -> None:
        """The head of its answer came."""
        ...

    def heard(self, line: str, size: int) -> None:
        """A line of its body came, of `size` bytes; all of it where it is no event stream."""
        ...

    def passed_over(self, lines: int, size: int) -> None:
        """So many lines more came, of `size` bytes together, beyond what is passed on."""
        ...


@runtime_checkable
class Tappable(Protocol):
    """A backend that can be listened to."""

    @property
    def server(self) -> Server: ...

    def body_of(self, request: ChatRequest) -> tuple[dict[str, Any], list[Notice]]:
        """What would be sent as things stand, and how that differs from `request`."""
        ...

    def tapped(self, request: ChatRequest, tap: Wiretap) -> AsyncGenerator[ChatEvent, None]:
        """The same as `Backend.stream`, heard by `tap`."""
        ...


class Tapped:
    """Stands between the connection and a wiretap, for all requests of one question.

    key: is never passed on, in whatever form the server repeats it. What only looks like
    a secret is hidden too where a server speaks of an error; a model's words stay.
    """

    def __init__(self, tap: Wiretap, key: str) -> None:
        self._tap, self._known = tap, Secrets([key])
        self._lines, self._characters = MOST_LINES, MOST_CHARACTERS  # that may still pass
        self._begin(failed=False)

    def sending(self, body: Mapping[str, Any]) -> None:
        self._begin(failed=False)
        self._tap.sending(without(self._known, body))

    def answered(self, answer: Answered) -> None:
        """Before any of its bytes. Its headers are without secrets already."""
        self._begin(failed=answer.status >= 300)
        self._tap.answered(answer)

    def refused(self, answer: Answered, content: bytes) -> None:
        """An answer that came at once, with an error status."""
        self.answered(answer)
        self.feed(content)
        self.close()

    def feed(self, piece: bytes) -> None:
        """The next bytes of the body."""
        if self._whole is None:
            if not (start := piece.lstrip(b"\xef\xbb\xbf \t\r\n")):
                return
            self._whole = self._failed or start.startswith(WHOLE)
        end = 0 if self._whole else max(piece.rfind(b"\n"), piece.rfind(b"\r")) + 1
        if end:
            complete = bytes(self._rest) + piece[:end]
            self._rest.clear()
            self._pass(complete.splitlines())
        room = MOST_CHARACTERS - len(self._rest)
        self._rest += piece[end : end + room]
        self._cut += max(0, len(piece) - end - room)

    def close(self) -> None:
        """The body has ended, or nobody reads on."""
        rest, cut = bytes(self._rest), self._cut
        self._begin(self._failed)
        self._pass([rest], cut)

    def _begin(self, failed: bool) -> None:
        self._failed = failed
        self._whole: bool | None = None  # until the first byte says it
        self._rest = bytearray()  # of a line that has not ended
        self._cut = 0  # bytes of it that were let go

    def _pass(self, lines: Sequence[bytes], cut: int = 0) -> None:
        beyond = [0, 0]
        for line in lines:
            if not line.strip():
                continue
            if not self._lines or self._characters <= 0:
                beyond[0] += 1
                beyond[1] += len(line) + cut
                continue
            text = self._shown(line, cut)
            self._lines -= 1
            self._characters -= len(text)
            self._tap.heard(text, len(line) + cut)
        if beyond[0]:
            self._tap.passed_over(*beyond)

    def _shown(self, line: bytes, cut: int) -> str:
        """The line without secrets; of a long one the beginning, and how much more there is."""
        text = self._known.out_of(line.decode("utf-8", "replace"))
        more = max(0, len(text) - LONGEST_LINE) + cut
        text = text[:LONGEST_LINE]
        self._failed = self._failed or text.startswith(ERROR_FOLLOWS)
        if self._failed or SAYS_ERROR in text:
            text = hide(text)
        return f"{text}… +{more:,}" if more else text


def without(known: Secrets, value: Any) -> Any:
    """A JSON value without secrets."""
    if isinstance(value, str):
        return known.out_of(value)
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, Any], value).items()
        return {known.out_of(name): without(known, one) for name, one in pairs}
    if isinstance(value, list | tuple):
        return [without(known, one) for one in cast(Sequence[Any], value)]
    return value
