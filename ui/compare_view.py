"""What the handlers of the compare tab show, as Gradio takes it."""

from html import escape
from typing import Any

import gradio as gr

from backends.counts import as_object
from ui.compare_columns import Columns
from ui.compare_heads import heads
from ui.compare_session import CompareSession
from ui.compare_widgets import CompareWidgets
from ui.texts import Language

Shown = dict[Any, Any]
"""A widget → what it shows from now on."""


class CompareView:
    def __init__(self, widgets: CompareWidgets) -> None:
        self._widgets = widgets

    def heads(self, session: CompareSession, language: Language) -> Shown:
        """With the next number: answers to two events may overtake each other on a busy
        server, and the page asks again when it was shown an older one last.
        """
        session.serial += 1
        return {self._widgets.heads: heads(session, language)}

    def everything(self, session: CompareSession, language: Language) -> Shown:
        """Heads and conversations."""
        rows = Columns(language).rows(session)
        shown: Shown = dict(zip(self._widgets.columns, rows, strict=True))
        return shown | self.heads(session, language)

    def buttons(self, running: bool) -> Shown:
        return {
            self._widgets.run: gr.Button(visible=not running),
            self._widgets.stop: gr.Button(visible=running),
        }

    def told(self, sentence: str = "", more: str = "") -> Shown:
        """more: HTML behind the sentence."""
        told = f'<p role="alert">{escape(sentence)}{more}</p>' if sentence else ""
        return {self._widgets.told: told}


def options(names: list[str]) -> str:
    """The names that a column's model is chosen from, for the page's script."""
    choices = "".join(f'<option value="{escape(name)}"></option>' for name in names)
    return f'<datalist id="compare-models">{choices}</datalist>'


def sent(event: gr.EventData) -> dict[str, Any]:
    """What the page's script sent along; anyone can send anything."""
    return as_object(event._data)  # pyright: ignore[reportPrivateUsage]
