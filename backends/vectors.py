"""The vectors in an answer, whichever way a server writes them. Pure."""

import base64
import binascii
import math
import sys
from array import array
from typing import Any

from backends.counts import as_list, as_object


def read_vectors(answer: dict[str, Any], count: int) -> "list[array[float]] | None":
    """One vector for each of `count` texts, in their order; `None` for anything less.

    Each says the index of its text. Where these make no sense, as with servers that
    write 0 everywhere, the vectors are taken to be in order.
    """
    rows = [as_object(row) for row in as_list(answer.get("data"))]
    vectors = [vector for row in rows if (vector := read_vector(row.get("embedding")))]
    if not count == len(rows) == len(vectors) or len({len(vector) for vector in vectors}) != 1:
        return None
    indexes = [row.get("index") for row in rows]
    if all(type(index) is int for index in indexes) and set(indexes) == set(range(count)):
        return [vectors[indexes.index(place)] for place in range(count)]
    return vectors


def read_vector(written: object) -> "array[float] | None":
    """Numbers, or 32-bit ones packed into base64; `None` unless all are finite."""
    if isinstance(written, str):
        return _finite(_unpacked(written))
    try:
        return _finite(array("d", as_list(written)))
    except (TypeError, OverflowError):
        return None


def _unpacked(packed: str) -> "array[float]":
    numbers = array("f")
    try:
        numbers.frombytes(base64.b64decode(packed, validate=True))
    except (binascii.Error, ValueError):  # no base64, or not a whole number of numbers
        return array("d")
    if sys.byteorder == "big":
        numbers.byteswap()
    return array("d", numbers)


def _finite(vector: "array[float]") -> "array[float] | None":
    return vector if vector and all(map(math.isfinite, vector)) else None
