"""The outputs of one value, each folded behind its length. Pure HTML.

A line stands there from the start, so that nothing moves when its output comes.
"""

from html import escape

from ui.effects import finish_of, text_of
from ui.explore.effect_run import Row
from ui.explore.effect_words import number, value_text
from ui.reply import LiveReply
from ui.rows import notes_of
from ui.text_measures import words_of
from ui.texts import Language, say
from ui.texts_of_errors import explain

PREVIEW = 160  # characters


class OutputsView:
    """Makes the HTML of a row once for each of its states."""

    def __init__(self, language: Language, parameter: str) -> None:
        self._language: Language = language
        self._parameter = parameter
        self._made: dict[int, tuple[tuple[str, ...], str]] = {}

    def of(self, number: int, row: Row) -> str:
        """number: the row's, from 0."""
        statuses = tuple(reply.status if reply else "" for reply in row.replies)
        kept = self._made.get(number)
        if kept is None or kept[0] != statuses:
            html = outputs_html(row, number, self._parameter, self._language)
            kept = self._made[number] = (statuses, html)
        return kept[1]


def outputs_html(row: Row, number: int, parameter: str, language: Language) -> str:
    value = escape(value_text(row.value, language))
    lines = "".join(
        _line(reply, f"{number}-{at}", at + 1, language) for at, reply in enumerate(row.replies)
    )
    return f"<section><h3>{escape(parameter)} <b>{value}</b></h3>{lines}</section>"


def _line(reply: LiveReply | None, fold: str, number: int, language: Language) -> str:
    numbered = f'<span class="number">{number}</span>'
    if reply is None or not reply.ended:
        key = "effect_writing" if reply and reply.status == "writing" else "effect_waiting"
        state = escape(say(language, key)) if reply else ""
        return f'<div class="effect-line">{numbered}<span class="length">{state}</span></div>'
    shown = _shown(reply)
    preview = escape(" ".join(shown[:PREVIEW].split()))
    text = f'<div class="effect-text" dir="auto">{escape(shown)}</div>' if shown else ""
    return (
        f'<details class="effect-line" data-fold="{fold}"><summary>{numbered}'
        f'<span class="length">{escape(_length(reply, language))}</span>'
        f'<span class="preview" dir="auto">{preview}</span></summary>'
        f"{_reasoning(reply, language)}{text}{''.join(notes_of(reply, language))}</details>"
    )


def _length(reply: LiveReply, language: Language) -> str:
    """Tokens, words, characters, and why it ended; or why there is nothing."""
    if reply.error and not text_of(reply):
        return explain(language, reply.error)[0]
    figures, text = reply.figures(), text_of(reply)
    parts = [
        _counted("words", len(words_of(text)), language),
        _counted("characters", len(text), language),
    ]
    if not figures.estimated:
        parts.insert(0, say(language, "output_only", output=number(figures.output_tokens or 0)))
    return " · ".join([*parts, _ending(reply, language)])


def _counted(what: str, count: int, language: Language) -> str:
    one = "_one" if count == 1 else ""
    return say(language, f"effect_count_{what}{one}", count=number(count))


def _ending(reply: LiveReply, language: Language) -> str:
    if reply.status == "done":
        return finish_of(reply)[:40]
    return say(language, "effect_stopped" if reply.status == "stopped" else "effect_broken")


def _shown(reply: LiveReply) -> str:
    calls = [f"{name}({arguments})" for name, arguments in reply.calls.values()]
    return "\n".join([part for part in (text_of(reply), *calls) if part])


def _reasoning(reply: LiveReply, language: Language) -> str:
    if not reply.reasoning:
        return ""
    title = escape(say(language, "reasoning"))
    return f'<div class="effect-reasoning" dir="auto"><b>{title}</b>{escape(reply.reasoning)}</div>'
