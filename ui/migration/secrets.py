"""Keys that stand in the code: they are read from the environment instead."""

import re

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import Assignment

from backends.redact import PLACEHOLDERS
from ui.migration.edits import Edits
from ui.migration.imports import Imports
from ui.migration.rebuilding import dotted
from ui.migration.source import Source

MASK = "YOUR_API_KEY"
# What a key looks like in a text: never used on code, only on what a literal or a comment says.
_MARKED = re.compile(r"\b(?:sk|sess)-[A-Za-z0-9_-]{16,}")
_UNMARKED = re.compile(r"[0-9a-f]{32}|[A-Za-z0-9]{84}")  # Azure's
_NAMED = ("key", "token", "secret", "password")

Literal = cst.SimpleString | cst.ConcatenatedString


class Secrets:
    """variable: of the environment, that holds a key from now on unless `follow` says other."""

    def __init__(self, source: Source, imports: Imports, edits: Edits, variable: str) -> None:
        self._source, self._imports, self._edits = source, imports, edits
        self._usual = self._variable = variable
        self._done: set[cst.CSTNode] = set()

    def follow(self, value: cst.BaseExpression, variable: str = "") -> None:
        """value: used as a key. Replaces the literals that it is, or may be."""
        self._variable = variable or self._usual
        self._follow(value)
        self._variable = self._usual

    def _follow(self, value: cst.BaseExpression) -> None:
        match value:
            case cst.SimpleString() | cst.ConcatenatedString():
                self._replace(value)
            case cst.FormattedString(parts=parts):
                if all(isinstance(each, cst.FormattedStringText) for each in parts):
                    self._becomes_variable(value)
            case cst.Name():
                self._follow_name(value)
            case cst.Call(args=[_, second]):
                self._follow(second.value)
            case cst.BooleanOperation(left=one, right=other):
                self._follow(one)
                self._follow(other)
            case _:
                pass

    def _follow_name(self, name: cst.Name) -> None:
        for each in self._source.assignments(name):
            if isinstance(each, Assignment):
                self._follow_assignment(each.node)

    def _follow_assignment(self, node: cst.CSTNode) -> None:
        match self._source.parent(node):
            case cst.AssignTarget() as target:
                statement = self._source.parent(target)
                if isinstance(statement, cst.Assign) and not isinstance(statement.value, cst.Name):
                    self._follow(statement.value)
            case cst.AnnAssign(value=cst.BaseExpression() as value):
                self._follow(value)
            case _:
                if isinstance(node, cst.Param) and node.default is not None:
                    self._follow(node.default)

    def scan(self) -> None:
        """Replace all else that looks like a key."""
        for node in self._source.nodes:
            match node:
                case cst.SimpleString() | cst.ConcatenatedString():
                    self._scan_literal(node)
                case cst.FormattedStringText(value=text):
                    self._mask(node, text)
                case cst.Comment(value=text):
                    self._mask(node, text)
                case _:
                    pass

    def _scan_literal(self, node: Literal) -> None:
        if node in self._done or isinstance(self._source.parent(node), cst.ConcatenatedString):
            return
        text = said(node)
        if _MARKED.fullmatch(text) or (_UNMARKED.fullmatch(text) and self._named_as_key(node)):
            self._replace(node)
        else:
            for each in _pieces(node):
                self._mask(each, each.value)

    def _named_as_key(self, node: cst.CSTNode) -> bool:
        """What it is given to is called a key."""
        match self._source.parent(node):
            case cst.Arg(keyword=cst.Name(value=name)) | cst.Param(name=cst.Name(value=name)):
                pass
            case cst.Assign(targets=[cst.AssignTarget(target=target), *_]):
                name = self._source.text(target)
            case cst.DictElement(key=key) if key is not node:
                name = self._source.text(key)
            case _:
                return False
        return any(word in name.lower() for word in _NAMED)

    def _mask(self, node: cst.CSTNode, text: str) -> None:
        masked = _MARKED.sub(MASK, text)
        if masked != text and node not in self._done:
            self._done.add(node)
            self._edits.at(node, lambda updated: updated.with_changes(value=masked))
            self._edits.left_open(self._source.line(node), "key_within", name=MASK)

    def _replace(self, node: Literal) -> None:
        if node in self._done or said(node).lower() in PLACEHOLDERS:
            return
        if self._is_default(node) or self._is_environment(node):
            return
        self._becomes_variable(node)

    def _becomes_variable(self, node: cst.BaseExpression) -> None:
        self._done.add(node)
        self._edits.hide(said(node) if isinstance(node, Literal) else "")
        made = dotted(f'{self._imports.environ(node)}["{self._variable}"]')
        self._edits.at(node, lambda _: made)
        self._edits.changed(self._source.line(node), "key_hidden", name=self._variable)

    def _is_default(self, node: Literal) -> bool:
        """`os.getenv("OPENAI_API_KEY", "sk-…")` does without its second argument."""
        argument = self._source.parent(node)
        call = self._source.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(call, cst.Call) or len(call.args) != 2 or call.args[1] is not argument:
            return False
        name = get_full_name_for_node(call.func) or ""
        if not name.endswith(("getenv", "environ.get")):
            return False
        self._done.add(node)
        self._edits.hide(said(node))
        self._edits.at(call, _without_second)
        self._edits.changed(self._source.line(node), "key_default")
        return True

    def _is_environment(self, node: Literal) -> bool:
        """`os.environ["OPENAI_API_KEY"] = "sk-…"` is left out."""
        assign = self._source.parent(node)
        if not isinstance(assign, cst.Assign) or len(assign.targets) != 1:
            return False
        target = assign.targets[0].target
        if not isinstance(target, cst.Subscript):
            return False
        if not (get_full_name_for_node(target.value) or "").endswith("environ"):
            return False
        self._done.add(node)
        self._edits.hide(said(node))
        self._edits.remove(assign)
        self._edits.changed(self._source.line(node), "key_in_environment")
        return True


def said(node: Literal) -> str:
    """What a literal says, "" for bytes and for what is put together when it runs."""
    value = node.evaluated_value
    return value if isinstance(value, str) else ""


def _pieces(node: Literal) -> list[cst.SimpleString]:
    if isinstance(node, cst.SimpleString):
        return [node]
    return [
        piece
        for side in (node.left, node.right)
        if isinstance(side, Literal)
        for piece in _pieces(side)
    ]


def _without_second(updated: cst.Call) -> cst.Call:
    first = updated.args[0].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    return updated.with_changes(args=[first])
