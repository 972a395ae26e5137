"""What a setting's text may say: each kind as a type, and the function that reads it.

A function raises `ValueError` with the mend, to be read after the variable's name; it never
quotes what it was given.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_settings import NoDecode

from backends.server import Deadlines

OPENAI_ADDRESS = "https://api.openai.com/v1"
AZURE_ADDRESS = "https://NAME.openai.azure.com"
# Single underscores only: two of them part the pieces of a variable's name.
SERVER_NAME = re.compile(r"[a-z0-9.-]+(?:_[a-z0-9.-]+)*")

_DEFAULTS = Deadlines()
_ENDPOINTS = re.compile(r"/(?:(?:chat/)?completions|models|responses)$")
_AZURE_PATH = re.compile(r"/(?:openai|models|api/projects)(?:/.*)?$")
_AZURE_DEPLOYMENT = re.compile(r"/openai/deployments/([^/]+)")
_DATED_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(?:-preview)?")


@dataclass(frozen=True, slots=True)
class AzureEndpoint:
    """An Azure resource, and what the pasted address said besides.

    deployment, api_version: "" where the address does not say.
    """

    address: str
    deployment: str = ""
    api_version: str = ""


def to_key(text: str) -> str:
    """A key fit for an HTTP header: anything else would surface in error texts later."""
    if not re.fullmatch(r"[!-~]+", text) or set(text) & set("\"'"):
        raise ValueError("must be printable ASCII without spaces or quotes; copy it again.")
    return text


def split_address(text: str, example: str) -> SplitResult:
    """Scheme, host and path of an http(s) address; `ValueError` without its text."""
    odd = ValueError(f"must be an address such as {example}; check host and port.")
    if not text.isprintable() or set(text) & set(' \\"<>'):
        raise odd
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise odd from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"must start with https:// (or http://), such as {example}.")
    if "@" in parts.netloc:
        raise ValueError("must not contain a user name or password; a key has its own variable.")
    if not parts.hostname or port == 0:
        raise odd
    return parts


def to_address(text: str) -> str:
    """The root of an API, without an endpoint such as /chat/completions at its end."""
    parts = split_address(text, OPENAI_ADDRESS)
    if "?" in text or "#" in text:
        raise ValueError(f"must end before the ? or #, such as {OPENAI_ADDRESS}.")
    path = _ENDPOINTS.sub("", parts.path.rstrip("/")).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def to_azure_endpoint(text: str) -> AzureEndpoint:
    """An Azure resource from its endpoint or from a whole target URI.

    A target URI is what Azure's portal offers to copy: it also names a deployment
    and a version, which then need no variables of their own. What stands before
    /openai stays, since gateways put the API under a path.
    """
    parts = split_address(text, AZURE_ADDRESS)
    query = dict(parse_qsl(parts.query))
    if query.keys() - {"api-version"} or "#" in text:
        raise ValueError(f"must end before the ?, such as {AZURE_ADDRESS}.")
    path = _AZURE_PATH.sub("", parts.path).rstrip("/")
    named = _AZURE_DEPLOYMENT.search(parts.path)
    return AzureEndpoint(
        address=f"{parts.scheme}://{parts.netloc}{path}",
        deployment=named[1] if named else "",
        api_version=to_version(query.get("api-version", "")),
    )


def to_version(text: str) -> str:
    """A dated version of Azure's classic API, or "" for its v1 API."""
    if text.lower() in ("", "v1", "preview"):
        return ""
    if not _DATED_VERSION.fullmatch(text):
        raise ValueError("must be left out for the v1 API, or be a date such as 2024-10-21.")
    return text


def to_names(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated model names; each once, in their order."""
    return tuple((name, "") for name in dict.fromkeys(parts_of(text)))


def to_deployments(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated `deployment` or `deployment=base-model`; each once, in their order."""
    pairs: dict[str, str] = {}
    for part in parts_of(text):
        deployment, _, base = part.partition("=")
        pairs.setdefault(deployment.strip(), base.strip())
    if "" in pairs:
        raise ValueError("must be names such as my-gpt, or my-gpt=gpt-5-mini, parted by commas.")
    return tuple(pairs.items())


def to_auth(text: str) -> tuple[tuple[str, str], ...]:
    """Comma-separated `user:password`; the password may contain colons, not commas."""
    parts = parts_of(text)
    pairs = {user: password for user, _, password in (part.partition(":") for part in parts)}
    if not pairs or not all(user and password for user, password in pairs.items()):
        raise ValueError("must be user:password, several parted by commas.")
    if len(pairs) < len(parts):
        raise ValueError("must name each user once.")
    return tuple(pairs.items())


def to_model(text: str) -> str:
    """A model as `backend:model`."""
    backend, _, model = text.partition(":")
    if not SERVER_NAME.fullmatch(backend) or not model.strip():
        raise ValueError("must be written backend:model, such as openai:gpt-5-mini.")
    return text


def to_seconds(value: object) -> float:
    """A span of time in seconds, above 0."""
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise ValueError("must be a number of seconds above 0, such as 30.")
    return seconds


def to_count(value: object) -> int:
    """A whole number above 0; underscores may group its digits."""
    try:
        count = int(str(value))
    except ValueError:
        count = 0
    if count < 1:
        raise ValueError("must be a whole number above 0, such as 200000.")
    return count


def to_folder(text: str) -> Path:
    """A folder; ~ stands for the home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise ValueError("must be a folder; write the home folder out instead of ~.") from None


def password_in(address: str) -> str:
    """The password of an address such as redis://user:password@host, "" where it has none."""
    try:
        return unquote(urlsplit(address).password or "")
    except ValueError:
        return ""


def parts_of(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


Key = Annotated[str, AfterValidator(to_key)]
Address = Annotated[str, AfterValidator(to_address)]
PastedEndpoint = Annotated[AzureEndpoint | None, NoDecode, BeforeValidator(to_azure_endpoint)]
Version = Annotated[str, AfterValidator(to_version)]
Names = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_names)]
Deployments = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_deployments)]
Auth = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(to_auth)]
ModelName = Annotated[str, AfterValidator(to_model)]
Folder = Annotated[Path, BeforeValidator(to_folder)]
Seconds = Annotated[float, BeforeValidator(to_seconds)]
Count = Annotated[int, BeforeValidator(to_count)]


class FurtherServer(BaseModel):
    """A compatible server as its three variables describe it."""

    model_config = ConfigDict(frozen=True)

    base_url: Address
    api_key: Key = Field(default="", repr=False)
    models: Names = ()


class Timeouts(BaseModel):
    """How long to wait, in seconds; `backends.server.Deadlines` says for what."""

    model_config = ConfigDict(frozen=True)

    connect: Seconds = _DEFAULTS.connect
    first_byte: Seconds = _DEFAULTS.first_byte
    idle: Seconds = _DEFAULTS.idle
    total: Seconds = _DEFAULTS.total
    model_list: Seconds = _DEFAULTS.model_list
