"""Widgets that more than one tab has."""

from typing import Any

import gradio as gr

from ui.texts import word

LATEX: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "\\[", "right": "\\]", "display": True},
    {"left": "\\(", "right": "\\)", "display": False},
]
"""No single dollar sign: prices in a text would turn into formulas."""


def conversation(label: str, **more: Any) -> gr.Chatbot:
    """Where messages and replies are shown. It scrolls by the page's own script."""
    box = gr.Chatbot(
        [],
        label=label,
        show_label=False,
        container=False,
        height="100%",
        layout="panel",
        buttons=["copy"],
        latex_delimiters=LATEX,
        feedback_options=None,
        autoscroll=False,  # Gradio's would pull a reader back down while text streams
        group_consecutive_messages=False,  # else one copy button takes figures along
        **more,
    )
    # The page would carry its description for programs three times over: 16 kB each,
    # read by nobody. Not by a subclass, for which Gradio writes a file beside its source.
    box.api_info = _short_description
    return box


def _short_description() -> dict[str, Any]:
    return {"type": "array"}


def quiet_button(key: str) -> gr.Button:
    """A small button without a frame, named and labelled by its text's key."""
    return gr.Button(
        word(key), size="sm", elem_id=key.replace("_", "-"), elem_classes="parley-quiet", scale=0
    )
