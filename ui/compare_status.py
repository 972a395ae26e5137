"""What a column's head says of the state that its reply is in, as HTML. Pure."""

from html import escape

from ui.comparison import ReplyView, changes
from ui.rows import holding_text, notice_text
from ui.texts import Language, say


def status(view: ReplyView | None, language: Language) -> str:
    """`None`: nothing was asked yet."""
    if view is None:
        return escape(say(language, "lane_ready"))
    if view.reply.holding:
        return escape(holding_text(view.reply.holding, language))
    if view.reply.status == "waiting":
        return escape(say(language, "waiting", seconds=f"{view.figures.seconds:.1f}"))
    return escape(say(language, f"lane_{view.reply.status}"))


def hidden_status(view: ReplyView | None, language: Language) -> str:
    """The state alone: how long it takes, and what for, would tell whose reply it is."""
    return escape(say(language, f"lane_{view.reply.status if view else 'ready'}"))


def badge(view: ReplyView | None, language: Language) -> str:
    """How many things were not sent as they were asked for, and which."""
    found = changes(view.reply) if view else []
    text = say(language, "sent_not_asked", count=len(found)) if found else ""
    told = " ".join(notice_text(notice, language) for notice in found)
    return (
        f'<span class="compare-badge" title="{escape(told)}">{escape(text)}'
        f'<span class="compare-unseen">{escape(told)}</span></span>'
    )


def vote_mark(language: Language) -> str:
    return f'<span class="compare-voted">{escape(say(language, "your_vote"))}</span>'
