"""The vectors in an answer, whichever way a server writes them."""

import base64
import math
import struct
from typing import Any

import pytest

from backends.vectors import read_vector, read_vectors


def packed(*numbers: float) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def answer(*vectors: Any, indexes: list[Any] | None = None) -> dict[str, Any]:
    places = range(len(vectors)) if indexes is None else indexes
    rows = [{"index": i, "embedding": v} for i, v in zip(places, vectors, strict=True)]
    return {"object": "list", "data": rows}


@pytest.mark.parametrize("written", [[1.0, -0.5], [1, -0.5], packed(1.0, -0.5)])
def test_a_vector_is_read_from_numbers_and_from_base64(written: Any) -> None:
    vector = read_vector(written)

    assert vector
    assert list(vector) == [1.0, -0.5]


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        "",
        {},
        5,
        ["1"],
        [None],
        [[1.0]],
        [math.nan],
        [math.inf],
        [10**400],
        "%%%",
        "AAA",
        base64.b64encode(b"abcde").decode(),
        packed(math.nan),
        packed(math.inf),
    ],
    ids=repr,
)
def test_anything_less_than_finite_numbers_is_no_vector(written: Any) -> None:
    assert read_vector(written) is None


def test_vectors_are_put_into_the_order_of_their_texts() -> None:
    vectors = read_vectors(answer([2.0], [0.0], [1.0], indexes=[2, 0, 1]), 3)

    assert vectors
    assert [list(vector) for vector in vectors] == [[0.0], [1.0], [2.0]]


@pytest.mark.parametrize("indexes", [[0, 0], [1, 2], [None, None], ["0", "1"], [True, False]])
def test_indexes_that_make_no_sense_leave_the_order_as_it_came(indexes: list[Any]) -> None:
    vectors = read_vectors(answer([5.0], [6.0], indexes=indexes), 2)

    assert vectors
    assert [list(vector) for vector in vectors] == [[5.0], [6.0]]


@pytest.mark.parametrize(
    "incomplete",
    [
        {},
        {"data": None},
        answer([1.0]),
        answer([1.0], [1.0], [1.0]),
        answer([1.0], [1.0, 2.0]),
        answer([1.0], None),
        {"data": ["x", 5]},
    ],
    ids=str,
)
def test_an_answer_that_lacks_something_gives_nothing(incomplete: dict[str, Any]) -> None:
    assert read_vectors(incomplete, 2) is None
