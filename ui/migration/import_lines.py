"""An import of 0.28's names → the imports that stand in its place. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import libcst as cst
from libcst.helpers import get_full_name_for_node

from ui.migration.import_names import Import, bindings
from ui.migration.legacy_names import ERRORS, RESOURCES


@dataclass(slots=True)
class Needs:
    """What is to be imported beside one import. module: openai itself. system: os."""

    names: list[str] = field(default_factory=list[str])
    module: bool = False
    system: bool = False


def rewritten(
    node: Import, remaining: set[str], needs: Needs, error_name: Callable[[str], str]
) -> list[Import] | None:
    """`None` where it may stay as it is.

    remaining: the names that it brings and that the code will still use. error_name: how
    an error of 0.28 is called in the code from now on.
    """
    if isinstance(node.names, cst.ImportStar):
        return None
    if isinstance(node, cst.Import):
        kept = _kept_modules(node, remaining | ({"openai"} if needs.module else set()), needs)
        names: list[cst.ImportAlias] = []
    else:
        kept, names = _kept_names(node, remaining, error_name)
    names += [_alias(name, name) for name in sorted(needs.names)]
    return _unless_same(node, _in_order(node, kept, names, needs))


def only_from_openai(lines: Sequence[Import]) -> bool:
    """Whether it is one line, `from openai import …`."""
    return (
        len(lines) == 1 and isinstance(lines[0], cst.ImportFrom) and _module(lines[0]) == "openai"
    )


def joined(one: Import, other: Import) -> cst.ImportFrom:
    """Both of `only_from_openai`, as one."""
    names = _each_once([*_names(one), *_names(other)])
    return cst.ImportFrom(cst.Name("openai"), _spaced(names))


def _kept_modules(node: cst.Import, remaining: set[str], needs: Needs) -> list[cst.ImportAlias]:
    kept: list[cst.ImportAlias] = []
    for alias in node.names:
        full = get_full_name_for_node(alias.name) or ""
        local = alias.evaluated_alias or "openai"
        if full == "openai.error" and not alias.asname:
            alias = alias.with_changes(name=cst.Name("openai"))
        elif full != "openai" and full != "openai.error":
            kept.append(alias)
            continue
        if local in remaining or (needs.module and full == "openai"):
            kept.append(alias)
    return kept


def _kept_names(
    node: cst.ImportFrom, remaining: set[str], error_name: Callable[[str], str]
) -> tuple[list[cst.ImportAlias], list[cst.ImportAlias]]:
    """What stays, and the errors under today's names."""
    kept: list[cst.ImportAlias] = []
    errors: list[cst.ImportAlias] = []
    for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
        local, full = next(iter(bindings(node.with_changes(names=[alias])).items()))
        old = full.rpartition(".")[2]
        if full in (f"openai.error.{old}", "openai.InvalidRequestError") and old in ERRORS:
            errors.append(_alias(ERRORS[old], local if alias.asname else error_name(old)))
        elif local in remaining or not (old in RESOURCES or full == "openai.error"):
            kept.append(alias)
    return kept, errors


def _in_order(
    node: Import, kept: list[cst.ImportAlias], names: list[cst.ImportAlias], needs: Needs
) -> list[Import]:
    found: list[Import] = [_import("os")] if needs.system else []
    if needs.module and not _is_openai(node):
        found.append(_import("openai"))
    of_openai = isinstance(node, cst.ImportFrom) and _module(node) == "openai"
    if kept and not of_openai:
        found.append(node.with_changes(names=_spaced(kept)))
    every = _each_once([*(kept if of_openai else ()), *names])
    if every:
        found.append(cst.ImportFrom(cst.Name("openai"), _spaced(every)))
    return found


def _unless_same(node: Import, made: list[Import]) -> list[Import] | None:
    if len(made) == 1 and type(made[0]) is type(node):
        names = [[_text(each) for each in _names(one)] for one in (node, made[0])]
        if names[0] == names[1] and _module(node) == _module(made[0]):
            return None
    return made


def _names(node: Import) -> Sequence[cst.ImportAlias]:
    return () if isinstance(node.names, cst.ImportStar) else node.names


def _text(alias: cst.ImportAlias) -> str:
    return f"{get_full_name_for_node(alias.name)} as {alias.evaluated_alias}"


def _each_once(names: list[cst.ImportAlias]) -> list[cst.ImportAlias]:
    return list({_text(each): each for each in names}.values())


def _is_openai(node: Import) -> bool:
    return isinstance(node, cst.Import) and "openai" in bindings(node).values()


def _module(node: Import) -> str:
    named = node.module if isinstance(node, cst.ImportFrom) else None
    return get_full_name_for_node(named) or "" if named else ""


def _import(name: str) -> cst.Import:
    return cst.Import([cst.ImportAlias(cst.Name(name))])


def _alias(full: str, local: str) -> cst.ImportAlias:
    name = cst.Name(full)
    return cst.ImportAlias(name, None if full == local else cst.AsName(cst.Name(local)))


def _spaced(names: list[cst.ImportAlias]) -> list[cst.ImportAlias]:
    return [each.with_changes(comma=cst.MaybeSentinel.DEFAULT) for each in names]
