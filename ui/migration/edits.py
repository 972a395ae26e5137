"""What shall become of single nodes, gathered first and carried out in one go."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from ui.migration.types import Note

Result = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[Any]
Edit = Callable[[Any], Result]
"""The node, with all edits within it made → what takes its place."""

LONGEST = 120  # characters of code in a note
SHORTEST_SECRET = 4  # characters; a shorter one would garble the notes and protect nothing
_Found = dict[tuple[str, tuple[tuple[str, str], ...]], set[int]]


class Edits:
    """Edits of nodes, and what is told about them."""

    def __init__(self) -> None:
        self._edits: dict[cst.CSTNode, Edit] = {}
        self._removed: set[cst.CSTNode] = set()
        self._before: dict[cst.CSTNode, list[cst.CSTNode]] = defaultdict(list)
        self._after: dict[cst.CSTNode, list[cst.CSTNode]] = defaultdict(list)
        self._changes: _Found = {}
        self._open: _Found = {}
        self._hidden: list[str] = []

    def at(self, node: cst.CSTNode, edit: Edit) -> None:
        """Edit `node`, after what else is to be done with it."""
        if (earlier := self._edits.get(node)) is not None:
            self._edits[node] = lambda updated: edit(earlier(updated))
        else:
            self._edits[node] = edit

    def remove(self, small: cst.BaseSmallStatement) -> None:
        """Take a statement out, and its line with it if nothing else stands there."""
        self._removed.add(small)

    def keep(self, small: cst.BaseSmallStatement) -> None:
        """Not to be taken out after all."""
        self._removed.discard(small)

    def put_before(self, statement: cst.CSTNode, lines: Sequence[cst.CSTNode]) -> None:
        self._before[statement].extend(lines)

    def put_after(self, statement: cst.CSTNode, lines: Sequence[cst.CSTNode]) -> None:
        """Whatever becomes of `statement`."""
        self._after[statement].extend(lines)

    def apply(self, node: cst.CSTNode) -> Any:
        """`node` as it is after all edits."""
        return node.visit(_Carrying(self.carried_out))

    def carried_out(self, original: cst.CSTNode, updated: cst.CSTNode) -> Result:
        """updated: with all edits within it made."""
        edit = self._edits.get(original)
        result = edit(updated) if edit else updated
        if original in self._removed:
            result = cst.RemoveFromParent()
        elif isinstance(original, cst.SimpleStatementLine) and not self._removed.isdisjoint(
            original.body
        ):
            result = _tidied(result)
        if original in self._before or original in self._after:
            around = self._before.get(original, []), self._after.get(original, [])
            return cst.FlattenSentinel([*around[0], *_nodes(result), *around[1]])
        return result

    # what is told

    def hide(self, secret: str) -> None:
        """No note shall hold it."""
        if len(secret) >= SHORTEST_SECRET:
            self._hidden.append(secret)

    def changed(self, line: int, key: str, **values: str) -> None:
        _note(self._changes, line, key, values)

    def left_open(self, line: int, key: str, **values: str) -> None:
        """line: 0 for what is about the whole."""
        _note(self._open, line, key, values)

    @property
    def changes(self) -> tuple[Note, ...]:
        return self._notes(self._changes)

    @property
    def open_points(self) -> tuple[Note, ...]:
        return self._notes(self._open)

    def _notes(self, found: _Found) -> tuple[Note, ...]:
        """The same said of several lines is said once; in the order of their first lines."""
        notes = [
            Note(
                key, tuple(sorted(lines)), tuple((name, self._safe(each)) for name, each in values)
            )
            for (key, values), lines in found.items()
        ]
        return tuple(sorted(notes, key=lambda note: note.lines[:1]))

    def _safe(self, code: str) -> str:
        for secret in self._hidden:
            code = code.replace(secret, "…")
        line = " ".join(code.split())
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


class _Carrying(cst.CSTTransformer):
    def __init__(self, carried_out: Callable[[cst.CSTNode, cst.CSTNode], Result]) -> None:
        super().__init__()
        self._carried_out = carried_out

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Any:
        return self._carried_out(original_node, updated_node)


def _tidied(result: Result) -> Result:
    """A line that statements were taken from."""
    if not isinstance(result, cst.SimpleStatementLine):
        return result
    if not result.body:
        return cst.RemoveFromParent()
    last = result.body[-1].with_changes(semicolon=cst.MaybeSentinel.DEFAULT)
    return result.with_changes(body=[*result.body[:-1], last])


def _nodes(result: Result) -> Sequence[cst.CSTNode]:
    if isinstance(result, cst.RemovalSentinel):
        return []
    return list(result) if isinstance(result, cst.FlattenSentinel) else [result]


def _note(found: _Found, line: int, key: str, values: dict[str, str]) -> None:
    found.setdefault((key, tuple(values.items())), set()).update({line} if line else ())
