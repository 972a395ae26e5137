"""What the fold for fusing and judging shows, as rows, words and HTML. Pure."""

from html import escape

from ui.compare_columns import verbatim
from ui.fusing import FuseSession, Plan
from ui.rows import Row, one_line, rows_of_reply, text_row
from ui.texts import Language, say

LONGEST_NAME = 48  # characters of a model's name on a button


def reply_rows(fusing: FuseSession, language: Language) -> list[Row]:
    """What was sent, folded, and what came of it."""
    if fusing.sent is None or fusing.reply is None:
        return []
    sent = text_row("assistant", verbatim(fusing.sent.prompt))
    title = {"title": say(language, "fuse_sent"), "status": "done"}
    return [{**sent, "metadata": title}, *rows_of_reply(fusing.reply, language)]


def ask_label(plan: Plan, language: Language) -> str:
    name = one_line(plan.model)
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    return say(language, "fuse_ask", model=short)


def left_out_text(plan: Plan, language: Language) -> str:
    """A sentence about the columns whose replies are not read, "" when there are none."""
    if not plan.left_out:
        return ""
    key = "fuse_left_out" if len(plan.left_out) == 1 else "fuse_left_out_some"
    return say(language, key, letters=("、" if language == "zh" else ", ").join(plan.left_out))


def cost_html(sentences: list[str]) -> str:
    """One paragraph each; read out when it comes."""
    lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences if sentence)
    return f'<div role="status">{lines}</div>'


def order_html(plan: Plan, language: Language) -> str:
    """Which number was which column when the model was asked."""
    pairs = [
        say(language, "fuse_pair", number=number, letter=letter)
        for number, letter in enumerate(plan.order, 1)
    ]
    told = say(language, "fuse_order", pairs=("，" if language == "zh" else ", ").join(pairs))
    return f"<p>{escape(told)}</p>"
