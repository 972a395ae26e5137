"""What the code will need to import from openai once it is changed."""

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ui.migration.edits import Edits
from ui.migration.import_lines import Needs, joined, only_from_openai, rewritten
from ui.migration.import_names import Import, bindings
from ui.migration.legacy_names import ERRORS
from ui.migration.source import Reference, Source


class Imports:
    """Collects what is needed, and what is not any more; `finish` makes the edits."""

    def __init__(self, source: Source, edits: Edits) -> None:
        self._source, self._edits = source, edits
        self._gone: set[cst.Name] = set()
        self._needs = {node: Needs() for node in source.openai_imports}

    def gone(self, reference: Reference) -> None:
        """It will not stand in the code any more."""
        self._gone.add(reference.root)

    def require(self, name: str, near: cst.CSTNode) -> str:
        """How `name` of openai is to be written at `near`."""
        if self._is_taken(name):
            return f"{self.module(near)}.{name}"
        self._needs[self._site(near)].names.append(name)
        return name

    def module(self, near: cst.CSTNode) -> str:
        """How the package itself is called at `near`."""
        around = self._source.functions(near)
        for node in self._source.openai_imports:
            functions = self._source.functions(node)
            if functions == around[: len(functions)]:
                for local, full in bindings(node).items():
                    if full == "openai":
                        self._needs[node].module = True
                        return local
        self._needs[self._site(near)].module = True
        return "openai"

    def environ(self, near: cst.CSTNode) -> str:
        """How `os.environ` is called at `near`."""
        for node in self._source.of(cst.Import):
            if not self._source.functions(node):
                for alias in node.names:
                    if get_full_name_for_node(alias.name) == "os":
                        return f"{alias.evaluated_alias or 'os'}.environ"
        self._needs[self._site(near)].system = True
        return "os.environ"

    def error(self, old: str) -> str:
        """How the error that was imported by its name `old` is called in the code."""
        return old if self._is_taken(ERRORS[old]) else ERRORS[old]

    def finish(self) -> None:
        made: dict[Import, list[Import]] = {}
        for node, needs in self._needs.items():
            if isinstance(node, cst.Import) and self._may_be_missing(node):
                needs.module = True
            lines = rewritten(node, self._remaining(node), needs, self.error)
            if lines is not None:
                made[node] = lines
        self._join(made)
        for node, lines in made.items():
            self._rewrite(node, lines)

    def _remaining(self, node: Import) -> set[str]:
        """The names of an import that the code will still use."""
        return {
            each.root.value
            for each in self._source.references
            if each.binding is node and each.root not in self._gone
        }

    def _join(self, made: dict[Import, list[Import]]) -> None:
        """Two lines `from openai import …` become one, unless that costs a comment."""
        first: dict[cst.CSTNode, Import] = {}
        for node, lines in made.items():
            suite = self._source.suites(node)[0]
            into = first.get(suite)
            if into is not None and only_from_openai(lines) and self._is_bare(node):
                made[into] = [*made[into][:-1], joined(made[into][-1], lines[0])]
                made[node] = []
            elif lines and only_from_openai(lines[-1:]):
                first.setdefault(suite, node)

    def _is_bare(self, node: Import) -> bool:
        """No comment stands with it, and nothing else on its line."""
        line = self._source.parent(node)
        return (
            isinstance(line, cst.SimpleStatementLine)
            and len(line.body) == 1
            and line.trailing_whitespace.comment is None
            and not any(each.comment for each in line.leading_lines)
        )

    def _is_taken(self, name: str) -> bool:
        """The code means something else by it."""
        ours = any(
            full == f"openai.{name}"
            for node in self._source.openai_imports
            for local, full in bindings(node).items()
            if local == name
        )
        return name in self._source.bound_names and not ours

    def _site(self, near: cst.CSTNode) -> Import:
        """The import beside which new ones go: the first that all of the code sees."""
        every = self._source.openai_imports
        outer = [node for node in every if not self._source.functions(node)]
        around = self._source.functions(near)
        inner = [node for node in every if self._source.functions(node)[:1] == around[:1]]
        return (outer or inner or every)[0]

    def _may_be_missing(self, node: cst.Import) -> bool:
        """`openai = None` stands elsewhere, and the name is asked for."""
        return any(
            isinstance(each.target, cst.Name) and each.target.value in bindings(node)
            for each in self._source.of(cst.AssignTarget)
        )

    def _rewrite(self, node: Import, made: list[Import]) -> None:
        line = self._source.parent(node)
        if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1:
            self._edits.at(line, lambda updated: _lines(updated, made))
        elif made:
            self._edits.at(node, lambda _: cst.FlattenSentinel(made))
        else:
            self._edits.remove(node)
        before, after = self._source.text(node), "; ".join(map(self._source.text, made))
        if made:
            self._edits.changed(self._source.line(node), "import", before=before, after=after)
        else:
            self._edits.changed(self._source.line(node), "import_gone", before=before)


def _lines(
    updated: cst.SimpleStatementLine, made: list[Import]
) -> cst.FlattenSentinel[cst.SimpleStatementLine] | cst.RemovalSentinel:
    """A line for each of `made`; comments before and behind the old one stay."""
    if not made:
        return cst.RemoveFromParent()
    lines = [cst.SimpleStatementLine([each]) for each in made]
    lines[0] = lines[0].with_changes(leading_lines=updated.leading_lines)
    lines[-1] = lines[-1].with_changes(trailing_whitespace=updated.trailing_whitespace)
    return cst.FlattenSentinel(lines)
