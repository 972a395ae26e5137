"""How events of the page are wired."""

from collections.abc import Callable
from typing import Any, cast

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""No overlay over the page, and no place in the API: programs have endpoints of their own."""


def unchanged(component: Any) -> dict[Any, Any]:
    """What a handler returns that changes nothing. Gradio refuses an empty dictionary."""
    return {component: {"__type__": "update"}}  # as `gr.skip` says it


def without_progress(page: gr.Blocks, nowhere: gr.HTML) -> None:
    """Let every event of `page`, which is built, show its progress on `nowhere` alone.

    None shows any; but with each message of each event Gradio's script copies all that it
    holds of every output that an event ever had, down to the last of thousands of choices.
    """
    for event in page.fns.values():
        event.show_progress_on = [nowhere]


# Gradio's own annotations of these are partly unknown to a type checker.
on = cast(Callable[..., Any], gr.on)  # pyright: ignore[reportUnknownMemberType]
endpoint = cast(
    Callable[..., Any],
    gr.api,  # pyright: ignore[reportUnknownMemberType, reportPrivateImportUsage]
)
