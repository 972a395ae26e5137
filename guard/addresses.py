"""Where a request comes from, as far as that can be believed.

Anyone can write X-Forwarded-For. Only what a trusted proxy added to it counts: read from
its end, the first address that is no trusted proxy's own.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS = "address"
"""Where in a request's state it stands."""

FROM_PROXY = "from_proxy"
"""Where in a request's state it stands whether a trusted proxy sent it."""

HOME_BITS = 64
"""So much of an IPv6 address is one network: whoever has it has all addresses in it."""
MOST_HOPS = 20

Network = IPv4Network | IPv6Network


class Addresses:
    """ASGI middleware: notes the address of each request in its state.

    trusted: proxies in front, as addresses or networks.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str] = ()) -> None:
        self._app = app
        self._trusted = tuple(ip_network(each) for each in trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer = scope["client"][0] if scope.get("client") else ""
            state = scope.setdefault("state", {})
            state[FROM_PROXY] = is_in(peer, self._trusted)
            hops = Headers(scope=scope).getlist("x-forwarded-for")
            state[ADDRESS] = one_home(origin_of(peer, hops, self._trusted))
        await self._app(scope, receive, send)


def origin_of(peer: str, forwarded: Iterable[str], trusted: tuple[Network, ...]) -> str:
    """The nearest address that is no trusted proxy; `peer` where none is told."""
    hops = [hop.strip() for line in forwarded for hop in line.split(",")][-MOST_HOPS:]
    address = peer
    while hops and is_in(address, trusted):
        address = without_port(hops.pop())
        if not is_address(address):
            return peer
    return address


def one_home(address: str) -> str:
    """The address, or the network of an IPv6 one; "" for what is no address."""
    if not is_address(address):
        return ""
    found = plain(address)
    if isinstance(found, IPv6Address) and not found.is_loopback:
        return str(ip_network((found, HOME_BITS), strict=False))
    return str(found)


def is_in(address: str, networks: Iterable[Network]) -> bool:
    if not is_address(address):
        return False
    found = plain(address)
    return any(found in network for network in networks if network.version == found.version)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def plain(address: str) -> IPv4Address | IPv6Address:
    """An IPv4 address that is dressed up as IPv6 as what it is."""
    found = ip_address(address)
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def without_port(hop: str) -> str:
    """`hop` may be 203.0.113.7:1234 or [2001:db8::1]:1234."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
