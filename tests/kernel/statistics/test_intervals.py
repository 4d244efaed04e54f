"""Intervals against published tables and against SciPy 1.17.1, which is no dependency: its values are written here."""

import pytest

from forum_app.kernel.statistics import intervals
from forum_app.kernel.statistics.intervals import Interval


def bounds(interval: Interval | None) -> tuple[float, float, float]:
    assert interval is not None
    return (interval.value, interval.low, interval.high)


@pytest.mark.parametrize(
    ("degrees", "expected"),  # scipy.stats.t.ppf(0.975, degrees)
    [
        (1, 12.706204736174694),
        (2, 4.302652729749462),
        (3, 3.1824463052837078),
        (4, 2.7764451051977934),
        (5, 2.5705818356363146),
        (10, 2.228138851986274),
        (29, 2.045229642132703),
        (30, 2.0422724563012378),
        (599, 1.9639322489452784),
    ],
)
def test_students_t_is_that_of_the_tables(degrees: int, expected: float) -> None:
    assert intervals.t_quantile(degrees) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("t", "degrees", "expected"),  # scipy.stats.t.cdf(t, degrees) - scipy.stats.t.cdf(-t, degrees)
    [(1, 1, 0.5), (2, 7, 0.914380671437024), (0.5, 10, 0.372106394257027), (3, 4, 0.9600580319282812)],
)
def test_the_share_between_two_bounds_of_t(t: float, degrees: int, expected: float) -> None:
    assert intervals.within(t, degrees) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),  # Newcombe 1998, table I, method 3; the last: scipy binomtest(...,"wilson")
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_a_share_has_wilsons_interval(part: int, whole: int, low: float, high: float) -> None:
    assert bounds(intervals.share(part, whole)) == pytest.approx((part / whole, low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),  # Newcombe 1998, table II, method 10, contrasts a, b, d, e, g and h
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_of_shares_has_newcombes_interval(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    found = intervals.difference(first, second)
    assert bounds(found) == pytest.approx((first[0] / first[1] - second[0] / second[1], low, high), abs=5e-5)


def test_twelve_of_thirty_is_less_than_nine_of_ten() -> None:
    found = intervals.difference((12, 30), (9, 10))
    assert not found.contains(0) and found.high < 0


def test_a_mean_has_students_interval() -> None:
    # SciPy says so: ttest_1samp(values, 0).confidence_interval()
    expected = (4.428571428571429, 2.1721788454471276, 6.68496401169573)
    assert bounds(intervals.mean([1, 3, 3, 4, 5, 7, 8])) == pytest.approx(expected, rel=1e-9)


def test_a_correlation_has_fishers_interval() -> None:
    # SciPy says so: pearsonr(x, y).confidence_interval()
    expected = (0.6646924172562413, -0.07520657577614066, 0.9325619516888669)
    found = intervals.correlation([0, 1, 1, 0, 1, 1, 0, 1], [3, 5, 7, 2, 6, 9, 5, 4])
    assert bounds(found) == pytest.approx(expected, rel=1e-9)


def test_without_spread_or_people_there_is_no_correlation() -> None:
    assert intervals.pearson([1, 1, 1], [1, 2, 3]) is None
    assert intervals.pearson([], []) is None
    assert intervals.correlation([1, 1, 1, 1], [1, 2, 3, 4]) is None
    assert intervals.correlation([1, 2, 3], [1, 2, 3]) is None
    assert intervals.correlation([1, 2, 3, 4], [2, 4, 6, 8]) == Interval(1.0, 1.0, 1.0)


def test_a_ratio_has_the_interval_of_two_means_of_one_sample() -> None:
    # delta method from numpy.cov of d and h with scipy.stats.t.ppf(0.975, 7), see test_gain
    d, h = [30, 5, 35, 20, 30, 20, 10, 35], [60, 45, 70, 40, 55, 30, 50, 65]
    expected = (0.4457831325301205, 0.30717764185941177, 0.5843886232008292)
    assert bounds(intervals.ratio(d, h)) == pytest.approx(expected, rel=1e-9)


def test_a_ratio_needs_two_people_and_something_to_divide_by() -> None:
    assert intervals.ratio([1], [2]) is None
    assert intervals.ratio([0, 0], [0, 0]) is None
