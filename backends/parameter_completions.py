"""The request parameters of legacy Completions as data: what they take, one row each.

The rows follow OpenAI's published schema. Some have other ranges than the ones of the
same name in a chat.
"""

from dataclasses import replace

from backends.parameter_meanings_elsewhere import COMPLETION_MEANINGS
from backends.parameter_table import BY_NAME
from backends.parameter_types import Endpoint, Parameter, worded

LEGACY: tuple[Endpoint, ...] = ("completions",)

_ROWS = (
    Parameter(
        name="prompt",
        type="string or list",
        status="parley",
        default="<|endoftext|>",
        nullable=True,
        example="Once upon a time",
        endpoints=LEGACY,
        required_by=LEGACY,
    ),
    Parameter(
        name="suffix",
        type="string",
        status="inside",
        nullable=True,
        example="The end.",
        endpoints=LEGACY,
    ),
    Parameter(
        name="echo",
        type="boolean",
        status="inside",
        default=False,
        nullable=True,
        example=True,
        endpoints=LEGACY,
    ),
    Parameter(
        # The schema lets best_of be 0, which asks for nothing.
        name="best_of",
        type="integer",
        status="inside",
        minimum=1,
        maximum=20,
        step=1,
        default=1,
        nullable=True,
        example=3,
        endpoints=LEGACY,
    ),
    Parameter(
        name="max_tokens",
        type="integer",
        status="inside",
        minimum=1,
        step=1,
        default=16,
        nullable=True,
        example=64,
        endpoints=LEGACY,
    ),
    Parameter(
        name="logprobs",
        type="integer",
        status="inside",
        minimum=0,
        maximum=5,
        step=1,
        nullable=True,
        example=5,
        endpoints=LEGACY,
    ),
    replace(BY_NAME["seed"], status="unused", deprecated=False, endpoints=LEGACY),
    replace(
        BY_NAME["user"],
        status="unused",
        deprecated=False,
        replaced_by=(),
        endpoints=("completions", "embeddings"),
    ),
)
COMPLETION_ROWS: tuple[Parameter, ...] = tuple(
    worded(row, COMPLETION_MEANINGS[row.name], (row.label_en, row.label_zh)) for row in _ROWS
)
"""Those that a chat does not have, or has otherwise."""

_OWN = {row.name: row for row in COMPLETION_ROWS}
_FORM = (
    *("suffix", "echo", "best_of", "max_tokens", "temperature", "top_p", "logprobs", "stop"),
    *("presence_penalty", "frequency_penalty", "seed", "logit_bias", "user"),
)
COMPLETION_PARAMETERS: dict[str, Parameter] = {
    name: replace(_OWN.get(name) or BY_NAME[name], endpoints=LEGACY) for name in _FORM
}
"""All that a person can set, in the order of the page. The prompt itself is none of them."""
