"""The request parameters of Embeddings as data: those that a chat does not have."""

from backends.parameter_meanings_elsewhere import EMBEDDING_MEANINGS
from backends.parameter_types import Endpoint, Parameter, worded

VECTORS: tuple[Endpoint, ...] = ("embeddings",)

_ROWS = (
    Parameter(
        name="input",
        type="string or list",
        status="parley",
        min_items=1,
        max_items=2048,
        example=["The first text", "The second text"],
        endpoints=VECTORS,
        required_by=VECTORS,
    ),
    Parameter(
        name="dimensions",
        type="integer",
        status="inside",
        minimum=1,
        step=1,
        example=512,
        endpoints=VECTORS,
    ),
    Parameter(
        name="encoding_format",
        type="choice",
        status="parley",
        choices=("float", "base64"),
        default="float",
        example="base64",
        endpoints=VECTORS,
    ),
)
EMBEDDING_ROWS: tuple[Parameter, ...] = tuple(
    worded(row, EMBEDDING_MEANINGS[row.name]) for row in _ROWS
)
