"""What Gradio brings along and Parley does not use: it is not there at all."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from guard.answers import refuse

API = "/gradio_api"
CLOSED = (
    "/monitoring",  # how often what was used, by everybody
    f"{API}/run-history",  # what was asked and answered, put with a third party
    f"{API}/runs",
    f"{API}/vibe-",  # writes the application's own code
    f"{API}/undo-vibe-edit",
    f"{API}/deep_link",  # writes all values of a page to a file for everybody
    f"{API}/process_recording",  # keeps videos, and starts a program with them
    f"{API}/profiling",
    f"{API}/dev/",
    f"{API}/custom_component/",
    f"{API}/stream/",  # sound and video: of everybody who knows a name
    f"{API}/proxy=",  # fetches from elsewhere
    f"{API}/token",  # would show a login's cookie to scripts
    f"{API}/mcp",
    "/pwa_icon",
)
FETCHED = re.compile(r"/gradio_api/file[=/]\s*[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
"""A file that Gradio would fetch from an address: from this machine, for anybody."""


class ClosedPaths:
    """ASGI middleware: answers 404 for all that begins like one of `CLOSED`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and is_closed(scope["path"]):
            await refuse(send, 404, "Not Found")
            return
        await self._app(scope, receive, send)


def is_closed(path: str) -> bool:
    return path.startswith(CLOSED) or FETCHED.match(path) is not None
