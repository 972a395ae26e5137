"""Who a request comes from, where nobody logs in: told by a signed cookie.

The address that a request comes from says nothing: behind a tunnel or a proxy it is
this machine's own. Gradio's session says nothing either: the page chooses it.
"""

import hashlib
import secrets

from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWNER = "owner"
"""Where in a request's state it stands who owns what is kept for it."""

ONE_PERSON = "local"
COOKIE = "parley_visitor"
LONGEST_COOKIE = 128  # characters; a good one has 76
MAX_AGE = 400 * 24 * 60 * 60  # seconds, the most that browsers keep; each page load renews it


class Visitors:
    """ASGI middleware: puts into each request's state who owns what is kept for it.

    secret: signs the cookies. `None`: all are one person, which is right only where
    nobody but this machine's user can reach the page.

    The owner is "local" or "visitor:" and 32 hexadecimal digits. Only loading the page
    gives a visitor an id to keep. Any other request without a good cookie gets one that
    nobody else ever has, so that programs share nothing with each other.
    """

    def __init__(self, app: ASGIApp, secret: bytes | None) -> None:
        self._app = app
        self._signer = None if secret is None else signer(secret)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            send = self._recognize(scope, send)
        await self._app(scope, receive, send)

    def _recognize(self, scope: Scope, send: Send) -> Send:
        """Note the owner; how to send the response, with its cookie where one is due."""
        state = scope.setdefault("state", {})
        if self._signer is None:
            state[OWNER] = ONE_PERSON
            return send
        visitor = known(self._signer, scope) or secrets.token_hex(16)
        state[OWNER] = f"visitor:{visitor}"
        if scope["method"] != "GET" or scope["path"] != "/":
            return send
        cookie = set_cookie(self._signer, visitor, came_by_https(scope))

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.append("set-cookie", cookie)
                headers.setdefault("cache-control", "private")  # a proxy must not give it to all
            await send(message)

        return send_with_cookie


def signer(secret: bytes) -> Signer:
    return Signer(
        secret, salt=b"parley visitor", key_derivation="hmac", digest_method=hashlib.sha256
    )


def known(signing: Signer, scope: Scope) -> str | None:
    """The id in the request's cookie; `None` unless `signing` made it."""
    cookies = cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
    value = cookies.get(COOKIE, "")
    if len(value) > LONGEST_COOKIE:
        return None
    try:
        return signing.unsign(value).decode()
    except BadSignature:
        return None


def set_cookie(signing: Signer, visitor: str, secure: bool) -> str:
    """The header's value. secure: the browser is to send it by https alone."""
    value = signing.sign(visitor).decode()
    flags = "; Secure" if secure else ""
    return f"{COOKIE}={value}; Max-Age={MAX_AGE}; Path=/; HttpOnly; SameSite=Lax{flags}"


def came_by_https(scope: Scope) -> bool:
    """By itself, or by what a proxy in front says of it; read as Gradio reads it."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    return scope["scheme"] == "https" or forwarded.split(",")[0].strip() == "https"
