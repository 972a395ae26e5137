"""What is said of a request parameter. Plain values."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

Endpoint = Literal["chat", "responses", "completions", "embeddings"]
ENDPOINTS: tuple[Endpoint, ...] = get_args(Endpoint)
"""The API calls: Chat Completions, Responses, legacy Completions, Embeddings."""

ParameterType = Literal[
    "number",
    "integer",
    "boolean",
    "string",
    "choice",
    "list",
    "object",
    "string or list",
    "string or object",
]
ParameterStatus = Literal[
    "panel",  # has its own control in the parameters panel
    "extra",  # goes through the field for extra parameters, as JSON
    "parley",  # Parley sets it, a person cannot
    "inside",  # has a control in the forms that look inside
    "unused",  # Parley never sends it
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One request parameter, as the API calls in `endpoints` take it.

    status: how it gets into a request of Parley's.
    minimum, maximum: inclusive; `None` where the schema states no bound.
    step: a sensible step for a slider.
    choices: the allowed words; for a list those of its items, for "string or
    object" those of the string.
    default: what the server uses when the parameter is left out; `None`: not stated.
    min_items, max_items: of a list, or pairs of an object.
    max_length: of a string, in characters.
    required_keys: what an object must contain.
    nullable: `null` is allowed and means the default.
    replaced_by: names to use instead of a deprecated one; empty where there is none.
    label_en, label_zh: names of the control, the wire name where there is no control.
    example: a JSON value that is valid.
    endpoints: the API calls that take the parameter just so. Another may take the same
    name otherwise; see `backends.parameter_reference`.
    required_by: those of `endpoints` that cannot do without it.
    """

    name: str
    type: ParameterType
    status: ParameterStatus = "extra"
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    default: float | str | bool | None = None
    min_items: int = 0
    max_items: int | None = None
    max_length: int | None = None
    required_keys: tuple[str, ...] = ()
    nullable: bool = False
    deprecated: bool = False
    replaced_by: tuple[str, ...] = ()
    label_en: str = ""
    label_zh: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""
    example: Any = field(hash=False)
    endpoints: tuple[Endpoint, ...] = ("chat",)
    required_by: tuple[Endpoint, ...] = ()


def worded(
    row: Parameter, meaning: tuple[str, str], label: tuple[str, str] = ("", "")
) -> Parameter:
    """`row` with its words, each in English and Chinese. Its name stands for a missing label."""
    return replace(
        row,
        label_en=label[0] or row.name,
        label_zh=label[1] or row.name,
        meaning_en=meaning[0],
        meaning_zh=meaning[1],
    )
