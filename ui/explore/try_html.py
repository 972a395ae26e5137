"""The request, and the whole response, as HTML. Pure; every text from elsewhere is escaped."""

from html import escape
from typing import Literal

from backends.types import Notice
from ui.reply import LiveReply
from ui.texts import WORDS, Language, say
from ui.trial import Trial, came_whole, pretty, put_together
from ui.trial_requests import Prepared

LONGEST = 100_000  # characters of JSON in the page
RequestState = Literal["next", "going", "sent"]


def request_html(shown: Prepared, state: RequestState, language: Language, count: int = 1) -> str:
    """state: whether it would be sent, is being sent, or was.

    count: of one that was, how many requests were sent up to it.
    """
    last = "_last" if state == "sent" and count > 1 else ""
    said = say(language, f"try_request_{state}{last}", count=count)
    where = say(language, "try_local_address") if shown.local else ""
    notes = "".join(f"<li>{escape(note_text(note, language))}</li>" for note in shown.notices)
    return (
        f'<div class="try-box">{head_html("try_request", said, "request", language)}'
        f'<p class="try-address"><b>POST</b> <code>{escape(shown.address)}</code> {where}</p>'
        f"{json_html(pretty(shown.body), 'request', language)}"
        f'<ul class="try-notes">{notes}</ul></div>'
    )


def note_text(notice: Notice, language: Language) -> str:
    """How a request that is not sent yet differs from what was set."""
    key = f"code_{notice.kind}"
    key = key if key in WORDS else "try_ignored"
    return say(language, key, name=notice.parameter, replacement=notice.replacement)


def no_request_html(reason: str, language: Language) -> str:
    """reason: why it cannot be sent, in one sentence."""
    said = say(language, "try_request_none")
    note = f'<p class="try-reason">{escape(reason)}</p>'
    return head_html("try_request", said, "", language) + note


def response_html(trial: Trial, reply: LiveReply, language: Language) -> str:
    """Once the reply has ended."""
    if not reply.ended:
        return waiting_html(language)
    whole = came_whole(trial)
    if not whole and not trial.lines:
        return f'<p class="try-reason">{escape(say(language, "try_response_none"))}</p>'
    said = say(language, "try_response_whole" if whole else "try_response_joined")
    shown = json_html(whole or pretty(put_together(reply)), "response", language)
    return f'<div class="try-box">{head_html("", said, "response", language)}{shown}</div>'


def waiting_html(language: Language) -> str:
    return f'<p class="try-reason">{escape(say(language, "try_response_empty"))}</p>'


def head_html(title: str, said: str, copies: str, language: Language) -> str:
    """title: the key of a headline, "" for none. copies: which JSON its button takes along."""
    name = escape(say(language, title)) if title else ""
    button = (
        f'<button type="button" data-try="{copies}" data-copied="{say(language, "copied")}">'
        f"{say(language, 'try_copy')}</button>"
    )
    return (
        f'<div class="try-head">{f"<h3>{name}</h3>" if title else ""}<span>{escape(said)}</span>'
        f"{button if copies else ''}</div>"
    )


def json_html(text: str, name: str, language: Language) -> str:
    more = len(text) - LONGEST
    cut = f"\n{say(language, 'try_cut', count=f'{more:,}')}" if more > 0 else ""
    label = escape(say(language, "try_json" if name == "request" else "try_response_json"))
    return (
        f'<pre id="try-json-{name}" tabindex="0" role="region" aria-label="{label}">'
        f"{escape(text[:LONGEST])}{escape(cut)}</pre>"
    )
