"""What went wrong on the wire, as a `BackendError` with its cause and the next step."""

import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from backends import errors
from backends.counts import as_list, as_object
from backends.errors import BackendError
from backends.redact import clean
from backends.server import Server

READ_OF_AN_ERROR = 64_000  # bytes; a longer error body is cut

NO_SUCH_MODEL = re.compile(
    r"model.{0,80}(not found|not exist|does ?n.t exist|unknown|not available|invalid)"
    r"|(unknown|invalid|no such|not found).{0,30}model|not a valid model",
    re.IGNORECASE | re.DOTALL,
)
TOO_LONG = re.compile(
    r"context[ _](length|window|size)|maximum context|too many (input )?tokens"
    r"|prompt is too long|exceeds?.{0,40}context",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error body, read: every field is "" where the server left it out."""

    message: str = ""
    code: str = ""
    parameter: str = ""
    kind: str = ""
    error: Mapping[str, Any] | None = None

    @property
    def labels(self) -> set[str]:
        return {self.code, self.kind}


def read_refusal(body: bytes) -> Refusal:
    """The error in a response body: OpenAI's form, vLLM's, FastAPI's, or plain text."""
    text = body[:READ_OF_AN_ERROR].decode("utf-8", "replace")
    try:
        return refusal_in(orjson.loads(body))
    except orjson.JSONDecodeError:
        return Refusal(message=text)


def refusal_in(data: object) -> Refusal:
    """The error in an object, wherever this kind of server keeps it."""
    whole = as_object(data)
    inner = whole.get("error")
    if isinstance(inner, str):
        return Refusal(message=inner, code=_word(whole.get("code")))
    error = as_object(inner) or whole
    message = error.get("message") or error.get("msg") or error.get("detail")
    parameter = _word(error.get("param"))
    if details := as_list(message):  # FastAPI: a list of problems, each with its place
        first = as_object(details[0])
        place = as_list(first.get("loc"))
        message, parameter = first.get("msg"), _word(place[-1] if place else "")
        message = f"{parameter}: {message}"
    return Refusal(
        message if isinstance(message, str) else "",
        _word(error.get("code")),
        parameter,
        _word(error.get("type")),
        error,
    )


def _word(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def status_error(
    server: Server, model: str, status: int, refusal: Refusal, wait: float | None = None
) -> BackendError:
    """The error for an HTTP status. wait: the server's Retry-After in seconds, if any."""
    values = _values(server, model, refusal, status=status)
    if 300 <= status < 400:
        return errors.Redirected(**values)
    if "insufficient_quota" in refusal.labels or status == 402:
        return errors.QuotaExhausted(**values)
    if status >= 500 or status == 408:
        return errors.ServerFailed(**values)
    match status:
        case 401:
            kind = errors.KeyRefused if server.api_key else errors.KeyMissing
            return kind(**(values | {"detail": ""}))  # a server may repeat the key here
        case 403:
            return errors.AccessDenied(**values)
        case 404:
            return _not_found(server, refusal, values)
        case 429:
            return _limited(values, wait)
        case _:
            return _refused(refusal, values)


def stream_error(server: Server, model: str, refusal: Refusal) -> BackendError:
    """The error for one that the server sent inside an answer it had begun with 200."""
    values = _values(server, model, refusal, status=refusal.code or refusal.kind or "unknown")
    if "insufficient_quota" in refusal.labels:
        return errors.QuotaExhausted(**values)
    if {"rate_limit_exceeded", "rate_limit_error", "429"} & refusal.labels:
        return errors.RateLimited(**values)
    if "invalid_request_error" in refusal.labels:
        return _refused(refusal, values)
    return errors.ServerFailed(**values)


def connection_error(server: Server, error: BaseException) -> BackendError:
    """The error for a connection that could not be made or kept."""
    for cause in _chain(error):
        if isinstance(cause, BackendError):
            return cause
    variable = server.url_variable or "the settings"
    return errors.Unreachable(
        server=server.name, url=server.base_url, variable=variable, reason=_reason(error)
    )


def _limited(values: dict[str, object], wait: float | None) -> BackendError:
    if wait is None:
        return errors.RateLimited(**values)
    return errors.RateLimitedFor(**values, seconds=_seconds(wait))


def _not_found(server: Server, refusal: Refusal, values: dict[str, object]) -> BackendError:
    if server.kind == "azure":
        if refusal.code == "DeploymentNotFound" or "deployment" in refusal.message.lower():
            return errors.DeploymentNotFound(**(values | {"detail": ""}))
    elif "model_not_found" in refusal.labels or NO_SUCH_MODEL.search(refusal.message):
        return errors.ModelNotFound(**(values | {"detail": ""}))
    return errors.WrongAddress(**(values | {"detail": ""}))


def _refused(refusal: Refusal, values: dict[str, object]) -> BackendError:
    named = {"context_length_exceeded", "exceed_context_size_error"} & refusal.labels
    if named or TOO_LONG.search(refusal.message):
        return errors.ContextExceeded(**values)
    if "model_not_found" in refusal.labels or NO_SUCH_MODEL.search(refusal.message):
        return errors.ModelNotFound(**values)
    return errors.RequestRefused(**values)


def _values(server: Server, model: str, refusal: Refusal, status: object) -> dict[str, object]:
    variable = server.url_variable or "the settings"
    if status == 401:
        variable = server.key_variable or "the key"
    return {
        "server": server.name,
        "model": model,
        "status": status,
        "url": server.base_url,
        "variable": variable,
        "suggestion": suggested_address(server.base_url),
        "detail": clean(refusal.message, [server.api_key]),
    }


def suggested_address(base_url: str) -> str:
    """The address that was probably meant: the API's root, mostly `…/v1`."""
    address = base_url.rstrip("/")
    return address if address.endswith("/v1") else f"{address}/v1"


def _seconds(wait: float) -> str:
    return str(max(1, round(wait))) if wait < 1e9 else "a long time"


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what caused it, nearest first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain and len(chain) < 20:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain


def _reason(error: BaseException) -> str:
    """Why, in a few words; never the exception's own text, which may hold a header."""
    chain = _chain(error)
    texts = " ".join(str(cause) for cause in chain).lower()
    if any(isinstance(c, ssl.SSLError) for c in chain) or "certificate" in texts:
        return "its TLS certificate is not trusted"
    if any(isinstance(c, socket.gaierror) for c in chain) or "name or service" in texts:
        return "there is no such host"
    if any(isinstance(c, ConnectionRefusedError) for c in chain) or "refused" in texts:
        return "the connection was refused"
    if "ConnectTimeout" in {type(c).__name__ for c in chain}:
        return "it did not take the connection in time"
    if "all connection attempts failed" in texts:
        return "the connection was refused"
    return "the connection broke"
