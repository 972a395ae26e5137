"""Strengths that make observed choices most likely, and how surely they are known. Pure.

Of the things that stand side by side, each is chosen with a likelihood in proportion to
its strength. Of two that is the model of Bradley and Terry. Things are known by number,
strengths by their natural logarithms, whose sum is held at 0. Whoever calls sees to it
that a maximum exists: that a chain of choices leads from each thing to each.
"""

from collections.abc import Mapping, Sequence
from math import exp, fsum, log

Choices = Mapping[tuple[int, ...], int]
"""How often these things stood side by side."""
Matrix = list[list[float]]

MOST_ROUNDS, MOST_STEPS = 1000, 100
CLOSE_ENOUGH = 1e-11  # change of a logarithm in one round
LONGEST_STEP = 1.0  # of a logarithm: further off, the curvature is another one


def most_likely(choices: Choices, chosen: Sequence[float]) -> list[float]:
    """Logarithms of the strengths. chosen: how often each was, ties in parts.

    The rounds of Hunter's MM algorithm, each of which raises the likelihood. Where few
    choices hold the things together these take many thousands, so that Newton's steps,
    safe this near to the maximum, finish what is left after `MOST_ROUNDS`.
    """
    logarithms = [0.0] * len(chosen)
    for _ in range(MOST_ROUNDS):
        strengths = [exp(each) for each in logarithms]
        expected = _expected(choices, strengths)
        steps = [log(one / other) for one, other in zip(chosen, expected, strict=True)]
        logarithms = _centred(logarithms, steps)
        if max(map(abs, steps)) < CLOSE_ENOUGH:
            return logarithms
    return _finish(choices, chosen, logarithms)


def variances(choices: Choices, logarithms: Sequence[float]) -> list[float]:
    """Of the logarithms, from the inverse of the observed information matrix."""
    inverse, lift = _inverse_information(choices, logarithms)
    return [max(0.0, row[at] - lift) for at, row in enumerate(inverse)]


def _expected(choices: Choices, strengths: Sequence[float]) -> list[float]:
    """How often each would be chosen."""
    expected = [0.0] * len(strengths)
    for things, count in choices.items():
        part = count / fsum(strengths[at] for at in things)
        for at in things:
            expected[at] += part * strengths[at]
    return expected


def _centred(logarithms: Sequence[float], steps: Sequence[float]) -> list[float]:
    moved = [one + step for one, step in zip(logarithms, steps, strict=True)]
    mean = fsum(moved) / len(moved)
    return [each - mean for each in moved]


def _finish(choices: Choices, chosen: Sequence[float], start: Sequence[float]) -> list[float]:
    logarithms = list(start)
    for _ in range(MOST_STEPS):
        expected = _expected(choices, [exp(each) for each in logarithms])
        slope = [one - other for one, other in zip(chosen, expected, strict=True)]
        inverse, _ = _inverse_information(choices, logarithms)
        steps = [
            fsum(one * other for one, other in zip(row, slope, strict=True)) for row in inverse
        ]
        longest = max(map(abs, steps))
        shortened = min(1.0, LONGEST_STEP / longest) if longest else 1.0
        logarithms = _centred(logarithms, [shortened * step for step in steps])
        if longest < CLOSE_ENOUGH:
            break
    return logarithms


def _inverse_information(choices: Choices, logarithms: Sequence[float]) -> tuple[Matrix, float]:
    """The inverse of the information, and what each of its cells is too large by.

    The same added to all logarithms changes no likelihood, so that the information has no
    inverse. Lifted along that direction it has one.
    """
    size = len(logarithms)
    strengths = [exp(each) for each in logarithms]
    information: Matrix = [[0.0] * size for _ in range(size)]
    for things, count in choices.items():
        whole = fsum(strengths[at] for at in things)
        for one in things:
            share = count * strengths[one] / whole
            information[one][one] += share
            for other in things:
                information[one][other] -= share * strengths[other] / whole
    trace = fsum(information[at][at] for at in range(size))
    lifted = [[each + trace / size**2 for each in row] for row in information]
    return _inverse(lifted), 1 / trace


def _inverse(matrix: Matrix) -> Matrix:
    """Of a symmetric, positive definite matrix, by Gauss-Jordan elimination."""
    size = len(matrix)
    rows = [[*row, *(float(at == place) for place in range(size))] for at, row in enumerate(matrix)]
    for at in range(size):
        pivot = rows[at][at]
        rows[at] = [each / pivot for each in rows[at]]
        for other in range(size):
            if other != at and (factor := rows[other][at]):
                rows[other] = [
                    each - factor * pivoted
                    for each, pivoted in zip(rows[other], rows[at], strict=True)
                ]
    return [row[size:] for row in rows]
