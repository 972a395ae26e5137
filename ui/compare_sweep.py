"""One action that makes columns of one model with several values of one parameter."""

from dataclasses import replace
from typing import Any

import gradio as gr

from ui.compare_session import CompareSession
from ui.compare_sweep_widgets import SweepWidgets
from ui.compare_view import CompareView, Shown
from ui.events import QUIET
from ui.refusals import problem_text
from ui.sweeps import SweepError, sweep
from ui.texts import Language, language_of, say


class SweepPanel:
    def __init__(self, view: CompareView, widgets: SweepWidgets) -> None:
        self._view, self._widgets = view, widgets

    async def make(
        self,
        request: gr.Request,
        session: CompareSession,
        parameter: str | None,
        values: str | None,
    ) -> Shown:
        """Columns of the first column's model and settings, each with another value.

        What was said goes: the columns' conversations would not belong to their values.
        """
        language = language_of(request)
        if session.answering:
            return self._view.told(say(language, "still_answering"))
        if session.hidden:
            return self._view.told(say(language, "not_while_hidden"))
        try:
            choices = sweep(session.choice_of(session.lanes[0]), parameter or "", values or "")
        except SweepError as error:
            return self._view.told(sweep_refusal(language, error))
        session.clear()
        session.put(choice.model for choice in choices)
        session.set_same("parameters", False)
        session.swept = True
        for lane, choice in zip(session.lanes, choices, strict=True):
            lane.choice = replace(lane.choice, parameters=choice.parameters)
        return self._view.everything(session, language) | self._view.told()

    def wire(self, session: gr.State, shown: list[Any]) -> None:
        """shown: outputs of `everything` and what is told."""
        w = self._widgets
        w.make.click(self.make, [session, w.parameter, w.values], shown, **QUIET)
        w.values.submit(self.make, [session, w.parameter, w.values], shown, **QUIET)


def sweep_refusal(language: Language, error: SweepError) -> str:
    sentence = problem_text(language, error.problem) if error.problem else ""
    return say(language, error.key, **{**error.values, "sentence": sentence})
