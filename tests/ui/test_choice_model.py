"""Strengths from choices."""

from math import exp

import pytest

from ui.choice_model import most_likely, variances


def test_the_strengths_expect_what_was_chosen() -> None:
    choices = {(0, 1): 12, (1, 2): 9, (0, 1, 2): 5, (0, 0, 2): 4}
    chosen = [13.5, 9.0, 7.5]

    strengths = [exp(each) for each in most_likely(choices, chosen)]

    expected = [
        sum(
            count * things.count(at) * strengths[at] / sum(strengths[each] for each in things)
            for things, count in choices.items()
        )
        for at in range(3)
    ]
    assert expected == pytest.approx(chosen)


def test_logarithms_stay_centred() -> None:
    assert sum(most_likely({(0, 1): 10, (1, 2): 10}, [7, 8, 5])) == pytest.approx(0)


def test_the_variance_of_equals_is_that_of_their_comparisons() -> None:
    # Two that are equal: the information on their distance is n/4, each has half the distance.
    assert variances({(0, 1): 100}, [0.0, 0.0]) == pytest.approx([0.01, 0.01])
