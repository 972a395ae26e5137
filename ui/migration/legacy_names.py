"""Names of the openai package up to 0.28 other than methods, and what became of them.

Names leave out the leading `openai.`.
"""

from typing import Literal

from ui.migration.methods import METHODS

Family = Literal["method", "error", "setting", "removed", "other"]

ERRORS: dict[str, str] = {
    "APIConnectionError": "APIConnectionError",
    "APIError": "APIError",
    "AuthenticationError": "AuthenticationError",
    "InvalidRequestError": "BadRequestError",
    "OpenAIError": "OpenAIError",
    "PermissionError": "PermissionDeniedError",
    "RateLimitError": "RateLimitError",
    "ServiceUnavailableError": "InternalServerError",
    "Timeout": "APITimeoutError",
    "TryAgain": "ConflictError",
}
STATUS_ERRORS = frozenset(
    {
        *("AuthenticationError", "BadRequestError", "ConflictError", "InternalServerError"),
        *("PermissionDeniedError", "RateLimitError"),
    }
)
"""Those that come with a response, and so with a status."""
NARROWER: dict[str, frozenset[str]] = {
    "OpenAIError": frozenset(ERRORS.values()) - {"OpenAIError"},
    "APIError": STATUS_ERRORS | {"APIConnectionError", "APITimeoutError"},
    "APIConnectionError": frozenset({"APITimeoutError"}),
}
"""Errors that are today a kind of another. Of the old ones, all but `OpenAIError` were apart."""

CLIENT_SETTINGS = frozenset(
    {"api_key", "api_base", "api_type", "api_version", "organization", "proxy"}
)
"""What today's clients are made with."""
IDLE_SETTINGS = frozenset({"verify_ssl_certs", "enable_telemetry", "ca_bundle_path"})
"""They had no effect in 0.28 either."""
LOST_SETTINGS = frozenset(
    {"aiosession", "requestssession", "api_key_path", "app_info", "debug", "log"}
)
SETTINGS = CLIENT_SETTINGS | IDLE_SETTINGS | LOST_SETTINGS

RESOURCES = frozenset(name.partition(".")[0] for name in METHODS) | {
    *("Customer", "Deployment", "Edit", "Engine", "FineTune"),
}
_MODULES = frozenset(
    {
        *("api_requestor", "api_resources", "cli", "datalib", "embeddings_utils", "error"),
        *("object_classes", "openai_object", "openai_response", "upload_progress", "util"),
        *("validators", "wandb_logger"),
    }
)
NEWER = frozenset(
    {
        *("OpenAI", "AsyncOpenAI", "AzureOpenAI", "AsyncAzureOpenAI", "Client", "AsyncClient"),
        *("audio", "beta", "chat", "completions", "embeddings", "files", "fine_tuning", "images"),
        *("models", "moderations", "responses"),
    }
)
"""Names that only today's package has and that show code to be written for it."""


def plain(name: str) -> str:
    """A class by its short name, however it was imported: `api_resources.model.Model` → `Model`."""
    parts = name.split(".")
    if parts[0] == "api_resources":
        found = next((at for at, part in enumerate(parts) if part in RESOURCES), 0)
        return ".".join(parts[found:])
    return name


def known_part(name: str) -> tuple[str, Family]:
    """The beginning of `name` that stood for something in 0.28, and what; else ("", "other")."""
    parts = name.split(".")
    pair = ".".join(parts[:2])
    if pair in METHODS:
        return pair, "method"
    if parts[0] == "error" and len(parts) > 1:
        return pair, "error" if parts[1] in ERRORS else "removed"
    if parts[0] == "InvalidRequestError":
        return parts[0], "error"
    if parts[0] in SETTINGS:
        return parts[0], "setting"
    if parts[0] in RESOURCES or parts[0] in _MODULES:
        return pair, "removed"
    return "", "other"


def error_name(name: str) -> str:
    """Today's name for an error of 0.28."""
    return ERRORS[name.removeprefix("error.")]
