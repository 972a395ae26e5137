"""How each server answered, and what can be chosen."""

import pytest

from backends.base import Backend
from backends.catalog import Catalog, ServerState
from backends.errors import KeyRefused, Unreachable
from backends.types import ModelInfo
from tests.ui.scripted import Listening
from ui.model_picker import choices, retry_choices, servers_html
from ui.texts import Language

ONE, TWO = (ModelInfo(id="alpha"),), (ModelInfo(id="alpha"), ModelInfo(id="beta"))
DOWN = Unreachable(server="test", url="u", reason="the connection was refused", variable="V")


def catalog(*names: str) -> Catalog:
    backend: Backend = Listening("test", models=tuple((name, "") for name in names))
    return Catalog({"test": backend})


def html(*states: ServerState, azure: bool = False, language: Language = "en") -> str:
    return servers_html(states, lambda name: azure, language)


@pytest.mark.parametrize(
    ("state", "azure", "kind", "english", "chinese"),
    [
        (ServerState("test"), False, "unknown", "test: asking…", "test：正在查询…"),
        (ServerState("test", "ready", TWO), False, "ready", "test: 2 models", "test：2 个模型"),
        (ServerState("test", "ready", ONE), False, "ready", "test: 1 model", "test：1 个模型"),
        (ServerState("test", "ready"), False, "ready", "test: 0 models", "test：0 个模型"),
        (ServerState("az", "ready", TWO), True, "ready", "az: 2 deployments", "az：2 个部署"),
        (ServerState("az", "ready", ONE), True, "ready", "az: 1 deployment", "az：1 个部署"),
        (
            ServerState("az", "ready"),
            True,
            "ready",
            "az: no deployments listed in AZURE_OPENAI_DEPLOYMENTS; type a name",
            "az：AZURE_OPENAI_DEPLOYMENTS 中没有部署，请直接输入名称",
        ),
        (
            ServerState("test", "failed", TWO, DOWN),
            False,
            "failed",
            "test could not be reached at u: the connection was refused."
            " Check the address in V and that the server is running.",
            "无法连接 test（u）：连接被拒绝。 请检查 V 中的地址，并确认服务器正在运行。",
        ),
    ],
)
def test_each_server_says_how_many_models_or_why_none(
    state: ServerState, azure: bool, kind: str, english: str, chinese: str
) -> None:
    for language, told in (("en", english), ("zh", chinese)):
        shown = servers_html((state,), lambda name: azure, "zh" if language == "zh" else "en")
        assert shown == f'<ul class="parley-servers"><li class="{kind}">{told}</li></ul>'


def test_servers_come_in_the_order_given() -> None:
    shown = html(ServerState("b", "ready", ONE), ServerState("a", "ready", ONE))

    assert shown.index(">b:") < shown.index(">a:")


def test_without_servers_there_is_no_list() -> None:
    assert html() == ""


def test_names_and_errors_cannot_become_markup() -> None:
    hostile = "<img src=x onerror=alert(1)>"

    shown = html(
        ServerState(hostile),
        ServerState("b", "failed", (), KeyRefused(server=hostile, variable=hostile)),
    )

    assert "<img" not in shown


def test_a_model_that_was_typed_can_be_chosen_even_if_no_list_has_it() -> None:
    known = catalog("alpha", "beta")

    assert choices(known, "test:typed") == ["test:typed", "test:alpha", "test:beta"]
    assert choices(known, "test:beta") == ["test:alpha", "test:beta"]
    assert choices(known, None) == ["test:alpha", "test:beta"]
    assert choices(known, "") == ["test:alpha", "test:beta"]


def test_retrying_with_another_model_begins_with_a_choice_that_chooses_nothing() -> None:
    first, *models = retry_choices(catalog("alpha"))

    assert first[1] == ""
    assert models == ["test:alpha"]
