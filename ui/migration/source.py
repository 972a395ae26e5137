"""Code with what is known about it: positions, parents, scopes, and which names are openai's."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import libcst as cst
from libcst.helpers import get_full_name_for_node
from libcst.metadata import (
    Assignment,
    BaseAssignment,
    ImportAssignment,
    MetadataWrapper,
    PositionProvider,
    Scope,
    ScopeProvider,
)

from ui.migration.import_names import Import, bindings, module_of
from ui.migration.legacy_names import Family, known_part, plain
from ui.migration.rebuilding import is_none

Node = TypeVar("Node", bound=cst.CSTNode)
Suite = cst.Module | cst.IndentedBlock | cst.SimpleStatementSuite


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A place where a name of 0.28 stands.

    node: the whole name, such as `ai.ChatCompletion.create`. root: its first part, `ai`.
    name: without `openai.`, such as "ChatCompletion.create"; "" for the module itself.
    """

    node: cst.Name | cst.Attribute
    root: cst.Name
    name: str
    family: Family
    binding: Import


class Source:
    """Reads a tree once. Nodes are compared by identity throughout.

    nodes: every one, in the order of the text.
    """

    def __init__(self, module: cst.Module) -> None:
        wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
        self.module = wrapper.module
        self._positions = wrapper.resolve(PositionProvider)
        self._scopes = wrapper.resolve(ScopeProvider)
        self._parents: dict[cst.CSTNode, cst.CSTNode] = {}
        self.nodes = self._walk()

    def _walk(self) -> list[cst.CSTNode]:
        """Every node, in the order of the text, and its parent on the way."""
        found: list[cst.CSTNode] = []
        waiting: list[cst.CSTNode] = [self.module]
        while waiting:
            node = waiting.pop()
            found.append(node)
            children = node.children
            self._parents.update((child, node) for child in children)
            waiting.extend(reversed(children))
        return found

    def of(self, kind: type[Node]) -> Iterator[Node]:
        return (node for node in self.nodes if isinstance(node, kind))

    def line(self, node: cst.CSTNode) -> int:
        return self._positions[node].start.line  # type: ignore[union-attr]  # a code range

    def place(self, node: cst.CSTNode) -> tuple[int, int]:
        """Line and column, to tell what comes first."""
        start = self._positions[node].start  # type: ignore[union-attr]
        return start.line, start.column

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self._parents.get(node)

    def above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Its parents, from the nearest to the module."""
        current = self._parents.get(node)
        while current is not None:
            yield current
            current = self._parents.get(current)

    def nearest(self, node: cst.CSTNode, kind: type[Node]) -> Node | None:
        return next((each for each in self.above(node) if isinstance(each, kind)), None)

    def functions(self, node: cst.CSTNode) -> list[cst.FunctionDef]:
        """Those around it, from the outermost; not the one whose head it stands in."""
        found: list[cst.FunctionDef] = []
        below = node
        for each in self.above(node):
            if isinstance(each, cst.FunctionDef) and below is each.body:
                found.insert(0, each)
            below = each
        return found

    def suites(self, node: cst.CSTNode) -> list[Suite]:
        """The blocks around it, from the nearest to the module."""
        return [each for each in self.above(node) if isinstance(each, Suite)]

    def text(self, node: cst.CSTNode) -> str:
        return self.module.code_for_node(node)

    def scope(self, node: cst.CSTNode) -> Scope | None:
        return self._scopes.get(node)

    def assignments(self, name: cst.Name) -> set[BaseAssignment]:
        """All that may have given `name` its value."""
        scope = self.scope(name)
        return set(scope[name.value]) if scope and name.value in scope else set()

    @cached_property
    def bound_names(self) -> set[str]:
        """Every name that has a meaning somewhere in the code; attributes have none alone."""
        scopes = {scope for scope in self._scopes.values() if scope is not None}
        given = {each.name for scope in scopes for each in scope.assignments}
        return given | {name.value for name in self.of(cst.Name) if self._is_read(name)}

    @cached_property
    def openai_imports(self) -> list[Import]:
        found: list[Import] = []
        for node in self.nodes:
            match node:
                case cst.Import(names=names):
                    if any(module_of(each) == "openai" for each in names):
                        found.append(node)
                case cst.ImportFrom(relative=[], module=module) if module:
                    if (get_full_name_for_node(module) or "").split(".")[0] == "openai":
                        found.append(node)
                case _:
                    pass
        return found

    @property
    def imports_old_names(self) -> bool:
        """Also where none of them is used."""
        names = (full for node in self.openai_imports for full in bindings(node).values())
        return any(known_part(plain(name.removeprefix("openai.")))[0] for name in names) or any(
            isinstance(node.names, cst.ImportStar) for node in self.openai_imports
        )

    @cached_property
    def references(self) -> list[Reference]:
        """Every use of a name that is openai's, whether it is old or not."""
        names = {name for node in self.openai_imports for name in bindings(node)}
        roots = (node for node in self.of(cst.Name) if node.value in names)
        return [found for root in roots if (found := self._reference(root))]

    def _reference(self, root: cst.Name) -> Reference | None:
        if not self._is_read(root):
            return None
        bound = self._binding(root)
        if bound is None:
            return None
        node: cst.Name | cst.Attribute = root
        binding, prefix = bound
        chain: list[cst.Name | cst.Attribute] = [root]
        parts = [part for part in prefix.split(".")[1:] if part]
        while isinstance(parent := self.parent(node), cst.Attribute) and parent.value is node:
            node = parent
            chain.append(node)
            parts.append(parent.attr.value)
        name = plain(".".join(parts))
        known, family = known_part(name)
        beyond = len(name.split(".")) - len(known.split(".")) if known else 0
        place = max(len(chain) - 1 - beyond, 0) if known else len(chain) - 1
        return Reference(chain[place], root, known or name, family, binding)

    def _is_read(self, name: cst.Name) -> bool:
        """Not where it is given its meaning, nor the name of an attribute or an argument."""
        below: cst.CSTNode = name
        above = self.parent(name)
        while isinstance(above, cst.Attribute) and above.value is below:
            below, above = above, self.parent(above)
        match above:
            case cst.Attribute():
                return False
            case cst.Arg(keyword=keyword):
                return keyword is not below
            case cst.Param(name=own):
                return own is not below
            case cst.FunctionDef(name=own) | cst.ClassDef(name=own):
                return own is not below
            case cst.ImportAlias() | cst.ImportFrom() | cst.AsName():
                return False
            case cst.AssignTarget():
                return below is not name
            case _:
                return True

    def _binding(self, root: cst.Name) -> tuple[Import, str] | None:
        """The import that gives `root` its meaning, if nothing but one may have."""
        found: tuple[Import, str] | None = None
        for assignment in sorted(self.assignments(root), key=self._order):
            if isinstance(assignment, ImportAssignment):
                node = assignment.node
                if not isinstance(node, Import) or root.value not in bindings(node):
                    return None
                found = found or (node, bindings(node)[root.value])
            elif not self._is_nothing(assignment):
                return None
        return found

    def _order(self, assignment: BaseAssignment) -> tuple[int, int]:
        return self.place(assignment.node) if isinstance(assignment, Assignment) else (0, 0)

    def _is_nothing(self, assignment: BaseAssignment) -> bool:
        """`openai = None`, for a package that may be missing."""
        if not isinstance(assignment, Assignment):
            return False
        target = self.parent(assignment.node)
        statement = self.parent(target) if isinstance(target, cst.AssignTarget) else None
        return isinstance(statement, cst.Assign) and is_none(statement.value)
