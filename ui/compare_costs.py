"""What a round of the comparison will come to, asked before it costs much."""

from dataclasses import replace
from html import escape

from ui.asking import Asking
from ui.compare_session import CompareSession
from ui.estimate_text import estimate_text
from ui.estimates import Estimate, Planned, estimate, most_output
from ui.model_rates import rates_of
from ui.session import Turn
from ui.texts import Language, say


def is_costly(session: CompareSession) -> bool:
    """More is asked than one question of each column that was put there one by one."""
    return session.repeats > 1 or session.swept


def planned(session: CompareSession, prompt: str) -> list[Planned]:
    """The requests that `prompt` makes, one for each column, with its history."""
    requests: list[Planned] = []
    for lane in session.lanes:
        choice = session.choice_of(lane)
        texts = [choice.system, *(said for turn in lane.chat.turns for said in _said(turn))]
        requests.append(
            Planned(
                model=choice.model,
                texts=tuple(text for text in (*texts, prompt) if text),
                most_output=most_output(choice.parameters),
                repeats=session.repeats,
            )
        )
    return requests


def question(
    asking: Asking, session: CompareSession, prompt: str, language: Language
) -> tuple[str, str]:
    """The estimate as a sentence, and HTML of the buttons behind it."""
    found = estimate(planned(session, prompt), lambda model: rates_of(asking, model))
    if session.hidden:
        found = unnamed(found, say(language, "some_models"))
    go_on, dismiss = (escape(say(language, key)) for key in ("costs_go_on", "costs_dismiss"))
    buttons = (
        f' <button type="button" class="compare-action" data-compare="sure">{go_on}</button>'
        f' <button type="button" class="compare-action" data-compare="dismiss">{dismiss}</button>'
    )
    return estimate_text(found, language), buttons


def unnamed(found: Estimate, some: str) -> Estimate:
    """The same, with `some` in the place of models' names."""
    return replace(
        found,
        unknown_prices=(some,) if found.unknown_prices else (),
        unlimited=(some,) if found.unlimited else (),
    )


def _said(turn: Turn) -> tuple[str, str]:
    reply = turn.reply
    return turn.message, (reply.text or reply.refusal) if reply else ""
