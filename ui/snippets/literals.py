"""Values written out as JSON, Python or JavaScript, so that they come back the same.

Whatever is not printable is escaped, so nothing in a text can end a line, reorder it or
hide in it.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

WIDTH = 88  # characters that a value may take before it is broken into lines
STEP = 2
IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
MOST_IN_JAVASCRIPT = 2**53 - 1  # the largest whole number that is sure to be exact


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a language writes values.

    words: for true, false and null. step: spaces that a level is indented by.
    last: what stands behind the last of several lines.
    lines: writes a text of several lines, given each line's literal and the indent.
    """

    string: Callable[[str], str]
    key: Callable[[str], str]
    words: tuple[str, str, str]
    step: int = STEP
    last: str = ","
    lines: Callable[[Sequence[str], int], str] | None = None


def literal(value: Any, dialect: Dialect, indent: int = 0) -> str:
    """`value` as JSON knows it. indent: spaces before its first line.

    Raises `ValueError` for a number that is not finite, `TypeError` for what is no JSON.
    """
    short = _compact(value, dialect)
    if not isinstance(value, str | Mapping | list | tuple):
        return short
    if isinstance(value, str):
        return _text(value, short, dialect, indent)
    breaks = dialect.lines is not None and _has_lines(value)
    if len(short) + indent <= WIDTH and not breaks:
        return short
    inner = indent + dialect.step
    if isinstance(value, Mapping):
        pairs = cast(Mapping[str, Any], value).items()
        parts = [f"{dialect.key(key)}: {literal(one, dialect, inner)}" for key, one in pairs]
        opened, closed = "{}"
    else:
        items = cast(Sequence[Any], value)
        parts = [literal(one, dialect, inner) for one in items]
        opened, closed = "[]"
    lines = f",\n{' ' * inner}".join(parts)
    return f"{opened}\n{' ' * inner}{lines}{dialect.last}\n{' ' * indent}{closed}"


def _compact(value: Any, dialect: Dialect) -> str:
    match value:
        case True | False | None:
            return dialect.words[(True, False, None).index(value)]
        case int() | float():
            if not math.isfinite(value):
                raise ValueError("a number that is not finite cannot be sent")
            return repr(value)
        case str():
            return dialect.string(value)
        case Mapping():
            pairs = cast(Mapping[str, Any], value).items()
            inside = [f"{dialect.key(key)}: {_compact(one, dialect)}" for key, one in pairs]
            return "{" + ", ".join(inside) + "}"
        case list() | tuple():
            items = cast(Sequence[Any], value)
            return "[" + ", ".join(_compact(one, dialect) for one in items) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} cannot be sent")


def _text(text: str, short: str, dialect: Dialect, indent: int) -> str:
    if dialect.lines is None or not _has_lines(text):
        return short
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    literals = [dialect.string(line) for line in lines if line]
    return dialect.lines(literals, indent)


def _has_lines(value: Any) -> bool:
    """Whether a text in it is better read line by line."""
    if isinstance(value, str):
        return len(value) > WIDTH // 2 and "\n" in value[:-1]
    if isinstance(value, Mapping):
        return any(map(_has_lines, cast(Mapping[str, Any], value).values()))
    return isinstance(value, list | tuple) and any(map(_has_lines, cast(Sequence[Any], value)))


def json_string(text: str) -> str:
    return _printable(json.dumps(text, ensure_ascii=False), _utf16_escape)


def python_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_printable(escaped, _python_escape)}"'


def javascript_key(name: str) -> str:
    """As a name where that is allowed. `__proto__` would set something else."""
    if name == "__proto__":
        return '["__proto__"]'
    return name if IDENTIFIER.fullmatch(name) else json_string(name)


def is_exact_in_javascript(value: Any) -> bool:
    """Whether no whole number in it is too large for JavaScript's numbers."""
    if isinstance(value, Mapping):
        return all(map(is_exact_in_javascript, cast(Mapping[str, Any], value).values()))
    if isinstance(value, list | tuple):
        return all(map(is_exact_in_javascript, cast(Sequence[Any], value)))
    return not isinstance(value, int) or abs(value) <= MOST_IN_JAVASCRIPT


def _printable(text: str, escape: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else escape(char) for char in text)


def _utf16_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _python_escape(char: str) -> str:
    return ascii(char)[1:-1]


def _python_lines(lines: Sequence[str], indent: int) -> str:
    inner = " " * (indent + 4)
    return "(\n" + "".join(f"{inner}{line}\n" for line in lines) + " " * indent + ")"


def _javascript_lines(lines: Sequence[str], indent: int) -> str:
    return f" +\n{' ' * (indent + STEP)}".join(lines)


JSON = Dialect(json_string, json_string, ("true", "false", "null"), last="")
PYTHON = Dialect(python_string, python_string, ("True", "False", "None"), 4, lines=_python_lines)
JAVASCRIPT = Dialect(
    json_string, javascript_key, ("true", "false", "null"), lines=_javascript_lines
)
