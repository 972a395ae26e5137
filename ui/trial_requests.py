"""The request that Try it would send as things stand. Knows no Gradio."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backends.base import Backend
from backends.errors import EndpointMissing
from backends.redact import hide
from backends.types import ChatRequest, Message, Notice
from backends.wiretap import Tappable
from ui.asking import Asking
from ui.code_requests import AskedRequest
from ui.parameter_values import collect
from ui.snippets.address import url_of
from ui.snippets.hiding import hide_in
from ui.snippets.request import snippet_request

LOCAL_PATH = "/v1/chat/completions"  # its server has another port with each start


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request without any secret.

    address: where it goes; of the embedded model the path alone, as `local` tells.
    notices: how it differs from what was set.
    """

    address: str
    local: bool
    body: Mapping[str, Any]
    notices: tuple[Notice, ...] = ()


def asked_of(
    model: str | None, system: str | None, prompt: str | None, *panel: Any
) -> AskedRequest:
    """What stands in the form. Raises `PanelError`.

    panel: the controls of a parameters panel.
    """
    messages = (Message("user", prompt or ""),)
    if system and system.strip():
        messages = (Message("system", system), *messages)
    return AskedRequest((model or "").strip(), messages, collect(panel))


def prepared(asking: Asking, asked: AskedRequest) -> Prepared:
    """The very body that would be sent, by what the model has refused so far.

    Raises a `BackendError` about the model's name.
    """
    name, model = asking.catalog.split(asking.full_name(asked.model))
    backend = asking.backends[name]
    if not isinstance(backend, Tappable):
        raise EndpointMissing(server=name, operation="chat")
    request = ChatRequest(model=model, messages=asked.messages, parameters=asked.parameters)
    body, notices = backend.body_of(request)
    return _prepared(asking, backend, body, tuple(notices))


def sent(asking: Asking, asked: AskedRequest, body: Mapping[str, Any]) -> Prepared:
    """The same of a `body` that was sent."""
    name, _ = asking.catalog.split(asking.full_name(asked.model))
    return _prepared(asking, asking.backends[name], body)


def _prepared(
    asking: Asking,
    backend: Backend | Tappable,
    body: Mapping[str, Any],
    notices: tuple[Notice, ...] = (),
) -> Prepared:
    secrets = [each.server.api_key for each in asking.backends.values()]
    shown, _ = hide_in(dict(body), secrets)
    local = backend.server.kind == "local"
    request = snippet_request(backend.server, body, secrets=secrets)
    address = LOCAL_PATH if local else hide(url_of(request))
    return Prepared(address, local, shown, notices)
