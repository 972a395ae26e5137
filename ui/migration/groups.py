"""Which settings make a client together, and where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ui.migration.calls import Use
from ui.migration.client_call import Values
from ui.migration.settings import Setting
from ui.migration.source import Source


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Settings of one block that no call stands between.

    settings: in their order. values: theirs and those that hold there already, by name.
    before: the statement that the client must be made before, as it is made anew within;
    else it is made where the last setting stood. alone: nothing else makes one where this
    block is not run.
    """

    settings: tuple[Setting, ...]
    values: Values
    before: cst.BaseStatement | None
    alone: bool

    @property
    def near(self) -> cst.CSTNode:
        return self.settings[-1].small


def groups_of(
    source: Source,
    settings: Sequence[Setting],
    uses: Sequence[Use],
    client_at: Callable[[cst.CSTNode], str],
) -> list[Group]:
    """In the order of the text. client_at: how the client is called at a place."""
    made = _together(source, settings, uses)
    return [_group(source, each, made, settings, client_at(each[-1].small)) for each in made]


def _together(
    source: Source, settings: Sequence[Setting], uses: Sequence[Use]
) -> list[list[Setting]]:
    made: list[list[Setting]] = []
    for setting in settings:
        same = next((each for each in reversed(made) if each[-1].suite is setting.suite), None)
        if same is None or _called_between(source, same[-1], setting, uses):
            made.append([setting])
        else:
            same.append(setting)
    return made


def _group(
    source: Source,
    group: list[Setting],
    made: list[list[Setting]],
    settings: Sequence[Setting],
    client: str,
) -> Group:
    outer = _outer(source, group, settings)
    values = {each.name: each.value for each in [*outer, *_earlier(made, group), *group]}
    own = {each.name for each in group}
    shown = {
        name: value if name in own or is_repeatable(value) else _of_client(client, name, value)
        for name, value in values.items()
    }
    return Group(tuple(group), shown, _anew_within(source, group, settings), not outer)


def last_branch(source: Source, suite: cst.CSTNode) -> cst.If | None:
    """The last `if` or `elif` of those that `suite` is a branch of; `None` if it is of none."""
    branch = source.parent(suite)
    if isinstance(branch, cst.Else):
        branch = source.parent(branch)
    if not isinstance(branch, cst.If):
        return None
    while isinstance(branch.orelse, cst.If):
        branch = branch.orelse
    return branch


def branches(source: Source, last: cst.If) -> list[cst.BaseSuite]:
    """All blocks of an `if` with its `elif`s and `else`."""
    found: list[cst.BaseSuite] = [last.orelse.body] if isinstance(last.orelse, cst.Else) else []
    current: cst.CSTNode | None = last
    while isinstance(current, cst.If):
        found.append(current.body)
        above = source.parent(current)
        current = above if isinstance(above, cst.If) and above.orelse is current else None
    return found


def _called_between(source: Source, one: Setting, other: Setting, uses: Sequence[Use]) -> bool:
    start, end = source.place(one.small), source.place(other.small)
    return any(
        start < source.place(use.node) < end
        and tuple(source.functions(use.node)) == other.functions
        for use in uses
    )


def _outer(source: Source, group: list[Setting], settings: Sequence[Setting]) -> list[Setting]:
    """Those of the blocks around it, and of the module for a function."""
    around = [each for each in source.suites(group[0].line) if each is not group[0].suite]
    return [
        each
        for each in settings
        if each.suite in around and (each.functions == group[0].functions or not each.functions)
    ]


def _earlier(made: list[list[Setting]], group: list[Setting]) -> list[Setting]:
    """Those of the same block before a call that stands between."""
    before = made[: made.index(group)]
    return [each for one in before if one[-1].suite is group[0].suite for each in one]


def _anew_within(
    source: Source, group: list[Setting], settings: Sequence[Setting]
) -> cst.BaseStatement | None:
    """The first statement of the block, before the group's end, that has settings within."""
    suite = group[0].suite
    end = source.place(group[-1].small)
    for each in settings:
        if each.suite is not suite and each.functions == group[0].functions:
            path = [each.small, *source.above(each.small)]
            if suite in path and source.place(each.small) < end:
                found = path[path.index(suite) - 1]
                return found if isinstance(found, cst.BaseStatement) else None
    return None


def is_repeatable(node: cst.BaseExpression) -> bool:
    """It gives the same however often it is asked, and asking does nothing else."""
    match node:
        case cst.Name() | cst.SimpleString() | cst.ConcatenatedString() | cst.FormattedString():
            return True
        case cst.Attribute(value=value) | cst.Subscript(value=value):
            return is_repeatable(value)
        case cst.Call():
            name = get_full_name_for_node(node.func) or ""
            return name.endswith(("getenv", "environ.get"))
        case _:
            return False


def _of_client(client: str, name: str, value: cst.BaseExpression) -> cst.BaseExpression:
    """What was asked for once is taken from the client that was made with it."""
    kept = name in ("api_key", "organization")
    return cst.parse_expression(f"{client}.{name}") if kept else value
