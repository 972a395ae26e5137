"""A request as code, to be copied: from the chat, a column of a comparison, and Try it."""

from html import escape
from typing import Any

import gradio as gr

from backends.errors import BackendError
from ui.asking import Asking
from ui.chat_widgets import ChatWidgets
from ui.code_html import code_html, head_html
from ui.code_requests import last_asked
from ui.code_widgets import CodeSession, CodeWidgets, build_code_widgets
from ui.compare_session import CompareSession
from ui.compare_view import sent
from ui.compare_widgets import CompareWidgets
from ui.events import QUIET
from ui.explore.try_widgets import TryWidgets
from ui.owners import claim
from ui.parameter_values import PanelError
from ui.refusals import refusal_text
from ui.session import ChatSession
from ui.snippets.snippet import LANGUAGES
from ui.texts import Language, language_of, say
from ui.trial_requests import asked_of

Shown = tuple[str, str, str]
"""Head and code of the panel, and what is told where it was asked for."""
OPEN = "(head) => parley.code.open(head)"
COPY = "() => parley.code.copy()"


def build_code_panel(asking: Asking) -> "CodePanel":
    """Add the panel to the Blocks being built. Who offers it is wired afterwards."""
    panel = CodePanel(asking, build_code_widgets())
    panel.wire()
    return panel


class CodePanel:
    """Handlers. An empty head leaves the panel closed."""

    def __init__(self, asking: Asking, widgets: CodeWidgets) -> None:
        self._asking, self._widgets = asking, widgets

    def of_chat(
        self,
        request: gr.Request,
        code: CodeSession,
        written: str | None,
        stream: bool,
        chat: ChatSession,
    ) -> Shown:
        """Show the chat's last request."""
        claim(request, chat)
        language = language_of(request)
        code.asked = last_asked(chat)
        model = code.asked.model if code.asked else ""
        about = say(language, "code_of_chat", model=model)
        return self._opened(code, about, written, stream, language)

    def of_column(
        self,
        request: gr.Request,
        event: gr.EventData,
        code: CodeSession,
        written: str | None,
        stream: bool,
        compare: CompareSession,
    ) -> Shown:
        """Show the last request of one column; not while names are hidden."""
        language = language_of(request)
        lane = compare.lane(str(sent(event).get("lane")))
        if lane is None:
            return "", "", ""
        if compare.hidden:
            return "", "", _told(say(language, "not_while_hidden"))
        code.asked = last_asked(lane.chat)
        model = code.asked.model if code.asked else ""
        about = say(language, "code_of_column", letter=compare.letter(lane.key), model=model)
        return self._opened(code, about, written, stream, language)

    def of_trial(
        self,
        request: gr.Request,
        code: CodeSession,
        written: str | None,
        stream: bool,
        *form: Any,
    ) -> Shown:
        """Show the request that stands in Try it."""
        language = language_of(request)
        try:
            code.asked = asked_of(*form)
            self._asking.full_name(code.asked.model)
        except (PanelError, BackendError) as refusal:
            return "", "", _told(refusal_text(language, refusal))
        about = say(language, "code_of_trial", model=code.asked.model)
        return self._opened(code, about, written, stream, language)

    def change(
        self, request: gr.Request, code: CodeSession, written: str | None, stream: bool
    ) -> str:
        """The same request in another language."""
        return self._code(code, written, stream, language_of(request))

    def _opened(
        self,
        code: CodeSession,
        about: str,
        written: str | None,
        stream: bool,
        language: Language,
    ) -> Shown:
        if code.asked is None:
            return "", "", _told(say(language, "code_nothing"))
        shown = self._code(code, written, stream, language)
        return head_html(about, language), shown, ""

    def _code(
        self, code: CodeSession, written: str | None, stream: bool, language: Language
    ) -> str:
        if code.asked is None or written not in LANGUAGES:  # anyone can send anything
            return ""
        return code_html(self._asking, code.asked, written, stream, language)

    def wire(self) -> None:
        w = self._widgets
        chosen: list[Any] = [w.session, w.written, w.stream]
        w.written.change(self.change, chosen, w.shown, **QUIET)
        w.stream.change(self.change, chosen, w.shown, **QUIET)
        w.copy.click(None, None, None, js=COPY, **QUIET)

    def wire_chat(self, chat: ChatWidgets) -> None:
        self._offer(chat.code.click, self.of_chat, [chat.session], chat.told)

    def wire_compare(self, compare: CompareWidgets) -> None:
        pressed: Any = compare.heads  # its events are those that its script names
        self._offer(pressed.code, self.of_column, [compare.session], compare.told)

    def wire_try(self, tried: TryWidgets) -> None:
        self._offer(tried.code.click, self.of_trial, tried.inputs, tried.told)

    def _offer(self, pressed: Any, handler: Any, given: list[Any], told: gr.HTML) -> None:
        """given: what the handler makes the request of."""
        w = self._widgets
        asked: list[Any] = [w.session, w.written, w.stream, *given]
        opened = pressed(handler, asked, [w.head, w.shown, told], **QUIET)
        opened.then(None, w.head, None, js=OPEN, **QUIET)


def _told(sentence: str) -> str:
    return f'<p role="alert">{escape(sentence)}</p>'
