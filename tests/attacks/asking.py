"""Requests as no browser and no library would send them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.running import AppProcess

PATIENCE = 60.0  # seconds
Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """headers: by name in lower case, the last of each. cookies: as they are set."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def ask(
    app: AppProcess,
    method: str,
    path: str,
    headers: Headers | None = None,
    *,
    body: bytes | Iterable[bytes] | None = None,
    form: Mapping[str, str] | None = None,
    data: Any = None,
) -> Answer:
    """One request on a connection of its own.

    headers: a Host among them replaces the right one. body: an iterable goes in chunks.
    form, data: the body as a form or as JSON.
    """
    given = {name.lower(): value for name, value in (headers or {}).items()}
    if form is not None:
        body = urlencode(form).encode()
        given.setdefault("content-type", "application/x-www-form-urlencoded")
    if data is not None:
        body = json.dumps(data).encode()
        given.setdefault("content-type", "application/json")
    address = urlsplit(app.url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_host="host" in given, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        if isinstance(body, bytes):
            connection.putheader("content-length", str(len(body)))
            connection.endheaders(body)
        elif body is not None:
            connection.putheader("transfer-encoding", "chunked")
            connection.endheaders()
            send_in_chunks(connection, body)
        else:
            connection.endheaders()
        response = connection.getresponse()
        lines = [(name.lower(), value) for name, value in response.getheaders()]
        cookies = tuple(value for name, value in lines if name == "set-cookie")
        return Answer(response.status, dict(lines), cookies, response.read())
    finally:
        connection.close()


def send_in_chunks(connection: HTTPConnection, pieces: Iterable[bytes]) -> None:
    """Until all are sent, or the other side wants no more."""
    try:
        for piece in pieces:
            connection.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        connection.send(b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        pass
