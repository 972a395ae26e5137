"""Who owns what is kept: a login before all else, and nobody under another's name."""

from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from guard.visitors import OWNER
from ui.owners import owner_of

VISITOR = "visitor:" + "0" * 32


def asked(username: str | None = None, **state: str) -> gr.Request:
    request: Any = Request({"type": "http", "headers": [], "state": state})
    return gr.Request(request, username)


@pytest.mark.parametrize("owner", [VISITOR, "local"])
def test_without_a_login_it_is_whoever_the_request_came_from(owner: str) -> None:
    assert owner_of(asked(**{OWNER: owner})) == owner


@pytest.mark.parametrize("name", ["ann", "local", VISITOR, "login:ann"])
def test_a_login_never_has_the_name_of_anyone_else(name: str) -> None:
    assert owner_of(asked(name, **{OWNER: VISITOR})) == f"login:{name}"


def test_a_request_that_nobody_looked_at_belongs_to_nobody() -> None:
    with pytest.raises(AttributeError):
        owner_of(asked())
