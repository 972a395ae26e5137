"""A large JSON file as its many items, read one after the other.

Of such a file only the bytes are held as a whole, and one item as a value. The items are
those of the outermost array, or of the arrays in the outermost object; what stands around
them is the frame.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from store.errors import BY_LINE, Flaw, NotReadable
from store.json_files import check, line_and_column, parsed
from store.json_places import place_of, repeated_in

T = TypeVar("T")
ITEM = "-0"
"""Stands in the frame for an item, and is no longer than the shortest of them."""
PLACE = object()
BRACKET = re.compile(rb'(?>[^"\[\]{}]++|"(?>[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Limits:
    """file, item, frame: bytes at most. items: how many. parts: objects and arrays in an item.
    parts_in_all: objects and arrays in the file.
    levels: how deep anything nests, where the outermost value is an object, or else an array.
    """

    file: int
    item: int
    frame: int
    items: int
    parts: int
    parts_in_all: int
    levels: int
    levels_in_list: int


class ItemFile:
    """in_list: the outermost value is an array. spans: where each item begins and ends."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises `NotReadable` for what is larger or deeper than `limits`."""
        if len(content) > limits.file:
            raise NotReadable("too_large", limit=megabytes(limits.file))
        self._content = content.removeprefix(BYTE_ORDER_MARK)
        self.in_list = self._content.lstrip()[:1] == b"["
        self.spans = list(self._cut(limits))
        if self._frame_bytes() > limits.frame:
            raise NotReadable("too_large", limit=megabytes(limits.frame))

    def frame(self) -> Any:
        """The file with `PLACE` in the place of each item. Raises `NotReadable` with its place."""
        try:
            frame = "".join(self._around(blank=False)).encode(errors="surrogateescape")
            return parsed(frame, lambda digits: PLACE if digits == ITEM else int(digits))
        except NotReadable as error:
            for _ in self.items("", lambda item: item):  # what is wrong may be within one
                pass
            raise self.in_frame(error) from None

    def check_list(self, values: Sequence[Any], path: str) -> None:
        """That `values`, a part of the frame, are the items and nothing else."""
        try:
            for number, value in enumerate(values):
                check(value is PLACE, f"{path}[{number}]", "wrong_type")
            check(len(values) == len(self.spans), path or "[0]", "wrong_type")
        except NotReadable as error:
            raise self.in_frame(error) from None

    def items(self, path: str, read: Callable[[Any], T]) -> Iterator[T]:
        """What `read` makes of each item. path: of the array, such as "conversations"."""
        for number, (begin, end) in enumerate(self.spans):
            content = self._content[begin:end]
            try:
                yield read(parsed(content))
            except NotReadable as error:
                text = content.decode(errors="replace")
                found = located(error, text, self._position(begin), f"{path}[{number}]")
                raise found from None

    def in_frame(self, error: NotReadable) -> NotReadable:
        """The same error with its place in the file; it is about the frame."""
        if not (error.place or error.line):
            return error
        return located(error, "".join(self._around(blank=True)))

    def _cut(self, limits: Limits) -> Iterator[tuple[int, int]]:
        level = 2 if self.in_list else 3
        levels = limits.levels_in_list if self.in_list else limits.levels
        most = limits.parts_in_all
        depth = begin = parts = items = every = 0
        for at, opening in self._brackets():
            if opening:
                depth, parts, every = depth + 1, parts + 1, every + 1
                self._check(every <= most, at, "too_large", f"{most} parts")
                self._check(depth <= levels, at, "too_deep", str(levels))
                if depth == level:
                    begin, parts = at, 0
                continue
            self._check(parts <= limits.parts, begin, "too_large", f"{limits.parts} parts")
            if depth == level:
                items += 1
                self._check(items <= limits.items, begin, "too_large", f"{limits.items} entries")
                fits = at - begin < limits.item
                self._check(fits, begin, "too_large", megabytes(limits.item))
                yield begin, at + 1
            depth -= 1
        if depth >= level:  # it breaks off within an item
            yield begin, len(self._content)

    def _brackets(self) -> Iterator[tuple[int, bool]]:
        """Where each bracket stands, those in texts left out, and whether it is an opening one."""
        at = 0
        while found := BRACKET.match(self._content, at):
            at = found.end()
            yield at - 1, found[1] in b"[{"

    def _check(self, fits: bool, at: int, reason: Flaw, limit: str) -> None:
        if not fits:
            line, column = self._position(at)
            raise NotReadable(reason, "", line, column, limit)

    def _frame_bytes(self) -> int:
        return len(self._content) - sum(end - begin for begin, end in self.spans)

    def _around(self, blank: bool) -> Iterator[str]:
        """The frame in pieces. blank: filled up so that every position is that in the file."""
        last = 0
        for begin, end in self.spans:
            yield self._text(last, begin) + ITEM
            if blank:
                yield _blanked(self._text(begin, end)[len(ITEM) :])
            last = end
        yield self._text(last, len(self._content))

    def _text(self, begin: int, end: int) -> str:
        return self._content[begin:end].decode(errors="surrogateescape")

    def _position(self, offset: int) -> tuple[int, int]:
        line = self._content.count(b"\n", 0, offset) + 1
        start = self._content.rfind(b"\n", 0, offset) + 1
        return line, len(self._text(start, offset)) + 1


def located(
    error: NotReadable, text: str, begin: tuple[int, int] = (1, 1), path: str = ""
) -> NotReadable:
    """The same error, told of the whole file.

    text: the part that it was found in. begin: line and column where that part begins.
    path: of that part.
    """
    place, line, column = error.place, error.line, error.column
    if error.reason == "repeated" and place.startswith('"') and (found := repeated_in(text)):
        place, line, column = found
    elif not line and (place or path) and error.reason not in BY_LINE:
        line, column = place_of(text, place)
        place = f"{path}.{place}" if path and place else path or place
    if line:
        column += begin[1] - 1 if line == 1 else 0
        line += begin[0] - 1
    if line and error.reason in BY_LINE:
        place = line_and_column(line, column)
    return NotReadable(error.reason, place, line, column, error.limit)


def _blanked(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"
