"""The request that was sent last in a conversation, to be shown as code. Knows no Gradio."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backends.openai_chat import OpenAIBackend
from backends.types import ChatRequest, Message
from ui.asking import Asking
from ui.session import ChatSession, Turn
from ui.snippets.request import SnippetRequest, snippet_request


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """What one model was asked. model: `backend:model`; messages: without the reply."""

    model: str
    messages: tuple[Message, ...]
    parameters: Mapping[str, Any]


def last_asked(chat: ChatSession) -> AskedRequest | None:
    """`None` before the first message."""
    if not chat.turns:
        return None
    *earlier, last = chat.turns
    asked = ChatSession()
    asked.turns = [*earlier, Turn(last.message, last.choice)]  # as it was before its reply
    return AskedRequest(last.choice.model, asked.messages(), last.choice.parameters)


def request_for(asking: Asking, asked: AskedRequest, stream: bool) -> SnippetRequest:
    """The same request as code is made of, by what the model has refused so far.

    stream: whether the reply is to come in pieces. Raises a `BackendError` for a model
    whose server is not there.
    """
    name, model = asking.catalog.split(asking.full_name(asked.model))
    backend = asking.backends[name]
    request = ChatRequest(model=model, messages=asked.messages, parameters=asked.parameters)
    if not isinstance(backend, OpenAIBackend):  # the embedded model has no code to its address
        return SnippetRequest(api="local", base_url="", model=model, messages=())
    body, notices = backend.body_of(request)
    secrets = [each.server.api_key for each in asking.backends.values()]
    return snippet_request(backend.server, body, notices, stream, secrets)
