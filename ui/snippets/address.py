"""Where a request goes and how it shows its key, for code that writes both out."""

from dataclasses import dataclass
from urllib.parse import quote

from ui.snippets.request import SnippetRequest

PATH_SAFE = "!$&'()*+,;=:@"
"""What the openai package leaves as it is in a part of a path."""


@dataclass(frozen=True, slots=True)
class SecretHeader:
    """A header whose value is `before` and then what the environment variable holds."""

    name: str
    before: str
    variable: str


def url_of(request: SnippetRequest) -> str:
    if request.api != "azure":
        return f"{request.base_url}/chat/completions"
    deployment = quote(request.model, safe=PATH_SAFE)
    version = quote(request.api_version, safe="")
    path = f"openai/deployments/{deployment}/chat/completions"
    return f"{request.base_url}/{path}?api-version={version}"


def secret_headers(request: SnippetRequest) -> list[SecretHeader]:
    """Those whose values come from the environment, the key's first."""
    headers = [SecretHeader(name, "", variable) for name, variable in request.headers]
    if not request.key_variable:
        return headers
    if request.api == "azure":
        return [SecretHeader("api-key", "", request.key_variable), *headers]
    return [SecretHeader("Authorization", "Bearer ", request.key_variable), *headers]
