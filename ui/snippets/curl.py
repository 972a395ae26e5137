"""A request for a shell: sh, bash or zsh.

The body is a here-document that the shell does not look into. It is JSON, none of whose
lines can be the word that ends it, and it may be longer than an argument.
"""

from ui.snippets.address import secret_headers, url_of
from ui.snippets.literals import JSON, literal
from ui.snippets.request import SnippetRequest

END = "JSON"


def curl(request: SnippetRequest) -> str:
    options = "--no-buffer " if request.stream else ""
    options += "--globoff " if set(url_of(request)) & set("[]{}") else ""
    lines = [f"curl {options}{shell_word(url_of(request))}"]
    lines += ["-H 'Content-Type: application/json'"]
    lines += [
        f'-H "{header.name}: {header.before}${header.variable}"'
        for header in secret_headers(request)
    ]
    lines += [f"--data-binary @- <<'{END}'"]
    command = " \\\n  ".join(lines)
    return f"{command}\n{literal(request.body, JSON)}\n{END}\n"


def shell_word(text: str) -> str:
    """One argument, whatever stands in it."""
    return "'" + text.replace("'", "'\\''") + "'"
