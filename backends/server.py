"""A model server as the settings describe it: address, key, limits. Plain values."""

from dataclasses import dataclass, field
from typing import Literal

ServerKind = Literal["openai", "azure", "compatible", "local"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One model server. The key is bound to this address and goes nowhere else.

    name: what stands before the colon in `backend:model`; no colon in it.
    kind: "azure" has deployments instead of models; "local" is the embedded model.
    base_url: for Azure the resource's endpoint, for others the API's root, mostly `…/v1`.
    api_key: "" where the server needs none.
    key_variable: the environment variable that holds the key, named in error texts.
    api_version: Azure's classic API (such as "2024-10-21"); "" means its v1 API.
    models: names known from the settings, for Azure its deployments; each may name
    the base model behind it ("" where unknown). When given, the list is not fetched.
    """

    name: str
    kind: ServerKind
    base_url: str
    api_key: str = field(default="", repr=False)
    key_variable: str = ""
    url_variable: str = ""
    organization: str = ""
    project: str = ""
    api_version: str = ""
    models: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long Parley waits for a server, in seconds.

    connect: until the connection stands; first_byte: from there to the first byte
    of the answer; idle: longest silence between two bytes; total: the whole reply;
    model_list: for the list of models.
    """

    connect: float = 5.0
    first_byte: float = 60.0
    idle: float = 30.0
    total: float = 1800.0
    model_list: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLimits:
    """The most that Parley reads of one answer, in bytes after decompression.

    line: of one event; whole: of an answer that is one JSON object; total: of a stream.
    """

    line: int = 1_000_000
    whole: int = 16_000_000
    total: int = 64_000_000
