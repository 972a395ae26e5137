"""What the forms that look inside have in common: running, stopping, and what is told."""

import logging
from html import escape
from typing import Any

import gradio as gr

from backends.errors import BackendError
from ui.explore.inside_widgets import Doing
from ui.refusals import REFUSALS, Refusal, refusal_text
from ui.reply import LiveReply
from ui.rows import summary
from ui.text_lists import TextsError
from ui.texts import Language, say

log = logging.getLogger(__name__)

REFUSED = (*REFUSALS, TextsError)
Shown = dict[Any, Any]


def running(doing: Doing) -> Shown:
    """Stop stands where the first button was."""
    return {
        doing.told: "",
        doing.run: gr.Button(visible=False),
        doing.stop: gr.Button(visible=True),
    }


def idle(doing: Doing) -> Shown:
    return {doing.run: gr.Button(visible=True), doing.stop: gr.Button(visible=False)}


def told(doing: Doing, sentence: str = "") -> Shown:
    return {doing.told: f'<p role="alert">{escape(sentence)}</p>' if sentence else ""}


def why_refused(language: Language, refusal: Refusal | TextsError) -> str:
    """One sentence on why Parley does not send something."""
    if isinstance(refusal, TextsError):
        return say(language, refusal.key, **refusal.values)
    return refusal_text(language, refusal)


def log_bug(bug: Exception) -> BackendError:
    """A mistake of Parley's own, to be shown as an error; its text may quote a person's."""
    log.error("a look inside failed inside Parley: %s", type(bug).__name__)
    log.debug("the failure", exc_info=bug)
    return BackendError(server="Parley")


def figures_html(reply: LiveReply, language: Language, more: str = "") -> str:
    """What a reply took, and `more`, each a line."""
    lines = [summary(reply, reply.figures(), language), more]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)
