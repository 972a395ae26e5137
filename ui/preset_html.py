"""What is told in a fold with presets, as HTML. Pure."""

from html import escape
from typing import Literal

from ui.texts import Language, say

Offer = Literal["replace", "cancel", "restore", "revert"]
"""What a button does, as the fold's script knows it."""
WORDS: dict[Offer, str] = {
    "replace": "preset_replace",
    "cancel": "preset_cancel",
    "restore": "preset_undo",
    "revert": "preset_undo",
}


def done_html(language: Language, sentence: str, *offers: Offer) -> str:
    """What was done or is asked, with a button for each offer."""
    buttons = "".join(
        f' <button type="button" data-preset="{offer}">{escape(say(language, WORDS[offer]))}'
        "</button>"
        for offer in offers
    )
    return f'<p role="status">{escape(sentence)}{buttons}</p>'


def refused_html(sentence: str) -> str:
    """Why nothing was done."""
    return f'<p role="alert">{escape(sentence)}</p>'
