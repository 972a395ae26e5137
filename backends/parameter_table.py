"""The request parameters of Chat Completions as data, one row each.

The rows follow OpenAI's published schema. They come in the order of the page:
first those with a control of their own, then those that go through the field
for extra parameters, last those that Parley sets itself. What other API calls take
besides, or otherwise, is in `parameter_reference`.
"""

from backends.parameter_meanings import LABELS, MEANINGS
from backends.parameter_types import Endpoint, Parameter, worded

CONVERSATION: tuple[Endpoint, ...] = ("chat", "responses")
SAMPLING: tuple[Endpoint, ...] = ("chat", "completions")
WRITING: tuple[Endpoint, ...] = ("chat", "responses", "completions")
EVERY: tuple[Endpoint, ...] = ("chat", "responses", "completions", "embeddings")

_ROWS = (
    Parameter(
        name="temperature",
        type="number",
        status="panel",
        minimum=0,
        maximum=2,
        step=0.05,
        default=1,
        nullable=True,
        example=0.7,
        endpoints=WRITING,
    ),
    Parameter(
        name="top_p",
        type="number",
        status="panel",
        minimum=0,
        maximum=1,
        step=0.01,
        default=1,
        nullable=True,
        example=0.9,
        endpoints=WRITING,
    ),
    Parameter(
        # The schema states no lower bound, but a limit below one token limits nothing.
        name="max_completion_tokens",
        type="integer",
        status="panel",
        minimum=1,
        step=1,
        nullable=True,
        example=1000,
    ),
    Parameter(
        name="stop",
        type="string or list",
        status="panel",
        min_items=1,
        max_items=4,
        nullable=True,
        example=["\n\n", "END"],
        endpoints=SAMPLING,
    ),
    Parameter(
        name="presence_penalty",
        type="number",
        status="panel",
        minimum=-2,
        maximum=2,
        step=0.1,
        default=0,
        nullable=True,
        example=0.5,
        endpoints=SAMPLING,
    ),
    Parameter(
        name="frequency_penalty",
        type="number",
        status="panel",
        minimum=-2,
        maximum=2,
        step=0.1,
        default=0,
        nullable=True,
        example=0.5,
        endpoints=SAMPLING,
    ),
    Parameter(
        name="seed",
        type="integer",
        status="panel",
        minimum=-(2**63),
        maximum=2**63 - 1,
        step=1,
        nullable=True,
        deprecated=True,
        example=42,
    ),
    Parameter(
        name="reasoning_effort",
        type="choice",
        status="panel",
        choices=("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        default="medium",
        nullable=True,
        example="low",
    ),
    Parameter(
        name="verbosity",
        type="choice",
        status="panel",
        choices=("low", "medium", "high"),
        default="medium",
        nullable=True,
        example="low",
    ),
    Parameter(
        name="response_format",
        type="object",
        status="panel",
        required_keys=("type",),
        example={
            "type": "json_schema",
            "json_schema": {
                "name": "city",
                "strict": True,
                "schema": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}},
                    "required": ["name"],
                    "additionalProperties": False,
                },
            },
        },
    ),
    Parameter(
        name="logit_bias",
        type="object",
        status="panel",
        minimum=-100,
        maximum=100,
        nullable=True,
        example={"50256": -100},
        endpoints=SAMPLING,
    ),
    Parameter(
        name="safety_identifier",
        type="string",
        status="panel",
        max_length=64,
        nullable=True,
        example="5f2c9a7e41b0",
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="user",
        type="string",
        status="panel",
        deprecated=True,
        replaced_by=("safety_identifier", "prompt_cache_key"),
        example="5f2c9a7e41b0",
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="max_tokens",
        type="integer",
        minimum=1,
        step=1,
        nullable=True,
        deprecated=True,
        replaced_by=("max_completion_tokens",),
        example=1000,
    ),
    Parameter(name="logprobs", type="boolean", default=False, nullable=True, example=True),
    Parameter(
        name="top_logprobs",
        type="integer",
        minimum=0,
        maximum=20,
        step=1,
        nullable=True,
        example=3,
    ),
    Parameter(
        name="tools",
        type="list",
        example=[
            {
                "type": "function",
                "function": {
                    "name": "get_weather",
                    "description": "The weather in a city.",
                    "parameters": {
                        "type": "object",
                        "properties": {"city": {"type": "string"}},
                        "required": ["city"],
                    },
                },
            }
        ],
    ),
    Parameter(
        name="tool_choice",
        type="string or object",
        choices=("none", "auto", "required"),
        example="auto",
    ),
    Parameter(
        name="parallel_tool_calls",
        type="boolean",
        default=True,
        example=False,
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="functions",
        type="list",
        min_items=1,
        max_items=128,
        deprecated=True,
        replaced_by=("tools",),
        example=[{"name": "get_weather", "parameters": {"type": "object", "properties": {}}}],
    ),
    Parameter(
        name="function_call",
        type="string or object",
        choices=("none", "auto"),
        deprecated=True,
        replaced_by=("tool_choice",),
        example={"name": "get_weather"},
    ),
    Parameter(
        name="modalities",
        type="list",
        choices=("text", "audio"),
        nullable=True,
        example=["text"],
    ),
    Parameter(
        name="audio",
        type="object",
        required_keys=("voice", "format"),
        nullable=True,
        example={"voice": "alloy", "format": "mp3"},
    ),
    Parameter(
        name="prediction",
        type="object",
        required_keys=("type", "content"),
        nullable=True,
        example={"type": "content", "content": "The text as it is now."},
    ),
    Parameter(
        name="web_search_options",
        type="object",
        example={"search_context_size": "low"},
    ),
    Parameter(
        name="moderation",
        type="object",
        required_keys=("model",),
        nullable=True,
        example={"model": "omni-moderation-latest"},
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="service_tier",
        type="choice",
        choices=("auto", "default", "flex", "scale", "priority", "fast"),
        default="auto",
        nullable=True,
        example="flex",
    ),
    Parameter(name="store", type="boolean", default=False, nullable=True, example=True),
    Parameter(
        name="metadata",
        type="object",
        max_items=16,
        nullable=True,
        example={"project": "manual"},
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="prompt_cache_key",
        type="string",
        nullable=True,
        example="manual-v2",
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="prompt_cache_options",
        type="object",
        example={"mode": "explicit"},
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="prompt_cache_retention",
        type="choice",
        choices=("in_memory", "24h"),
        nullable=True,
        deprecated=True,
        replaced_by=("prompt_cache_options",),
        example="24h",
        endpoints=CONVERSATION,
    ),
    Parameter(
        name="messages",
        type="list",
        status="parley",
        min_items=1,
        example=[{"role": "user", "content": "Hello"}],
        required_by=("chat",),
    ),
    Parameter(
        name="model",
        type="string",
        status="parley",
        example="gpt-5.6",
        endpoints=EVERY,
        required_by=("chat", "completions", "embeddings"),
    ),
    Parameter(
        name="stream",
        type="boolean",
        status="parley",
        default=False,
        nullable=True,
        example=True,
        endpoints=WRITING,
    ),
    Parameter(
        name="stream_options",
        type="object",
        status="parley",
        nullable=True,
        example={"include_usage": True},
        endpoints=SAMPLING,
    ),
    Parameter(
        name="n",
        type="integer",
        status="parley",
        minimum=1,
        maximum=128,
        step=1,
        default=1,
        nullable=True,
        example=1,
        endpoints=SAMPLING,
    ),
)


PARAMETERS: tuple[Parameter, ...] = tuple(
    worded(row, MEANINGS[row.name], LABELS.get(row.name, ("", ""))) for row in _ROWS
)
BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}
PANEL: tuple[Parameter, ...] = tuple(row for row in PARAMETERS if row.status == "panel")
KNOWN: frozenset[str] = frozenset(BY_NAME)
RESERVED: frozenset[str] = frozenset(row.name for row in PARAMETERS if row.status == "parley")
