"""What a request parameter does: one prompt, several values, several samples of each."""

import json
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from html import escape
from typing import Any

import gradio as gr
from gradio.components import Component

from backends.types import Message
from ui.asking import Asking
from ui.compare_sweep import sweep_refusal
from ui.estimate_text import estimate_text
from ui.events import QUIET, on
from ui.explore.effect_export import figures_csv, outputs_csv
from ui.explore.effect_plan import SUGGESTED, Plan, estimated, plan
from ui.explore.effect_run import EffectRun
from ui.explore.effect_session import EffectSession
from ui.explore.effect_shown import EffectView, chart_of
from ui.explore.effect_table import help_html
from ui.explore.effect_widgets import EffectWidgets
from ui.model_rates import rates_of
from ui.parameter_values import collect
from ui.refusals import REFUSALS, refusal_text
from ui.running import Running
from ui.sweeps import SweepError
from ui.texts import Language, language_of, say

log = logging.getLogger(__name__)

DOWNLOAD = "(file) => window.parley.download(file)"
Shown = dict[Any, Any]


class EffectPart:
    """Handlers. What a run brings is streamed; all else is shown before and after."""

    def __init__(self, asking: Asking, running: Running, widgets: EffectWidgets) -> None:
        self._asking, self._running, self._widgets = asking, running, widgets

    async def suggest(self, parameter: str | None) -> Any:
        """Values that are worth trying; of a parameter of one's own, none."""
        return gr.Textbox(SUGGESTED.get(parameter or "", ""))

    async def ask(
        self,
        request: gr.Request,
        session: EffectSession,
        parameter: str | None,
        values: str | None,
        unset: bool,
        samples: int,
        model: str | None,
        system: str | None,
        prompt: str | None,
        *panel: Any,
    ) -> Shown:
        """Say what it would come to, or why nothing can be sent."""
        language = language_of(request)
        if session.answering:
            return {}
        session.proposed = None
        try:
            wanted = plan(
                model or "",
                _messages(system or "", prompt or ""),
                parameter or "",
                values or "",
                unset,
                collect(panel),
                int(samples),
            )
            for value in wanted.values:
                self._asking.check(wanted.model, prompt or "", wanted.parameters(value))
        except SweepError as refusal:
            return self._told(sweep_refusal(language, refusal))
        except REFUSALS as refusal:
            return self._told(refusal_text(language, refusal))
        session.proposed = wanted
        return self._question(wanted, language)

    async def agree(self, request: gr.Request, session: EffectSession) -> Shown:
        """The person has seen what it comes to."""
        if not session.agree():
            return {}
        w, language = self._widgets, language_of(request)
        if session.agreed and session.agreed.samples < 2:
            session.figure = (
                "words" if session.figure in ("identical", "similarity") else session.figure
            )
        return self._asked(False) | {
            w.told: "",
            w.run: gr.Button(visible=False),
            w.stop: gr.Button(visible=True),
            w.help: help_html(language),
            w.figure: gr.Dropdown(value=session.figure, visible=True),
        }

    async def dismiss(self, session: EffectSession) -> Shown:
        session.proposed = None
        return self._told("")

    async def answer(
        self, request: gr.Request, session: EffectSession
    ) -> AsyncGenerator[list[str], None]:
        """Stream progress, table, chart and outputs."""
        language, agreed = language_of(request), session.take()
        if agreed is None:
            if session.run:
                yield EffectView(session, session.run, language).values()
            return
        run = session.run = EffectRun(self._asking, agreed)
        view = EffectView(session, run, language)
        with self._running.until_gone(request.session_hash, session.stop):
            try:
                async with aclosing(run.frames()) as frames:
                    async for _ in frames:
                        yield view.values()
            except Exception as bug:
                # Its message may quote a prompt, so that is for debugging only.
                log.error("trying values failed inside Parley: %s", type(bug).__name__)
                log.debug("the failure", exc_info=bug)
        yield view.values()

    async def end(self, session: EffectSession) -> Shown:
        if session.answering:
            return {}
        w = self._widgets
        return {w.run: gr.Button(visible=True), w.stop: gr.Button(visible=False)}

    async def stop(self, session: EffectSession) -> None:
        session.stop()

    async def choose(self, request: gr.Request, session: EffectSession, figure: Any) -> str:
        """Another figure in the chart."""
        session.figure = figure
        return chart_of(session, language_of(request))

    async def to_figures(self, request: gr.Request, session: EffectSession) -> Shown:
        return self._file(request, session, "figures", figures_csv)

    async def to_outputs(self, request: gr.Request, session: EffectSession) -> Shown:
        return self._file(request, session, "outputs", outputs_csv)

    def _file(
        self,
        request: gr.Request,
        session: EffectSession,
        name: str,
        write: Callable[[EffectRun], str],
    ) -> Shown:
        w = self._widgets
        if session.run is None:
            return self._told(say(language_of(request), "effect_none_yet")) | {w.file: ""}
        file = {"name": f"parley-effect-{name}.csv", "text": write(session.run)}
        return {w.file: json.dumps(file)}

    def _question(self, wanted: Plan, language: Language) -> Shown:
        found = estimated(wanted, lambda model: rates_of(self._asking, model))
        text = f"<p role='status'>{escape(estimate_text(found, language))}</p>"
        return self._asked(True) | {self._widgets.told: text}

    def _told(self, sentence: str) -> Shown:
        text = f'<p role="alert">{escape(sentence)}</p>' if sentence else ""
        return self._asked(False) | {self._widgets.told: text}

    def _asked(self, question: bool) -> Shown:
        w = self._widgets
        return {w.sure: gr.Button(visible=question), w.dismiss: gr.Button(visible=question)}

    def wire(self, inputs: Sequence[Component]) -> None:
        """inputs: model, system prompt, prompt, and the parameters panel's controls."""
        w = self._widgets
        asked: list[Any] = [w.told, w.sure, w.dismiss]
        given: list[Any] = [w.session, w.parameter, w.values, w.unset, w.samples, *inputs]
        streamed: list[Any] = [w.progress, w.table, w.chart, *w.outputs]
        buttons: list[Any] = [w.run, w.stop]
        on([w.run.click, w.values.submit], self.ask, given, asked, **QUIET)
        w.dismiss.click(self.dismiss, w.session, asked, **QUIET)
        agreed = w.sure.click(self.agree, w.session, [*asked, *buttons, w.help, w.figure], **QUIET)
        answered = agreed.then(self.answer, w.session, streamed, concurrency_limit=None, **QUIET)
        answered.then(self.end, w.session, buttons, **QUIET)
        w.stop.click(self.stop, w.session, None, queue=False, **QUIET)
        w.parameter.select(self.suggest, w.parameter, w.values, queue=False, **QUIET)
        w.figure.select(self.choose, [w.session, w.figure], w.chart, **QUIET)
        for button, made in ((w.figures_csv, self.to_figures), (w.outputs_csv, self.to_outputs)):
            button.click(made, w.session, [*asked, w.file], **QUIET).then(
                None, w.file, None, js=DOWNLOAD, **QUIET
            )


def _messages(system: str, prompt: str) -> tuple[Message, ...]:
    asked = Message("user", prompt)
    return (Message("system", system), asked) if system.strip() else (asked,)
