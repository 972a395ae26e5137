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

NO_SUCH_MODEL = re.compile(
    r"(model|deployment).{0,80}(not found|not exist|does ?n.t exist)"
    r"|model \S{1,80} is (not available|unknown)|(unknown|no such|not a valid|invalid) model",
    re.IGNORECASE | re.DOTALL,
)
STATUSES: dict[int, type[BackendError]] = {
    402: errors.QuotaExhausted,
    403: errors.AccessDenied,
    408: errors.ServerFailed,
    413: errors.ContextExceeded,
}
NOT_TRUSTED = "its TLS certificate is not trusted"
HUNG_UP = (ssl.SSLEOFError, ssl.SSLZeroReturnError)  # before TLS was agreed on
AZURE_ADDRESS = "https://RESOURCE.openai.azure.com"
LONGEST_NAME = 100  # characters of a model's name
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
    try:
        return refusal_in(orjson.loads(body))
    except orjson.JSONDecodeError:
        return Refusal(message=body.decode("utf-8", "replace"))


def refusal_in(data: object) -> Refusal:
    """The error in an object, wherever this kind of server keeps it."""
    if isinstance(data, str):
        return Refusal(message=data)
    whole = as_object(_first(data) or data)  # Google wraps it in a list
    inner = whole.get("error") or _first(whole.get("errors"))
    if isinstance(inner, str):
        return Refusal(message=inner, code=_word(whole.get("code")))
    error = as_object(inner) or whole
    message = error.get("message") or error.get("msg") or error.get("detail")
    parameter = _word(error.get("param"))
    if detail := as_object(_first(message)):  # FastAPI: a list of problems, each with its place
        parameter = ".".join(_word(step) for step in as_list(detail.get("loc")) if step != "body")
        message = f"{parameter}: {detail.get('msg')}"
    passed_on = as_object(error.get("metadata")).get("raw")  # OpenRouter, from behind it
    texts = [text for text in (message, passed_on) if isinstance(text, str)]
    return Refusal(
        "; ".join(texts),
        _word(error.get("code")),
        parameter,
        _word(error.get("type")),
        error,
    )


def _first(value: object) -> object:
    return next(iter(as_list(value)), None)


def _word(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def status_error(
    server: Server, model: str, status: int, refusal: Refusal, wait: float | None = None
) -> BackendError:
    """The error for an HTTP status. wait: the server's Retry-After in seconds, if any."""
    values = _values(server, model, refusal, status)
    if 300 <= status < 400:
        return errors.Redirected(**values)
    if "insufficient_quota" in refusal.labels:
        return errors.QuotaExhausted(**values)
    if status >= 500 or status in STATUSES:
        return STATUSES.get(status, errors.ServerFailed)(**values)
    match status:
        case 401:
            kind = errors.KeyRefused if server.api_key else errors.KeyMissing
            return kind(**(values | {"detail": ""}))  # a server may repeat the key here
        case 404:
            return _not_found(server, refusal, values)
        case 429:
            return _limited(values, wait)
        case _:
            return _refused(refusal, values)


def stream_error(server: Server, model: str, refusal: Refusal) -> BackendError:
    """The error for one that the server sent inside an answer it had begun with 200."""
    values = _values(server, model, refusal, status=refusal.code or refusal.kind or "unknown")
    if {"insufficient_quota", "402"} & refusal.labels:
        return errors.QuotaExhausted(**values)
    if {"rate_limit_exceeded", "rate_limit_error", "429"} & refusal.labels:
        return errors.RateLimited(**values)
    if {"invalid_request_error", "400"} & refusal.labels or TOO_LONG.search(refusal.message):
        return _refused(refusal, values)
    return errors.ServerFailed(**values)


def connection_error(server: Server, error: BaseException) -> errors.Unreachable:
    """The error for a connection that could not be made or kept."""
    variable = server.url_variable or "the settings"
    return errors.Unreachable(
        server=server.name, url=server.base_url, variable=variable, reason=_reason(error)
    )


def _limited(values: dict[str, object], wait: float | None) -> BackendError:
    if wait is None:
        return errors.RateLimited(**values)
    return errors.RateLimitedFor(**values, seconds=max(1, round(wait)))


def _not_found(server: Server, refusal: Refusal, values: dict[str, object]) -> BackendError:
    values = values | {"detail": ""}
    named = {"model_not_found", "DeploymentNotFound"} & refusal.labels
    no_model = named or NO_SUCH_MODEL.search(refusal.message)
    if server.kind != "azure":
        return errors.ModelNotFound(**values) if no_model else errors.WrongAddress(**values)
    if no_model:
        return errors.DeploymentNotFound(**values)
    return errors.WrongEndpoint(**(values | {"suggestion": AZURE_ADDRESS}))


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
        "model": clean(model, [server.api_key], LONGEST_NAME),
        "status": clean(str(status), [server.api_key], LONGEST_NAME),
        "url": server.base_url,
        "variable": variable,
        "suggestion": suggested_address(server.base_url),
        "detail": clean(refusal.message, [server.api_key]),
    }


def suggested_address(base_url: str) -> str:
    """The address that was probably meant: the API's root, mostly `…/v1`."""
    address = base_url.rstrip("/")
    return address if address.endswith("/v1") else f"{address}/v1"


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
    untrusted = [c for c in chain if isinstance(c, ssl.SSLError) and not isinstance(c, HUNG_UP)]
    if untrusted or "certificate" in texts:
        return NOT_TRUSTED
    if any(isinstance(c, socket.gaierror) for c in chain) or "name or service" in texts:
        return "there is no such host"
    if any(isinstance(c, ConnectionRefusedError) for c in chain) or "refused" in texts:
        return "the connection was refused"
    if "ConnectTimeout" in {type(c).__name__ for c in chain}:
        return "it did not take the connection in time"
    if "all connection attempts failed" in texts:
        return "the connection was refused"
    return "the connection broke"
