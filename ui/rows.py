"""A conversation as the rows that `gr.Chatbot` shows. Pure.

A reply is up to five rows: who answers, reasoning (folds), text, notes, figures (fold
out to details). Rows of replies that have ended are made once, so that a long
conversation costs nothing while the next reply streams.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from backends.types import Filtered, Notice
from ui.figures import Figures, dollars, seconds, speed
from ui.reply import LiveReply
from ui.session import Turn
from ui.texts import Language, say
from ui.texts_of_errors import explain

Row = dict[str, Any]


def rows_of(turns: Sequence[Turn], language: Language) -> list[Row]:
    """All rows of the conversation, oldest first."""
    return [row for turn in turns for row in rows_of_turn(turn, language)]


def turn_at(turns: Sequence[Turn], row: int, language: Language) -> int:
    """Index of the turn that row number `row` belongs to."""
    for index, turn in enumerate(turns):
        row -= len(rows_of_turn(turn, language))
        if row < 0:
            return index
    return len(turns) - 1


def rows_of_turn(
    turn: Turn,
    language: Language,
    bare: bool = False,
    shown: Callable[[str], str] = str,
    beside: str = "",
) -> list[Row]:
    """bare: without who answers and the figures, where these are shown elsewhere.

    shown: the reply's text → what stands for it. beside: HTML next to who answers.
    """
    asked = text_row("user", turn.message)
    if turn.reply is None:
        return [asked]
    return [asked, *rows_of_reply(turn.reply, language, bare, shown, beside)]


def rows_of_reply(
    reply: LiveReply,
    language: Language,
    bare: bool = False,
    shown: Callable[[str], str] = str,
    beside: str = "",
) -> list[Row]:
    rows: list[Row] = []
    if not bare:
        who = escape(one_line(reply.model))
        rows.append(text_row("assistant", f'<div class="parley-who">{who}{beside}</div>'))
    if reply.reasoning:
        rows.append(reasoning_row(reply, language))
    if text := text_of(reply, language):
        rows.append(text_row("assistant", shown(text)))
    if notes := notes_of(reply, language):
        rows.append(text_row("assistant", "".join(notes)))
    if not bare:
        rows.append(figures_row(reply, language))
    return rows


def text_row(role: str, text: str) -> Row:
    # As a part, not as a plain string: Gradio would strip a string's indentation.
    return {"role": role, "content": [{"type": "text", "text": text}]}


def reasoning_row(reply: LiveReply, language: Language) -> Row:
    if reply.reasoning_goes_on:
        title, status = say(language, "reasoning"), "pending"
    else:
        title, status = reasoning_title(reply, language), "done"
    row = text_row("assistant", reply.reasoning)
    return {**row, "metadata": {"title": title, "status": status}}


def reasoning_title(reply: LiveReply, language: Language) -> str:
    if reply.seconds_of_reasoning is None:
        return say(language, "reasoning")
    return say(language, "reasoning_for", seconds=f"{reply.seconds_of_reasoning:.1f}")


def text_of(reply: LiveReply, language: Language) -> str:
    """The reply in Markdown; nothing is put behind text that still grows."""
    text = reply.text or reply.refusal
    if not reply.calls:
        return text
    calls = "\n".join(f"{name}({arguments})" for name, arguments in reply.calls.values())
    told = f"{say(language, 'tool_call')}\n```\n{calls}\n```"
    return f"{text}\n\n{told}" if text else told


def notes_of(reply: LiveReply, language: Language) -> list[str]:
    """What a person should know beside the text, each as an escaped HTML block."""
    notes = [note_html(notice_text(notice, language)) for notice in reply.notices]
    if reply.error:
        cause, advice = explain(language, reply.error)
        notes.append(note_html(cause, advice, "parley-error"))
    elif ending := ending_text(reply, language):
        notes.append(note_html(ending))
    return notes


def notice_text(notice: Notice, language: Language) -> str:
    return say(
        language,
        f"notice_{notice.kind}",
        parameter=notice.parameter,
        replacement=notice.replacement,
    )


def one_line(text: str) -> str:
    """Without line breaks: after an empty line Markdown would end the HTML around it."""
    return " ".join(text.split())


def note_html(text: str, advice: str = "", kind: str = "") -> str:
    text, advice = one_line(text), one_line(advice)
    strong = f"<strong>{escape(text)}</strong> {escape(advice)}" if advice else escape(text)
    return f'<div class="parley-note {kind}">{strong}</div>'


def ending_text(reply: LiveReply, language: Language) -> str:
    """Why the reply ended, "" when it simply came to its end."""
    if reply.status == "stopped":
        return say(language, "stopped")
    if filtered := _filtered(reply):
        named = ", ".join(filtered.categories)
        kind = f"filtered_{filtered.stage}"
        return say(language, kind, categories=f" ({named})" if named else "")
    if reply.finished is None:
        return ""
    match reply.finished.reason:
        case "length":
            return say(language, "cut_by_length")
        case "other":
            return say(language, "ended_otherwise", reason=reply.finished.raw_reason[:40])
        case _ if reply.refusal:
            return say(language, "refused_by_model")
        case _ if not (reply.text or reply.calls):
            return say(language, "no_output")
        case _:
            return ""


def _filtered(reply: LiveReply) -> Filtered | None:
    """What the filter did; a server may say no more than that it ended the reply."""
    if reply.filtered is None and reply.finished and reply.finished.reason == "content_filter":
        return Filtered("reply")
    return reply.filtered


def figures_row(reply: LiveReply, language: Language) -> Row:
    figures = reply.figures()
    row = text_row("assistant", details(reply, figures, language) if reply.ended else "")
    return {**row, "metadata": {"title": summary(reply, figures, language), "status": "done"}}


def summary(reply: LiveReply, figures: Figures, language: Language) -> str:
    """One line: first token, total, speed, tokens, cost."""
    if reply.holding:
        return holding_text(reply.holding, language)
    if figures.seconds_to_first_token is None and not reply.ended:
        return say(language, "waiting", seconds=f"{figures.seconds:.1f}")
    parts: list[str] = []
    if figures.seconds_to_first_token is not None:
        first = seconds(figures.seconds_to_first_token)
        parts.append(say(language, "first_token", seconds=first))
    if figures.seconds or not reply.ended:  # what was imported was not measured
        parts.append(say(language, "total", seconds=seconds(figures.seconds)))
    if figures.tokens_per_second:
        parts.append(say(language, "speed", speed=speed(figures.tokens_per_second)))
    if figures.output_tokens:
        parts.append(tokens_text(figures, language))
    if reply.ended and figures.output_tokens:
        parts.append(cost_text(figures, reply, language))
    return " · ".join(parts) or say(language, "unmeasured")


def holding_text(notice: Notice, language: Language) -> str:
    """Why nothing comes yet, with what is left of the wait."""
    if notice.kind == "fetching":
        done, total = notice.done / 1e6, notice.total / 1e6
        return say(language, "local_fetching", done=f"{done:.0f}", total=f"{total:.0f}")
    return say(language, "retrying", seconds=f"{notice.seconds:.0f}")


def tokens_text(figures: Figures, language: Language) -> str:
    output = str(figures.output_tokens)
    if figures.estimated:
        return say(language, "output_only", output=say(language, "estimate", count=output))
    if figures.input_tokens is None:
        return say(language, "output_only", output=output)
    return say(language, "tokens", input=figures.input_tokens, output=output)


def cost_text(figures: Figures, reply: LiveReply, language: Language) -> str:
    if reply.free:
        return say(language, "free")
    if figures.estimated:  # without a count of tokens there is nothing to multiply
        return say(language, "cost_unknown")
    if figures.cost_usd is None:
        return say(language, "price_unknown")
    return dollars(figures.cost_usd)


def details(reply: LiveReply, figures: Figures, language: Language) -> str:
    """Every figure by its name, as a Markdown list."""
    unknown = say(language, "unknown")

    def shown(value: object) -> str:
        text = "" if value is None else one_line(str(value).replace("`", "'"))
        return f"`{text}`" if text else unknown

    finished = reply.finished
    rows = {
        "detail_model": shown(reply.model),
        "detail_served": shown(finished and finished.model),
        "detail_finish": shown(finished and finished.raw_reason),
        "detail_input": shown(figures.input_tokens),
        "detail_cached": shown(figures.cached_tokens),
        "detail_output": shown(None if figures.estimated else figures.output_tokens),
        "detail_reasoning": shown(figures.reasoning_tokens),
        "detail_cost": cost_text(figures, reply, language),
        "detail_request": shown(reply.request_id),
    }
    return "\n".join(f"- {say(language, key)}: {value}" for key, value in rows.items())
