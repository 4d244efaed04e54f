"""How far two assessors agree, criterion by criterion.

Per cent of agreement is the share of officers with the same level. Cohen's weighted kappa compares the weighted
disagreement that was seen with the one that chance would give from each assessor's own frequencies:

    kappa_w = 1 - sum(v_ij * o_ij) / sum(v_ij * e_ij),   e_ij = row_i * column_j / n

J. Cohen (1968), Weighted kappa: Nominal scale agreement with provision for scaled disagreement or partial credit,
Psychological Bulletin 70(4), 213-220. Quadratic weights v_ij = (i - j)^2 after J. L. Fleiss and J. Cohen (1973), The
equivalence of weighted kappa and the intraclass correlation coefficient as measures of reliability, Educational and
Psychological Measurement 33(3), 613-619. With v_ij = 1 off the diagonal it is the kappa of Cohen (1960).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from forum_app.assessments.rules.levels import HIGHEST, LOWEST, Asked

Weight = Callable[[int, int], float]


def quadratic(row: int, column: int) -> float:
    """The square of the distance: two levels apart weigh four times one level."""
    return float((row - column) ** 2)


def weighted_kappa(table: Sequence[Sequence[float]], weight: Weight = quadratic) -> float | None:
    """Kappa of a table of counts (or shares): rows are the first assessor, columns the second.

    None where it is not defined: nobody was assessed twice, or chance alone would give no disagreement at all.
    """
    total = sum(sum(row) for row in table)
    if not total:
        return None
    size = range(len(table))
    rows = [sum(table[i]) for i in size]
    columns = [sum(table[i][j] for i in size) for j in size]
    seen = sum(weight(i, j) * table[i][j] for i in size for j in size)
    expected = sum(weight(i, j) * rows[i] * columns[j] / total for i in size for j in size)
    return 1 - seen / expected if expected else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one criterion: officers whom both saw, how many got the same level, and kappa."""

    criterion_id: UUID
    n: int
    same: int
    kappa: float | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.n) if self.n else None


Levels = Mapping[UUID, int | None]


def agreement(pairs: Sequence[tuple[Levels, Levels]], criteria: Sequence[Asked]) -> list[Agreement]:
    """For each criterion, over officers whom both assessors saw do it; "not observed" counts for neither."""
    return [_of_criterion(asked.id, pairs) for asked in criteria]


def _of_criterion(key: UUID, pairs: Sequence[tuple[Levels, Levels]]) -> Agreement:
    size = HIGHEST - LOWEST + 1
    table = [[0] * size for _ in range(size)]
    for first, second in pairs:
        one, other = first.get(key), second.get(key)
        if one is not None and other is not None:
            table[one - LOWEST][other - LOWEST] += 1
    same = sum(table[index][index] for index in range(size))
    return Agreement(key, sum(map(sum, table)), same, weighted_kappa(table))
