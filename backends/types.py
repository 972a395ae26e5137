"""What goes into a chat backend and what comes out of it.

A `ChatRequest` goes in, a stream of `ChatEvent`s comes out. Every stream either
ends with exactly one `Finished` or raises a `BackendError`, so a reader never
has to guess whether a reply is complete.

These are plain values: no client, no widget, no I/O.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["system", "user", "assistant"]
FinishReason = Literal["stop", "length", "content_filter", "tool_calls", "other"]
FilterStage = Literal["prompt", "reply"]
NoticeKind = Literal[
    "renamed",  # `parameter` was sent under the name `replacement`
    "dropped",  # `parameter` was left out, since the model refuses it
    "ignored",  # `parameter` belongs to Parley (stream, n, …) and was not sent
    "retrying",  # the request is sent again in `seconds`
    "fetching",  # the embedded model is being fetched, `done` of `total` bytes
    "system_folded",  # the system prompt went into the first user message
    "reasoning_returned",  # the server demanded earlier reasoning, so it was sent along
    "filter_unavailable",  # the server's content filter did not run
    "unreadable_event",  # part of the stream could not be read and was skipped
]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation.

    reasoning: what the model thought before `text`; kept for the reader and sent
    back only to servers that demand it.
    """

    role: Role
    text: str
    reasoning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRequest:
    """One question to one model, with the turns that led up to it.

    model: the server's own name for it, without the `backend:` prefix.
    parameters: request parameters by their wire names, only those that the
    person set; names that Parley does not know are passed on as they are.
    """

    model: str
    messages: tuple[Message, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Started:
    """The server accepted the request and began to answer.

    request_id: the server's `x-request-id`, "" where it sends none.
    headers: its response headers, names in lower case.
    sent: when the first byte of the request went out, in seconds of `time.monotonic()`;
    of the first attempt that got so far, where there were several. `None`: not known.
    """

    model: str
    request_id: str
    headers: Mapping[str, str]
    sent: float | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the reply, to be appended to what came before."""

    text: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """The next piece of the model's reasoning, apart from the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """The next piece of the model's own refusal to answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """The next piece of a call that the model wants made.

    index: which call of this reply, from 0. `arguments` is to be appended.
    """

    index: int
    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """One token of a reply, or one that could have stood in its place.

    text: as the server writes it; of a token that is half a character that may be "" or
    a stand-in, so characters are to be made of `raw`, its bytes (`None`: not told).
    logprob: natural logarithm of its probability, at most 0; `UNLIKELY` where the server
    says no more than that it is tiny; `None`: not told.
    alternatives: what the model had to choose from, the likeliest first.
    """

    text: str
    logprob: float | None
    raw: bytes | None = None
    alternatives: "tuple[TokenLogprob, ...]" = ()


UNLIKELY = -9999.0
"""The logprob that stands for "too unlikely to be told"."""


@dataclass(frozen=True, slots=True)
class TokenLogprobs:
    """How likely the next tokens of the reply were; their text comes as `TextDelta`.

    Only where the request asked for `logprobs`, and where the server has them.
    """

    tokens: tuple[TokenLogprob, ...]


@dataclass(frozen=True, slots=True)
class Filtered:
    """The server's content filter stopped the prompt or cut the reply.

    categories: what it objected to, such as "violence"; empty where it does not say.
    """

    stage: FilterStage
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one reply as the server counted them.

    output_tokens include reasoning_tokens; input_tokens include cached_tokens.
    `None`: the server did not say.
    """

    input_tokens: int | None
    output_tokens: int | None
    reasoning_tokens: int | None = None
    cached_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What was sent or received differs from what was asked for.

    seconds: for "retrying", the wait that is left.
    done, total: for "fetching", in bytes.
    """

    kind: NoticeKind
    parameter: str = ""
    replacement: str = ""
    seconds: float = 0.0
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """The reply is complete.

    raw_reason: the server's own word for `reason`.
    model: the model that answered, as the server names it; "" where it does not say.
    """

    reason: FinishReason
    raw_reason: str = ""
    model: str = ""


ChatEvent = (
    Started
    | TextDelta
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | TokenLogprobs
    | Filtered
    | Usage
    | Notice
    | Finished
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """A model that a server offers.

    id: the server's own name for it.
    created: seconds since 1970; shutdown_date: ISO date. `None`/"": not said.
    base_model: for an Azure deployment, the model behind it if the settings name it.
    """

    id: str
    owner: str = ""
    created: int | None = None
    context_window: int | None = None
    shutdown_date: str = ""
    base_model: str = ""
