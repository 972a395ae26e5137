"""Which function of the same code a call is of, and what it gives for a parameter."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import libcst as cst
from libcst.metadata import Assignment

from ui.migration.source import Source


class LocalCalls:
    """Only what is sure: a name with one meaning, or a method called on `self`."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def function(self, called: cst.CSTNode) -> cst.FunctionDef | None:
        """The one function of this code that `called` is sure to name."""
        match called:
            case cst.Name():
                found = [
                    each.node if isinstance(each, Assignment) else None
                    for each in self._source.assignments(called)
                ]
            case cst.Attribute(value=cst.Name("self" | "cls"), attr=attr):
                found = [*self._methods(called, attr.value)]
            case _:
                return None
        if len(found) != 1 or not isinstance(found[0], cst.FunctionDef):
            return None
        return None if _changes_result(found[0]) else found[0]

    def calls_of(self, function: cst.FunctionDef | None) -> list[cst.Call]:
        """The calls that are sure to be of it."""
        return self._calls.get(function, []) if function else []

    @cached_property
    def _calls(self) -> dict[cst.FunctionDef, list[cst.Call]]:
        found: dict[cst.FunctionDef, list[cst.Call]] = defaultdict(list)
        for call in self._source.of(cst.Call):
            if (function := self.function(call.func)) is not None:
                found[function].append(call)
        return found

    def argument(self, call: cst.Call, parameter: cst.Param) -> cst.BaseExpression | None:
        """What `call` gives for `parameter`; `None` where that is not plain."""
        function = self._source.nearest(parameter, cst.FunctionDef)
        named = [each for each in call.args if each.keyword]
        for each in named:
            if each.keyword and each.keyword.value == parameter.name.value:
                return each.value
        if function is None or any(each.star for each in call.args):
            return None
        names = [*function.params.posonly_params, *function.params.params]
        own = isinstance(call.func, cst.Attribute)  # self stands before the others
        place = names.index(parameter) - own if parameter in names else -1
        plain = [each for each in call.args if not each.keyword]
        return plain[place].value if 0 <= place < len(plain) else None

    def _methods(self, called: cst.CSTNode, name: str) -> Iterator[cst.FunctionDef]:
        around = self._source.nearest(called, cst.ClassDef)
        for each in around.body.body if around else ():
            if isinstance(each, cst.FunctionDef) and each.name.value == name:
                yield each


def _changes_result(function: cst.FunctionDef) -> bool:
    words = ("property", "contextmanager", "asynccontextmanager")
    for decorator in function.decorators:
        match decorator.decorator:
            case cst.Name(value=name) | cst.Attribute(attr=cst.Name(value=name)):
                if name in words:
                    return True
            case _:
                pass
    return False
