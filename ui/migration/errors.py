"""Exceptions under today's names, and what is read of them."""

import libcst as cst

from ui.migration.edits import Edits
from ui.migration.imports import Imports
from ui.migration.legacy_names import NARROWER, error_name
from ui.migration.rebuilding import dotted
from ui.migration.source import Reference, Source


class Errors:
    """Edits every name of an error. named: what each became."""

    def __init__(self, source: Source, imports: Imports, edits: Edits) -> None:
        self._source, self._imports, self._edits = source, imports, edits
        self.named: dict[cst.CSTNode, str] = {}

    def edit(self) -> None:
        for reference in self._source.references:
            if reference.family == "error":
                self._rename(reference)
            elif reference.name in ("APIError", "OpenAIError"):
                self.named[reference.node] = reference.name

    def _rename(self, reference: Reference) -> None:
        new = error_name(reference.name)
        node = reference.node
        self.named[node] = new
        after = self._written(reference, new)
        if after != (before := self._source.text(node)):
            made = dotted(after)
            self._edits.at(node, lambda _: made)
            self._edits.changed(self._source.line(node), "error", before=before, after=after)
        self._tell(reference, new)

    def _written(self, reference: Reference, new: str) -> str:
        node, root = reference.node, reference.root
        if isinstance(node, cst.Name):  # imported by its name
            old = reference.name.removeprefix("error.")
            return root.value if root.value != old else self._imports.error(old)
        if isinstance(node.value, cst.Name) and reference.name.startswith("error."):
            self._imports.gone(reference)  # `error.Timeout`
            return f"{self._imports.module(node)}.{new}"
        return f"{root.value}.{new}"

    def _tell(self, reference: Reference, new: str) -> None:
        parent = self._source.parent(reference.node)
        line = self._source.line(reference.node)
        if isinstance(parent, cst.Call) and parent.func is reference.node:
            self._edits.left_open(line, "error_made", name=new)
        elif new == "BadRequestError" and self._source.nearest(reference.node, cst.ExceptHandler):
            self._edits.left_open(line, "not_found_apart")

    # order

    def reorder(self) -> None:
        """A handler for many errors goes behind those for some of them."""
        for node in self._source.of(cst.Try):
            caught = [self.caught(each) for each in node.handlers]
            order = in_order(caught)
            if order != sorted(order):
                self._edits.at(node, lambda updated, order=order: _sorted(updated, order))
                for at in moved_back(order):
                    line = self._source.line(node.handlers[at])
                    self._edits.changed(line, "handlers", name=" / ".join(sorted(caught[at])))

    def caught(self, handler: cst.ExceptHandler) -> set[str]:
        """Today's names of the errors that it is for; empty if any other is among them."""
        match handler.type:
            case cst.Tuple(elements=elements):
                names = {self.named.get(each.value, "") for each in elements}
            case cst.BaseExpression() as single:
                names = {self.named.get(single, "")}
            case _:
                names = {""}
        return set() if "" in names else names


def in_order(caught: list[set[str]]) -> list[int]:
    """The places of handlers, none behind one that hides it."""
    order: list[int] = []
    for at in range(len(caught)):
        wider = (place for place in order if _hides(caught, place, at))
        hidden_by = next(wider, None)
        order.insert(len(order) if hidden_by is None else order.index(hidden_by), at)
    return order


def moved_back(order: list[int]) -> list[int]:
    """Those that stand behind one that they stood before."""
    return [at for place, at in enumerate(order) if any(each > at for each in order[:place])]


def _hides(caught: list[set[str]], before: int, at: int) -> bool:
    """Only today: in 0.28 all errors but `OpenAIError` were apart from each other."""
    if not all(caught[before : at + 1]) or "OpenAIError" in caught[before]:
        return False
    wide = set[str]().union(*(NARROWER.get(name, frozenset()) for name in caught[before]))
    return caught[at] <= wide


def _sorted(updated: cst.Try, order: list[int]) -> cst.Try:
    return updated.with_changes(handlers=[updated.handlers[at] for at in order])
