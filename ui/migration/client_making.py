"""Clients are made: where the settings stood, else behind the imports."""

import libcst as cst

from ui.migration.calls import Use
from ui.migration.client_call import ClientCall, Values, laid_out
from ui.migration.client_lines import ClientLines
from ui.migration.clients import Clients
from ui.migration.edits import Edits
from ui.migration.groups import Group, branches, groups_of, last_branch
from ui.migration.settings import without_target
from ui.migration.source import Source


class ClientMaking:
    """Puts the statements into the code, and takes those of the settings out."""

    def __init__(self, source: Source, clients: Clients, call: ClientCall, edits: Edits) -> None:
        self._source, self._clients, self._call, self._edits = source, clients, call, edits
        self._lines = ClientLines(source, edits)

    def make(self) -> None:
        settings = self._clients.settings
        for each in settings:
            if each.shared:
                self._edits.at(each.small, without_target(self._source, each))
            else:
                self._edits.remove(each.small)
        kind = min(self._clients.names)
        groups = groups_of(
            self._source,
            settings,
            self._clients.uses,
            lambda near: self._clients.written(kind, near),
        )
        for group in groups:
            self._tell(group)
            self._lines.put(group, self._statements(group.values, group.near))
            self._declare(group)
        self._make_otherwise(groups)
        if settings and not self._clients.uses:
            self._edits.left_open(0, "client_unused")
        self._make_plain()

    def _statements(self, values: Values, near: cst.CSTNode) -> list[str]:
        indent = self._source.module.default_indent
        made: list[str] = []
        for awaited in sorted(self._kinds_at(near)):
            called, arguments = self._call.text(values, near, awaited)
            name = self._clients.written(awaited, near)
            made.append(laid_out(f"{name} = ", called, arguments, indent))
            shown = f"{name} = {called}({'…' if arguments else ''})"
            self._edits.changed(self._source.line(near), "client", code=shown)
        return made

    def _kinds_at(self, near: cst.CSTNode) -> set[bool]:
        """Which kinds of clients are used by whom those at `near` are for."""
        functions = self._source.functions(near)[:1]
        if self._clients.place != "function" or not functions:
            return set(self._clients.names)
        uses = [
            each
            for each in self._clients.uses
            if self._source.functions(each.node)[:1] == functions
        ]
        return {each.method.awaited for each in uses} or {False}

    def _tell(self, group: Group) -> None:
        for each in group.settings:
            line, before = self._source.line(each.small), f"openai.{each.name}"
            if after := self._call.new_name(each.name, group.values):
                key = "setting_type" if each.name == "api_type" else "setting"
                self._edits.changed(line, key, before=before, after=after)
            else:
                self._edits.changed(line, "setting_dropped", name=before)

    def _declare(self, group: Group) -> None:
        """A function that makes the client of everybody says `global client`."""
        functions = self._source.functions(group.near)
        if self._clients.place == "global" and functions:
            names = [self._clients.names[kind] for kind in sorted(self._clients.names)]
            self._lines.declare(functions[-1], f"global {', '.join(names)}")
            line = self._source.line(group.near)
            self._edits.left_open(line, "client_global", name=functions[-1].name.value)

    def _make_otherwise(self, groups: list[Group]) -> None:
        """`if key: openai.api_key = key` left the defaults in place where it was not run."""
        suites = [each.suite for each in self._clients.settings]
        found: dict[cst.If, Group] = {}
        for group in groups:
            last = last_branch(self._source, group.settings[0].suite) if group.alone else None
            if last and last not in found:
                found[last] = group
        for last, group in found.items():
            every = branches(self._source, last)
            if self._used_only_in(every):
                continue
            if last.orelse is None:
                self._lines.otherwise(last, self._statements({}, group.near))
            elif any(each not in suites for each in every):
                self._edits.left_open(self._source.line(group.near), "client_conditional")

    def _used_only_in(self, suites: list[cst.BaseSuite]) -> bool:
        """Also when the program asks whether it is run by itself."""
        around = self._source.parent(suites[-1])
        if isinstance(around, cst.If) and "__name__" in self._source.text(around.test):
            return True
        return all(
            not set(suites).isdisjoint(self._source.above(each.node)) for each in self._clients.uses
        )

    # without settings, or before them

    def _make_plain(self) -> None:
        """`client = OpenAI()`, which finds its key in the environment."""
        for node in self._source.openai_imports:
            around = self._source.functions(node)
            uses = [each for each in self._clients.uses if self._lacks_client(each, around[:1])]
            if uses and (self._clients.place == "function" or not around):
                near = self._lines.behind_imports(node, [each.node for each in uses])
                self._lines.put_behind(near, self._statements({}, near))
                if not around:
                    return

    def _lacks_client(self, use: Use, function: list[cst.FunctionDef]) -> bool:
        """No setting makes one for it. function: where the package is imported, if in one."""
        around = self._source.functions(use.node)
        settings, place = self._clients.settings, self._clients.place
        if place == "function" and function:
            setting = [each.functions[:1] for each in settings]
            return around[:1] == function and tuple(function) not in setting
        if not settings:
            return True
        first = min(self._source.place(each.small) for each in settings)
        return not around and place != "object" and self._source.place(use.node) < first
