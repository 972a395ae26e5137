"""`x.get("usage", {}).get("total_tokens", 0)`: a field of what may not be there at all."""

import libcst as cst

from ui.migration import shapes as s
from ui.migration.inference import Inference
from ui.migration.rebuilding import Expression, attribute_named, plain_word
from ui.migration.source import Source


class OptionalReading:
    def __init__(self, source: Source, inference: Inference) -> None:
        self._source, self._inference = source, inference

    def covers(self, node: cst.Call) -> bool:
        """Whether `node`, the inner `.get("usage", {})`, is read by one that `read` takes."""
        attribute = self._source.parent(node)
        outer = self._source.parent(attribute) if isinstance(attribute, cst.Attribute) else None
        return isinstance(outer, cst.Call) and self.read(outer) is not None

    def read(self, node: cst.Call) -> Expression | None:
        """`x.usage.total_tokens if x.usage else 0` in the place of such a pair."""
        match node:
            case cst.Call(
                func=cst.Attribute(
                    value=cst.Call(
                        func=cst.Attribute(value=whole, attr=cst.Name("get")),
                        args=[first, cst.Arg(value=cst.Dict(elements=[]))],
                    ),
                    attr=cst.Name("get"),
                ),
                args=[second, *defaults],
            ) if _may_be_repeated(whole) and len(defaults) < 2:
                default = defaults[0].value if defaults else cst.Name("None")
                return self._made(node, whole, first.value, second.value, default)
            case _:
                return None

    def _made(
        self,
        node: cst.Call,
        whole: Expression,
        first: Expression,
        second: Expression,
        default: Expression,
    ) -> Expression | None:
        outer, inner = plain_word(first), attribute_named(plain_word(second))
        shapes = s.field_of(self._inference.of(whole), outer)
        if not s.has_field(shapes, inner):
            return None
        part = cst.Attribute(whole, cst.Name(outer))
        loose = isinstance(self._source.parent(node), cst.Assign | cst.Arg | cst.Return)
        around: tuple[list[cst.LeftParen], list[cst.RightParen]] = (
            ([], []) if loose else ([cst.LeftParen()], [cst.RightParen()])
        )
        return cst.IfExp(
            test=part,
            body=cst.Attribute(part, cst.Name(inner)),
            orelse=default,
            lpar=around[0],
            rpar=around[1],
        )


def _may_be_repeated(node: Expression) -> bool:
    """Nothing is called: a name, or fields of it."""
    match node:
        case cst.Name():
            return True
        case cst.Attribute(value=value) | cst.Subscript(value=value):
            return _may_be_repeated(value)
        case _:
            return False
