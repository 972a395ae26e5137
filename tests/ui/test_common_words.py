"""The longest common subsequence, held against the plain way to compute it."""

from collections.abc import Sequence
from random import Random

import pytest

from ui import common_words as room
from ui.common_words import common_words


def length(one: Sequence[str], other: Sequence[str]) -> int:
    """By the textbook's table."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = row[:]
        for at, another in enumerate(other):
            row[at + 1] = before[at] + 1 if word == another else max(before[at + 1], row[at])
    return row[-1]


def drawn(random: Random, vocabulary: int) -> list[str]:
    return [str(random.randrange(vocabulary)) for _ in range(random.randrange(40))]


def assert_longest(one: Sequence[str], other: Sequence[str]) -> None:
    found = common_words(one, other)

    assert all(one[i] == other[j] for i, j in found)
    assert all(a < c and b < d for (a, b), (c, d) in zip(found, found[1:], strict=False))
    assert len(found) == length(one, other)


@pytest.mark.parametrize("vocabulary", [1, 2, 5, 30])
def test_as_many_words_as_can_be_are_found_in_order(vocabulary: int) -> None:
    random = Random(vocabulary)
    for _ in range(200):
        assert_longest(drawn(random, vocabulary), drawn(random, vocabulary))


@pytest.mark.parametrize("vocabulary", [2, 5, 30])
def test_halving_finds_as_many(vocabulary: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BITS", 40)
    random = Random(vocabulary)
    for _ in range(200):
        assert_longest(drawn(random, vocabulary), drawn(random, vocabulary))


def test_lists_without_words_have_nothing_in_common() -> None:
    assert common_words([], ["a"]) == common_words(["a"], []) == common_words([], []) == []
