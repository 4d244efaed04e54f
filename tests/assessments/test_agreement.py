"""Agreement of two assessors, against published values and against what the weights must come to."""

from itertools import product
from uuid import UUID

import pytest

from forum_app.assessments import rules
from forum_app.assessments.rules import Agreement, Asked

COHEN_1968 = ((0.44, 0.07, 0.09), (0.05, 0.20, 0.05), (0.01, 0.03, 0.06))
"""Shares of 200 patients in three diagnoses by two judges: J. Cohen (1968), table 1."""
DISAGREEMENT = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
"""The weights of that table."""


def unweighted(row: int, column: int) -> float:
    return float(row != column)


def test_kappa_is_the_published_one_without_weights() -> None:
    assert rules.weighted_kappa(COHEN_1968, unweighted) == pytest.approx(0.492, abs=0.0005)


def test_kappa_is_the_published_one_with_the_papers_weights() -> None:
    found = rules.weighted_kappa(COHEN_1968, lambda row, column: float(DISAGREEMENT[row][column]))
    assert found == pytest.approx(0.348, abs=0.0005)


def test_quadratic_kappa_is_the_coefficient_of_fleiss_and_cohen() -> None:
    """2 cov / (var + var + (difference of means) squared), with moments over n: Fleiss and Cohen (1973)."""
    table = ((5, 2, 0, 1), (1, 8, 3, 0), (0, 2, 9, 2), (0, 1, 1, 6))
    pairs = [(i, j) for i, j in product(range(4), repeat=2) for _ in range(table[i][j])]
    n = len(pairs)
    first, second = sum(i for i, _ in pairs) / n, sum(j for _, j in pairs) / n
    covariance = sum((i - first) * (j - second) for i, j in pairs) / n
    spread = sum((i - first) ** 2 + (j - second) ** 2 for i, j in pairs) / n
    assert rules.weighted_kappa(table) == pytest.approx(2 * covariance / (spread + (first - second) ** 2))


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (((0, 0), (0, 0)), None),
        (((5, 0), (0, 0)), None),
        (((5, 0), (0, 5)), 1.0),
        (((0, 5), (5, 0)), -1.0),
        (((1, 1), (1, 1)), 0.0),
    ],
)
def test_kappa_at_its_ends(table: tuple[tuple[int, ...], ...], expected: float | None) -> None:
    assert rules.weighted_kappa(table) == expected


def test_agreement_counts_officers_whom_both_saw() -> None:
    key, other = UUID(int=1), UUID(int=2)
    pairs = [({key: 3}, {key: 3}), ({key: 1}, {key: 2}), ({key: None}, {key: 2}), ({}, {key: 2})]
    seen, nothing = rules.agreement(pairs, [Asked(key), Asked(other)])
    assert (seen.n, seen.same, seen.percent) == (2, 1, 50)
    assert seen.kappa == pytest.approx(2 / 3)
    assert nothing == Agreement(other, 0, 0, None)
    assert nothing.percent is None
