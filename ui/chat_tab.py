"""The chat tab: one conversation with one model at a time, streamed."""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from html import escape
from typing import Any

import gradio as gr

from backends.counts import as_object
from backends.errors import BackendError
from ui.asking import Asking
from ui.chat_widgets import ChatWidgets, build_widgets
from ui.copying import WRITE_TO_CLIPBOARD, conversation_markdown
from ui.events import QUIET, on
from ui.model_picker import choices, retry_choices, servers_html
from ui.parameter_values import collect
from ui.refusals import REFUSALS, refusal_text
from ui.rows import Row, rows_of, rows_of_turn, turn_at
from ui.running import Running
from ui.session import ChatSession, Choice
from ui.texts import Language, language_of, say
from ui.transcript import frames
from ui.welcome import welcome_examples, welcome_text

log = logging.getLogger(__name__)


def build_chat_tab(asking: Asking, running: Running, page: gr.Blocks) -> ChatWidgets:
    """Add the tab's widgets and events to `page`, which is being built."""
    widgets = build_widgets(asking)
    ChatTab(asking, running, widgets).wire(page)
    return widgets


class ChatTab:
    """Handlers. Each changes the session in place and returns what to show.

    `settings` are the values of the system prompt and the parameters panel.
    """

    def __init__(self, asking: Asking, running: Running, widgets: ChatWidgets) -> None:
        self._asking, self._running, self._widgets = asking, running, widgets

    def send(
        self,
        request: gr.Request,
        session: ChatSession,
        message: str,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Take the message into the conversation. A refused one stays in its box."""

        def ask(choice: Choice) -> None:
            session.ask(message, choice)

        return self._take(language_of(request), session, message, model, settings, ask, message="")

    def retry(
        self, request: gr.Request, session: ChatSession, model: str | None, *settings: Any
    ) -> dict[Any, Any]:
        """Ask the last message again, of the model that is chosen now."""
        language = language_of(request)
        if not session.turns:
            return self._told(say(language, "nothing_to_retry"))
        return self._again(language, session, len(session.turns) - 1, None, model, settings)

    def retry_with(
        self, request: gr.Request, chosen: gr.SelectData, session: ChatSession, *settings: Any
    ) -> dict[Any, Any]:
        """Ask the last message again, of another model for once."""
        model = str(chosen.value or "")
        return self.retry(request, session, model, *settings) if model else {}

    def edit(
        self,
        request: gr.Request,
        edited: gr.EditData,
        session: ChatSession,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Change an earlier message and go on from there."""
        language = language_of(request)
        row = edited.index if isinstance(edited.index, int) else edited.index[0]
        index = turn_at(session.turns, row, language)
        return self._again(language, session, index, str(edited.value), model, settings)

    async def answer(
        self, request: gr.Request, session: ChatSession
    ) -> AsyncGenerator[list[Row], None]:
        """Stream the reply to the message that was taken last, if one waits."""
        with self._running.until_gone(request.session_hash, session.stop):
            async with aclosing(self._answer(request, session)) as shown:
                async for rows in shown:
                    yield rows

    async def _answer(
        self, request: gr.Request, session: ChatSession
    ) -> AsyncGenerator[list[Row], None]:
        language, turn = language_of(request), session.pending()
        if turn is None:
            yield rows_of(session.turns, language)
            return
        question = self._asking.ask(turn.choice.model, session.messages(), turn.choice.parameters)
        turn.reply = question.reply
        earlier = rows_of(session.turns[:-1], language)
        try:
            async with aclosing(frames(question.reply, question.events)) as shown:
                async for _ in shown:
                    if not session.holds(turn):  # undone, or a new chat was begun
                        break
                    yield earlier + rows_of_turn(turn, language)
        except Exception as bug:
            # Its message may quote the conversation, so that is for debugging only.
            log.error("a reply failed inside Parley: %s", type(bug).__name__)
            log.debug("the failure", exc_info=bug)
            question.reply.fail(BackendError(server="Parley"))
            yield earlier + rows_of_turn(turn, language)
        else:
            # Gradio shows the last value once more, so it must be what holds now.
            yield rows_of(session.turns, language)
        finally:
            question.reply.stop()  # a page that closed; without effect on a reply that ended

    # These run in the event loop, as replies do: what stops one must not come from a thread.

    async def stop(self, session: ChatSession) -> None:
        session.stop()

    async def undo(self, request: gr.Request, session: ChatSession, message: str) -> dict[Any, Any]:
        """Take back the last turn; its message returns to the box unless one is there."""
        taken = session.undo()
        rows = rows_of(session.turns, language_of(request))
        return {
            self._widgets.chatbot: rows,
            self._widgets.message: message or taken,
            self._widgets.told: "",
        }

    async def clear(self, session: ChatSession) -> dict[Any, Any]:
        session.clear()
        return {self._widgets.chatbot: [], self._widgets.told: ""}

    def copy(self, request: gr.Request, session: ChatSession) -> str:
        return conversation_markdown(session.turns, language_of(request))

    async def load(self, request: gr.Request, model: str | None) -> AsyncGenerator[Any, None]:
        """The page in the person's language: what is known at once, then what servers say."""
        language = language_of(request)
        yield self._models(language, model) | self._welcome(language, model)
        await self._asking.catalog.models()
        yield self._models(language, model) | self._welcome(language, model)

    async def refresh(self, request: gr.Request, model: str | None) -> dict[Any, Any]:
        await self._asking.catalog.models(refresh=True)
        return self._models(language_of(request), model)

    def welcome(self, request: gr.Request, model: str | None) -> dict[Any, Any]:
        return self._welcome(language_of(request), model)

    def _again(
        self,
        language: Language,
        session: ChatSession,
        index: int,
        message: str | None,
        model: str | None,
        settings: tuple[Any, ...],
    ) -> dict[Any, Any]:
        text = session.turns[index].message if message is None else message

        def ask(choice: Choice) -> None:
            session.ask_again(index, text, choice)

        return self._take(language, session, text, model, settings, ask)

    def _take(
        self,
        language: Language,
        session: ChatSession,
        text: str,
        model: str | None,
        settings: tuple[Any, ...],
        ask: Callable[[Choice], None],
        **shown: str,
    ) -> dict[Any, Any]:
        """Check, then change the conversation; or say why not and change nothing."""
        if session.answering:
            return self._told(say(language, "still_answering"))
        system, *values = settings
        try:
            choice = Choice(model or "", system or "", collect(values))
            self._asking.check(choice.model, text, choice.parameters)
        except REFUSALS as refusal:
            told = self._told(refusal_text(language, refusal))
            return told | {self._widgets.chatbot: rows_of(session.turns, language)}
        ask(choice)
        widgets = self._widgets
        return {
            widgets.chatbot: rows_of(session.turns, language),
            widgets.told: "",
            widgets.send: gr.Button(visible=False),
            widgets.stop: gr.Button(visible=True),
        } | ({widgets.message: shown["message"]} if shown else {})

    def _told(self, sentence: str) -> dict[Any, Any]:
        return {self._widgets.told: f'<p role="alert">{escape(sentence)}</p>'}

    def _idle(self) -> dict[Any, Any]:
        return {
            self._widgets.send: gr.Button(visible=True),
            self._widgets.stop: gr.Button(visible=False),
        }

    def _models(self, language: Language, chosen: str | None) -> dict[Any, Any]:
        picker, catalog = self._widgets.picker, self._asking.catalog
        names = choices(catalog, chosen)
        value = chosen or self._asking.first_model() or None
        return {
            picker.model: gr.Dropdown(names, value=value),
            picker.servers: servers_html(catalog.states, self._asking.is_azure, language),
            self._widgets.retry_with: gr.Dropdown(retry_choices(catalog), value=""),
        }

    def _welcome(self, language: Language, model: str | None) -> dict[Any, Any]:
        chosen = model or self._asking.first_model()
        unavailable = self._asking.unavailable(chosen)
        return {
            self._widgets.chatbot: gr.Chatbot(
                placeholder=welcome_text(language, chosen, unavailable),
                examples=welcome_examples(language) if chosen and not unavailable else [],
            )
        }

    def wire(self, page: gr.Blocks) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        model, told, refresh = w.picker.model, w.told, w.picker.refresh
        settings: list[Any] = [model, w.system, *w.parameters.inputs]
        taken: list[Any] = [w.chatbot, told, w.send, w.stop]

        for begun in (
            on(
                [w.message.submit, w.send.click],
                self.send,
                [w.session, w.message, *settings],
                [*taken, w.message],
                **QUIET,
            ),
            on(
                [w.retry.click, w.chatbot.retry],
                self.retry,
                [w.session, *settings],
                taken,
                **QUIET,
            ),
            w.chatbot.edit(self.edit, [w.session, *settings], taken, **QUIET),
            # Not `input`, which comes a second time when the control loses the focus.
            w.retry_with.select(self.retry_with, [w.session, *settings[1:]], taken, **QUIET),
            w.chatbot.example_select(self.example, [w.session, *settings], taken, **QUIET),
        ):
            self._answer_after(begun)
        w.stop.click(self.stop, w.session, None, queue=False, **QUIET)
        w.undo.click(self.undo, [w.session, w.message], [w.chatbot, w.message, told], **QUIET)
        w.new_chat.click(self.clear, w.session, [w.chatbot, told], **QUIET)
        w.copy.click(self.copy, w.session, w.copied, **QUIET).then(
            None, w.copied, None, js=WRITE_TO_CLIPBOARD, **QUIET
        )
        listed: list[Any] = [model, w.picker.servers, w.retry_with]
        page.load(self.load, model, [*listed, w.chatbot], **QUIET)
        refresh.click(self.refresh, model, listed, **QUIET)
        model.change(self.welcome, model, w.chatbot, **QUIET)

    def _answer_after(self, begun: Any) -> None:
        w = self._widgets
        answered = begun.then(self.answer, w.session, w.chatbot, concurrency_limit=None, **QUIET)
        answered.then(self._idle_again, w.session, [w.send, w.stop, w.retry_with], **QUIET)

    def _idle_again(self, session: ChatSession) -> dict[Any, Any]:
        """Back to Send, unless the next reply has begun in the meantime."""
        idle = {} if session.answering else self._idle()
        return idle | {self._widgets.retry_with: ""}

    def example(
        self,
        request: gr.Request,
        chosen: gr.SelectData,
        session: ChatSession,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Send one of the examples of the empty page."""
        text = str(as_object(chosen.value).get("text", ""))

        def ask(choice: Choice) -> None:
            session.ask(text, choice)

        return self._take(language_of(request), session, text, model, settings, ask)
