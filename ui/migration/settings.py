"""Where 0.28 was told its key, its address and the like: `openai.api_key = …`."""

from dataclasses import dataclass

import libcst as cst

from ui.migration.edits import Edit, Edits
from ui.migration.imports import Imports
from ui.migration.legacy_names import CLIENT_SETTINGS, IDLE_SETTINGS, LOST_SETTINGS
from ui.migration.source import Reference, Source, Suite

Line = cst.SimpleStatementLine | cst.SimpleStatementSuite


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """One assignment. small: the statement; it stays if it is `shared` with other targets.

    line: what `small` stands in. suite: the block of that. functions: around it, outermost first.
    """

    name: str
    value: cst.BaseExpression
    small: cst.Assign | cst.AnnAssign
    line: Line
    suite: Suite
    functions: tuple[cst.FunctionDef, ...]
    shared: bool = False


def find_settings(source: Source, imports: Imports, edits: Edits) -> list[Setting]:
    """Those that a client is made with, in their order. Tells of all others."""
    found: list[Setting] = []
    for reference in source.references:
        if reference.family != "setting":
            continue
        setting = _setting(source, reference)
        if reference.name in LOST_SETTINGS:
            edits.left_open(source.line(reference.node), f"setting_{reference.name}")
        elif setting is None:
            edits.left_open(
                source.line(reference.node), "setting_used", code=source.text(reference.node)
            )
        elif setting.name in CLIENT_SETTINGS:
            imports.gone(reference)
            found.append(setting)
        elif setting.name in IDLE_SETTINGS:
            imports.gone(reference)
            if setting.shared:
                edits.at(setting.small, without_target(source, setting))
            else:
                edits.remove(setting.small)
            edits.changed(source.line(setting.small), "setting_idle", name=setting.name)
    return found


def _setting(source: Source, reference: Reference) -> Setting | None:
    """The assignment that `reference` is the target of, if it is one that can be moved."""
    target = source.parent(reference.node)
    match target, source.parent(target) if target else None:
        case cst.AssignTarget(), cst.Assign() as assign:
            others = [each.target for each in assign.targets if each is not target]
            value = others[0] if others else assign.value
            if others and not isinstance(value, cst.Name):
                return None
            return _made(source, reference, assign, value, bool(others))
        case cst.AnnAssign(target=own, value=cst.BaseExpression() as value), _:
            if own is not reference.node:
                return None
            return _made(source, reference, target, value, False)
        case _:
            return None


def _made(
    source: Source,
    reference: Reference,
    small: cst.Assign | cst.AnnAssign,
    value: cst.BaseExpression,
    shared: bool,
) -> Setting:
    line = source.parent(small)
    assert isinstance(line, Line)
    suite = line if isinstance(line, cst.SimpleStatementSuite) else source.suites(line)[0]
    functions = tuple(source.functions(small))
    return Setting(reference.name, value, small, line, suite, functions, shared)


def without_target(source: Source, setting: Setting) -> Edit:
    """`openai.api_key = key = …` → `key = …`"""
    targets = setting.small.targets if isinstance(setting.small, cst.Assign) else ()
    kept = [
        at
        for at, each in enumerate(targets)
        if source.text(each.target).rpartition(".")[2] != setting.name
    ]

    def edit(updated: cst.Assign) -> cst.Assign:
        return updated.with_changes(targets=[updated.targets[at] for at in kept])

    return edit
