"""What a person should know about a piece of code, as the comments above it. Pure.

They are pasted into shells, also into those that take no comments: no sign in them means
anything to a shell, and no name in them comes from outside unless it is a plain word.
"""

import re
from collections.abc import Iterator

from backends.parameters import BY_NAME
from backends.types import Notice
from ui.languages import Language
from ui.snippets.address import secret_headers
from ui.snippets.literals import is_exact_in_javascript
from ui.snippets.request import SnippetLanguage, SnippetRequest
from ui.texts import say

PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}")
MARKS: dict[SnippetLanguage, str] = {
    "curl": "# ",
    "python": "# ",
    "javascript": "// ",
    "go": "// ",
}


def comments(request: SnippetRequest, language: SnippetLanguage, spoken: Language) -> str:
    """Lines of comments, each with its line break. spoken: the person's language."""
    lines = [
        *_how_to_run(request, language, spoken),
        *_deprecations(request, spoken),
        *_differences(request, spoken),
    ]
    return "".join(f"{MARKS[language]}{line}\n" for line in lines)


def local_note(language: SnippetLanguage, spoken: Language) -> str:
    """In the place of code for the embedded model."""
    return "".join(
        f"{MARKS[language]}{line}\n" for line in say(spoken, "code_of_local").splitlines()
    )


def _how_to_run(
    request: SnippetRequest, language: SnippetLanguage, spoken: Language
) -> Iterator[str]:
    yield say(spoken, f"code_run_{language}")
    for header in secret_headers(request):
        yield say(spoken, "code_needs", variable=header.variable)
    if language == "javascript" and not is_exact_in_javascript(request.body):
        yield say(spoken, "code_as_text")


def _deprecations(request: SnippetRequest, spoken: Language) -> Iterator[str]:
    wanted = {notice.replacement for notice in request.notices if notice.kind == "renamed"}
    for name in request.parameters:
        row = BY_NAME.get(name)
        if row is None or not row.deprecated or name in wanted:
            continue
        if row.replaced_by:
            names = say(spoken, "code_or").join(row.replaced_by)
            yield say(spoken, "code_deprecated_for", name=name, names=names)
        else:
            yield say(spoken, "code_deprecated", name=name)


def _differences(request: SnippetRequest, spoken: Language) -> Iterator[str]:
    for notice in request.notices:
        if f"code_{notice.kind}" in _TOLD and _is_plain(notice):
            name, replacement = notice.parameter, notice.replacement
            yield say(spoken, f"code_{notice.kind}", name=name, replacement=replacement)
    if request.hidden:
        yield say(spoken, "code_hidden")


_TOLD = ("code_renamed", "code_dropped", "code_system_folded", "code_reasoning_returned")


def _is_plain(notice: Notice) -> bool:
    return all(PLAIN.fullmatch(name) for name in (notice.parameter, notice.replacement) if name)
