"""The panel that shows a request as code, as HTML. Pure."""

from html import escape

from backends.errors import BackendError
from ui.asking import Asking
from ui.code_requests import AskedRequest, request_for
from ui.languages import Language
from ui.refusals import refusal_text
from ui.snippets.request import SnippetLanguage
from ui.snippets.snippet import NAMES, snippet
from ui.texts import say


def head_html(about: str, language: Language) -> str:
    """about: whose request it is, in one sentence."""
    title, close, hint, copied = (
        escape(say(language, key)) for key in ("code_title", "close", "code_hint", "copied")
    )
    return (
        f'<div class="code-head"><h2 id="code-title">{title}</h2>'
        f'<span id="code-said" role="status" data-copied="{copied}"></span>'
        f'<button type="button" data-code="close" aria-label="{close}">×</button></div>'
        f'<p class="code-about">{escape(about)}</p>'
        f'<p class="code-about" id="code-hint">{hint}</p>'
    )


def code_html(
    asking: Asking,
    asked: AskedRequest,
    written: SnippetLanguage,
    stream: bool,
    language: Language,
) -> str:
    """The code, or a sentence where there can be none. written: in which language it is."""
    try:
        request = request_for(asking, asked, stream)
    except BackendError as error:
        return note_html(refusal_text(language, error))
    if request.api == "local":
        return note_html(say(language, "code_of_local"))
    code = escape(snippet(request, written, language))
    return (
        f'<pre id="code-text" role="region" tabindex="0" aria-label="{NAMES[written]}"'
        f' data-language="{written}">{code}</pre>'
    )


def note_html(sentence: str) -> str:
    return f'<p class="code-note">{escape(sentence)}</p>'
