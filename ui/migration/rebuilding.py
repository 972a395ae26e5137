"""Small pieces of syntax, made anew. Pure."""

import libcst as cst

Expression = cst.BaseExpression


def plain_word(node: cst.CSTNode) -> str:
    """What a string literal says, "" for anything else."""
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else ""
    return value if isinstance(value, str) else ""


def is_none(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def attribute_named(field: str) -> str:
    """`hate/threatening` is `hate_threatening`; "" for what can be no attribute."""
    name = field.replace("/", "_").replace("-", "_")
    return name if name.isidentifier() else ""


def called_on(call: cst.Call) -> Expression:
    """x of `x.method(…)`, and of `function(x, …)`"""
    return call.func.value if isinstance(call.func, cst.Attribute) else call.args[0].value


def as_dict(node: Expression) -> cst.Call:
    return cst.Call(cst.Attribute(node, cst.Name("to_dict")))


def getattr_of(node: Expression, name: str, default: Expression | None) -> cst.Call:
    """`getattr(node, "name", default)`, for a field that only some servers send."""
    values = (node, cst.SimpleString(f'"{name}"'), default or cst.Name("None"))
    return cst.Call(cst.Name("getattr"), [cst.Arg(value) for value in values])


def either(one: Expression, other: Expression, parenthesised: bool) -> cst.BooleanOperation:
    """`one or other`"""
    around = _around(parenthesised)
    return cst.BooleanOperation(one, cst.Or(), other, lpar=around[0], rpar=around[1])


def is_there(
    node: Expression, name: str, parenthesised: bool, there: bool = True
) -> cst.Comparison:
    """`node.name is not None`, or with `there` false `node.name is None`"""
    target = cst.ComparisonTarget(cst.IsNot() if there else cst.Is(), cst.Name("None"))
    around = _around(parenthesised)
    read = cst.Attribute(node, cst.Name(name))
    return cst.Comparison(read, [target], lpar=around[0], rpar=around[1])


def has(node: Expression, name: str, there: bool, parenthesised: bool) -> Expression:
    """`hasattr(node, "name")`, or with `there` false `not hasattr(node, "name")`"""
    called = cst.Call(cst.Name("hasattr"), [cst.Arg(node), cst.Arg(cst.SimpleString(f'"{name}"'))])
    around = _around(parenthesised)
    return called if there else cst.UnaryOperation(cst.Not(), called, around[0], around[1])


def keyword(name: str, value: Expression) -> cst.Arg:
    """`name=value`"""
    tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Arg(value, cst.Name(name), equal=tight)


def dotted(name: str) -> Expression:
    return cst.parse_expression(name)


def _around(parenthesised: bool) -> tuple[list[cst.LeftParen], list[cst.RightParen]]:
    return ([cst.LeftParen()], [cst.RightParen()]) if parenthesised else ([], [])
