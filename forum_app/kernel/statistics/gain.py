"""What was learned: the same people before and after, never two different crowds."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from forum_app.kernel.statistics.intervals import Interval, mean, ratio

MEDIUM_FROM, HIGH_FROM = 0.3, 0.7
"""Hake's own bounds between a low, a medium and a high gain."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a group had before and after, in percent of the points, and the difference."""

    people: int
    before: float
    after: float
    points: Interval
    """After minus before, in percentage points."""
    normalised: Interval | None
    """The share of what could still be learned that was; None where everybody knew everything before."""

    @property
    def is_sure(self) -> bool:
        """True when the difference is larger than chance alone would make it."""
        return not self.points.contains(0)

    @property
    def level(self) -> str:
        """`low`, `medium`, `high`, or nothing where there is no normalised gain."""
        if self.normalised is None:
            return ""
        if self.normalised.value >= HIGH_FROM:
            return "high"
        return "medium" if self.normalised.value >= MEDIUM_FROM else "low"


def gain_of(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """The gain of (before, after) pairs in percent, one pair a person; None below two people.

    The difference of means is that of the pairs with Student's interval (the paired t test). The normalised gain is
    the group's: (after - before) / (100 - before) of the means, since a person's own has no meaning near 100.
    Source: Hake, American Journal of Physics 66 (1998) 64-74; its interval is that of a ratio of means.
    """
    if len(pairs) < 2:
        return None
    gained = [after - before for before, after in pairs]
    return Gain(
        people=len(pairs),
        before=fmean(before for before, _ in pairs),
        after=fmean(after for _, after in pairs),
        points=mean(gained),
        normalised=ratio(gained, [100 - before for before, _ in pairs]),
    )
