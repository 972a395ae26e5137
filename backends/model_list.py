"""Which models a server offers."""

from typing import Any

import anyio
import openai
import orjson

from backends.counts import as_list, as_object, count
from backends.errors import AnswerUnreadable
from backends.exchange import BROKEN, check_ready, is_silence, silent
from backends.server import Deadlines, Server
from backends.translate import connection_error, read_refusal, status_error
from backends.types import ModelInfo


async def fetch_models(
    server: Server, client: openai.AsyncOpenAI, deadlines: Deadlines
) -> list[ModelInfo]:
    """The models named in the settings, else the server's own list; sorted by id.

    Azure is never asked: its list holds base models, which cannot be called, and
    not the deployments, which can. Raises `BackendError`.
    """
    if server.models or server.kind == "azure":
        return [ModelInfo(id=name, base_model=base) for name, base in server.models]
    check_ready(server, client)
    try:
        with anyio.fail_after(deadlines.model_list):
            response = await client.models.with_raw_response.list()
            data = orjson.loads(response.content)
    except openai.APIStatusError as error:
        refusal = read_refusal(error.response.content)
        raise status_error(server, "its list of models", error.status_code, refusal) from None
    except BROKEN as error:
        if is_silence(error):
            raise silent(server, deadlines.model_list) from None
        raise connection_error(server, error) from error
    except orjson.JSONDecodeError:
        data = None
    rows = as_list(as_object(data).get("data", data))
    if not rows and not isinstance(as_object(data).get("data"), list):
        raise AnswerUnreadable(
            server=server.name,
            reason="its list of models is not JSON",
            variable=server.url_variable or "the server's address",
        )
    models = {m.id: m for m in map(model_info, map(as_object, rows)) if m.id}
    return [models[name] for name in sorted(models)]


def model_info(row: dict[str, Any]) -> ModelInfo:
    """A row of a model list. OpenRouter, Groq and vLLM add the context window, each by its name."""
    name, owner, shutdown = row.get("id"), row.get("owned_by"), row.get("shutdown_date")
    windows = (row.get(key) for key in ("context_length", "context_window", "max_model_len"))
    return ModelInfo(
        id=name if isinstance(name, str) else "",
        owner=owner if isinstance(owner, str) else "",
        created=count(row.get("created")),
        context_window=next((w for w in map(count, windows) if w), None),
        shutdown_date=shutdown if isinstance(shutdown, str) else "",
    )
