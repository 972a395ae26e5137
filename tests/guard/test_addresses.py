"""Where a request comes from: what a proxy that is trusted adds, and nobody's mere word."""

from ipaddress import ip_network

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from guard.addresses import ADDRESS, Addresses, one_home, origin_of

PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["192.0.2.1"], "203.0.113.7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1", ["6.6.6.6, 192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1", ["6.6.6.6", "192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1", ["6.6.6.6, 192.0.2.1, 10.1.1.1"], "192.0.2.1"),
        ("127.0.0.1", ["192.0.2.1:4711"], "192.0.2.1"),
        ("127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("127.0.0.1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", [", ".join(["10.0.0.1"] * 500)], "10.0.0.1"),
        ("", ["192.0.2.1"], ""),
    ],
)
def test_an_address_is_read_from_the_end_through_trusted_proxies(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert origin_of(peer, forwarded, PROXIES) == address


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::1"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_all_addresses_of_one_home_are_one(address: str, home: str) -> None:
    assert one_home(address) == home


async def address(request: Request) -> PlainTextResponse:
    return PlainTextResponse(getattr(request.state, ADDRESS))


def test_it_stands_in_the_state_of_a_request() -> None:
    app = Addresses(Starlette(routes=[Route("/", address)]), ["192.0.2.0/24"])
    visitor = TestClient(app, client=("192.0.2.9", 1))

    assert visitor.get("/").text == "192.0.2.9"
    assert visitor.get("/", headers={"x-forwarded-for": "1.1.1.1"}).text == "1.1.1.1"
