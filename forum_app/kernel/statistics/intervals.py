"""How sure a figure is: 95 % intervals for shares, differences, means and correlations.

Small halls are the rule here, so every formula is one that holds for small groups: score intervals for shares,
Student's t for means, Fisher's z for correlations.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist, fmean, stdev

LEVEL = 0.95
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
"""1.96: what a normal variable stays within 95 times out of 100."""
_HALVINGS = 60
"""Bisection steps: the width of the first interval divided by 2^60 is below any figure that is shown."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and between which bounds the true one lies in 95 of 100 halls."""

    value: float
    low: float
    high: float

    def contains(self, number: float) -> bool:
        """True when the number cannot be told from the figure."""
        return self.low <= number <= self.high


def within(t: float, degrees: int) -> float:
    """The share of Student's t distribution between -t and t, for whole degrees of freedom.

    Source: Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.3 (odd) and 26.7.4 (even):
    a finite sum, so there is nothing to approximate.
    """
    angle = math.atan(t / math.sqrt(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = term if degrees > 1 else 0.0
    for step in range(2 + odd, degrees, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


@cache
def t_quantile(degrees: int) -> float:
    """The t that 95 % stay within, e.g. 2.776 for 4 degrees of freedom. Found by bisection of `within`."""
    low, high = 0.0, 1000.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, degrees) < LEVEL else (low, middle)
    return high


def share(part: int, whole: int) -> Interval:
    """A share (0 to 1) with its score interval. `whole` is at least 1.

    Source: Wilson, Journal of the American Statistical Association 22 (1927) 209-212; method 3 of Newcombe,
    Statistics in Medicine 17 (1998) 857-872.
    """
    found = part / whole
    middle = 2 * part + Z * Z
    reach = Z * math.sqrt(Z * Z + 4 * part * (1 - found))
    below = 2 * (whole + Z * Z)
    return Interval(found, max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below))


def difference(first: tuple[int, int], second: tuple[int, int]) -> Interval:
    """The first share minus the second, each given as (part, whole) of different people.

    Source: method 10 of Newcombe, Statistics in Medicine 17 (1998) 873-890: each bound is made of the score
    intervals of both shares, so it holds for groups of five and for nobody or everybody right.
    """
    one, two = share(*first), share(*second)
    found = one.value - two.value
    down = math.hypot(one.value - one.low, two.high - two.value)
    up = math.hypot(one.high - one.value, two.value - two.low)
    return Interval(found, found - down, found + up)


def mean(values: Sequence[float]) -> Interval:
    """The mean of at least two values with Student's interval (Student, Biometrika 6 (1908) 1-25)."""
    found, count = fmean(values), len(values)
    reach = t_quantile(count - 1) * stdev(values) / math.sqrt(count)
    return Interval(found, found - reach, found + reach)


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Interval | None:
    """The sum of `parts` over the sum of `wholes`, both of the same people; None where there is nothing to divide by.

    Source: Cochran, Sampling Techniques (1977), 6.3: the ratio of two means of one sample, its variance from the
    residuals part - ratio * whole (without finite population correction), here with Student's t.
    """
    whole, count = sum(wholes), len(wholes)
    if count < 2 or whole <= 0:
        return None
    found = sum(parts) / whole
    residuals = sum((part - found * one) ** 2 for part, one in zip(parts, wholes, strict=True))
    error = math.sqrt(residuals / (count * (count - 1))) / (whole / count)
    reach = t_quantile(count - 1) * error
    return Interval(found, found - reach, found + reach)


def correlation(first: Sequence[float], second: Sequence[float]) -> Interval | None:
    """Pearson's correlation with Fisher's interval; None below four people or where everybody has the same.

    Source: Fisher, Metron 1 (1921) 3-32: atanh of the correlation has the standard error 1 / sqrt(n - 3).
    """
    found, count = pearson(first, second), len(first)
    if found is None or count < 4:
        return None
    if abs(found) >= 1:
        return Interval(found, found, found)
    middle, reach = math.atanh(found), Z / math.sqrt(count - 3)
    return Interval(found, math.tanh(middle - reach), math.tanh(middle + reach))


def pearson(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The product-moment correlation, between -1 and 1; None where one side does not vary."""
    one, two = _centred(first), _centred(second)
    spread = math.sqrt(sum(x * x for x in one) * sum(y * y for y in two))
    if spread < 1e-12:
        return None
    return max(-1.0, min(1.0, sum(x * y for x, y in zip(one, two, strict=True)) / spread))


def _centred(values: Sequence[float]) -> list[float]:
    middle = fmean(values) if values else 0.0
    return [value - middle for value in values]
