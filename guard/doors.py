"""All that a request has to pass before it reaches the page, in order."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Scope

from guard.addresses import Addresses
from guard.bodies import BodyLimit
from guard.closed import ClosedPaths
from guard.headers import SafeHeaders
from guard.hosts import AllowedHosts, Hosts
from guard.logins import LoginAttempts, LoginWall
from guard.origins import SameOrigin

LARGEST_UPLOADS = 24_000_000  # bytes of all files that come together, with what is between


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who gets as far as the page.

    shared: a public link is to be made. allowed_hosts: further names it is reached by.
    trusted_proxies: whose word on a visitor's address is believed. message_characters: of
    the longest message.
    """

    shared: bool = False
    allowed_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    message_characters: int = 200_000


def doors(
    app: ASGIApp, hosts: Hosts, access: Access, has_login: Callable[[Scope], bool]
) -> ASGIApp:
    """`app` behind them; the last is the first that a request comes to.

    has_login: of a request's scope; always true where nobody has to log in.
    """
    app = LoginWall(app, has_login)
    app = LoginAttempts(app)
    app = BodyLimit(app, LARGEST_UPLOADS, access.message_characters)
    app = ClosedPaths(app)
    app = SameOrigin(app, hosts)
    app = AllowedHosts(app, hosts)
    app = Addresses(app, access.trusted_proxies)
    return SafeHeaders(app)
