"""Which expressions hold a result, and of which shape. What it cannot tell has no shape.

A name has the shapes of what it was last given before it is read, as far as that is plain
from the text: in the same block or one around it, or in a block between.
"""

from collections.abc import Iterable

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import Assignment

from ui.migration import shapes as s
from ui.migration.bindings import Bindings, Given
from ui.migration.local_calls import LocalCalls
from ui.migration.methods import METHODS
from ui.migration.rebuilding import is_none
from ui.migration.source import Source

_PASSED_ON = frozenset({"asyncio.wait_for", "asyncio.create_task", "asyncio.ensure_future"})
_IN_ORDER = frozenset({"list", "tuple", "iter", "reversed", "tqdm", "sorted"})


class Inference:
    """methods: the calls that are known to give a result, each by the old method's name."""

    def __init__(self, source: Source, methods: dict[cst.Call, str]) -> None:
        self._source, self._methods = source, methods
        self._bindings = Bindings(source)
        self._local_calls = LocalCalls(source)
        self._known: dict[cst.CSTNode, s.Shapes] = {}
        self.called: set[cst.FunctionDef] = set()

    def of(self, node: cst.CSTNode) -> s.Shapes:
        """The shapes that the expression may have."""
        if node not in self._known:
            self._known[node] = s.NONE  # while it is being found: a name may depend on itself
            self._known[node] = self._found(node)
        return self._known[node]

    def is_local(self, call: cst.Call) -> bool:
        """Whether it is of a function whose code is seen."""
        return self._local_calls.function(call.func) is not None

    def _found(self, node: cst.CSTNode) -> s.Shapes:
        match node:
            case cst.Name():
                return self._name(node)
            case cst.Call():
                return self._call(node)
            case cst.Await(expression=expression):
                return s.awaited(self.of(expression))
            case cst.Attribute(value=value, attr=attr):
                return s.field_of(self.of(value), attr.value)
            case cst.Subscript():
                return self._subscript(node)
            case _:
                return self._compound(node)

    def _compound(self, node: cst.CSTNode) -> s.Shapes:
        match node:
            case cst.IfExp(body=one, orelse=other) | cst.BooleanOperation(left=one, right=other):
                return self.of(one) | self.of(other)
            case cst.BinaryOperation(left=one, operator=cst.Add(), right=other):
                return self._every([one, other])
            case cst.NamedExpr(value=value):
                return self.of(value)
            case cst.ListComp(elt=element) | cst.GeneratorExp(elt=element):
                return s.wrapped("[", self.of(element))
            case _:
                return s.NONE

    def _every(self, nodes: Iterable[cst.CSTNode]) -> s.Shapes:
        """Nothing as soon as one of them may be something else; `None` does not count."""
        found = [self.of(node) for node in nodes if not is_none(node)]
        return frozenset[str]().union(*found) if all(found) else s.NONE

    def _subscript(self, node: cst.Subscript) -> s.Shapes:
        base = self.of(node.value)
        match node.slice:
            case [cst.SubscriptElement(slice=cst.Index(value=cst.SimpleString() as word))]:
                return s.field_of(base, str(word.evaluated_value))
            case [cst.SubscriptElement(slice=cst.Index())]:
                return s.item_of(base)
            case [cst.SubscriptElement(slice=cst.Slice())]:
                return frozenset(each for each in base if each.startswith("["))
            case _:
                return s.NONE

    # calls

    def _call(self, node: cst.Call) -> s.Shapes:
        if node in self._methods:
            return result_of(node, self._methods[node])
        name = get_full_name_for_node(node.func) or ""
        if name == "asyncio.gather":
            return self._gathered(node)
        if name == "asyncio.run":
            return s.awaited(self._first(node))
        if name in _PASSED_ON:
            return self._first(node)
        if name in _IN_ORDER:
            return s.wrapped("[", s.element_of(self._first(node)))
        if name == "next" or (name in ("max", "min") and len(node.args) - _keywords(node) == 1):
            return s.element_of(self._first(node))
        return self._got(node) or self._local(node.func)

    def _first(self, node: cst.Call) -> s.Shapes:
        return self.of(node.args[0].value) if node.args else s.NONE

    def _gathered(self, node: cst.Call) -> s.Shapes:
        several = (s.item_of(self.of(each.value)) for each in node.args if each.star == "*")
        single = (self.of(each.value) for each in node.args if not each.star)
        found = frozenset[str]().union(*several, *single)
        return s.wrapped("@[", s.awaited(found))

    def _got(self, node: cst.Call) -> s.Shapes:
        """`x.get("field")`; with a default that stays in place it may be either."""
        match node:
            case cst.Call(
                func=cst.Attribute(value=value, attr=cst.Name("get")),
                args=[cst.Arg(value=cst.SimpleString() as word), *defaults],
            ):
                name = str(word.evaluated_value)
                optional = defaults and name not in s.PRESENT and not is_none(defaults[0].value)
                return s.NONE if optional else s.field_of(self.of(value), name)
            case _:
                return s.NONE

    def _local(self, called: cst.CSTNode) -> s.Shapes:
        """What a function of the same code gives back."""
        function = self._local_calls.function(called)
        if function is None:
            return s.NONE
        self.called.add(function)
        if yielded := self._bindings.yields.get(function):
            return s.wrapped("~", self._every(yielded))
        returned = self._every(self._bindings.returns.get(function, []))
        return s.wrapped("@", returned) if function.asynchronous else returned

    # names

    def _name(self, node: cst.Name) -> s.Shapes:
        if is_none(node):
            return s.NONE
        given = [each for each in self._candidates(node) if not _is_nothing(each)]
        found = [self._given(each) for each in given]
        return frozenset[str]().union(*found) if all(found) else s.NONE

    def _candidates(self, node: cst.Name) -> list[Given]:
        """What may have given `node` its value; an unknown origin has nothing in it."""
        assignments = [
            self._bindings.given(each.node) if isinstance(each, Assignment) else Given(None)
            for each in self._source.assignments(node)
        ]
        return self._bindings.reaching(node, assignments)

    def _given(self, given: Given) -> s.Shapes:
        match given.value:
            case None if isinstance(given.node, cst.Param):
                return self._parameter(given.node)
            case None:
                return s.NONE
            case cst.List(elements=elements) if not given.element:
                values = [each.value for each in elements]
                return s.wrapped("[", self._every([*values, *given.appended]))
            case value:
                shapes = self.of(value)
                return s.element_of(shapes) if given.element else shapes

    def _parameter(self, node: cst.Param) -> s.Shapes:
        """What every call in the code gives for it; nothing if it is not called there."""
        calls = self._local_calls.calls_of(self._source.nearest(node, cst.FunctionDef))
        given = [self._local_calls.argument(call, node) for call in calls]
        found = [self.of(each) if each else s.NONE for each in given]
        return frozenset[str]().union(*found) if all(found) else s.NONE


def _keywords(call: cst.Call) -> int:
    return sum(each.keyword is not None for each in call.args)


def _is_nothing(given: Given) -> bool:
    return given.value is not None and is_none(given.value)


def result_of(call: cst.Call, name: str) -> s.Shapes:
    """The shapes of what an old method gave back."""
    method = METHODS[name]
    shape = method.result
    if not shape:
        return s.NONE
    if method.chunk and (stream := _stream(call)):
        shape = f"~{method.chunk}" if stream == "always" else f"{shape}?"
    return frozenset({f"@{shape}" if method.awaited else shape})


def _stream(call: cst.Call) -> str:
    """ "always", "maybe", or "" for a call whose result comes as a whole."""
    for each in call.args:
        if each.keyword and each.keyword.value == "stream":
            value = each.value.value if isinstance(each.value, cst.Name) else ""
            return {"True": "always", "False": "", "None": ""}.get(value, "maybe")
    return "maybe" if any(each.star == "**" for each in call.args) else ""
