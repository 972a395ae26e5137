"""JSON in which anything may come in: read whole or refused, with the place."""

import json
from collections.abc import Callable, Iterable
from typing import Any, cast

from store.errors import Flaw, NotReadable


def parsed(content: bytes, number: Callable[[str], Any] | None = None) -> Any:
    """The value that `content` is. Raises `NotReadable` with line and column.

    An object whose names are not all different is refused: of two values one would be lost.
    number: what is made of a whole number, `int` where it is not given.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object, parse_int=number)
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode(errors="replace"))
        raise _damaged(line, column) from None
    except json.JSONDecodeError as error:
        raise _damaged(error.lineno, error.colno) from None
    except RecursionError:
        raise NotReadable("too_deep") from None
    except ValueError:  # a whole number of thousands of digits
        raise NotReadable("damaged", "a number") from None


def position(before: str) -> tuple[int, int]:
    """Line and column, from 1, of what comes after `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_and_column(line: int, column: int) -> str:
    return f"line {line}, column {column}"


def check_levels(value: Any, most: int) -> None:
    """Level by level: no depth can exhaust the stack."""
    level: list[Any] = _groups([value])
    for _ in range(most):
        level = [inner for group in level for inner in _groups(_inside(group))]
    if level:
        raise NotReadable("too_deep", limit=str(most))


def check_version(file: dict[str, Any], known: int) -> None:
    """Before any field is looked at: another version may have others."""
    version = file.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise NotReadable("wrong_type", "version")
    if version != known:
        raise NotReadable("newer_version" if version > known else "unknown_version")


def check(fits: bool, place: str, reason: Flaw = "out_of_range") -> None:
    if not fits:
        raise NotReadable(reason, place)


def _damaged(line: int, column: int) -> NotReadable:
    return NotReadable("damaged", line_and_column(line, column), line, column)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        seen: set[str] = set()
        twice = next(name for name in names if name in seen or seen.add(name))
        raise NotReadable("repeated", json.dumps(twice[:60]))
    return found


def _groups(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def _inside(group: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return cast(Iterable[Any], group.values()) if isinstance(group, dict) else group
