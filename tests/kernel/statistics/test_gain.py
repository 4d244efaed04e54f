"""What was learned, against SciPy 1.17.1."""

import pytest

from forum_app.kernel.statistics.gain import gain_of
from forum_app.kernel.statistics.intervals import Interval

BEFORE = [40, 55, 30, 60, 45, 70, 50, 35]
AFTER = [70, 60, 65, 80, 75, 90, 60, 70]


def triple(interval: Interval | None) -> tuple[float, float, float]:
    assert interval is not None
    return (interval.value, interval.low, interval.high)


def test_the_gain_is_that_of_the_same_people() -> None:
    found = gain_of(list(zip(BEFORE, AFTER, strict=True)))
    assert found is not None
    assert (found.people, found.before, found.after, found.is_sure) == (8, 48.125, 71.25, True)
    # SciPy says so: ttest_rel(after, before).confidence_interval()
    assert triple(found.points) == pytest.approx((23.125, 13.66188571387796, 32.58811428612204), rel=1e-9)
    # (71.25 - 48.125) / (100 - 48.125); interval by the delta method from numpy.cov, t.ppf(0.975, 7)
    expected = (0.4457831325301205, 0.30717764185941177, 0.5843886232008292)
    assert triple(found.normalised) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("pairs", "level"),
    [
        ([(50, 95), (40, 90)], "high"),
        ([(50, 70), (40, 65)], "medium"),
        ([(50, 55), (40, 50)], "low"),
        ([(100, 100), (100, 90)], ""),
    ],
)
def test_hakes_three_levels(pairs: list[tuple[float, float]], level: str) -> None:
    found = gain_of(pairs)
    assert found is not None and found.level == level


def test_one_person_is_no_group() -> None:
    assert gain_of([(40, 90)]) is None


def test_a_gain_that_chance_could_make_is_not_sure() -> None:
    found = gain_of([(50, 60), (50, 45), (40, 42), (60, 58)])
    assert found is not None and not found.is_sure
