"""A model that the person chooses reads the unnamed replies and fuses or judges them."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from html import escape
from secrets import randbelow
from typing import Any, Literal

import gradio as gr

from backends.errors import BackendError
from backends.types import Message
from ui.asking import Asking
from ui.compare_asking import ALL_REFUSALS, NotCompared, comparison_refusal
from ui.compare_fuse_widgets import FuseWidgets
from ui.compare_session import LETTERS, CompareSession
from ui.compare_view import Shown
from ui.estimate_text import estimate_text
from ui.estimates import Planned, estimate
from ui.events import QUIET
from ui.fuse_shown import ask_label, cost_html, left_out_text, order_html, reply_rows
from ui.fusing import FuseSession, Plan, is_unchanged, plan_of, template_for
from ui.model_picker import choices
from ui.model_rates import rates_of
from ui.rows import Row
from ui.running import Running
from ui.texts import Language, language_of, say
from ui.transcript import frames

log = logging.getLogger(__name__)

Stage = Literal["idle", "estimated", "running"]
SEEDS = 2**32


class FusePanel:
    """Handlers. Nothing is ever sent but what was estimated and then confirmed."""

    def __init__(self, asking: Asking, running: Running, widgets: FuseWidgets) -> None:
        self._asking, self._running, self._widgets = asking, running, widgets

    async def estimate(
        self,
        request: gr.Request,
        session: CompareSession,
        fusing: FuseSession,
        model: str | None,
        template: str | None,
    ) -> Shown:
        """Show what the request would cost; send nothing."""
        language = language_of(request)
        try:
            plan = self._plan(session, fusing, model, template, randbelow(SEEDS), language)
        except ALL_REFUSALS as refusal:
            return self._refused(fusing, refusal, language)
        return self._estimated(fusing, plan, language)

    async def ask(
        self,
        request: gr.Request,
        session: CompareSession,
        fusing: FuseSession,
        model: str | None,
        template: str | None,
    ) -> Shown:
        """Take the estimated request to be sent, unless it would be another one by now."""
        language, planned = language_of(request), fusing.planned
        if planned is None:
            return await self.estimate(request, session, fusing, model, template)
        try:
            plan = self._plan(session, fusing, model, template, planned.seed, language)
        except ALL_REFUSALS as refusal:
            return self._refused(fusing, refusal, language)
        if plan != planned:
            return self._estimated(fusing, plan, language, say(language, "fuse_changed"))
        fusing.confirm(plan)
        shown: Shown = {self._widgets.reply: [], self._widgets.order: order_html(plan, language)}
        return shown | self._stage("running") | self._told() | {self._widgets.cost: ""}

    async def cancel(self, fusing: FuseSession) -> Shown:
        fusing.planned = None
        return self._stage("idle") | self._told() | {self._widgets.cost: ""}

    async def answer(
        self, request: gr.Request, fusing: FuseSession
    ) -> AsyncGenerator[list[Row], None]:
        """Stream the reply to what was confirmed, if anything waits."""
        with self._running.until_gone(request.session_hash, fusing.stop):
            async with aclosing(self._answer(request, fusing)) as shown:
                async for rows in shown:
                    yield rows

    async def _answer(
        self, request: gr.Request, fusing: FuseSession
    ) -> AsyncGenerator[list[Row], None]:
        language, plan = language_of(request), fusing.waiting
        if plan is None:
            yield reply_rows(fusing, language)
            return
        question = self._asking.ask(plan.model, (Message("user", plan.prompt),), {})
        fusing.waiting, fusing.sent, fusing.reply = None, plan, question.reply
        try:
            async with aclosing(frames(question.reply, question.events)) as shown:
                async for _ in shown:
                    yield reply_rows(fusing, language)
        except Exception as bug:
            # Its message may quote the prompt, so that is for debugging only.
            log.error("a reply failed inside Parley: %s", type(bug).__name__)
            log.debug("the failure", exc_info=bug)
            question.reply.fail(BackendError(server="Parley"))
            yield reply_rows(fusing, language)
        finally:
            question.reply.stop()  # a page that closed; without effect on a reply that ended

    # In the event loop, as replies are: what stops one must not come from a thread.
    async def stop(self, fusing: FuseSession) -> None:
        fusing.stop()

    async def idle(self, fusing: FuseSession) -> Shown:
        """Back to the first button, unless the next reply is under way or estimated."""
        if fusing.planned and not fusing.answering:
            return {}
        return self._stage("running" if fusing.answering else "idle")

    def choose(self, request: gr.Request, purpose: str | None, template: str | None) -> Any:
        """The prompt for what was chosen, unless a person has written in the present one."""
        if not is_unchanged(template or ""):
            return gr.Textbox()  # as it stands: more may have been typed meanwhile
        return self.restore(request, purpose)

    def restore(self, request: gr.Request, purpose: str | None) -> str:
        return template_for(purpose or "", language_of(request))

    async def load(
        self, request: gr.Request, purpose: str | None, template: str | None
    ) -> AsyncGenerator[Shown, None]:
        """The fold in the person's language: models that are known, then what servers say.

        The person chooses the model, and none is chosen before that.
        """
        w, catalog = self._widgets, self._asking.catalog
        hint = say(language_of(request), "fuse_welcome")
        yield {
            w.model: gr.Dropdown(choices(catalog, None)),
            w.template: self.choose(request, purpose, template),
            w.reply: gr.Chatbot(placeholder=hint),
        }
        await catalog.models()
        yield {w.model: gr.Dropdown(choices(catalog, None))}

    def _plan(
        self,
        session: CompareSession,
        fusing: FuseSession,
        model: str | None,
        template: str | None,
        seed: int,
        language: Language,
    ) -> Plan:
        """Raises one of `ALL_REFUSALS`."""
        if fusing.answering:
            raise NotCompared("still_answering")
        return plan_of(self._asking, session, model or "", template or "", seed, language)

    def _estimated(
        self, fusing: FuseSession, plan: Plan, language: Language, sentence: str = ""
    ) -> Shown:
        fusing.planned = plan
        planned = Planned(model=plan.model, texts=(plan.prompt,))
        found = estimate([planned], lambda model: rates_of(self._asking, model))
        cost = [left_out_text(plan, language), estimate_text(found, language)]
        shown: Shown = {self._widgets.cost: cost_html(cost)}
        return shown | self._told(sentence) | self._stage("estimated", ask_label(plan, language))

    def _refused(self, fusing: FuseSession, refusal: Exception, language: Language) -> Shown:
        fusing.planned = None
        told = self._told(comparison_refusal(language, refusal, LETTERS))
        stage = self._stage("running" if fusing.answering else "idle")
        return told | stage | {self._widgets.cost: ""}

    def _told(self, sentence: str = "") -> Shown:
        told = f'<p role="alert">{escape(sentence)}</p>' if sentence else ""
        return {self._widgets.told: told}

    def _stage(self, stage: Stage, label: str = "") -> Shown:
        """Which buttons are there. label: of the one that asks, once it is known."""
        w = self._widgets
        return {
            w.estimate: gr.Button(visible=stage != "running"),
            w.ask: gr.Button(label, visible=True) if label else gr.Button(visible=False),
            w.cancel: gr.Button(visible=stage == "estimated"),
            w.stop: gr.Button(visible=stage == "running"),
        }

    def wire(self, page: gr.Blocks, session: gr.State) -> None:
        """Connect every widget to its handler. session: the comparison's."""
        w = self._widgets
        request: list[Any] = [session, w.session, w.model, w.template]
        buttons: list[Any] = [w.estimate, w.ask, w.cancel, w.stop]
        said: list[Any] = [w.told, w.cost, *buttons]
        w.estimate.click(self.estimate, request, said, **QUIET)
        w.cancel.click(self.cancel, w.session, said, **QUIET)
        begun = w.ask.click(self.ask, request, [*said, w.reply, w.order], **QUIET)
        answered = begun.then(self.answer, w.session, w.reply, concurrency_limit=None, **QUIET)
        answered.then(self.idle, w.session, buttons, **QUIET)
        w.stop.click(self.stop, w.session, None, queue=False, **QUIET)
        w.purpose.change(self.choose, [w.purpose, w.template], w.template, **QUIET)
        w.restore.click(self.restore, w.purpose, w.template, **QUIET)
        shown: list[Any] = [w.model, w.template, w.reply]
        page.load(self.load, [w.purpose, w.template], shown, **QUIET)
