"""What a model that fuses or judges replies is asked. Knows no Gradio."""

from collections import Counter
from dataclasses import dataclass

from guard.admission import NotAdmitted
from ui.anonymous import TEMPLATES, Purpose, anonymised, fill, has_replies
from ui.asking import Asking
from ui.compare_asking import NotCompared
from ui.compare_session import LETTERS, CompareSession
from ui.languages import Language
from ui.reply import LiveReply

FEWEST_REPLIES = 2


@dataclass(frozen=True, slots=True)
class Gathered:
    """Replies by column letter, as a person reads them; left_out: the other columns."""

    question: str
    replies: dict[str, str]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One request, whole: what is estimated is what is sent.

    model: `backend:model`. order: the column's letter for each number, from 1. seed: what
    that order depends on. left_out: letters of columns without a reply.
    """

    model: str
    prompt: str
    order: tuple[str, ...]
    left_out: tuple[str, ...]
    seed: int


class FuseSession:
    """Of one open page. planned: estimated, but nobody has said yes. waiting: confirmed,
    to be sent next. sent: what `reply` answers; both stay until the next is asked.

    No dataclass: Gradio would put one into the page's config.
    """

    def __init__(self) -> None:
        self.planned: Plan | None = None
        self.waiting: Plan | None = None
        self.sent: Plan | None = None
        self.reply: LiveReply | None = None

    @property
    def answering(self) -> bool:
        return self.waiting is not None or (self.reply is not None and not self.reply.ended)

    def confirm(self, plan: Plan) -> None:
        self.planned, self.waiting = None, plan
        self.sent = self.reply = None

    def stop(self) -> None:
        """What came stays. Without effect when nothing is being written."""
        self.waiting = None
        if self.reply:
            self.reply.stop()


def gathered(session: CompareSession) -> Gathered:
    """The replies to the latest message, of all columns that have one with words.

    Columns may have been given different messages; then the one that most have counts.
    """
    said: dict[str, tuple[str, str]] = {}
    for letter, lane in zip(LETTERS, session.lanes, strict=False):
        if lane.turn and (text := _words(lane.reply)):
            said[letter] = (lane.turn.message, text)
    asked = Counter(message for message, _ in said.values()).most_common(1)
    question = asked[0][0] if asked else ""
    replies = {letter: text for letter, (message, text) in said.items() if message == question}
    letters = LETTERS[: len(session.lanes)]
    return Gathered(question, replies, tuple(each for each in letters if each not in replies))


def plan_of(
    asking: Asking,
    session: CompareSession,
    model: str,
    template: str,
    seed: int,
    language: Language,
) -> Plan:
    """What would be asked. Raises `NotCompared`, or what `Asking.check` raises."""
    if session.answering:
        raise NotCompared("still_answering")
    found = gathered(session)
    if len(found.replies) < FEWEST_REPLIES:
        raise NotCompared("fuse_too_few", count=len(found.replies))
    if not has_replies(template):
        raise NotCompared("prompt_without_replies")
    unnamed = anonymised(found.replies, seed, language)
    prompt = fill(template, found.question, unnamed.prompt_part)
    try:
        asking.check(model, prompt, {})
    except NotAdmitted as refusal:
        if refusal.cause == "message_too_long":
            raise NotCompared("fuse_too_long", size=refusal.size, limit=refusal.limit) from None
        raise
    return Plan(asking.full_name(model), prompt, unnamed.order, found.left_out, seed)


def is_unchanged(template: str) -> bool:
    """Nobody's own words would be lost: it is empty, or as Parley wrote it."""
    known = {text.strip() for texts in TEMPLATES.values() for text in texts.values()}
    return template.strip() in known | {""}


def template_for(purpose: str, language: Language) -> str:
    """purpose: one of `Purpose`; what else a page may send counts as "fuse"."""
    known: Purpose = "judge" if purpose == "judge" else "fuse"
    return TEMPLATES[known][language]


def _words(reply: LiveReply | None) -> str:
    """What a person reads of the reply, letter by letter; "" where that is nothing."""
    text = (reply.text or reply.refusal) if reply else ""
    return text if text.strip() else ""
