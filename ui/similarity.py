"""How alike texts are, by the angles between their vectors. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from ui.spreadsheets import csv_text

Matrix = NDArray[np.float64]
"""Cosine similarities, -1 to 1, each text against each; not a number where there is none."""

MOST_PAIRS = 10
SIGNIFICANT = 9  # digits that hold a 32-bit number


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their places, first < second. similarity: their cosine, -1 to 1."""

    first: int
    second: int
    similarity: float


def cosine_matrix(vectors: Sequence[Sequence[float]]) -> Matrix:
    """Every text against every other. A vector of zeros points nowhere and is like nothing.

    vectors: one or more, all of the same length; raises `ValueError` for anything else.
    """
    rows = np.array(vectors, dtype=np.float64)
    if rows.ndim != 2 or not rows.size:
        raise ValueError("vectors must be one or more, all of the same length")
    largest = np.abs(rows).max(axis=1, keepdims=True)  # keeps squares within what a float holds
    with np.errstate(invalid="ignore", divide="ignore"):
        rows = rows / largest
        rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        matrix = np.clip(rows @ rows.T, -1.0, 1.0)
    np.fill_diagonal(matrix, np.where(np.isnan(matrix.diagonal()), np.nan, 1.0))
    return matrix


def nearest_pairs(matrix: Matrix, most: int = MOST_PAIRS) -> list[Pair]:
    """The most alike first; pairs with a vector that points nowhere are left out."""
    firsts, seconds = np.triu_indices(len(matrix), k=1)
    found = [
        Pair(int(first), int(second), float(similarity))
        for first, second, similarity in zip(firsts, seconds, matrix[firsts, seconds], strict=True)
        if not np.isnan(similarity)
    ]
    return sorted(found, key=lambda pair: -pair.similarity)[:most]


def matrix_csv(texts: Sequence[str], matrix: Matrix) -> str:
    """The matrix with its texts above and beside it; empty where there is no similarity."""
    rows = (
        [text, *(None if np.isnan(cell) else float(cell) for cell in row)]
        for text, row in zip(texts, matrix, strict=True)
    )
    return csv_text([["", *texts], *rows])


def vectors_csv(texts: Sequence[str], vectors: Sequence[Sequence[float]]) -> str:
    """A row for each text: itself, then its vector."""
    header = ["text", *(f"d{number}" for number in range(1, len(vectors[0]) + 1))]
    rows = ([text, *exact(vector)] for text, vector in zip(texts, vectors, strict=True))
    return csv_text([header, *rows])


def exact(vector: Iterable[float]) -> Iterator[Decimal]:
    """Numbers with every digit that they hold, which small ones would lose as plain floats."""
    return (Decimal(f"{number:.{SIGNIFICANT}g}") for number in vector)
