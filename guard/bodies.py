"""The most that a request may bring along, also where it does not say how much that is."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guard.answers import refuse

LARGEST_FORM = 16_000
LARGEST_JSON = 8_000_000
BYTES_PER_CHARACTER = 6
"""As JSON writes a character at its longest: \\u4e2d."""
REFUSAL = "This is more than the {limit} bytes that are accepted here."
FORMS = ("/login",)
UPLOADS = ("/gradio_api/upload",)


class BodyLimit:
    """ASGI middleware: refuses with 413 what is too large, before it is read whole.

    upload: bytes of one upload. message_characters: of the longest message, which has to
    fit into a request.
    """

    def __init__(self, app: ASGIApp, upload: int, message_characters: int) -> None:
        self._app, self._upload = app, upload
        self._json = max(LARGEST_JSON, 2 * BYTES_PER_CHARACTER * message_characters)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"].rstrip("/"))
        told = Headers(scope=scope).get("content-length", "")
        if told.isascii() and told.isdigit() and int(told[:20]) > limit:
            await _refuse(send, limit)
            return
        counted = _Counted(receive, send, limit)
        try:
            await self._app(scope, counted.receive, counted.send)
        except Exception:
            if not counted.too_large:
                raise  # else it is only the app's surprise that the rest did not come
        await counted.finish()

    def _limit_of(self, path: str) -> int:
        if path in FORMS:
            return LARGEST_FORM
        return self._upload if path in UPLOADS else self._json


class _Counted:
    """Ends a body that passes the limit, and puts the refusal in the place of the answer."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive, self._send, self._limit = receive, send, limit
        self._read = 0
        self._answered = False
        self.too_large = False

    async def receive(self) -> Message:
        if self.too_large:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._limit:
            self.too_large = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if not self.too_large:
            self._answered = True
            await self._send(message)

    async def finish(self) -> None:
        if self.too_large and not self._answered:
            await _refuse(self._send, self._limit)


async def _refuse(send: Send, limit: int) -> None:
    await refuse(send, 413, REFUSAL.format(limit=limit), {"connection": "close"})
