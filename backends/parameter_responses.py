"""The request parameters of Responses as data: those that a chat has not, or has otherwise.

The rows follow OpenAI's published schema. Parley answers by Chat Completions and sends none
of them; they are here to be looked up.
"""

from dataclasses import replace

from backends.parameter_meanings_elsewhere import RESPONSES_MEANINGS
from backends.parameter_table import BY_NAME
from backends.parameter_types import Endpoint, Parameter, worded

ANSWERS: tuple[Endpoint, ...] = ("responses",)

_SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}
_TOOLS = [
    {"type": "web_search"},
    {
        "type": "function",
        "name": "get_weather",
        "description": "The weather in a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
        "strict": True,
    },
]
_ROWS = (
    Parameter(
        name="input",
        type="string or list",
        example=[{"role": "user", "content": "Hello"}],
    ),
    Parameter(name="instructions", type="string", nullable=True, example="Be brief."),
    Parameter(name="max_output_tokens", type="integer", minimum=16, nullable=True, example=1000),
    Parameter(
        name="reasoning",
        type="object",
        nullable=True,
        example={"effort": "low", "summary": "auto"},
    ),
    Parameter(
        name="text",
        type="object",
        example={
            "format": {"type": "json_schema", "name": "city", "strict": True, "schema": _SCHEMA},
            "verbosity": "low",
        },
    ),
    Parameter(
        name="previous_response_id", type="string", nullable=True, example="resp_5f2c9a7e41b0"
    ),
    Parameter(
        name="conversation", type="string or object", nullable=True, example="conv_5f2c9a7e41b0"
    ),
    replace(BY_NAME["tools"], example=_TOOLS),
    replace(BY_NAME["tool_choice"], example={"type": "function", "name": "get_weather"}),
    Parameter(name="max_tool_calls", type="integer", nullable=True, example=5),
    BY_NAME["top_logprobs"],
    Parameter(
        name="include",
        type="list",
        choices=(
            "file_search_call.results",
            "web_search_call.results",
            "web_search_call.action.sources",
            "message.input_image.image_url",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs",
            "reasoning.encrypted_content",
            "message.output_text.logprobs",
        ),
        nullable=True,
        example=["message.output_text.logprobs"],
    ),
    replace(
        BY_NAME["service_tier"],
        choices=(*BY_NAME["service_tier"].choices, "ultrafast"),
    ),
    replace(BY_NAME["store"], default=True, example=False),
    Parameter(name="background", type="boolean", default=False, nullable=True, example=True),
    Parameter(
        name="context_management",
        type="list",
        min_items=1,
        nullable=True,
        example=[{"type": "compaction", "compact_threshold": 200_000}],
    ),
    Parameter(
        name="prompt",
        type="object",
        required_keys=("id",),
        nullable=True,
        example={"id": "pmpt_5f2c9a7e41b0", "version": "2", "variables": {"city": "Paris"}},
    ),
    replace(BY_NAME["stream_options"], example={"include_obfuscation": False}),
    Parameter(
        name="truncation",
        type="choice",
        choices=("auto", "disabled"),
        default="disabled",
        nullable=True,
        deprecated=True,
        example="auto",
    ),
)
RESPONSES_ROWS: tuple[Parameter, ...] = tuple(
    worded(replace(row, status="unused", endpoints=ANSWERS), RESPONSES_MEANINGS[row.name])
    for row in _ROWS
)
