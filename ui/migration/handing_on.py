"""Whole results that go elsewhere: into lists of dicts, into JSON, out of a function."""

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ui.migration.edits import Edits
from ui.migration.inference import Inference
from ui.migration.rebuilding import as_dict
from ui.migration.results import Results
from ui.migration.source import Source

_HARMLESS = frozenset(
    "print str repr len isinstance type bool id list iter next enumerate zip sorted reversed"
    " pprint vars getattr hasattr".split()
)
_DUMPING = frozenset({"json.dumps", "json.dump", "dict", "jsonify"})


class HandingOn:
    """Where a dict is needed it becomes one; where that is not known, a note says so."""

    def __init__(
        self, source: Source, inference: Inference, results: Results, edits: Edits
    ) -> None:
        self._source, self._inference = source, inference
        self._results, self._edits = results, edits

    def edit(self) -> None:
        for node in self._source.of(cst.Call):
            self._inference.of(node)  # so that `called` is complete
        for node in self._source.nodes:
            match node:
                case cst.Call(func=cst.Attribute(attr=cst.Name("append" | "insert"))):
                    self._kept(node)
                case cst.Call():
                    self._passed(node)
                case cst.Return(value=cst.BaseExpression() as value):
                    self._returned(node, value)
                case _:
                    pass

    def _kept(self, node: cst.Call) -> None:
        """A message that joins others, which are dicts."""
        value = node.args[-1].value if node.args else None
        if value is None or not self._results.holds(value):
            return
        if isinstance(node.func, cst.Attribute) and not self._inference.of(node.func.value):
            self._becomes_dict(value)

    def _passed(self, node: cst.Call) -> None:
        name = get_full_name_for_node(node.func) or ""
        if isinstance(node.func, cst.Attribute) and self._results.holds(node.func.value):
            return  # a method of the result itself
        if name in _DUMPING:
            if node.args and self._results.holds(node.args[0].value):
                self._becomes_dict(node.args[0].value)
        elif name.split(".")[-1] not in _HARMLESS and not self._inference.is_local(node):
            for each in node.args:
                if self._results.holds(each.value):
                    self._leave(each.value)

    def _returned(self, node: cst.Return, value: cst.BaseExpression) -> None:
        shapes = self._inference.of(value)
        functions = self._source.functions(node)
        if not shapes or not functions or functions[-1] in self._inference.called:
            return
        if self._results.holds(value) or any(each[0] in "~@[" for each in shapes):
            self._leave(value)

    def _becomes_dict(self, value: cst.BaseExpression) -> None:
        self._edits.at(value, as_dict)
        self._results.touched.append(value)

    def _leave(self, value: cst.BaseExpression) -> None:
        match value:
            case cst.Call(func=func) | cst.Await(expression=cst.Call(func=func)):
                shown = f"{self._source.text(func)}(…)"
            case _:
                shown = self._source.text(value)
        self._edits.left_open(self._source.line(value), "handed_on", code=shown)


def tell(source: Source, touched: list[cst.BaseExpression], edits: Edits) -> None:
    """One note for each chain such as `response["choices"][0]["text"]`, as a whole."""
    known = set(touched)
    for node in touched:
        if known.isdisjoint(source.above(node)):
            base = _base(node)
            before, after = (source.text(each) for each in (node, edits.apply(node)))
            if base is not node and not isinstance(base, cst.Name):  # a call, told of by itself
                before = before.replace(source.text(base), "…")
                after = after.replace(source.text(edits.apply(base)), "…")
            edits.changed(source.line(node), "result", before=before, after=after)


def _base(node: cst.BaseExpression) -> cst.BaseExpression:
    """What a chain of subscripts, attributes and `.get(…)` stands on."""
    while True:
        match node:
            case cst.Subscript(value=value) | cst.Attribute(value=value):
                node = value
            case cst.Call(func=cst.Attribute(value=value, attr=cst.Name("get"))):
                node = value
            case _:
                return node
