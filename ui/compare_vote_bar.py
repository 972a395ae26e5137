"""The bar at the bottom of the tab in which replies are voted on, as HTML. Pure."""

from html import escape

from store.types import ALL_BAD, TIE
from ui.blind import at_rest, vote_order
from ui.compare_session import CompareSession
from ui.texts import Language, say


def vote_bar(session: CompareSession, language: Language) -> str:
    """The question once all have ended, then the vote; what is said first is also read out."""
    bar, said = "", ""
    if session.hidden and at_rest(session):
        bar, said = _question(session, language)
    elif voted := _voted(session, language):
        bar, said = f'<div class="compare-vote" tabindex="-1">{escape(voted)}</div>', voted
    return f'<span class="compare-unseen" role="status">{escape(said)}</span>{bar}'


def _question(session: CompareSession, language: Language) -> tuple[str, str]:
    order = vote_order(session)
    possible = len(order) > 1
    said = say(language, "vote" if possible else "vote_too_few")
    votes = _votes(session, order, language) if possible else ""
    bar = (
        f'<div class="compare-vote" role="group" aria-label="{escape(said)}">'
        f"<span>{escape(said)}</span>{votes}"
        f"{_button('names', '', say(language, 'vote_names'))}</div>"
    )
    return bar, said


def _votes(session: CompareSession, order: tuple[str, ...], language: Language) -> str:
    letters = [(key, session.letter(key)) for key in order]
    buttons = [
        _button("vote", key, letter, say(language, "vote_column", letter=letter))
        for key, letter in letters
    ]
    others = [
        _button("vote", TIE, say(language, "vote_tie")),
        _button("vote", ALL_BAD, say(language, "vote_all_bad")),
    ]
    return "".join([*buttons, *others])


def _button(action: str, choice: str, text: str, label: str = "") -> str:
    named = f' aria-label="{escape(label)}" title="{escape(label)}"' if label else ""
    return (
        f'<button type="button" data-compare="{action}" data-lane="{choice}"{named}>'
        f"{escape(text)}</button>"
    )


def _voted(session: CompareSession, language: Language) -> str:
    """The vote as a sentence; "" where there is none, or its column is gone."""
    match session.voted:
        case "":
            return ""
        case "tie":
            return say(language, "voted_tie")
        case "all_bad":
            return say(language, "voted_all_bad")
        case key:
            letter = session.letter(key)
            return say(language, "voted_column", letter=letter) if letter else ""
