"""All request parameters of four API calls, and how they answer to each other.

A name that one API call takes otherwise than another has a row for each; what it is
called elsewhere is looked up with `elsewhere`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from backends.parameter_completions import COMPLETION_ROWS
from backends.parameter_embeddings import EMBEDDING_ROWS
from backends.parameter_responses import RESPONSES_ROWS
from backends.parameter_table import PARAMETERS
from backends.parameter_types import Endpoint, Parameter

Names = Mapping[Endpoint, tuple[str, ...]]

COUNTERPARTS: tuple[Names, ...] = (
    {"chat": ("messages",), "responses": ("input",), "completions": ("prompt",)},
    {
        "chat": ("max_completion_tokens", "max_tokens"),
        "responses": ("max_output_tokens",),
        "completions": ("max_tokens",),
    },
    {"chat": ("reasoning_effort",), "responses": ("reasoning.effort",)},
    {"chat": ("verbosity",), "responses": ("text.verbosity",)},
    {"chat": ("response_format",), "responses": ("text.format",)},
    {"chat": ("top_logprobs",), "responses": ("top_logprobs",), "completions": ("logprobs",)},
    {"chat": ("logprobs",), "responses": ("include",)},
    {"chat": ("tools", "functions"), "responses": ("tools",)},
    {"chat": ("web_search_options",), "responses": ("tools",)},
    {"chat": ("tool_choice", "function_call"), "responses": ("tool_choice",)},
    {
        "chat": ("safety_identifier",),
        "responses": ("safety_identifier",),
        "completions": ("user",),
        "embeddings": ("user",),
    },
    {
        "chat": ("messages",),
        "responses": ("instructions", "previous_response_id", "conversation"),
    },
)
"""Names of the same thing; the first of an API call's is its present one. With a dot in it a
name is that of a key inside an object."""

OLD_NAMES: Mapping[str, tuple[str, ...]] = {
    "model": ("engine", "deployment_id"),
    "reasoning": ("generate_summary",),
}
"""What older versions of the API, or of its clients, called a parameter."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How another API call takes the same thing.

    kind: "same": just so; "differs": it has the name for something else, see `row`; "named":
    it has other names for it; "none": not at all.
    names: its other names for the same thing; one may be that of a key inside an object.
    """

    kind: Literal["same", "differs", "named", "none"]
    names: tuple[str, ...] = ()
    row: Parameter | None = None


def _together() -> tuple[Parameter, ...]:
    """Rows of one name stand together, in the order in which their names come."""
    rows = (*PARAMETERS, *RESPONSES_ROWS, *COMPLETION_ROWS, *EMBEDDING_ROWS)
    named: dict[str, list[Parameter]] = {}
    for row in rows:
        named.setdefault(row.name, []).append(row)
    return tuple(row for same in named.values() for row in same)


REFERENCE: tuple[Parameter, ...] = _together()


def variants(name: str) -> tuple[Parameter, ...]:
    """Every row of that name; none where it is not known."""
    return tuple(row for row in REFERENCE if row.name == name)


def variant(name: str, endpoint: Endpoint) -> Parameter | None:
    """The row that says how `endpoint` takes `name`; `None`: it does not."""
    return next((row for row in variants(name) if endpoint in row.endpoints), None)


def elsewhere(row: Parameter, endpoint: Endpoint) -> Elsewhere:
    """How `endpoint` takes what `row` is about."""
    if endpoint in row.endpoints:
        return Elsewhere("same", row=row)
    firsts = [group[endpoint][0] for group in _groups(row) if endpoint in group]
    names = () if row.name in firsts else tuple(firsts)
    if other := variant(row.name, endpoint):
        return Elsewhere("differs", names, other)
    return Elsewhere("named", names) if names else Elsewhere("none")


def _groups(row: Parameter) -> Iterator[Names]:
    """Those of `COUNTERPARTS` that `row` is in, by its own name or that of a key inside it."""
    for group in COUNTERPARTS:
        names = {name for each in row.endpoints for name in group.get(each, ())}
        if row.name in {name.partition(".")[0] for name in names}:
            yield group


def other_names(row: Parameter) -> tuple[str, ...]:
    """What else the same thing is or was called, to be found by it."""
    names = {*row.replaced_by, *OLD_NAMES.get(row.name, ())}
    names |= {other.name for other in REFERENCE if row.name in other.replaced_by}
    names |= {name for group in _groups(row) for same in group.values() for name in same}
    return tuple(sorted(names - {row.name}))
