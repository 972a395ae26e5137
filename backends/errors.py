"""Everything a backend may raise on purpose, a class for each cause.

* BackendError
  - KeyMissing           no key is set for this server
  - KeyRefused           401
  - AccessDenied         403
  - ModelNotFound        the server has no such model
  - DeploymentNotFound   the same on Azure, where deployments have names of their own
  - WrongAddress         404 for the whole API
    - WrongEndpoint      the same on Azure, whose addresses look different
  - Redirected           3xx: a key is not carried to another address
  - RequestRefused       400, 422: the server will not take the request as it stands
  - ContextExceeded      the conversation is longer than the model can read
    - TextTooLong          the same of a text alone
  - EmptyText            a text without anything in it is not sent
  - TooManyTexts         nor are more texts than fit into one table
  - EndpointMissing      the server does not know the operation, such as embeddings
  - ModelUnfit           the model is not made for the operation
  - RateLimited          429: the same request may succeed later
    - RateLimitedFor     429 that says when
  - QuotaExhausted       402, or 429 for want of credit: waiting does not help
  - ServerFailed         5xx, or an error that the server sent inside its answer
  - Unreachable          no connection: name, port, TLS
  - TimedOut             connected, but silent for too long
  - Incomplete           the answer broke off
  - AnswerTooLarge       the answer passed a limit on its size, or on how long it may go on
  - AnswerUnreadable     the answer is not in the OpenAI format
  - ModelUnavailable     the embedded model cannot run here

`str(error)` is one sentence on the cause and one on the next step, in English and
safe to show: a server's own words are in it only after `redact.clean`. `values`
are what the sentences are filled with, for a reader in another language.
"""

from typing import ClassVar


class BackendError(Exception):
    """A request to a model server failed.

    values: fill the placeholders of `cause` and `advice`; `detail` is what the
    server itself said, "" where it said nothing.
    """

    cause: ClassVar[str] = "{server} could not answer."
    advice: ClassVar[str] = "Try again."
    retryable: ClassVar[bool] = False

    def __init__(self, **values: object) -> None:
        self.values: dict[str, str] = {
            "server": "The server",
            "variable": "the server's address",
            "detail": "",
        }
        self.values |= {name: str(value) for name, value in values.items()}
        super().__init__()

    def __str__(self) -> str:
        said = f" ({self.values['detail']})" if self.values["detail"] else ""
        cause = self.cause.format_map(self.values)
        return f"{cause.removesuffix('.')}{said}. {self.advice.format_map(self.values)}"


class KeyMissing(BackendError):
    cause = "No key is set for {server}."
    advice = "Set {variable} in .env and restart Parley."


class KeyRefused(BackendError):
    cause = "{server} did not accept the key."
    advice = "Check {variable} in .env and restart Parley."


class AccessDenied(BackendError):
    cause = "{server} does not let this key use {model}."
    advice = "Ask for access to the model, or choose another one."


class ModelNotFound(BackendError):
    cause = "{server} has no model named {model}."
    advice = "Choose one from the list, or check the spelling."


class DeploymentNotFound(BackendError):
    cause = "{server} has no deployment named {model}."
    advice = (
        "Use the name of the deployment, not of the model, and list it in"
        " AZURE_OPENAI_DEPLOYMENTS; a new deployment needs a few minutes."
    )


class WrongAddress(BackendError):
    cause = "{url} does not answer like an OpenAI-compatible server."
    advice = "Check {variable}: the address mostly ends in /v1, such as {suggestion}."


class WrongEndpoint(WrongAddress):
    advice = "Check {variable}, which looks like {suggestion}, and OPENAI_API_VERSION if it is set."


class Redirected(BackendError):
    cause = "{server} sends Parley to another address, which is not followed."
    advice = "Put the server's final address into {variable}."


class RequestRefused(BackendError):
    cause = "{server} refused the request."
    advice = "Change what it names and send again."


class ContextExceeded(BackendError):
    cause = "The conversation is longer than {model} can read."
    advice = "Start a new chat, shorten the message, or choose a model with a larger context."


class TextTooLong(ContextExceeded):
    cause = "A text is longer than {model} can read."
    advice = "Shorten it, or choose a model that reads more."


class EmptyText(BackendError):
    cause = "Text {number} is empty."
    advice = "Write something there, or leave it out."


class TooManyTexts(BackendError):
    cause = "{count} texts are more than are sent together."
    advice = "Give at most {limit}."


class EndpointMissing(BackendError):
    cause = "{server} offers no {operation}."
    advice = "Choose a model of another server; if Chat fails too, check {variable}."


class ModelUnfit(BackendError):
    cause = "{model} is not made for {operation}."
    advice = "Choose another model, such as {suggestion}."


class RateLimited(BackendError):
    cause = "{server} is limiting how often this key may ask."
    advice = "Wait a moment, then retry."
    retryable = True


class RateLimitedFor(RateLimited):
    advice = "It asks to wait {seconds} s; retry after that."


class QuotaExhausted(BackendError):
    cause = "The account at {server} has no credit left."
    advice = "Check its plan and billing, or choose another server."


class ServerFailed(BackendError):
    cause = "{server} failed with error {status}."
    advice = "Retry in a moment, or choose another model."
    retryable = True


class Unreachable(BackendError):
    cause = "{server} could not be reached at {url}: {reason}."
    advice = "Check the address in {variable} and that the server is running."
    retryable = True


class TimedOut(BackendError):
    cause = "{server} was silent for {seconds} s."
    advice = "Retry, or choose a faster model."


class Incomplete(BackendError):
    cause = "{server} broke off the reply."
    advice = "What arrived is kept; retry for a whole one."


class AnswerTooLarge(BackendError):
    cause = "{server} sent more than Parley reads of one reply ({limit})."
    advice = "What arrived is kept; lower the maximum of output tokens and retry."


class AnswerUnreadable(BackendError):
    cause = "{server} did not answer in the OpenAI format: {reason}."
    advice = "Check {variable}: the address must be that of the API, not of a web page."


class ModelUnavailable(BackendError):
    cause = "The embedded model cannot run here: {reason}."
    advice = "Set a key or a server in .env instead; .env.example shows how."
