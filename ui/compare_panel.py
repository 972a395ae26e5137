"""The settings of the columns: one panel for all of them, or for one at a time."""

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from ui.compare_asking import ALL_REFUSALS, ColumnRefused, comparison_refusal
from ui.compare_session import ALL, LETTERS, SETTINGS, CompareSession
from ui.compare_view import CompareView, Shown, sent
from ui.compare_widgets import PanelWidgets
from ui.parameter_fields import spread
from ui.parameter_values import PanelError, collect
from ui.session import Choice
from ui.texts import language_of, say


class SettingsPanel:
    """Its values carry along whose they are, so that what is typed for one column never
    becomes another's, however late it comes.
    """

    def __init__(self, view: CompareView, widgets: PanelWidgets) -> None:
        self._view, self._widgets = view, widgets

    def keep(self, session: CompareSession, values: Sequence[Any]) -> None:
        """Take over what stands in the panel; raises one of `ALL_REFUSALS`."""
        target, system, *controls = values
        target = str(target or ALL)
        if session.editing is None or session.settings_of(target) is None:
            return
        try:
            parameters = collect(controls) if "parameters" in session.edits(target) else {}
        except PanelError as error:
            if target == ALL:
                raise
            raise ColumnRefused(LETTERS.index(session.letter(target)), error) from None
        session.keep(target, Choice("", str(system or ""), parameters))

    async def kept(self, request: gr.Request, session: CompareSession, *values: Any) -> Shown:
        """A control was left: its value holds, or the sentence that says why it cannot."""
        language = language_of(request)
        try:
            self.keep(session, values)
        except ALL_REFUSALS as refusal:
            return self._view.told(comparison_refusal(language, refusal, LETTERS))
        return self._view.told() | self._view.heads(session, language)

    async def change(
        self, request: gr.Request, event: gr.EventData, session: CompareSession, *values: Any
    ) -> Shown:
        """Open the panel for one column or for all, close it, or make a setting the same."""
        language, asked = language_of(request), sent(event)
        try:
            self.keep(session, values)
        except ALL_REFUSALS as refusal:
            told = self._view.told(comparison_refusal(language, refusal, LETTERS))
            return told | self._view.heads(session, language)
        if session.hidden and _tells(session, asked):
            told = self._view.told(say(language, "not_while_hidden"))
            return told | self._view.heads(session, language)
        before = session.editing
        for setting in SETTINGS:
            if asked.get("same") == setting:
                session.set_same(setting, asked.get("on") is True)
        if "open" in asked:
            session.editing = _to_open(session, str(asked["open"]))
        elif session.editing is not None and not session.edits(session.editing):
            session.editing = None
        shown = self._view.told() | self._view.heads(session, language)
        changed = session.editing is not None and session.editing != before
        return shown | (self._values(session) if changed else {})

    def _values(self, session: CompareSession) -> Shown:
        target = session.editing or ALL
        choice = session.settings_of(target) or Choice("")
        shown = [target, choice.system, *spread(choice.parameters)]
        return dict(zip(self._widgets.inputs, shown, strict=True))


def _tells(session: CompareSession, asked: Mapping[str, Any]) -> bool:
    """It is about the settings of single columns, which tell which model is which."""
    target = str(asked.get("open", "none"))
    of_one = target != "none" and (target != ALL or not session.edits(ALL))
    return "same" in asked or of_one


def _to_open(session: CompareSession, asked: str) -> str | None:
    """Whose settings to show; `None` closes the panel, as does asking for the open one."""
    if asked == "none" or session.settings_of(asked) is None:
        return None
    if not session.edits(asked):
        asked = session.lanes[0].key if asked == ALL else ALL
    return None if session.editing == asked else asked
