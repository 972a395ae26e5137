"""How a request is refused before anything else sees it."""

import json
from collections.abc import Mapping

from starlette.types import Send


async def refuse(
    send: Send, status: int, sentence: str, headers: Mapping[str, str] | None = None
) -> None:
    """Answer with {"detail": sentence}, the form that Gradio's own refusals have."""
    body = json.dumps({"detail": sentence}).encode()
    given = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **(headers or {}),
    }
    lines = [(name.encode(), value.encode()) for name, value in given.items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
