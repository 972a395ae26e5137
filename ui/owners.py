"""Who owns what is kept."""

from typing import Any, cast

import gradio as gr

from guard.visitors import OWNER


def owner_of(request: gr.Request) -> str:
    """The login's name as "login:NAME"; else "visitor:ID" or "local", as `Visitors` found.

    No login can be mistaken for a visitor, whatever its name. Raises `AttributeError`
    where the page is served without `Visitors`: then nobody is anybody.
    """
    if request.username:
        return f"login:{request.username}"
    return cast(str, getattr(cast(Any, request).state, OWNER))
