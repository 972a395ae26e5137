"""A conversation as Markdown, to be read and pasted anywhere."""

from collections.abc import Sequence

from ui.rows import text_of
from ui.session import Turn
from ui.texts import Language

WRITE_TO_CLIPBOARD = "(text) => window.parley.copy(text)"


def conversation_markdown(turns: Sequence[Turn], language: Language) -> str:
    """Messages and replies in their order, each under the name of who wrote it."""
    you = "我" if language == "zh" else "You"
    parts: list[str] = []
    for turn in turns:
        parts.append(f"## {you}\n\n{turn.message}")
        if turn.reply and (text := text_of(turn.reply, language)):
            parts.append(f"## {turn.reply.model}\n\n{text}")
    return "\n\n".join(parts) + "\n" if parts else ""
