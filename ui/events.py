"""How events of the page are wired."""

from collections.abc import Callable
from typing import Any, cast

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No overlay over the page, and no place in the API: programs have endpoints of their own."""

# Gradio's own annotations of these are partly unknown to a type checker.
on = cast(Callable[..., Any], gr.on)  # pyright: ignore[reportUnknownMemberType]
endpoint = cast(
    Callable[..., Any],
    gr.api,  # pyright: ignore[reportUnknownMemberType, reportPrivateImportUsage]
)
