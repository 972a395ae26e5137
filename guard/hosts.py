"""By which names the page may be reached.

A page elsewhere can let its own name point to this machine (DNS rebinding), and would
then be taken for the page itself. The browser still tells the name: it is in `Host`.
"""

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from guard.addresses import FROM_PROXY, is_address
from guard.answers import refuse

REFUSAL = (
    "This name is not one that Parley is reached by. Whoever runs it can allow it with"
    " PARLEY_ALLOWED_HOSTS."
)
FORWARDED_HOST = "x-forwarded-host"
ALWAYS_DROPPED = ("x-gradio-server",)  # Gradio would take it for its own address
LONGEST = 300  # characters; a name has at most 253


class Hosts:
    """named: names, or *.example.com for all below it; `None`: every name will do.

    own: what Parley listens on. addresses: numbers will do, too; no name can be made to look
    like one. Names of this machine always will do.
    """

    def __init__(
        self, named: Iterable[str] | None, own: str = "", *, addresses: bool = True
    ) -> None:
        self._named = {name.lower() for name in named or ()}
        self._own = own.lower()
        self._open, self._addresses = named is None, addresses

    def add(self, name: str) -> None:
        self._named.add(name.lower())

    def names(self, name: str) -> bool:
        """Whether `name` was named; then proxies in front may use it, too."""
        above = (f"*.{name[at + 1 :]}" for at, char in enumerate(name) if char == ".")
        return name in self._named or any(pattern in self._named for pattern in above)

    def allow(self, name: str) -> bool:
        if self._open or name == self._own or is_loopback(name) or self.names(name):
            return True
        return self._addresses and is_address(name)


class AllowedHosts:
    """ASGI middleware: refuses requests by another name.

    X-Forwarded-Host, which Gradio makes links of, is dropped unless it is believable: a
    name of `hosts`, or told by a trusted proxy.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist("host")
        name = host_of(given[0])[0] if len(given) == 1 else ""
        if not name or not self._hosts.allow(name):
            if scope["type"] == "http":
                await refuse(send, 403, REFUSAL)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        self._drop_claims(scope)
        await self._app(scope, receive, send)

    def _drop_claims(self, scope: Scope) -> None:
        headers = MutableHeaders(scope=scope)
        for name in ALWAYS_DROPPED:
            del headers[name]
        claimed = headers.get(FORWARDED_HOST)
        if claimed is None or scope.get("state", {}).get(FROM_PROXY):
            return
        first = host_of(claimed.split(",")[0].strip())[0]
        if not first or not self._hosts.names(first):
            del headers[FORWARDED_HOST]


def host_of(text: str) -> tuple[str, int | None]:
    """Name in lower case and port of a `Host`; the name is "" where it is none."""
    nothing = ("", None)
    if len(text) > LONGEST:
        return nothing
    if text.startswith("["):
        name, end, rest = text[1:].partition("]")
        fits = bool(end) and ":" in name and is_address(name) and rest[:1] in ("", ":")
        port = rest[1:]
    else:
        name, _, port = text.partition(":")
        fits = bool(name) and all(char.isalnum() or char in "-._" for char in name)
    if not fits or not name.isascii() or (port and not (port.isascii() and port.isdigit())):
        return nothing
    return name.lower().rstrip("."), int(port) if port else None


def is_loopback(name: str) -> bool:
    """Names that mean this machine wherever they are looked up."""
    if is_address(name):
        return ip_address(name).is_loopback
    return name == "localhost" or name.endswith(".localhost")
