"""The list of kept conversations as HTML. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timezone
from html import escape
from itertools import groupby

from store.conversation_types import ConversationSummary, Found
from ui.days import day_of, part_of
from ui.texts import Language, say

MENU = ("rename", "pin", "unpin", "link", "revoke", "json", "markdown", "jsonl", "delete")
NAMED = ("pinned", "today", "yesterday", "week", "month")


def list_html(
    pinned: Sequence[ConversationSummary],
    listed: Sequence[ConversationSummary],
    more: bool,
    where: timezone,
    today: date,
    language: Language,
) -> str:
    """listed: the newest first. more: there are older ones."""
    if not pinned and not listed:
        return f'<p class="sidebar-empty">{escape(say(language, "sidebar_empty"))}</p>'
    parts = [("pinned", list(pinned))] if pinned else []
    for part, group in groupby(listed, lambda each: part_of(day_of(each.changed_at, where), today)):
        parts.append((part, list(group)))
    html = "".join(_part(part, group, language) for part, group in parts)
    return html + (_button("more", say(language, "sidebar_more")) if more else "")


def found_html(found: Sequence[Found], language: Language) -> str:
    """What a search found, the newest first."""
    if not found:
        return f'<p class="sidebar-empty">{escape(say(language, "sidebar_none"))}</p>'
    items = "".join(_item(each.summary, language, _snippet(each)) for each in found)
    return f"<ul>{items}</ul>"


def tools_html(language: Language) -> str:
    """The field to search with, and the menu that each conversation opens."""
    hint = escape(say(language, "sidebar_search"), quote=True)
    entries = "".join(
        f'<button type="button" role="menuitem" data-sidebar="{action}">'
        f"{escape(say(language, f'sidebar_{action}'))}</button>"
        for action in MENU
    )
    return (
        f'<input type="search" class="sidebar-search" placeholder="{hint}" aria-label="{hint}"'
        f' autocomplete="off" maxlength="200">'
        f'<div class="sidebar-menu" role="menu" hidden>{entries}</div>'
    )


def told_html(sentence: str, *buttons: tuple[str, str]) -> str:
    """buttons: action and what stands on it."""
    if not sentence:
        return ""
    ways = "".join(f" {_button(action, words)}" for action, words in buttons)
    return f'<p role="status">{escape(sentence)}{ways}</p>'


def _part(part: str, group: Iterable[ConversationSummary], language: Language) -> str:
    key = f"day_{part}"
    name = say(language, key) if part in NAMED else part
    items = "".join(_item(each, language) for each in group)
    return f"<section><h3>{escape(name)}</h3><ul>{items}</ul></section>"


def _item(summary: ConversationSummary, language: Language, below: str = "") -> str:
    title = escape(summary.title or say(language, "untitled"))
    actions = escape(say(language, "sidebar_actions", title=summary.title), quote=True)
    pinned = ' data-pinned=""' if summary.pinned else ""
    return (
        f'<li data-id="{summary.id}"{pinned}>'
        f'<button type="button" class="sidebar-open" data-sidebar="open" title="{title}">'
        f"<bdi>{title}</bdi>{below}</button>"
        f'<button type="button" class="sidebar-more" data-sidebar="menu" aria-haspopup="menu"'
        f' aria-label="{actions}">⋯</button></li>'
    )


def _snippet(found: Found) -> str:
    pieces: list[str] = []
    at = 0
    for begin, end in found.marks:
        pieces += [
            escape(found.snippet[at:begin]),
            f"<mark>{escape(found.snippet[begin:end])}</mark>",
        ]
        at = end
    pieces.append(escape(found.snippet[at:]))
    return f"<small>{''.join(pieces)}</small>"


def _button(action: str, words: str) -> str:
    return (
        f'<button type="button" class="sidebar-button" data-sidebar="{action}">'
        f"{escape(words)}</button>"
    )
