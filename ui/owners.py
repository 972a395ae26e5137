"""Who owns what is kept."""

from typing import Any, Protocol, cast

import gradio as gr

from guard.visitors import OWNER
from ui.texts import language_of, say


def owner_of(request: gr.Request) -> str:
    """The login's name as "login:NAME"; else "visitor:ID" or "local", as `Visitors` found.

    No login can be mistaken for a visitor, whatever its name. Raises `AttributeError`
    where the page is served without `Visitors`: then nobody is anybody.
    """
    if request.username:
        return f"login:{request.username}"
    return cast(str, getattr(cast(Any, request).state, OWNER))


class Owned(Protocol):
    """What stands on a page; owner: whose it is, "" before anybody used it."""

    owner: str


def claim(request: gr.Request, session: Owned) -> str:
    """Make the session that of whoever asks; who that is.

    The page names its session itself, and anyone can name another's. Raises `gr.Error`
    where it is another's.
    """
    owner = owner_of(request)
    if session.owner not in ("", owner):
        raise gr.Error(say(language_of(request), "not_your_page"))
    session.owner = owner
    return owner
