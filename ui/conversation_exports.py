"""Conversations as files to take away: Markdown to read, JSONL to train models on. Pure."""

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from store.conversation_types import ChatTurn, Conversation
from store.markdown import closed, fence_after, fenced
from store.types import ReplyRecord
from ui.comparison_exports import json_text
from ui.reply_records import KeptReply
from ui.rows import ending_text, notice_text, one_line, summary
from ui.spreadsheets import without_halves
from ui.texts import Language, say

LONGEST_NAME = 60  # characters of the title in the name of a file
# Tags that, left open, take in or hide what comes after them; code in a line stays as it is.
TAKING_IN = re.compile(
    r"(?P<code>(?<!`)(`+)(?!`).*?(?<!`)\2(?!`))"
    r"|<(?=[!?]|/?(?:script|style|pre|textarea|title|details|summary|iframe|xmp|plaintext"
    r"|noembed|noframes|noscript|template|svg|math|select|table|form|div|dialog)\b)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class TuningReport:
    """conversations: how many lines were written. turns: how many are in none, since their
    reply is not complete or has no text."""

    conversations: int = 0
    turns: int = 0


def reading_markdown(conversation: Conversation, language: Language) -> str:
    """The branch that is shown: when and with whom, each message and reply under who said it.

    Nothing in a message or a reply takes in what follows it: code blocks left open are
    closed, and tags that would are shown as text. The time is the server's.
    """
    turns = conversation.branch()
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(conversation.created_at))
    models = dict.fromkeys(one_line(turn.model) for turn in turns)
    title = one_line(conversation.title) or say(language, "conversation")
    blocks = [f"# {contained(title)}", contained(" · ".join([when, *models]))]
    system = ""
    for turn in turns:
        if turn.system != system and turn.system.strip():
            blocks.append(f"**{say(language, 'file_system')}**\n\n{fenced(turn.system)}")
        system = turn.system
        blocks += _turn(turn, language)
    return without_halves("\n\n".join(blocks)) + "\n"


def tuning_lines(conversations: Iterable[Conversation], report: TuningReport) -> Iterator[str]:
    """A line of JSON for each conversation: {"messages": [{"role", "content"}, …]}.

    As OpenAI takes it for fine-tuning: the branch that is shown, the system prompt first, and
    only turns whose reply is complete and has text. A conversation without any has no line.
    report: what it came to, once all lines are read.
    """
    for conversation in conversations:
        turns = conversation.branch()
        used = [turn for turn in turns if turn.reply and _complete(turn.reply)]
        report.turns += len(turns) - len(used)
        if used:
            report.conversations += 1
            yield json_text({"messages": list(_messages(used))}) + "\n"


def file_name(title: str, at: float, ending: str) -> str:
    """A name that every system takes: the title in plain letters, and the day.

    at: seconds since 1970; the day is the server's. ending: without the dot.
    """
    plain = unicodedata.normalize("NFKD", title[: LONGEST_NAME * 10])
    letters = plain.encode("ascii", "ignore").decode().lower()
    words = re.sub("[^a-z0-9]+", "-", letters)[:LONGEST_NAME].strip("-")
    day = time.strftime("%Y-%m-%d", time.localtime(at))
    return f"parley-{words or 'conversation'}-{day}.{ending}"


def contained(text: str) -> str:
    """Markdown that neither ends nor takes in what stands around it."""
    indent = opened = ""
    lines: list[str] = []
    for line in re.split(r"\r\n?|\n", text):
        before = opened
        indent, opened = fence_after(line, indent, opened)
        inside = before or opened
        lines.append(line if inside else TAKING_IN.sub(_shown, line))
    return closed("\n".join(lines))


def _shown(found: re.Match[str]) -> str:
    return found["code"] or "&lt;"


def _turn(turn: ChatTurn, language: Language) -> list[str]:
    asked = [f"## {say(language, 'file_you')}", contained(turn.message)]
    if turn.reply is None:
        return asked
    return [*asked, f"## {contained(one_line(turn.model))}", *_reply(turn, turn.reply, language)]


def _reply(turn: ChatTurn, reply: ReplyRecord, language: Language) -> list[str]:
    """Reasoning folded, text, calls, what should be known of it, figures."""
    kept = KeptReply(reply, turn.model)
    calls = "\n".join(f"{call.name}({call.arguments})" for call in reply.calls)
    notes = [notice_text(notice, language) for notice in reply.notices]
    ending = "" if reply.error else ending_text(kept, language)
    blocks = [
        _folded(reply.reasoning, language) if reply.reasoning.strip() else "",
        contained(reply.text or reply.refusal),
        f"{say(language, 'tool_call')}\n\n{fenced(calls)}" if calls else "",
        *(f"> {contained(one_line(note))}" for note in [*notes, ending] if note),
        f"**{say(language, 'file_error')}** {contained(one_line(reply.error))}"
        if reply.error
        else "",
        f"*{summary(kept, kept.figures(), language)}*" if _measured(reply) else "",
    ]
    return [block for block in blocks if block]


def _folded(reasoning: str, language: Language) -> str:
    summary = f"<summary>{say(language, 'reasoning')}</summary>"
    return f"<details>\n{summary}\n\n{contained(reasoning)}\n\n</details>"


def _measured(reply: ReplyRecord) -> bool:
    """What came from elsewhere has no figures."""
    return reply.figures.seconds > 0 or reply.figures.output_tokens is not None


def _complete(reply: ReplyRecord) -> bool:
    return reply.status == "done" and bool(reply.text.strip())


def _messages(turns: list[ChatTurn]) -> Iterator[dict[str, str]]:
    """The system prompt is that of the last turn, which the others went along with."""
    if turns[-1].system.strip():
        yield {"role": "system", "content": turns[-1].system}
    for turn in turns:
        yield {"role": "user", "content": turn.message}
        yield {"role": "assistant", "content": turn.reply.text if turn.reply else ""}
