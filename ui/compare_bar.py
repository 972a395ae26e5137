"""The tool row above the columns and its menus, as HTML. Pure.

Which entries are chosen is known to the page's script, which reads it from the state
that comes with the heads.
"""

import json
from html import escape

from ui.compare_links import LONGEST_PROMPT, link_to
from ui.compare_session import ALL, SETTINGS, CompareSession
from ui.repeats import MOST_REPEATS
from ui.texts import Language, say

FOR_SCRIPT = (
    *("close", "link_copied", "link_without_prompt", "link_hidden"),
    *("menu_expand", "menu_expand_back"),
)
COLUMN_MENU = (
    ("retry-with", "menu_retry_with"),
    ("proceed", "menu_proceed"),
    ("baseline", "menu_baseline"),
    ("code", "menu_code"),
    ("expand", "menu_expand"),
    ("duplicate", "menu_duplicate"),
    ("left", "menu_left"),
    ("right", "menu_right"),
)
"""What can be done with one column: an action and its text's key."""
VIEW_MENU = (("equal", "view_equal"), ("together", "view_together"), ("raw", "view_raw"))


def bar(language: Language) -> str:
    words = json.dumps({key: say(language, key) for key in FOR_SCRIPT}, ensure_ascii=False)
    switches = "".join(
        f'<label><input type="checkbox" data-same="{each}" checked>'
        f"{escape(say(language, f'same_{each}'))}</label>"
        for each in SETTINGS
    )
    return (
        f'<div class="compare-tools" data-words="{escape(words)}"'
        f' data-longest="{LONGEST_PROMPT}">'
        f"{_tool('add', 'add_column', language, 'add-column')}"
        f"{_tool('clear', 'new_comparison', language, 'new-comparison')}"
        f"{_tool('view', 'view', language, 'compare-view', menu=True)}"
        f"{_tool('link', 'copy_link', language, 'copy-link')}"
        f'<span class="compare-switches">{switches}'
        f"{_tool('settings', 'settings', language, 'compare-settings')}</span>"
        f"{_blind(language)}{_repeat(language)}"
        '<button type="button" id="compare-baseline" data-compare="baseline" hidden></button>'
        '<span id="compare-said" role="status"></span></div>'
        f"{_menu('compare-column-menu', COLUMN_MENU, language)}"
        f"{_menu('compare-view-menu', VIEW_MENU, language, checks=True)}"
    )


def state(session: CompareSession, language: Language) -> str:
    """What the page's script and styles must know of the session."""
    target = session.editing
    letter = session.letter(session.baseline)
    message = next((lane.turn.message for lane in session.lanes if lane.turn), "")
    models = [lane.choice.model for lane in session.lanes]
    link = "" if session.hidden else link_to(models, message)
    facts = {
        "same": " ".join(each for each in SETTINGS if each in session.same),
        "panel": "" if target is None else "open",
        "target": target or "",
        "edits": "" if target is None else " ".join(session.edits(target)),
        "title": _title(session, target, language),
        "raw": "on" if session.raw else "",
        "repeats": str(session.repeats),
        "serial": str(session.serial),
        "baseline": session.baseline,
        "off": say(language, "differences_off", letter=letter) if letter else "",
        "link": link,
        "cut": "yes" if message and "&prompt=" not in link else "",
        "blind": "on" if session.blind else "",
        "hidden": "yes" if session.hidden else "",
    }
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items())
    return f'<div class="compare-session" hidden{attributes}></div>'


def _title(session: CompareSession, target: str | None, language: Language) -> str:
    if target is None:
        return ""
    if target == ALL:
        return say(language, "settings_of_all")
    return say(language, "settings_of", letter=session.letter(target))


def _blind(language: Language) -> str:
    text, hint = (escape(say(language, key)) for key in ("blind", "blind_hint"))
    return (
        f'<button type="button" id="compare-blind" data-compare="blind" aria-pressed="false"'
        f' title="{hint}">{text}</button>'
    )


def _repeat(language: Language) -> str:
    hint = escape(say(language, "repeat_hint", most=MOST_REPEATS))
    return (
        f'<label class="compare-repeat" title="{hint}">{escape(say(language, "repeat"))}'
        f'<input type="number" id="compare-repeat" min="1" max="{MOST_REPEATS}" step="1"'
        ' value="1" inputmode="numeric"></label>'
    )


def _tool(action: str, key: str, language: Language, name: str, menu: bool = False) -> str:
    opens = ' aria-haspopup="menu" aria-expanded="false"' if menu else ""
    text = escape(say(language, key))
    return f'<button type="button" id="{name}" data-compare="{action}"{opens}>{text}</button>'


def _menu(
    name: str, entries: tuple[tuple[str, str], ...], language: Language, checks: bool = False
) -> str:
    role = 'role="menuitemcheckbox" aria-checked="false"' if checks else 'role="menuitem"'
    buttons = "".join(
        f'<button type="button" {role} tabindex="-1" data-compare="{action}">'
        f"{escape(say(language, key))}</button>"
        for action, key in entries
    )
    return f'<div id="{name}" class="compare-menu" role="menu" hidden>{buttons}</div>'
