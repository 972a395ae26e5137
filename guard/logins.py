"""Logins: guessing them is slow, and without one nothing but the login page is there."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guard.addresses import ADDRESS
from guard.answers import refuse

FREE = 5
"""Attempts that may fail, of one name and of one address, before the next one has to wait."""
LONGEST_WAIT = 60.0  # seconds; it doubles from 1 with each further failure
FORGOTTEN_AFTER = 900.0  # seconds without any attempt
MOST_KEYS = 10_000
LONGEST_NAME = 200  # characters of a name that are told apart
PATH = "/login"
TOO_MANY = "Too many attempts to log in failed. Try again in {seconds} s."
NO_LOGIN = "Not authenticated"

OPEN = ("/", PATH, "/healthz", "/robots.txt", "/theme.css", "/manifest.json", "/favicon.ico")
OPEN_BELOW = ("/assets/", "/static/", "/svelte/")
OPEN_OF_GRADIO = (
    "/gradio_api/theme.css",
    "/gradio_api/startup-events",
    "/gradio_api/login_check",
    "/gradio_api/user",
)


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Attempts:
    """Failed attempts by key. An attempt counts as failed until it succeeds, so that many
    at the same time are no way round. clock: seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def begin(self, *keys: str) -> float:
        """0 and count an attempt for all keys, or the seconds to wait and count none."""
        with self._lock:
            now = self._clock()
            wait = max(self._wait(key, now) for key in keys)
            if wait > 0:
                return wait
            for key in keys:
                found = self._failures.pop(key, None) or _Failures(0, now)
                self._failures[key] = _Failures(found.count + 1, now)
            while len(self._failures) > MOST_KEYS:
                self._failures.popitem(last=False)
            return 0.0

    def succeeded(self, name: str, address: str) -> None:
        """The name's failures are forgotten, and the attempt itself is."""
        with self._lock:
            self._failures.pop(name, None)
            if found := self._failures.get(address):
                found.count -= 1

    def _wait(self, key: str, now: float) -> float:
        found = self._failures.get(key)
        if found is None or found.count < FREE:
            return 0.0
        since = now - found.last
        if since > FORGOTTEN_AFTER:
            del self._failures[key]
            return 0.0
        longest = min(LONGEST_WAIT, 2.0 ** min(found.count - FREE, 10))
        return max(longest - since, 0.0)


class LoginAttempts:
    """ASGI middleware: 429 with Retry-After for who has failed too often. Its bodies are small:
    `BodyLimit` is to stand before it.
    """

    def __init__(self, app: ASGIApp, attempts: Attempts | None = None) -> None:
        self._app, self._attempts = app, attempts or Attempts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_attempt = scope["type"] == "http" and scope["path"].rstrip("/") == PATH
        if not is_attempt or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        if body is None:
            return
        address = f"address {scope.get('state', {}).get(ADDRESS, '')}"
        name = f"name {await _username(scope, body)}"
        if wait := self._attempts.begin(name, address):
            seconds = str(math.ceil(wait))
            sentence = TOO_MANY.format(seconds=seconds)
            await refuse(send, 429, sentence, {"retry-after": seconds})
            return

        async def send_and_see(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                self._attempts.succeeded(name, address)
            await send(message)

        await self._app(scope, _again(body, receive), send_and_see)


class LoginWall:
    """ASGI middleware: 401 for whoever has no login, but for what the login page needs.

    has_login: of a request's scope; always true where nobody has to log in.
    """

    def __init__(self, app: ASGIApp, has_login: Callable[[Scope], bool]) -> None:
        self._app, self._has_login = app, has_login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_open(scope["path"]) and not self._has_login(scope):
            await refuse(send, 401, NO_LOGIN)
            return
        await self._app(scope, receive, send)


def is_open(path: str) -> bool:
    whole = path.rstrip("/") or "/"
    return whole in OPEN or whole in OPEN_OF_GRADIO or path.startswith(OPEN_BELOW)


async def _whole(receive: Receive) -> bytes | None:
    """The body; `None` where it broke off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _username(scope: Scope, body: bytes) -> str:
    """As Gradio reads it; "" for a form that cannot be read."""

    async def none() -> Message:
        return {"type": "http.disconnect"}

    try:
        async with Request(dict(scope), _again(body, none)).form(
            max_files=4, max_fields=20
        ) as form:
            name = form.get("username", "")
    except Exception:  # whatever a strange form makes the parser raise: Gradio refuses it
        return ""
    return name.strip()[:LONGEST_NAME] if isinstance(name, str) else ""
