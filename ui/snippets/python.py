"""A request in Python, with the openai package."""

from typing import Any

from backends.parameters import KNOWN
from ui.snippets.literals import PYTHON, literal, python_string
from ui.snippets.request import SnippetRequest

NO_KEY = "none"  # the package takes no empty key

READ_STREAM = """\
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()
"""
READ_WHOLE = "print(completion.choices[0].message.content)\n"


def python(request: SnippetRequest) -> str:
    imports = "import os\n\n" if request.key_variable or request.headers else ""
    result, reading = ("stream", READ_STREAM) if request.stream else ("completion", READ_WHOLE)
    return (
        f"{imports}from openai import {_client_class(request)}\n\n"
        f"client = {_client_class(request)}(\n{_lines(_client_arguments(request))})\n"
        f"{result} = client.chat.completions.create(\n{_lines(_arguments(request))})\n{reading}"
    )


def _client_class(request: SnippetRequest) -> str:
    return "AzureOpenAI" if request.api == "azure" else "OpenAI"


def _client_arguments(request: SnippetRequest) -> dict[str, str]:
    """Names and code. The address is always there: the package would look for one."""
    address = python_string(request.base_url)
    arguments = {"api_key": _key(request)}
    if request.api == "azure":
        version = python_string(request.api_version)
        return arguments | {"azure_endpoint": address, "api_version": version}
    arguments["base_url"] = address
    if request.headers:
        pairs = [f"{python_string(name)}: {_from_environment(v)}" for name, v in request.headers]
        arguments["default_headers"] = "{" + ", ".join(pairs) + "}"
    return arguments


def _key(request: SnippetRequest) -> str:
    if not request.key_variable:
        return python_string(NO_KEY)
    return _from_environment(request.key_variable)


def _from_environment(variable: str) -> str:
    return f"os.environ[{python_string(variable)}]"


def _arguments(request: SnippetRequest) -> dict[str, str]:
    """What the package has no name for goes into `extra_body`."""
    named: dict[str, Any] = {"model": request.model, "messages": request.messages}
    named |= {name: value for name, value in request.parameters.items() if name in KNOWN}
    named |= request.options
    others = {name: value for name, value in request.parameters.items() if name not in KNOWN}
    if others:
        named["extra_body"] = others
    return {name: literal(value, PYTHON, 4) for name, value in named.items()}


def _lines(arguments: dict[str, str]) -> str:
    return "".join(f"    {name}={code},\n" for name, code in arguments.items())
