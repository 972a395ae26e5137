"""Where names get their values: assignments, loops, what functions give back."""

from collections import defaultdict
from dataclasses import dataclass, replace

import libcst as cst
from libcst.metadata import Assignment

from ui.migration.source import Source

_ITEMS_AT = {"sorted": 0, "max": 0, "min": 0, "map": 1, "filter": 1}
"""Functions that call a lambda with each item, and which argument the items are."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a name is given. value: `None` for an origin that says nothing.

    element: one after the other of `value`. appended: what is put into the list that it is.
    """

    value: cst.BaseExpression | None
    node: cst.CSTNode | None = None
    element: bool = False
    appended: tuple[cst.BaseExpression, ...] = ()


class Bindings:
    """All of one code. returns, yields: of each function, its own and not of those within."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._given: dict[cst.CSTNode, Given] = {}
        self.returns: dict[cst.FunctionDef, list[cst.BaseExpression]] = defaultdict(list)
        self.yields: dict[cst.FunctionDef, list[cst.BaseExpression]] = defaultdict(list)
        for node in source.nodes:
            self._look_at(node)
        for node in source.of(cst.Call):
            self._look_at_appending(node)

    def given(self, node: cst.CSTNode) -> Given:
        """node: of an assignment."""
        return self._given.get(node, Given(None, node))

    def _look_at(self, node: cst.CSTNode) -> None:
        match node:
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    self._unpack(target.target, value)
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                self._unpack(target, value)
            case cst.NamedExpr(target=target, value=value):
                self._unpack(target, value)
            case cst.For(target=target, iter=iterated) | cst.CompFor(target=target, iter=iterated):
                self._loop(target, iterated)
            case cst.Lambda():
                self._lambda(node)
            case _:
                self._look_at_leaving(node)

    def _look_at_leaving(self, node: cst.CSTNode) -> None:
        match node:
            case cst.Return(value=cst.BaseExpression() as value):
                self._leave(self.returns, node, value)
            case cst.Yield(value=cst.BaseExpression() as value):
                self._leave(self.yields, node, value)
            case _:
                pass

    def _leave(
        self,
        found: dict[cst.FunctionDef, list[cst.BaseExpression]],
        node: cst.CSTNode,
        value: cst.BaseExpression,
    ) -> None:
        functions = self._source.functions(node)
        if functions and not self._source.nearest(node, cst.Lambda):
            found[functions[-1]].append(value)

    def _unpack(self, target: cst.CSTNode, value: cst.BaseExpression) -> None:
        match target, value:
            case cst.Name(), _:
                self._given[target] = Given(value, target)
            case cst.Tuple(elements=names), cst.Tuple(elements=values):
                for name, each in zip(names, values, strict=False):
                    self._unpack(name.value, each.value)
            case _:
                pass

    def _loop(self, target: cst.CSTNode, iterated: cst.BaseExpression) -> None:
        match target, iterated:
            case cst.Name(), _:
                self._given[target] = Given(iterated, target, element=True)
            case (
                cst.Tuple(elements=[_, cst.Element(value=inner)]),
                cst.Call(func=cst.Name("enumerate"), args=[first, *_]),
            ):
                self._loop(inner, first.value)
            case cst.Tuple(elements=names), cst.Call(func=cst.Name("zip"), args=args):
                for name, each in zip(names, args, strict=False):
                    self._loop(name.value, each.value)
            case _:
                pass

    def _lambda(self, node: cst.Lambda) -> None:
        """`sorted(items, key=lambda item: …)` and `map(lambda item: …, items)`"""
        argument = self._source.parent(node)
        call = self._source.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
            return
        place = _ITEMS_AT.get(call.func.value)
        if place is None or len(call.args) <= place or len(node.params.params) != 1:
            return
        parameter = node.params.params[0]
        given = Given(call.args[place].value, parameter, element=True)
        self._given[parameter] = self._given[parameter.name] = given

    def _look_at_appending(self, call: cst.Call) -> None:
        match call:
            case cst.Call(
                func=cst.Attribute(value=cst.Name() as name, attr=cst.Name("append")),
                args=[cst.Arg(value=value)],
            ):
                for each in self._source.assignments(name):
                    if isinstance(each, Assignment) and each.node in self._given:
                        given = self._given[each.node]
                        self._given[each.node] = replace(given, appended=(*given.appended, value))
            case _:
                pass

    # which of them counts

    def reaching(self, name: cst.Name, given: list[Given]) -> list[Given]:
        """Those of `given` that `name` may have its value from, as far as the text tells."""
        if not all(each.node and self._same_function(name, each.node) for each in given):
            return given
        earlier = [each for each in given if each.node and self._before(each, name)]
        if not earlier:
            return given
        around = self._source.suites(name)
        found: list[Given] = []
        for each in sorted(earlier, key=lambda each: self._source.place(_node(each)), reverse=True):
            found.append(each)
            if self._source.suites(_node(each))[0] in around:
                break
        return found

    def _same_function(self, one: cst.CSTNode, other: cst.CSTNode) -> bool:
        if self._source.nearest(other, cst.CompFor) or isinstance(other, cst.Param):
            return False
        return self._source.functions(one)[-1:] == self._source.functions(other)[-1:]

    def _before(self, given: Given, name: cst.Name) -> bool:
        node = _node(given)
        if self._source.place(node) >= self._source.place(name):
            return False
        within = given.value is not None and given.value in self._source.above(name)
        return not within


def _node(given: Given) -> cst.CSTNode:
    assert given.node
    return given.node
