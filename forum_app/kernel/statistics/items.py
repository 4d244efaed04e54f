"""Classical item analysis: how hard a question was, whether it told the able from the others, how steady a test is.

Scores are a table: one row a person, one column an item, each cell the share of the item's points (0 to 1).
"""

from collections.abc import Sequence
from statistics import fmean, median, pvariance

from forum_app.kernel.statistics.intervals import Interval, correlation

Scores = Sequence[Sequence[float]]
STEADY_FROM = 30
"""Below this many people a reliability says more about who was there than about the test.

Source: Yurdugul, Hacettepe University Journal of Education 35 (2008) 397-405: 30 is the least for coefficient alpha,
and only for tests that measure one thing.
"""

RELIABLE_FROM = 0.7
"""What a test needs before anything is concluded from it. Source: Nunnally, Psychometric Theory (1978), p. 245."""


def facility(own: Sequence[float]) -> float:
    """The mean share of an item's points that people got, 0 to 1; of right or wrong: the share who had it right.

    Source: Allen & Yen, Introduction to Measurement Theory (1979), 6.2 (item difficulty p).
    """
    return fmean(own)


def discrimination(own: Sequence[float], rest: Sequence[float]) -> Interval | None:
    """The correlation of an item with the other items: the corrected point-biserial for right or wrong.

    `own` are people's scores of the item, `rest` theirs of all others (a sum or a mean): with the item inside the
    total it would correlate with itself. None where everybody had the same, or below four people.
    Source: Henrysson, Psychometrika 28 (1963) 211-218; Allen & Yen (1979), 6.3.
    """
    return correlation(own, rest)


def alpha(scores: Scores) -> float | None:
    """Cronbach's alpha; for items that are right or wrong it is Kuder and Richardson's formula 20.

    k / (k - 1) * (1 - sum of the items' variances / variance of the totals), with population variances, so that
    both formulas agree. None with one item, or where all totals are the same. May be negative.
    Source: Cronbach, Psychometrika 16 (1951) 297-334; Kuder & Richardson, Psychometrika 2 (1937) 151-160.
    """
    count = len(scores[0]) if scores else 0
    spread = pvariance([sum(row) for row in scores]) if scores else 0.0
    if count < 2 or spread < 1e-12:
        return None
    items = sum(pvariance(column) for column in zip(*scores, strict=True))
    return float(count / (count - 1) * (1 - items / spread))


def is_right_or_wrong(scores: Scores) -> bool:
    """True when no item knows anything between: then alpha is called KR-20."""
    return all(cell in (0, 1) for row in scores for cell in row)


def means_by_choice(rest: Sequence[float], choices: Sequence[str]) -> dict[str, float]:
    """How those who chose an option did in the other items, by option; `choices` says who chose what.

    A wrong option whose people do better than those of the right one misleads the able: look at its wording.
    Source: Haladyna & Downing, Applied Measurement in Education 2 (1989) 51-78 (choice means).
    """
    found: dict[str, list[float]] = {}
    for value, choice in zip(rest, choices, strict=True):
        found.setdefault(choice, []).append(value)
    return {choice: fmean(values) for choice, values in found.items()}


def typical_seconds(milliseconds: Sequence[int]) -> float | None:
    """The median time in seconds: one person who went for coffee does not move it. None without times."""
    return median(milliseconds) / 1000 if milliseconds else None
