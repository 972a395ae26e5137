"""Old names that nothing was done about, each with what a person may do instead."""

import libcst as cst

from ui.migration.edits import Edits
from ui.migration.import_names import Import, bindings
from ui.migration.legacy_names import NEWER, RESOURCES, known_part
from ui.migration.rebuilding import plain_word
from ui.migration.source import Reference, Source

_ENVIRONMENT = {
    "OPENAI_API_BASE": "OPENAI_BASE_URL",
    "OPENAI_ORGANIZATION": "OPENAI_ORG_ID",
}
_ADVICE = {
    "Edit": "edits",
    "FineTune": "fine_tunes",
    "Engine": "engines",
    "Deployment": "deployments",
    "embeddings_utils": "embeddings_utils",
    "datalib": "datalib",
    "openai_object": "types",
    "error": "errors",
}


def is_old(reference: Reference) -> bool:
    return reference.family != "other"


def is_new(reference: Reference) -> bool:
    return reference.name.split(".")[0] in NEWER


def tell_of_leftovers(source: Source, edits: Edits) -> None:
    for reference in source.references:
        if reference.family == "removed":
            _removed(source, reference, edits)
        elif not reference.name and not _is_only_known(source, reference):
            edits.left_open(source.line(reference.node), "module_handed_on")
    for node in source.openai_imports:
        _imported(source, node, edits)
    for node in source.of(cst.SimpleString):
        _text(source, node, edits)


def _imported(source: Source, node: Import, edits: Edits) -> None:
    """Modules that are gone: the import itself fails today."""
    if isinstance(node.names, cst.ImportStar):
        edits.left_open(source.line(node), "import_star")
    for full in bindings(node).values():
        name = full.removeprefix("openai.")
        if name != "error" and known_part(name)[1] == "removed" and name not in RESOURCES:
            _leave(source.line(node), name.split(".")[0], full, edits)


def _removed(source: Source, reference: Reference, edits: Edits) -> None:
    line = source.line(reference.node)
    if reference.name in RESOURCES:
        edits.left_open(line, "class_used", code=source.text(reference.node))
    else:
        _leave(line, reference.name.split(".")[0], f"openai.{reference.name}", edits)


def _leave(line: int, first: str, name: str, edits: Edits) -> None:
    if first in _ADVICE:
        edits.left_open(line, f"removed_{_ADVICE[first]}", code=name)
    else:
        edits.left_open(line, "removed", code=name)


def _is_only_known(source: Source, reference: Reference) -> bool:
    """`openai is None` asks nothing of it."""
    return isinstance(source.parent(reference.node), cst.Comparison | cst.ComparisonTarget | cst.If)


def _text(source: Source, node: cst.SimpleString, edits: Edits) -> None:
    """Names that only stand in texts: of variables of the environment, and for a mock."""
    word = plain_word(node)
    if word in _ENVIRONMENT and isinstance(source.parent(node), cst.Index):
        assigned = source.nearest(node, cst.AssignTarget)
        if assigned is not None:
            new = _ENVIRONMENT[word]
            edits.left_open(source.line(node), "environment_name", before=word, after=new)
    parts = word.split(".")
    if parts[0] == "openai" and len(parts) > 1 and parts[1] in RESOURCES and " " not in word:
        edits.left_open(source.line(node), "name_in_text", code=word)
