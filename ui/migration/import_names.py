"""What an import of openai brings under which names."""

import libcst as cst
from libcst.helpers import get_full_name_for_node

Import = cst.Import | cst.ImportFrom


def module_of(alias: cst.ImportAlias) -> str:
    return (get_full_name_for_node(alias.name) or "").split(".")[0]


def bindings(node: Import) -> dict[str, str]:
    """The names that an import brings from openai, each with what it stands for."""
    if isinstance(node, cst.Import):
        found: dict[str, str] = {}
        for alias in node.names:
            full = get_full_name_for_node(alias.name) or ""
            if full.split(".")[0] == "openai":
                found[alias.evaluated_alias or "openai"] = full if alias.asname else "openai"
        return found
    module = get_full_name_for_node(node.module) if node.module and not node.relative else ""
    if not module or module.split(".")[0] != "openai" or isinstance(node.names, cst.ImportStar):
        return {}
    return {
        alias.evaluated_alias or alias.evaluated_name: f"{module}.{alias.evaluated_name}"
        for alias in node.names
    }
