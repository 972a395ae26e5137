"""Whether a message may be asked at all, before anything is sent."""

from dataclasses import dataclass
from typing import Literal

Cause = Literal["empty_message", "message_too_long", "no_model"]


class NotAdmitted(Exception):
    """cause names the limit; size and limit are in characters."""

    def __init__(self, cause: Cause, size: int = 0, limit: int = 0) -> None:
        super().__init__(cause)
        self.cause: Cause = cause
        self.size, self.limit = size, limit


@dataclass(frozen=True, slots=True)
class Admission:
    """message_characters: the longest message that is accepted."""

    message_characters: int = 200_000

    def check_message(self, message: str) -> None:
        if not message.strip():
            raise NotAdmitted("empty_message")
        if len(message) > self.message_characters:
            raise NotAdmitted("message_too_long", len(message), self.message_characters)
