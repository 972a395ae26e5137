"""A chat request as code that sends the same, in several languages. Pure."""

from collections.abc import Callable
from typing import get_args

from ui.languages import Language
from ui.snippets.comments import comments, local_note
from ui.snippets.curl import curl
from ui.snippets.go import go
from ui.snippets.javascript import javascript
from ui.snippets.python import python
from ui.snippets.request import SnippetLanguage, SnippetRequest

LANGUAGES: tuple[SnippetLanguage, ...] = get_args(SnippetLanguage)
NAMES: dict[SnippetLanguage, str] = {
    "curl": "curl",
    "python": "Python",
    "javascript": "JavaScript",
    "go": "Go",
}
_WRITERS: dict[SnippetLanguage, Callable[[SnippetRequest], str]] = {
    "curl": curl,
    "python": python,
    "javascript": javascript,
    "go": go,
}


def snippet(request: SnippetRequest, language: SnippetLanguage, spoken: Language = "en") -> str:
    """Code that runs as it is once the variables that its comments name are set.

    For the embedded model, which has no address to be named, comments alone.
    spoken: the language of the comments. Raises `ValueError` or `TypeError` where a
    parameter is no JSON, which Parley does not send either.
    """
    if request.api == "local":
        return local_note(language, spoken)
    return comments(request, language, spoken) + _WRITERS[language](request)
