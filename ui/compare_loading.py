"""What the compare tab shows when its page is opened: by the address, by what servers offer."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from typing import Any, cast

import gradio as gr

from ui.asking import Asking
from ui.compare_bar import bar
from ui.compare_links import Link, read_link
from ui.compare_session import MOST_LANES, CompareSession
from ui.compare_view import CompareView, Shown, options
from ui.compare_widgets import CompareWidgets
from ui.texts import Language, language_of, say


class Loading:
    def __init__(
        self, asking: Asking, view: CompareView, widgets: CompareWidgets, tabs: gr.Tabs
    ) -> None:
        self._asking, self._view, self._widgets, self._tabs = asking, view, widgets, tabs

    async def load(
        self, request: gr.Request, session: CompareSession
    ) -> AsyncGenerator[Shown, None]:
        """What the address asks for and what is known at once, then what the servers say."""
        language = language_of(request)
        query = cast(Mapping[str, str], dict(cast(Any, request).query_params))
        link = read_link(query, self._asking.admission.message_characters)
        yield self._loaded(session, language) | self._linked(session, link, language)
        await self._asking.catalog.models()
        yield self._loaded(session, language)

    def _linked(self, session: CompareSession, link: Link, language: Language) -> Shown:
        """Fill the form in; nothing starts by itself."""
        shown: Shown = {self._tabs: gr.Tabs(selected=link.tab)} if link.tab else {}
        if link.models:
            session.put(link.models)
            shown |= self._view.heads(session, language)
        if link.prompt:
            shown[self._widgets.prompt] = link.prompt
        if link.given > MOST_LANES:
            values = {"limit": MOST_LANES, "count": link.given}
            shown |= self._view.told(say(language, "too_many_models", **values))
        return shown

    def _loaded(self, session: CompareSession, language: Language) -> Shown:
        for lane in session.lanes:
            if not lane.choice.model:
                lane.choice = replace(lane.choice, model=next_model(self._asking, session))
        return self._view.heads(session, language) | {
            self._widgets.bar: bar(language),
            self._widgets.models: options(self._asking.catalog.names()),
        }


def next_model(asking: Asking, session: CompareSession) -> str:
    """A model that no column has yet, else the first; "" where none is known."""
    used = {lane.choice.model for lane in session.lanes}
    names = [asking.first_model(), *asking.catalog.names()]
    return next((name for name in names if name not in used), names[0])
