"""Who asks: the owner of what is kept, with the address of the network."""

from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request

from guard.addresses import ADDRESS
from guard.admission import Admission
from guard.policy import Visitor
from guard.visitors import OWNER
from ui.visitors import visitor_of


def request(owner: str, username: str | None = None, **state: str) -> gr.Request:
    asked: Any = Request({"type": "http", "headers": [], "state": {OWNER: owner, **state}})
    return gr.Request(asked, username)


@pytest.mark.parametrize(
    ("asking", "visitor"),
    [
        (request("local"), Visitor("owner", "local")),
        (request("visitor:1", **{ADDRESS: "net"}), Visitor("visitor", "visitor:1", "net")),
        (request("visitor:1", "ann"), Visitor("owner", "login:ann")),
        (request("visitor:1", "bob"), Visitor("visitor", "login:bob")),
        (request("visitor:1", "local"), Visitor("visitor", "login:local")),
    ],
)
def test_a_visitor_is_an_owner_or_not_by_name_and_never_by_address(
    asking: gr.Request, visitor: Visitor
) -> None:
    assert visitor_of(asking, Admission(owners=frozenset({"ann"}))) == visitor
