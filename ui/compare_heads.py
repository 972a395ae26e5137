"""The heads of the columns as HTML: model, state, figures, what can be done. Pure.

Gradio puts a new text into the page by changing only what differs, so a button that
is being pressed or a name that is being typed outlives the frames of a stream.
"""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from ui.compare_bar import state
from ui.compare_figures import figures
from ui.compare_progress import progress
from ui.compare_session import LETTERS, SETTINGS, CompareSession, Lane
from ui.compare_settings import differences
from ui.compare_spread import pager
from ui.compare_status import badge, hidden_status, status, vote_mark
from ui.compare_vote_bar import vote_bar
from ui.comparison import ReplyView, lane_views
from ui.texts import Language, say


def heads(session: CompareSession, language: Language) -> dict[str, object]:
    """tabs: the columns' names in one row; lanes: a head each; note: for an empty page;
    votes: the bar in which replies are voted on; state: what the page's script must know.
    """
    models = ["" if session.hidden else lane.choice.model for lane in session.lanes]
    numbers = numbers_of(models)
    shown = lane_views([lane.turn for lane in session.lanes])
    own = _own(session, language)
    alone = len(session.lanes) == 1
    note = "" if session.begun else say(language, "compare_welcome")
    return {
        "tabs": tabs(session, models, numbers, language),
        "lanes": [
            head(
                lane,
                LETTERS[at],
                numbers[at],
                shown[at],
                alone,
                language,
                own[at],
                hidden=session.hidden,
                voted=lane.key == session.voted,
            )
            for at, lane in enumerate(session.lanes)
        ],
        "progress": progress(session, language),
        "votes": vote_bar(session, language),
        "state": state(session, language),
        "note": f'<p class="compare-note">{escape(note)}</p>' if note else "",
    }


def numbers_of(models: Sequence[str]) -> list[int]:
    """For each model which of its kind it is, from 1; 0 where there is only one."""
    return [
        models[: at + 1].count(model) if model and models.count(model) > 1 else 0
        for at, model in enumerate(models)
    ]


def tabs(
    session: CompareSession, models: Sequence[str], numbers: Sequence[int], language: Language
) -> str:
    """For narrow screens, where one column fills the width."""
    buttons = [
        f'<button type="button" data-compare="show" data-lane="{lane.key}">'
        f"<b>{LETTERS[at]}</b> {escape(own_name(models[at]))} "
        f"{_number(numbers[at], language)}</button>"
        for at, lane in enumerate(session.lanes)
    ]
    label = escape(say(language, "columns"))
    return f'<nav class="compare-tabs" aria-label="{label}">{"".join(buttons)}</nav>'


def head(
    lane: Lane,
    letter: str,
    number: int,
    view: ReplyView | None,
    alone: bool,
    language: Language,
    own: str | None = None,
    hidden: bool = False,
    voted: bool = False,
) -> list[str]:
    """One column's head, in pieces: only those that change are sent while it streams.

    own: in what its settings differ; `None` where all columns have the same. hidden: no
    part may tell which model it is. voted: its reply was voted best. The places of all its
    parts are fixed, so nothing ever shifts.
    """
    told = None if hidden else view
    return [
        f'<section class="compare-head" data-lane="{lane.key}" data-state="{_state(lane)}">',
        f'<div class="compare-model"><b class="compare-letter">{letter}</b>'
        f"{_secret(language) if hidden else _picker(lane, letter, language)}"
        f"{_number(number, language)}"
        f"{_menu(lane, letter, language)}"
        f"{_button('remove', lane, letter, '×', language, hidden=alone or hidden)}</div>"
        f"{_settings(lane, letter, own, language)}"
        '<div class="compare-state">',
        f'<span class="compare-status">'
        f"{hidden_status(view, language) if hidden else status(view, language)}</span>",
        f"{vote_mark(language) if voted else ''}{badge(told, language)}"
        f"{_actions(lane, letter, language)}</div>",
        _pager(lane, letter, view, language, hidden),
        '<dl class="compare-figures">',
        *figures(told, language),
        "</dl></section>",
    ]


def own_name(model: str) -> str:
    """The model's name without its server's."""
    return model.partition(":")[2] or model


def _own(session: CompareSession, language: Language) -> list[str] | list[None]:
    """What differs, for each lane; nothing where no setting can."""
    if session.hidden or session.same.issuperset(SETTINGS):
        return [None] * len(session.lanes)
    return differences([session.choice_of(lane) for lane in session.lanes], language)


def _settings(lane: Lane, letter: str, own: str | None, language: Language) -> str:
    if own is None:
        return ""
    button = _button("settings", lane, letter, escape(say(language, "settings")), language)
    return (
        f'<div class="compare-own">{button}'
        f'<span class="compare-differs" title="{escape(own)}">{escape(own)}</span></div>'
    )


def _pager(
    lane: Lane, letter: str, view: ReplyView | None, language: Language, hidden: bool
) -> str:
    if view is None or view.repeats is None:
        return ""
    repeats = replace(view.repeats, complete=0) if hidden else view.repeats  # no median is shown
    return pager(lane.key, letter, repeats, not lane.chat.answering, language)


def _menu(lane: Lane, letter: str, language: Language) -> str:
    label = escape(say(language, "menu_of", letter=letter))
    return (
        f'<button type="button" class="compare-remove" data-compare="menu" data-lane="{lane.key}"'
        f' aria-label="{label}" title="{label}" aria-haspopup="menu">⋯</button>'
    )


def _picker(lane: Lane, letter: str, language: Language) -> str:
    label = escape(say(language, "model_of", letter=letter))
    value = escape(lane.choice.model)
    return (
        f'<input class="compare-pick" role="combobox" aria-label="{label}" value="{value}"'
        f' title="{value}" placeholder="{escape(say(language, "model_hint"))}"'
        ' autocomplete="off" spellcheck="false" aria-autocomplete="list"'
        ' aria-controls="compare-options" aria-expanded="false">'
    )


def _secret(language: Language) -> str:
    return f'<span class="compare-secret">{escape(say(language, "name_hidden"))}</span>'


def _number(number: int, language: Language) -> str:
    text = say(language, "same_model", number=number) if number else ""
    return f'<span class="compare-number">{text}</span>'


def _actions(lane: Lane, letter: str, language: Language) -> str:
    """Stop and retry have places of their own: a second press of one is never the other."""
    writes, begun = lane.chat.answering, bool(lane.chat.turns)
    stop, retry = (escape(say(language, key)) for key in ("stop", "retry"))
    return (
        f"{_button('stop', lane, letter, stop, language, hidden=not writes)}"
        f"{_button('retry', lane, letter, retry, language, hidden=writes or not begun)}"
    )


def _button(
    action: str, lane: Lane, letter: str, text: str, language: Language, hidden: bool = False
) -> str:
    label = escape(say(language, f"{action}_column", letter=letter))
    title = escape(say(language, "retry_hint")) if action == "retry" else label
    return (
        f'<button type="button" class="compare-{"remove" if action == "remove" else "action"}"'
        f' data-compare="{action}" data-lane="{lane.key}" aria-label="{label}" title="{title}"'
        f"{' hidden' if hidden else ''}>{text}</button>"
    )


def _state(lane: Lane) -> str:
    return lane.reply.status if lane.reply else "ready"
