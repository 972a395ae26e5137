"""The chat tab: one conversation with one model at a time, streamed."""

import asyncio
from collections.abc import Callable
from html import escape
from typing import Any, cast

import gradio as gr

from backends.counts import as_object
from store.store import Store
from ui.about import About
from ui.about_widgets import LONGEST_ABOUT, AboutSession
from ui.asking import Asking
from ui.chat_answer import ChatAnswer
from ui.chat_history import ChatHistory
from ui.chat_loading import ChatLoading
from ui.chat_opening import ChatOpening
from ui.chat_rows import chat_rows
from ui.chat_widgets import ChatWidgets, build_widgets
from ui.compare_view import sent
from ui.copying import WRITE_TO_CLIPBOARD, conversation_markdown
from ui.events import QUIET, on, unchanged
from ui.owners import claim
from ui.parameter_values import collect
from ui.refusals import REFUSALS, refusal_text
from ui.rows import turn_at
from ui.running import Running
from ui.session import ChatSession, Choice
from ui.sidebar import Sidebar
from ui.sidebar_files import SidebarFiles
from ui.texts import Language, language_of, say


def build_chat_tab(asking: Asking, store: Store, running: Running, page: gr.Blocks) -> ChatWidgets:
    """Add the tab's widgets and events to `page`, which is being built."""
    widgets = build_widgets(asking)
    ChatLoading(asking, widgets).wire(page)
    history = ChatHistory(store.conversations)
    opening = ChatOpening(asking.catalog, history, store.links, widgets)
    opening.wire(page)
    sidebar = Sidebar(history.conversations, opening, widgets, widgets.sidebar)
    sidebar.wire(page)
    SidebarFiles(store, sidebar.refresh, widgets.sidebar).wire()
    answering = ChatAnswer(asking, running, history)
    about = About(store.instructions, widgets)
    about.wire(page)
    ChatTab(asking, history, answering, opening, sidebar, about, widgets).wire()
    return widgets


class ChatTab:
    """Handlers. Each changes the session in place and returns what to show.

    `settings` are the values of `ChatWidgets.settings`.
    """

    def __init__(
        self,
        asking: Asking,
        history: ChatHistory,
        answering: ChatAnswer,
        opening: ChatOpening,
        sidebar: Sidebar,
        about: About,
        widgets: ChatWidgets,
    ) -> None:
        self._asking, self._history, self._widgets = asking, history, widgets
        self._answering, self._opening, self._sidebar = answering, opening, sidebar
        self._about = about

    def send(
        self,
        request: gr.Request,
        session: ChatSession,
        address: str,
        message: str,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Take the message into the conversation. A refused one stays in its box."""
        self._opening.recall(request, session, address)

        def ask(choice: Choice) -> None:
            session.ask(message, choice)

        return self._take(language_of(request), session, message, model, settings, ask, message="")

    def retry(
        self,
        request: gr.Request,
        session: ChatSession,
        address: str,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Ask the last message again, of the model that is chosen now."""
        self._opening.recall(request, session, address)
        language = language_of(request)
        if not session.turns:
            return self._told(say(language, "nothing_to_retry"))
        return self._again(language, session, len(session.turns) - 1, None, model, settings)

    def retry_with(
        self,
        request: gr.Request,
        chosen: gr.SelectData,
        session: ChatSession,
        address: str,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Ask the last message again, of another model for once."""
        model = str(chosen.value or "")
        if not model:
            return unchanged(self._widgets.told)
        return self.retry(request, session, address, model, *settings)

    def edit(
        self,
        request: gr.Request,
        edited: gr.EditData,
        session: ChatSession,
        address: str,
        model: str | None,
        *settings: Any,
    ) -> dict[Any, Any]:
        """Change an earlier message and go on from there."""
        self._opening.recall(request, session, address)
        language = language_of(request)
        if not session.turns:
            return self._told(say(language, "nothing_to_retry"))
        row = edited.index if isinstance(edited.index, int) else edited.index[0]
        index = turn_at(session.turns, row, language)
        return self._again(language, session, index, str(edited.value), model, settings)

    # These run in the event loop, as replies do: what stops one must not come from a thread.

    async def stop(self, session: ChatSession) -> None:
        session.stop()

    async def undo(self, request: gr.Request, session: ChatSession, message: str) -> dict[Any, Any]:
        """Take back the last turn; its message returns to the box unless one is there."""
        language = language_of(request)
        owner = claim(request, session)
        taken = session.undo()
        self._history.finish(owner, session, language)
        rows = chat_rows(session, language)
        return {
            self._widgets.chatbot: rows,
            self._widgets.message: message or taken,
            self._widgets.told: "",
        }

    async def switch(
        self, request: gr.Request, event: gr.EventData, session: ChatSession
    ) -> dict[Any, Any]:
        """Show another branch."""
        language, wanted = language_of(request), sent(event).get("turn")
        owner = claim(request, session)
        turn = next((turn for turn in session.tree if turn.id == wanted), None)
        if turn is None:
            return unchanged(self._widgets.told)
        if session.answering:
            return self._told(say(language, "still_answering"))
        session.show(turn)
        self._history.finish(owner, session, language)
        return {self._widgets.chatbot: chat_rows(session, language), self._widgets.told: ""}

    def copy(self, request: gr.Request, session: ChatSession) -> str:
        claim(request, session)
        return conversation_markdown(session.turns, language_of(request))

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
        system, about, personal, *values = settings
        try:
            said = (about or "")[:LONGEST_ABOUT] if personal else ""
            choice = Choice(model or "", system or "", collect(values), said)
            self._asking.check(choice.model, text, choice.parameters)
        except REFUSALS as refusal:
            told = self._told(refusal_text(language, refusal))
            return told | {self._widgets.chatbot: chat_rows(session, language)}
        ask(choice)
        session.kept.personal = bool(personal)
        widgets = self._widgets
        return {
            widgets.chatbot: chat_rows(session, language),
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

    def wire(self) -> None:
        """Connect every widget to its handler."""
        w = self._widgets
        told = w.told
        settings: list[Any] = [w.picker.model, *w.settings]
        shown: list[Any] = [w.session, w.address]
        taken: list[Any] = [w.chatbot, told, w.send, w.stop]

        for begun in (
            on(
                [w.message.submit, w.send.click],
                self.send,
                [*shown, w.message, *settings],
                [*taken, w.message],
                **QUIET,
            ),
            on(
                [w.retry.click, w.chatbot.retry],
                self.retry,
                [*shown, *settings],
                taken,
                **QUIET,
            ),
            w.chatbot.edit(self.edit, [*shown, *settings], taken, **QUIET),
            # Not `input`, which comes a second time when the control loses the focus.
            w.retry_with.select(self.retry_with, [*shown, *settings[1:]], taken, **QUIET),
            w.chatbot.example_select(self.example, [w.session, *settings], taken, **QUIET),
        ):
            self._answer_after(begun)
        w.stop.click(self.stop, w.session, None, queue=False, **QUIET)
        tools = cast(Any, w.sidebar.tools)  # its events are those that its script names
        tools.branch(self.switch, w.session, [w.chatbot, told], **QUIET)
        w.undo.click(self.undo, [w.session, w.message], [w.chatbot, w.message, told], **QUIET)
        w.copy.click(self.copy, w.session, w.copied, **QUIET).then(
            None, w.copied, None, js=WRITE_TO_CLIPBOARD, **QUIET
        )

    def _answer_after(self, begun: Any) -> None:
        w = self._widgets
        kept = self._opening.kept_outputs
        listed: list[Any] = [w.sidebar.listed, w.sidebar.told]
        begun.then(
            self._keep,
            [w.session, w.about.session, w.about.text],
            [*kept, *self._about.outputs],
            concurrency_limit=None,
            **QUIET,
        ).then(self._sidebar.refresh, w.sidebar.session, listed, **QUIET)
        answered = begun.then(
            self._answering.answer, w.session, w.chatbot, concurrency_limit=None, **QUIET
        )
        idle = answered.then(self._idle_again, w.session, [w.send, w.stop, w.retry_with], **QUIET)
        idle.then(self._opening.kept, w.session, kept, concurrency_limit=None, **QUIET)

    async def _keep(
        self, request: gr.Request, session: ChatSession, said: AboutSession, about: str | None
    ) -> dict[Any, Any]:
        """The conversation, and what the person says of themselves if that was changed."""
        kept, told = await asyncio.gather(
            self._opening.kept(request, session), self._about.keep(request, said, about)
        )
        return kept | told

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
        claim(request, session)
        text = str(as_object(chosen.value).get("text", ""))

        def ask(choice: Choice) -> None:
            session.ask(text, choice)

        return self._take(language_of(request), session, text, model, settings, ask)
