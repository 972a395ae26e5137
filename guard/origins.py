"""Pages of other origins can make a browser send requests here; they get nothing by it.

Programs send neither `Origin` nor `Sec-Fetch-Site`, and pass.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from guard.answers import refuse
from guard.hosts import FORWARDED_HOST, Hosts, host_of

REFUSAL = "This request comes from another site's page, and was not carried out."
READING = ("GET", "HEAD")
FOREIGN = ("cross-site", "same-site")
CHANGED_BY_READING = ("/logout",)
DEFAULT_PORTS = {"http": 80, "https": 443}


class SameOrigin:
    """ASGI middleware: only Parley's own pages may change anything, or read by script.

    hosts: further names that its pages are reached by. Links from elsewhere to the page
    work; whoever only reads is given no leave to see the answer from another origin.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and self._is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and self._is_foreign(Headers(scope=scope)):
            if not _may_read(scope):
                await refuse(send, 403, REFUSAL)
                return
            del MutableHeaders(scope=scope)["origin"]  # Gradio would allow it to read the answer
        await self._app(scope, receive, send)

    def _is_foreign(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "") in FOREIGN
        return not self._is_own(origin, headers)

    def _is_own(self, origin: str, headers: Headers) -> bool:
        try:
            parts = urlsplit(origin)
            name, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            return False
        if parts.scheme not in DEFAULT_PORTS or not name:
            return False
        host, host_port = host_of(headers.get("host", ""))
        forwarded = host_of(headers.get(FORWARDED_HOST, "").split(",")[0].strip())[0]
        if self._hosts.names(name) or name == forwarded:
            return True
        # A proxy may pass the name on without its port.
        return name == host and host_port in (None, port or DEFAULT_PORTS[parts.scheme])


def _may_read(scope: Scope) -> bool:
    """A link that was followed, or a program that names an origin; no image, no script."""
    headers = Headers(scope=scope)
    if scope["method"] not in READING or scope["path"].rstrip("/") in CHANGED_BY_READING:
        return False
    foreign = headers.get("sec-fetch-site", "") in FOREIGN
    return not foreign or headers.get("sec-fetch-mode") == "navigate"
