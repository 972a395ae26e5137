"""How alike texts are, by the angles between their vectors."""

import csv
import io
import math
from array import array

import numpy as np
import pytest

from ui.similarity import Pair, cosine_matrix, matrix_csv, nearest_pairs, vectors_csv


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_similarity_is_the_cosine_of_the_angle() -> None:
    matrix = cosine_matrix([[1, 0], [0, 2], [-3, 0], [1, 1]])

    expected = [
        [1, 0, -1, math.sqrt(0.5)],
        [0, 1, 0, math.sqrt(0.5)],
        [-1, 0, 1, -math.sqrt(0.5)],
        [math.sqrt(0.5), math.sqrt(0.5), -math.sqrt(0.5), 1],
    ]
    assert np.allclose(matrix, expected)


def test_rounding_leads_to_nothing_above_1() -> None:
    vector = [0.1 + number / 7 for number in range(3072)]

    matrix = cosine_matrix([vector, [3 * number for number in vector]])

    assert matrix.max() == 1.0


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_the_length_of_a_vector_does_not_count(scale: float) -> None:
    assert np.allclose(cosine_matrix([[scale, 0], [5 * scale, 0]]), 1.0)


def test_a_vector_of_zeros_is_like_nothing() -> None:
    matrix = cosine_matrix([[0, 0], [1, 0]])

    assert np.isnan(matrix[0]).all()
    assert np.isnan(matrix[1, 0])
    assert matrix[1, 1] == 1
    assert nearest_pairs(matrix) == []


def test_vectors_come_packed_too() -> None:
    assert cosine_matrix([array("d", [1, 0]), array("d", [1, 0])])[0, 1] == 1


@pytest.mark.parametrize("vectors", [[], [[]], [[1.0], [1.0, 2.0]]])
def test_vectors_that_cannot_be_compared_are_refused(vectors: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="vectors|inhomogeneous"):
        cosine_matrix(vectors)


def test_the_nearest_pairs_come_first_and_each_once() -> None:
    matrix = cosine_matrix([[1, 0], [0, 1], [1, 0.1]])

    pairs = nearest_pairs(matrix)

    assert [(pair.first, pair.second) for pair in pairs] == [(0, 2), (1, 2), (0, 1)]
    assert pairs == sorted(pairs, key=lambda pair: -pair.similarity)


def test_only_as_many_pairs_as_asked_for_are_given() -> None:
    matrix = cosine_matrix([[1, number] for number in range(200)])

    assert len(nearest_pairs(matrix)) == 10
    assert len(nearest_pairs(matrix, most=3)) == 3


def test_a_single_text_has_no_pairs() -> None:
    matrix = cosine_matrix([[1, 2]])

    assert matrix.tolist() == [[1.0]]
    assert nearest_pairs(matrix) == []


def test_the_matrix_is_written_with_its_texts() -> None:
    written = rows_of(matrix_csv(["=a", "b, c"], cosine_matrix([[0, 0], [1, 0]])))

    assert written == [["", "'=a", "b, c"], ["'=a", "", ""], ["b, c", "", "1.0"]]


def test_vectors_are_written_with_every_digit_that_they_hold() -> None:
    numbers = [-0.012757875, 1e-08, 123.0]

    [header, row] = rows_of(vectors_csv(["a"], [array("d", numbers)]))

    assert header == ["text", "d1", "d2", "d3"]
    assert row[0] == "a"
    assert [float(cell) for cell in row[1:]] == numbers
    assert "'" not in "".join(row)


def test_a_pair_holds_plain_numbers() -> None:
    [pair] = nearest_pairs(cosine_matrix([[1, 0], [1, 0]]))

    assert pair == Pair(0, 1, 1.0)
    assert type(pair.similarity) is float
    assert type(pair.first) is int
