"""Whose the client is: the module's, a function's own, or an object's."""

from collections.abc import Sequence
from typing import Literal

import libcst as cst

from ui.migration.calls import Use
from ui.migration.settings import Setting
from ui.migration.source import Source

Place = Literal[
    "module",  # made at the top level
    "function",  # each function makes one for itself
    "object",  # a method makes one for all methods: self.client
    "global",  # functions make one for everybody
]


def place_of(source: Source, settings: Sequence[Setting], uses: Sequence[Use]) -> Place:
    """uses: those that need a client that was made before."""
    if all(source.functions(node) for node in source.openai_imports):
        return "function"
    inner = [each for each in settings if each.functions]
    if not inner:
        return "module"
    if len(inner) < len(settings):
        return "global"
    setting = {each.functions[0] for each in inner}
    using = {functions[0] if (functions := source.functions(each.node)) else None for each in uses}
    if using and using <= setting:
        return "function"
    around = {_class_of(source, each) if each else None for each in using | setting}
    return "object" if len(around) == 1 and None not in around else "global"


def _class_of(source: Source, function: cst.FunctionDef) -> cst.ClassDef | None:
    """The class that `function` is a method of, if it is given an object of it."""
    if not self_name(function):
        return None
    around = next((each for each in source.above(function) if not _is_block(each)), None)
    return around if isinstance(around, cst.ClassDef) else None


def _is_block(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.IndentedBlock)


def self_name(function: cst.FunctionDef) -> str:
    """The name of a method's first parameter; "" for a static or a class method."""
    words = ("staticmethod", "classmethod")
    decorators = [each.decorator for each in function.decorators]
    if any(isinstance(each, cst.Name) and each.value in words for each in decorators):
        return ""
    parameters = [*function.params.posonly_params, *function.params.params]
    return parameters[0].name.value if parameters else ""
