"""What an empty conversation says: what this is, the model in use, where to begin."""

from html import escape

from gradio.components.chatbot import ExampleMessage

from backends.local_model import NAME as LOCAL
from ui.texts import EXAMPLES, Language, say
from ui.texts_of_errors import reason_in


def welcome_text(language: Language, model: str, unavailable: str = "") -> str:
    """Markdown for the empty conversation.

    model: `backend:model`, "" when there is none; unavailable: why it cannot run.
    """
    if not model or unavailable:
        why = escape(reason_in(language, unavailable))
        told = say(language, "welcome_unavailable", reason=why)
        return say(language, "welcome_none") + (f"\n\n{told}" if unavailable else "")
    parts = [say(language, "welcome"), say(language, "welcome_model", model=escape(model))]
    if model.startswith(f"{LOCAL}:"):
        parts.append(say(language, "welcome_local"))
    return "\n\n".join(parts)


def welcome_examples(language: Language) -> list[ExampleMessage]:
    return [{"text": pair[language == "zh"]} for pair in EXAMPLES]
