"""How a result is read: `["choices"]` and `.get("choices")` become `.choices`."""

from collections.abc import Sequence
from typing import cast

import libcst as cst

from ui.migration import shapes as s
from ui.migration.edits import Edit, Edits
from ui.migration.inference import Inference
from ui.migration.optional_reading import OptionalReading
from ui.migration.rebuilding import (
    as_dict,
    attribute_named,
    called_on,
    either,
    getattr_of,
    has,
    is_none,
    is_there,
    plain_word,
)
from ui.migration.source import Source

_AS_DICT = frozenset({"keys", "values", "items"})
_ENCLOSING = (
    *(cst.Arg, cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Return, cst.Expr, cst.Element),
    *(cst.FormattedStringExpression, cst.Index, cst.If, cst.While, cst.Assert),
    *(cst.ListComp, cst.GeneratorExp, cst.Yield, cst.DictElement, cst.NamedExpr),
)
"""Around these an expression needs no parentheses."""


class Results:
    """Edits all expressions that read a field of a result. touched: those, in their order."""

    def __init__(self, source: Source, inference: Inference, edits: Edits) -> None:
        self._source, self._inference, self._edits = source, inference, edits
        self.touched: list[cst.BaseExpression] = []
        self._optional = OptionalReading(source, inference)

    def edit(self) -> None:
        for node in self._source.nodes:
            match node:
                case cst.Subscript():
                    self._subscript(node)
                case cst.Call():
                    self._call(node)
                case cst.Comparison(comparisons=[_]):
                    self._comparison(node)
                case _:
                    pass

    def _call(self, node: cst.Call) -> None:
        match node:
            case cst.Call(func=cst.Attribute(value=value)):
                if shapes := self.holds(value):
                    self._method(node, shapes)
                elif made := self._optional.read(node):
                    self._edit(node, lambda _: self._edits.apply(made))
            case cst.Call(func=cst.Name(value="getattr" | "hasattr"), args=[first, _, *_]):
                if shapes := self.holds(first.value):
                    self._reflected(node, shapes)
            case _:
                pass

    def holds(self, node: cst.CSTNode) -> s.Shapes:
        """The shapes of a single result, or of a part of it that has fields; else nothing."""
        found = self._inference.of(node)
        return found if s.objects_in(found) else s.NONE

    def _subscript(self, node: cst.Subscript) -> None:
        name = word_of(node)
        if not self.holds(node.value):
            if name in s.TELLING and not self._inference.of(node.value):
                self._leave(node, "maybe_result")
        elif attribute := self._attribute(node, name):

            def edit(updated: cst.Subscript) -> cst.Attribute:
                whole, around = updated.value, (updated.lpar, updated.rpar)
                return cst.Attribute(whole, cst.Name(attribute), lpar=around[0], rpar=around[1])

            self._edit(node, edit)
        else:
            self._leave(node, "dynamic")

    def _attribute(self, node: cst.Subscript, name: str) -> str:
        """Fields that only some servers send are attributes too, unless no name can be one."""
        attribute = attribute_named(name)
        known = s.has_field(self._inference.of(node.value), attribute)
        return attribute if known or attribute == name else ""

    def _method(self, node: cst.Call, shapes: s.Shapes) -> None:
        method = cast(cst.Attribute, node.func).attr.value
        if method == "get":
            self._get(node, node.args, shapes)
        elif method == "to_dict_recursive":
            self._edits.at(
                node.func, lambda updated: updated.with_changes(attr=cst.Name("to_dict"))
            )
            self.touched.append(node)
        elif method in _AS_DICT:
            self._edits.at(
                node.func, lambda updated: updated.with_changes(value=as_dict(updated.value))
            )
            self.touched.append(node)

    def _reflected(self, node: cst.Call, shapes: s.Shapes) -> None:
        """`getattr(delta, "content", "")` and `hasattr(delta, "content")`"""
        if cast(cst.Name, node.func).value == "getattr":
            if len(node.args) == 3:
                self._get(node, node.args[1:], shapes)
            return
        name = attribute_named(plain_word(node.args[1].value))
        if s.has_field(shapes, name):
            parenthesised = self._needs_parentheses(node, cst.BooleanOperation)
            self._edit(node, lambda updated: is_there(called_on(updated), name, parenthesised))

    def _get(self, node: cst.Call, args: Sequence[cst.Arg], shapes: s.Shapes) -> None:
        """args: the field's name, and what counts without it."""
        given = [each.value for each in args]
        name = plain_word(given[0]) if given else ""
        attribute = attribute_named(name)
        if not attribute or len(given) > 2:
            self._leave(node, "dynamic")
            return
        default = given[1] if len(given) == 2 and not is_none(given[1]) else None
        if default is not None and s.field_of(shapes, name) and name not in s.PRESENT:
            if not self._optional.covers(node):
                self._leave(node, "optional")
        elif not s.has_field(shapes, attribute):
            self._edit(node, lambda updated: getattr_of(called_on(updated), name, default))
        else:
            self._read_or(node, attribute, None if name in s.PRESENT else default)

    def _read_or(self, node: cst.Call, name: str, default: cst.BaseExpression | None) -> None:
        parenthesised = self._needs_parentheses(node)

        def edit(updated: cst.Call) -> cst.BaseExpression:
            read = cst.Attribute(
                called_on(updated), cst.Name(name), lpar=updated.lpar, rpar=updated.rpar
            )
            return read if default is None else either(read, default, parenthesised)

        self._edit(node, edit)

    def _comparison(self, node: cst.Comparison) -> None:
        """`"content" in delta`"""
        target = node.comparisons[0]
        name = attribute_named(plain_word(node.left))
        if not name or not isinstance(target.operator, cst.In | cst.NotIn):
            return
        if shapes := self.holds(target.comparator):
            there = isinstance(target.operator, cst.In)
            certain = s.has_field(shapes, name)
            parenthesised = not certain and self._needs_parentheses(node, cst.BooleanOperation)

            def edit(updated: cst.Comparison) -> cst.BaseExpression:
                whole = updated.comparisons[0].comparator
                if not certain:
                    return has(whole, name, there, parenthesised)
                made = is_there(whole, name, False, there)
                return made.with_changes(lpar=updated.lpar, rpar=updated.rpar)

            self._edit(node, edit)

    def _needs_parentheses(self, node: cst.CSTNode, *more: type[cst.CSTNode]) -> bool:
        return not isinstance(self._source.parent(node), (*_ENCLOSING, *more))

    def _edit(self, node: cst.BaseExpression, edit: Edit) -> None:
        self._edits.at(node, edit)
        self.touched.append(node)

    def _leave(self, node: cst.CSTNode, key: str) -> None:
        self._edits.left_open(self._source.line(node), key, code=self._source.text(node))


def word_of(node: cst.Subscript) -> str:
    """The word in `x["word"]`, "" where it is something else."""
    match node.slice:
        case [cst.SubscriptElement(slice=cst.Index(value=value))]:
            return plain_word(value)
        case _:
            return ""
