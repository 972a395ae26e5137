"""Where in a TOML text a path leads. `tomllib` tells lines of what is no TOML alone.

Only tables and the first names in a line are told apart: a path into a value leads to the
line where that value begins.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from store.errors import NotReadable
from store.shape import within

# A text that does not end goes on to the end of the file, or of its line: looked for anew at
# every quotation mark in it, its end would be looked for without end.
TOKEN = re.compile(
    r'"""(?>[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?>[^']++|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?>[^"\\\n]++|\\[^\n])*+(?:"|\\?(?=\n)|\\?\Z)'
    r"|'[^'\n]*+(?:'|(?=\n)|\Z)"
    r"|\#[^\n]*+"
    r"|[A-Za-z0-9_-]++"
    r"|\n|[^\n]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that begins a table, a table of an array, or a value. names: as in the path."""

    line: int
    kind: str  # "[", "[[" or "="
    names: tuple[str, ...]


def line_of(text: str, path: str) -> int:
    """The line, from 1, of the value at `path`, or of what is around it; 0: not known.

    path: as `NotReadable.place` has it, such as "preset[2].columns[1].model".
    """
    best, longest = 0, -1
    for line, place in _places(text):
        if _leads(place, path) and len(place) > longest:
            best, longest = line, len(place)
    return best


def check_names(text: str, most: int) -> None:
    """That no name has more than `most` parts: `tomllib` takes their square in time and space."""
    dots, line = 0, 1
    for found in TOKEN.finditer(text):
        token = found[0]
        if token == ".":
            dots += 1
        elif token in "=,[]{}\n":
            dots = 0
        if dots > most:
            raise NotReadable("too_deep", "", line, 1, str(most))
        line += token.count("\n")


def _leads(place: str, path: str) -> bool:
    return path.startswith(place) and path[len(place) :][:1] in ("", ".", "[")


def _places(text: str) -> Iterator[tuple[int, str]]:
    """Every statement's line and path."""
    counts: Counter[str] = Counter()
    table = ""
    for statement in _statements(text):
        if statement.kind == "=":
            yield statement.line, _path(table, statement.names, counts)
            continue
        table = _path("", statement.names, counts, new=statement.kind == "[[")
        yield statement.line, table


def _path(table: str, names: tuple[str, ...], counts: Counter[str], new: bool = False) -> str:
    """counts: of each array of tables, by its path, how many were begun."""
    path = table
    for at, name in enumerate(names):
        path = within(path, name)
        if new and at == len(names) - 1:
            counts[path] += 1
        if counts[path]:
            path = f"{path}[{counts[path] - 1}]"
    return path


def _statements(text: str) -> Iterator[Statement]:
    line, depth = 1, 0
    begun: list[str] = []  # the tokens of this line, up to the value
    for found in TOKEN.finditer(text):
        token = found[0]
        if token == "\n":
            if begun[:1] == ["["] and not depth:
                yield _header(line, begun)
            begun = begun if depth else []
        elif token == "=" and begun and begun[0] not in ("[", "=") and not depth:
            yield Statement(line, "=", tuple(_names(begun)))
            begun = ["="]
        elif token[0] not in "# \t\r":
            depth += (token in "[{") - (token in "]}")
            begun = begun if begun[:1] == ["="] else [*begun, token]
        line += token.count("\n")


def _header(line: int, tokens: list[str]) -> Statement:
    kind = "[[" if tokens[1:2] == ["["] else "["
    return Statement(line, kind, tuple(_names(tokens)))


def _names(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        if token[0] in "\"'":
            yield token[1:-1]
        elif token not in ".[]":
            yield token
