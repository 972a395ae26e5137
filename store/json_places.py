"""Where in a JSON text a path leads: looked up only once a file is refused."""

import json
import re
from collections.abc import Iterator

from store.json_files import position
from store.shape import within

BLANK = re.compile(r"[ \t\r\n]*+")
INDEX = re.compile(r"\[(\d{1,9})\]", re.ASCII)
TOKEN = re.compile(r'("(?>[^"\\]++|\\.)*+")([ \t\r\n]*+:)?|[\[\]{}]', re.DOTALL)
DECODER = json.JSONDecoder()


def place_of(text: str, path: str) -> tuple[int, int]:
    """Line and column, from 1, of the value at `path`, or of the last step that is there.

    text: well-formed JSON. path: as `NotReadable.place` has it, such as "turns[2].model".
    """
    value = shown = _skip(text, 0)
    while path:
        found = _step(text, value, path)
        if found is None:
            break
        shown, value, path = found
    return position(text[:shown])


def repeated_in(text: str) -> tuple[str, int, int] | None:
    """The first name that stands twice in one object, as JSON, with line and column."""
    open_objects: list[set[str] | None] = []  # None: an array
    for found in TOKEN.finditer(text):
        match found[0][0]:
            case "{":
                open_objects.append(set())
            case "[":
                open_objects.append(None)
            case "]" | "}":
                open_objects[-1:] = []
            case _ if found[2] and open_objects and (names := open_objects[-1]) is not None:
                name: str = json.loads(found[1], strict=False)
                if name in names:
                    return json.dumps(name[:60]), *position(text[: found.start()])
                names.add(name)
            case _:
                pass
    return None


def _step(text: str, at: int, path: str) -> tuple[int, int, str] | None:
    """Where the next step of `path` is shown, where its value begins, and what is left."""
    match text[at]:
        case "{":
            fitting = [
                (shown, value, rest)
                for shown, value, name in _members(text, at)
                if (rest := _after(path, within("", name))) is not None
            ]
            # Of the names "a" and "a.b", both of which a path may begin with, the longer one.
            return min(fitting, key=lambda step: len(step[2]), default=None)
        case "[" if found := INDEX.match(path):
            for number, value in enumerate(_items(text, at)):
                if number == int(found[1]):
                    return value, value, path[found.end() :].removeprefix(".")
            return None
        case _:
            return None


def _after(path: str, name: str) -> str | None:
    """What of the path follows `name`; `None` when it does not begin with it."""
    rest = path.removeprefix(name)
    if not path.startswith(name) or rest[:1] not in ("", ".", "["):
        return None
    return rest.removeprefix(".")


def _members(text: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Where each name and each value of the object at `at` begins, and the name."""
    at = _skip(text, at + 1)
    while text[at] != "}":
        name, end = DECODER.raw_decode(text, at)
        value = _skip(text, _skip(text, end) + 1)
        yield at, value, name
        at = _next(text, value)


def _items(text: str, at: int) -> Iterator[int]:
    at = _skip(text, at + 1)
    while text[at] != "]":
        yield at
        at = _next(text, at)


def _next(text: str, value: int) -> int:
    """Where, after the value at `value` and a comma, the next begins, or the end."""
    at = _skip(text, DECODER.raw_decode(text, value)[1])
    return _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at
