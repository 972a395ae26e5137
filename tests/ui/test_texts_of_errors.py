"""Every error of the backends can be told in Chinese, in the same words as in English."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

import backends
from backends.catalog import Catalog, IncompleteModelName
from backends.errors import BackendError, ModelUnavailable, ServerFailed, Unreachable
from ui.texts_of_errors import CHINESE, REASONS, explain, reason_in

MODULES = [
    importlib.import_module(f"backends.{module.name}")
    for module in pkgutil.iter_modules(backends.__path__)
]
HAN = re.compile(r"[\u4e00-\u9fff]")


def below(kind: type[BackendError]) -> Iterator[type[BackendError]]:
    yield kind
    for each in kind.__subclasses__():
        if each.__module__.startswith("backends."):
            yield from below(each)


KINDS = list(below(BackendError))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def filled(kind: type[BackendError], **values: str) -> BackendError:
    """An error of this kind, each of its placeholders with a value of its own."""
    names = placeholders(kind.cause) | placeholders(kind.advice)
    return kind(**({name: f"<{name}>" for name in names} | values))


def source_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def fixed_reasons(module: ModuleType) -> Iterator[str]:
    """Texts that `module` gives as a reason, as far as they stand there whole."""
    for node in ast.walk(source_of(module)):
        match node:
            case ast.keyword(arg="reason", value=value):
                yield from texts_in(value, module)
            case ast.Call(func=ast.Attribute(attr="_unreadable"), args=[first, *_]):
                yield from texts_in(first, module)
            case ast.FunctionDef(name="_reason" | "runtime_missing"):
                yield from texts_returned(node, module)
            case ast.Assign(targets=[ast.Name(id="_REASONS")], value=ast.Tuple(elts=rows)):
                yield from chain(*(texts_in(second_of(row), module) for row in rows))
            case _:
                pass


def texts_returned(function: ast.FunctionDef, module: ModuleType) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value:
            yield from texts_in(node.value, module)


def second_of(row: ast.expr) -> ast.expr:
    assert isinstance(row, ast.Tuple)
    return row.elts[1]


def texts_in(value: ast.expr, module: ModuleType) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(text)) if text and "{" not in text:
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from texts_in(one, module)
            yield from texts_in(other, module)
        case ast.Name(id=name) if isinstance(text := getattr(module, name, None), str):
            yield text
        case _:
            pass


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_words_of_its_own_in_chinese(kind: type[BackendError]) -> None:
    cause, advice = CHINESE[kind.__name__]

    assert HAN.search(cause) and HAN.search(advice)
    assert placeholders(cause) == placeholders(kind.cause)
    assert placeholders(advice) == placeholders(kind.advice)
    assert not cause.endswith("。") and advice.endswith("。")


def test_there_are_no_words_for_errors_that_do_not_exist() -> None:
    assert set(CHINESE) == {kind.__name__ for kind in KINDS}


@pytest.mark.parametrize("detail", ["", "it said (so). Try again."])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_is_parted_exactly_into_cause_and_advice(
    kind: type[BackendError], detail: str
) -> None:
    error = filled(kind, detail=detail)

    cause, advice = explain("en", error)

    assert f"{cause} {advice}" == str(error)
    assert advice == kind.advice.format_map(error.values)
    assert cause.endswith(".")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_names_the_same_in_chinese(kind: type[BackendError]) -> None:
    error = filled(kind, detail="as it said")

    english, chinese = "".join(explain("en", error)), "".join(explain("zh", error))

    assert set(re.findall(r"<\w+>", chinese)) == set(re.findall(r"<\w+>", english))
    assert "（as it said）。" in chinese


def test_an_error_of_a_new_kind_has_the_words_of_the_kind_that_it_is_one_of() -> None:
    class Overloaded(ServerFailed):
        cause = "{server} is overloaded."

    assert explain("zh", Overloaded(server="test", status=529))[0] == "test 出错（529）。"


REASONS_GIVEN = sorted({reason for module in MODULES for reason in fixed_reasons(module)})


@pytest.mark.parametrize("reason", REASONS_GIVEN)
def test_every_fixed_reason_can_be_told_in_chinese(reason: str) -> None:
    assert HAN.search(REASONS[reason])


def test_the_reasons_that_are_given_are_found() -> None:
    assert {
        "the connection was refused",
        "it is a web page",
        "Parley is closing",
        "its file is gone",
        "the package index could not be reached",
    } <= set(REASONS_GIVEN)


def test_no_reason_is_translated_that_nobody_gives() -> None:
    written = {
        node.value
        for module in MODULES
        for node in ast.walk(source_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set(REASONS) <= written


def test_a_reason_is_told_in_chinese_and_an_unknown_one_as_it_is() -> None:
    refused = Unreachable(
        server="test", url="http://127.0.0.1:9", reason="the connection was refused", variable="V"
    )

    assert explain("zh", refused)[0] == "无法连接 test（http://127.0.0.1:9）：连接被拒绝。"
    assert explain("zh", ModelUnavailable(reason="exit 9"))[0].endswith("exit 9。")
    assert reason_in("zh", "the connection was refused") == "连接被拒绝"
    assert reason_in("en", "the connection was refused") == "the connection was refused"
    assert reason_in("zh", "exit 9") == "exit 9"


def test_what_stands_in_for_a_name_is_told_in_chinese_too() -> None:
    with pytest.raises(IncompleteModelName) as empty:
        Catalog({}).split("")

    told = " ".join(
        (*explain("zh", BackendError()), *explain("zh", empty.value))
        + explain("zh", filled(Unreachable, variable="the settings"))
    )

    assert not re.search(r"The server|An empty text|none|the settings", told)
