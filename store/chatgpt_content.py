"""What one message of ChatGPT's export says, as text. Pure.

The format is not documented by those who make it and grows from time to time: what it
says where it is known must be of the right type, and what is not known is counted.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, cast

from store.errors import NotReadable
from store.loose_json import Object, any_text, list_in, object_in, objects, one_line, text_in
from store.markdown import closed, fenced
from store.shape import well_formed, within

Loss = Literal[
    "hidden",  # messages that ChatGPT does not show either
    "tools",  # what tools said to the model
    "images",
    "audio",
    "videos",
    "files",
    "citations",  # marks in a text that lead to no page without ChatGPT
    "unknown",  # content of a kind that is not known
    "detached",  # messages whose place in the conversation is not in the file
    "empty",  # conversations in which nothing is left
]
ASSETS: dict[str, tuple[Loss, str]] = {
    "image_asset_pointer": ("images", "[image]"),
    "audio_asset_pointer": ("audio", "[audio]"),
    "real_time_user_audio_video_asset_pointer": ("audio", "[audio]"),
    "video_container_asset_pointer": ("videos", "[video]"),
}
CITATION = re.compile("\ue200(?:file)?cite\ue202[^\ue200\ue201]*\ue201")


@dataclass(frozen=True, slots=True)
class Said:
    """reasoning: not part of the reply, but what the model thought before it."""

    text: str
    reasoning: bool = False


class Content:
    """lost: what is no text, of all messages that were read."""

    def __init__(self, lost: Counter[Loss]) -> None:
        self._lost = lost

    def said(self, message: Object, place: str) -> Said:
        """What the message says, "" for nothing. Raises `NotReadable`."""
        content, inside = object_in(message, "content", place), within(place, "content")
        kind = text_in(content, "content_type", inside)
        match kind:
            case "thoughts":
                return Said(self._thoughts(content, inside), reasoning=True)
            case "reasoning_recap":
                return Said(text_in(content, "content", inside), reasoning=True)
            case "text" | "multimodal_text" | "code" | "execution_output" | "":
                recipient = text_in(message, "recipient", place) or "all"
                text = self._plain(content, kind, recipient, inside)
                return Said(text, reasoning=message.get("channel") == "analysis")
            case "tether_quote" | "tether_browsing_display" | "sonic_webpage":
                return Said(_quoted(content, inside))
            case _:
                return Said(self._unknown(content, kind, inside))

    def assets(self, message: Object, place: str) -> Said:
        """Pictures and the like that a tool made, without what it said of them."""
        content = object_in(message, "content", place)
        parts = objects(list_in(content, "parts", within(place, "content")))
        return Said(self._parts({"parts": parts}, within(place, "content")))

    def attachments(self, message: Object, place: str) -> str:
        """A line for each file that came with the message; images stand in its text."""
        metadata = object_in(message, "metadata", place)
        names = [
            one_line(any_text(each, "name")) or "file"
            for each in objects(list_in(metadata, "attachments", within(place, "metadata")))
            if not (any_text(each, "mime_type") or any_text(each, "mimeType")).startswith("image/")
        ]
        self._lost["files"] += len(names)
        return "\n".join(f"[file: {name}]" for name in names)

    def _plain(self, content: Object, kind: str, recipient: str, place: str) -> str:
        text = text_in(content, "text", place) or self._parts(content, place)
        if not text.strip():
            return ""
        if kind == "execution_output":
            return fenced(text)
        if kind == "code" or recipient != "all":  # a call: code, or what a tool is to do
            return fenced(text, _language(content, recipient, text))
        text, marks = CITATION.subn("", text)
        self._lost["citations"] += marks
        return text

    def _parts(self, content: Object, place: str) -> str:
        parts = list_in(content, "parts", place)
        texts = [self._part(part, f"{place}.parts[{at}]") for at, part in enumerate(parts)]
        return "\n\n".join(text for text in texts if text)

    def _part(self, part: Any, place: str) -> str:
        if part is None or isinstance(part, str):
            return well_formed(part or "")
        if not isinstance(part, dict):
            raise NotReadable("wrong_type", place)
        kind = text_in(cast(Object, part), "content_type", place)
        if kind in ASSETS:
            loss, shown = ASSETS[kind]
            self._lost[loss] += 1
            return shown
        return self._unknown(cast(Object, part), kind, place)

    def _thoughts(self, content: Object, place: str) -> str:
        texts = [
            any_text(thought, name)
            for thought in objects(list_in(content, "thoughts", place))
            for name in ("summary", "content")
        ]
        return "\n\n".join(text for text in texts if text) or self._parts(content, place)

    def _unknown(self, content: Object, kind: str, place: str) -> str:
        """Its text, as a transcript has one; else its kind, and it is counted."""
        if text := any_text(content, "text") or any_text(content, "result"):
            return text
        if isinstance(content.get("parts"), list) and (text := self._parts(content, place)):
            return text
        self._lost["unknown"] += 1
        return f"[{one_line(kind)[:40] or 'unknown'}]"


def _quoted(content: Object, place: str) -> str:
    text = text_in(content, "text", place) or any_text(content, "result")
    source = [one_line(any_text(content, name)) for name in ("title", "url")]
    lines = [*(line for line in source if line), *closed(text).split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) if text.strip() else ""


def _language(content: Object, recipient: str, text: str) -> str:
    named = one_line(any_text(content, "language"))
    if re.fullmatch(r"[A-Za-z0-9+#-]{1,20}", named) and named != "unknown":
        return named
    if text.lstrip().startswith(("{", "[")):
        return "json"
    return "python" if recipient == "python" else ""
