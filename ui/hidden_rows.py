"""What stands in a column while names are hidden: nothing that tells whose it is. Pure."""

from collections.abc import Callable

from ui.reply import LiveReply
from ui.rows import Row, ending_text, note_html, text_of, text_row
from ui.session import Turn
from ui.texts import Language, say

TELLING = ("content_filter", "other")
"""Finish reasons that come with a server's own words."""


def hidden_rows(turn: Turn, language: Language, shown: Callable[[str], str] = str) -> list[Row]:
    """Message, reasoning, reply and how it ended, without names, figures and parameters.

    shown: the reply's text → what stands for it.
    """
    rows, reply = [text_row("user", turn.message)], turn.reply
    if reply is None:
        return rows
    if reply.reasoning:
        status = "pending" if reply.reasoning_goes_on else "done"
        metadata = {"title": say(language, "reasoning"), "status": status}
        rows.append({**text_row("assistant", reply.reasoning), "metadata": metadata})
    if text := text_of(reply, language):
        rows.append(text_row("assistant", shown(text)))
    if note := hidden_note(reply, language):
        rows.append(text_row("assistant", note))
    return rows


def hidden_note(reply: LiveReply, language: Language) -> str:
    """How the reply ended as an HTML block, "" when it simply came to its end."""
    if reply.error:
        key = "hidden_incomplete" if reply.status == "incomplete" else "hidden_failed"
        return note_html(say(language, key), kind="parley-error")
    telling = reply.finished is not None and reply.finished.reason in TELLING
    if reply.filtered or telling:
        return note_html(say(language, "hidden_ending"))
    text = ending_text(reply, language)
    return note_html(text) if text else ""
