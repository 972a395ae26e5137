"""Imports point one way: app → ui → {guard, store} → backends → the model servers' clients."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# What stands on top: nothing below may import it.
TOP = {"tests", "app", "serving", "progress", "environment"}
SETTINGS = {"settings", "settings_values", "settings_files", "settings_limits"}
PAGE = {"gradio", "gradio_client", "pandas"}
# Module or folder → top-level names that nothing in it may import.
FORBIDDEN: dict[str, set[str]] = {
    "app.py": {"tests"},
    "serving.py": {"tests", "app", "openai", "pandas"},
    "progress.py": {"tests", "app", "openai"} | PAGE,
    "environment.py": TOP | SETTINGS | {"ui", "backends", "openai"} | PAGE,
    **{f"{name}.py": TOP | {"ui", "openai"} | PAGE for name in sorted(SETTINGS)},
    "ui": TOP | SETTINGS | {"openai", "dotenv"},
    "guard": TOP | SETTINGS | {"ui", "openai"} | PAGE,
    "store": TOP | SETTINGS | {"ui", "openai"} | PAGE,
    "backends": TOP | SETTINGS | {"ui", "guard", "store"} | PAGE,
}
# All that backends may import beside the standard library.
BACKENDS_STAND_ON = {"backends", "openai", "httpx2", "anyio", "orjson", "genai_prices", "xllamacpp"}


def sources(place: str) -> list[Path]:
    path = ROOT / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else []


def imported(code: str, package: tuple[str, ...] = ()) -> set[str]:
    """Top-level names of all that `code`, a module of `package`, imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.update(imported_from(node, package))
        elif isinstance(node, ast.Call):
            names.update(imported_by_call(node))
    return {name.split(".")[0] for name in names}


def imported_from(node: ast.ImportFrom, package: tuple[str, ...]) -> list[str]:
    """`from ui import x`, or `from .. import ui` seen from within `package`."""
    start = package[: len(package) + 1 - node.level] if node.level else ()
    module = [*start, *(node.module.split(".") if node.module else ())]
    return [".".join(module)] if module else [alias.name for alias in node.names]


def imported_by_call(node: ast.Call) -> list[str]:
    """`importlib.import_module("gradio")` and `__import__("gradio")`."""
    called = ast.unparse(node.func).split(".")[-1]
    if called in ("import_module", "__import__") and node.args:
        argument = node.args[0]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            return [argument.value]
    return []


def imported_in(place: str) -> dict[str, Path]:
    """Every top-level name that `place` imports, with one module that does."""
    return {
        name: source
        for source in sources(place)
        for name in imported(
            source.read_text(encoding="utf-8"), source.relative_to(ROOT).parts[:-1]
        )
    }


@pytest.mark.parametrize("place", FORBIDDEN)
def test_no_layer_looks_up(place: str) -> None:
    found = {name: at for name, at in imported_in(place).items() if name in FORBIDDEN[place]}

    assert not found


def test_backends_stand_on_the_standard_library_and_few_packages() -> None:
    foreign = imported_in("backends").keys() - sys.stdlib_module_names - BACKENDS_STAND_ON

    assert sources("backends")
    assert not foreign


@pytest.mark.parametrize(
    "planted",
    [
        "import gradio",
        "import os, gradio.themes as themes",
        "from gradio import Blocks",
        "from gradio.themes import Soft",
        "def build():\n    import gradio",
        "if TYPE_CHECKING:\n    from gradio import Blocks",
        "import importlib\nimportlib.import_module('gradio.blocks')",
        "__import__('gradio')",
    ],
)
def test_a_planted_import_is_found(planted: str) -> None:
    assert "gradio" in imported(planted)


@pytest.mark.parametrize("planted", ["from .. import ui", "from ..ui import layout"])
def test_a_relative_import_that_leaves_its_package_is_found(planted: str) -> None:
    assert "ui" in imported(planted, ("backends",))


def test_a_relative_import_within_a_package_counts_as_that_package() -> None:
    assert imported("from . import types\nfrom .ui import x", ("backends",)) == {"backends"}


def test_words_that_only_look_like_imports_are_not_counted() -> None:
    assert imported("'import gradio'\n# import gradio\nx.gradio()") == set()
