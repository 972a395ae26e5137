"""The chat's conversation as rows, with what leads to its other branches. Pure."""

from collections import defaultdict
from html import escape

from ui.rows import Row, rows_of_turn
from ui.session import ChatSession, Turn
from ui.texts import Language, say


def chat_rows(session: ChatSession, language: Language, until: Turn | None = None) -> list[Row]:
    """All rows of the branch that is shown. until: without this turn and the later ones."""
    branches: dict[str, list[Turn]] = defaultdict(list)
    for turn in session.tree:
        branches[turn.parent].append(turn)
    rows: list[Row] = []
    for turn in session.turns:
        if turn is until:
            break
        rows += turn_rows(branches[turn.parent], turn, language)
    return rows


def turn_rows(branches: list[Turn], turn: Turn, language: Language) -> list[Row]:
    """branches: all that follow the same turn as `turn`."""
    return rows_of_turn(turn, language, beside=switch_html(branches, turn, language))


def switch_html(branches: list[Turn], turn: Turn, language: Language) -> str:
    """‹ 2/3 ›, "" where there is one branch. Gradio leaves of a button its class alone."""
    if len(branches) < 2 or turn not in branches:
        return ""
    at = branches.index(turn)
    before = _button("‹", say(language, "earlier_branch"), branches[at - 1] if at else None)
    after = branches[at + 1] if at + 1 < len(branches) else None
    later = _button("›", say(language, "later_branch"), after)
    count = f"<span>{at + 1}/{len(branches)}</span>"
    return f' <span class="parley-branches">{before}{count}{later}</span>'


def _button(sign: str, name: str, turn: Turn | None) -> str:
    goal = f" branch-{turn.id}" if turn else ""
    return (
        f'<button type="button" class="parley-branch{goal}"{"" if turn else " disabled"}>'
        f'{sign}<span class="parley-unseen">{escape(name)}</span></button>'
    )
