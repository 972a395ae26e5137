"""Serves the page on one address, with the few routes that are not Gradio's."""

import errno
import logging
import secrets
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
from gradio.networking import setup_tunnel
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request, cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.types import Scope

from guard.doors import Access, doors
from guard.hosts import Hosts
from guard.signing import SIZE, signing_secret
from guard.visitors import Visitors
from ui.head import FirstScript
from ui.layout import SCRIPTS, STYLES
from ui.texts import I18N
from ui.theme import ParleyTheme

RUNNING_EVENTS = 400  # replies and clicks at once; Gradio calls it max_threads
WAITING_EVENTS = 1000
OPEN_PAGES = 1000  # whose state is kept on the server
LARGEST_UPLOAD = "20mb"  # of one file
CLOSING_SECONDS = 1  # for replies under way; uvicorn would wait for as long as they take

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


class CannotListen(Exception):
    """Nothing can be served there. `str(error)` is one line: why, and the mend."""


@dataclass(frozen=True, slots=True)
class Running:
    """address: where the page is, such as http://127.0.0.1:7860. hosts: by which names."""

    page: gr.Blocks
    address: str
    hosts: Hosts

    def share(self) -> str:
        """Make a public link, which lasts as long as this process. Raises any `Exception`.

        Gradio's own `launch(share=True)` would print, and would load the page's script
        from a server elsewhere.
        """
        link = setup_tunnel(
            local_host=self.page.server_name,
            local_port=self.page.server_port,
            share_token=secrets.token_urlsafe(32),
            share_server_address=None,
            share_server_tls_certificate=None,
        )
        link = link.replace("http://", "https://", 1)
        self.hosts.add(urlsplit(link).hostname or "")
        return link

    def close(self) -> None:
        """End replies and connections, within about a second."""
        # Cut off as they were asked to be: no reason for uvicorn to log errors.
        logging.getLogger("uvicorn.error").disabled = True
        self.page.server.config.timeout_graceful_shutdown = CLOSING_SECONDS
        self.page.close(verbose=False)


def serve(
    page: gr.Blocks,
    host: str,
    port: int,
    logins: Sequence[tuple[str, str]] = (),
    lifespan: Lifespan | None = None,
    *,
    access: Access | None = None,
    data_dir: Path | None = None,
) -> Running:
    """Open the page to the network and return at once.

    host: a name or an address of this machine. port: 0 takes any that is free.
    logins: user and password of all who may see the page; none: everyone may.
    lifespan: entered before the first request and left after the last, in the event
    loop that answers them. data_dir: where what makes visitors known again is kept; `None`:
    until the end of this process.
    Raises `CannotListen`.
    """
    access = access or Access()
    host = host.removeprefix("[").removesuffix("]")
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    port = free_port(host, port)
    one_person = only_this_machine(host) and not (access.shared or logins)
    hosts = hosts_of(host, access.allowed_hosts)
    shown = f"[{host}]" if ":" in host else host
    page.queue(default_concurrency_limit=None, max_size=WAITING_EVENTS)
    try:
        page.launch(
            server_name=shown,
            server_port=port,
            share=False,
            auth=list(logins) or None,
            prevent_thread_lock=True,
            quiet=True,
            inbrowser=False,
            max_threads=RUNNING_EVENTS,
            state_session_capacity=OPEN_PAGES,
            max_file_size=LARGEST_UPLOAD,
            num_workers=0,
            mcp_server=False,
            pwa=False,
            enable_monitoring=False,
            run_history=False,
            ssr_mode=False,
            show_error=False,
            footer_links=["api"],
            theme=ParleyTheme(),
            css_paths=STYLES,
            i18n=I18N,
            app_kwargs={
                "lifespan": behind_doors(lifespan, hosts, access),
                "routes": [Route("/healthz", healthz), Route("/robots.txt", robots)],
                "middleware": [
                    Middleware(Visitors, secret=None if one_person else visitor_secret(data_dir)),
                    Middleware(FirstScript, script=script),
                ],
            },
        )
    except OSError as error:
        raise taken(port) from error
    return Running(page, f"http://{shown}:{port}", hosts)


def behind_doors(lifespan: Lifespan | None, hosts: Hosts, access: Access) -> Lifespan:
    """Put the doors before everything of Gradio's before the first request comes.

    The middleware that a FastAPI application is given stands behind Gradio's own, which
    would let other origins read answers, whatever is refused here.
    """

    @asynccontextmanager
    async def opened(app: Any) -> AsyncGenerator[None, None]:
        app.middleware_stack = doors(app.middleware_stack, hosts, access, has_login)
        async with AsyncExitStack() as stack:
            if lifespan:
                await stack.enter_async_context(lifespan(app))
            yield

    return opened


def has_login(scope: Scope) -> bool:
    """As Gradio's own routes see it; also where nobody has to log in."""
    app = scope["app"]
    if app.auth is None:
        return True
    cookies = cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return any(cookies.get(name) in app.tokens for name in names)


def hosts_of(host: str, allowed: tuple[str, ...]) -> Hosts:
    """By which names the page is reached that listens on `host`."""
    if only_this_machine(host):
        return Hosts(allowed, host, addresses=False)
    return Hosts(allowed or None, host)


def free_port(host: str, port: int) -> int:
    """`port`, or for 0 one that is free, after listening there was tried.

    Gradio would find out only after five seconds, and not say which of the two is wrong.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as listener:
            if sys.platform != "win32":  # there it means to share a port that is in use
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            return listener.getsockname()[1]
    except PermissionError as error:
        raise CannotListen(
            f"Port {port} may not be used here. Choose one above 1023 with --port."
        ) from error
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise taken(port) from error
        raise CannotListen(
            f"{host!r} is not an address of this machine. Choose another one with --host,"
            " such as 127.0.0.1."
        ) from error


def only_this_machine(host: str) -> bool:
    """Whether all that `host` stands for are loopback addresses."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    addresses = (str(address[0]).partition("%")[0] for *_, address in found)
    return all(ip_address(address).is_loopback for address in addresses)


def visitor_secret(data_dir: Path | None) -> bytes:
    return signing_secret(data_dir) if data_dir else secrets.token_bytes(SIZE)


def taken(port: int) -> CannotListen:
    return CannotListen(f"Port {port} is in use. Choose another one with --port.")


async def healthz(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def robots(_: Request) -> PlainTextResponse:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
