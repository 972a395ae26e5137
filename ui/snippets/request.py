"""What a piece of code must send: the address, the body, and where the key comes from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from backends.server import Server
from backends.types import Notice
from ui.snippets.hiding import hide_in

SnippetLanguage = Literal["curl", "python", "javascript", "go"]
SnippetApi = Literal[
    "v1",  # OpenAI's, also of compatible servers and of Azure's newer API
    "azure",  # Azure's classic API: the deployment stands in the path
    "local",  # the embedded model, whose server has another address with each start
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetRequest:
    """One chat request, without any secret.

    base_url: for "azure" the resource's endpoint, for "v1" the API's root, mostly `…/v1`;
    without a slash at its end. api_version: of "azure", else "".
    model: the server's own name for it; for Azure the deployment.
    messages: as they go over the wire, the system prompt first.
    parameters: those that were set, and only these, under the names that they are sent with.
    usage: a streamed reply is asked to end with its tokens.
    key_variable: the environment variable that holds the key; "" for a server without keys.
    headers: further ones, each as (name, the environment variable that holds its value).
    notices: how it differs from what was set.
    hidden: a secret stood in it and does no more.
    """

    api: SnippetApi = "v1"
    base_url: str
    api_version: str = ""
    model: str
    messages: Sequence[Mapping[str, str]]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stream: bool = True
    usage: bool = True
    key_variable: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()
    hidden: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """What asks for a streamed reply; empty for a whole one."""
        if not self.stream:
            return {}
        usage = {"stream_options": {"include_usage": True}} if self.usage else {}
        return {"stream": True} | usage

    @property
    def body(self) -> dict[str, Any]:
        start = {"model": self.model, "messages": list(self.messages)}
        return start | self.options | dict(self.parameters)


def snippet_request(
    server: Server,
    body: Mapping[str, Any],
    notices: Sequence[Notice] = (),
    stream: bool = True,
    secrets: Sequence[str] = (),
) -> SnippetRequest:
    """The request that sends `body`, as `backends.wire.build_body` made it, to `server`.

    secrets: what may not stand in it beside the server's own key.
    """
    shown, hidden = hide_in(dict(body), (server.api_key, *secrets))
    rest = {
        name: value
        for name, value in shown.items()
        if name not in ("model", "messages", "stream", "stream_options")
    }
    return SnippetRequest(
        api=api_of(server),
        base_url=root_of(server),
        api_version=server.api_version if server.kind == "azure" else "",
        model=shown["model"],
        messages=shown["messages"],
        parameters=rest,
        stream=stream,
        usage="stream_options" in body,
        key_variable=variable_of(server),
        headers=headers_of(server),
        notices=tuple(notices),
        hidden=hidden,
    )


def api_of(server: Server) -> SnippetApi:
    if server.kind == "local":
        return "local"
    return "azure" if server.kind == "azure" and server.api_version else "v1"


def root_of(server: Server) -> str:
    root = server.base_url.rstrip("/")
    newer = server.kind == "azure" and not server.api_version
    return f"{root}/openai/v1" if newer else root


def variable_of(server: Server) -> str:
    """A name that every shell takes; "" where the server has no key."""
    if not server.api_key:
        return ""
    named = server.key_variable or f"PARLEY_SERVERS__{server.name}__API_KEY"
    return re.sub(r"^(?=\d)|[^A-Z0-9_]", "_", named.upper())


def headers_of(server: Server) -> tuple[tuple[str, str], ...]:
    if api_of(server) != "v1":
        return ()
    organization = (("OpenAI-Organization", "OPENAI_ORG_ID"),) if server.organization else ()
    project = (("OpenAI-Project", "OPENAI_PROJECT_ID"),) if server.project else ()
    return organization + project
