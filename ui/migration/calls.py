"""Calls of the old methods: under today's names, on a client, with today's arguments."""

from dataclasses import dataclass

import libcst as cst

from ui.migration.arguments import Arguments, NotMoved, flag, sorted_arguments
from ui.migration.edits import Edits
from ui.migration.imports import Imports
from ui.migration.methods import METHODS, Method
from ui.migration.new_arguments import new_arguments
from ui.migration.rebuilding import dotted
from ui.migration.source import Reference, Source


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One call of an old method, or the method alone, handed on to be called elsewhere."""

    reference: Reference
    method: Method
    call: cst.Call | None
    arguments: Arguments

    @property
    def node(self) -> cst.CSTNode:
        return self.reference.node


def find_uses(source: Source, imports: Imports, edits: Edits) -> list[Use]:
    """Those that can be moved, in their order. Tells of the others."""
    found: list[Use] = []
    for reference in source.references:
        if reference.family == "method":
            method = METHODS[reference.name]
            parent = source.parent(reference.node)
            call = (
                parent if isinstance(parent, cst.Call) and parent.func is reference.node else None
            )
            try:
                arguments = sorted_arguments(call, method) if call else Arguments()
                if method.reads:
                    _check_reading(source, call, method)
            except NotMoved as reason:
                edits.left_open(
                    source.line(reference.node), reason.key, code=source.text(reference.node)
                )
                continue
            imports.gone(reference)
            found.append(Use(reference, method, call, arguments))
    return found


def _check_reading(source: Source, call: cst.Call | None, method: Method) -> None:
    """Its bytes are read behind the `await`, which therefore must be there."""
    if call is None or (method.awaited and not isinstance(source.parent(call), cst.Await)):
        raise NotMoved("call_of_download")


def edit_use(source: Source, use: Use, client: str, imports: Imports, edits: Edits) -> None:
    """client: the code of the client that it is called on from now on."""
    before, after = source.text(use.node), f"{client}.{use.method.path}"
    line = source.line(use.node)
    made = dotted(after)
    edits.at(use.node, lambda _: made)
    edits.changed(line, "call", before=before, after=after)
    if use.call is None:
        edits.left_open(line, "method_handed_on", code=after)
        return
    new_arguments(source, use.call, use.arguments, imports, edits)
    flag(source, use.call, use.method, edits)
    if use.method.reads:
        whole = source.parent(use.call) if use.method.awaited else use.call
        assert whole is not None
        edits.at(whole, _read)


def _read(updated: cst.BaseExpression) -> cst.Call:
    """`….read()`, around an `await` in parentheses"""
    if isinstance(updated, cst.Await) and not updated.lpar:
        updated = updated.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    return cst.Call(cst.Attribute(updated, cst.Name("read")))
