"""Counting over many people: what a column, a unit or a sex adds up to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forum_app.attendance.rules.values import HERE, Presence


@dataclass(frozen=True, slots=True)
class Count:
    """Registered and here, in all and women."""

    registered: int = 0
    here: int = 0
    women: int = 0
    women_here: int = 0

    @property
    def men(self) -> int:
        return self.registered - self.women

    @property
    def men_here(self) -> int:
        return self.here - self.women_here


def tally(presences: Iterable[Presence]) -> Counter[str]:
    """How often each state occurs, over all half days of all people."""
    return Counter(mark.status for presence in presences for mark in presence.halves)


def count_half(people: Sequence[tuple[str | None, Presence]], index: int) -> Count:
    """One half day over people given as (sex, presence)."""
    here = [(sex, presence.halves[index].status in HERE) for sex, presence in people]
    women = [is_here for sex, is_here in here if sex == "female"]
    return Count(
        registered=len(here),
        here=sum(is_here for _, is_here in here),
        women=len(women),
        women_here=sum(women),
    )
