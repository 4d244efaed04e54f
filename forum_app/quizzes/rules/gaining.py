"""What was learned between the check before the course and the one after it, of the same people.

Pure. Groups below five people are hidden, and one more with them where the sum would give the hidden one away.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar
from uuid import UUID

from forum_app.kernel.statistics.gain import Gain, gain_of
from forum_app.quizzes.rules.scoring import SMALLEST_GROUP, may_be_shown

Group = TypeVar("Group")
Points = Mapping[UUID, int]
"""0 to 100 by question; an open question has 0."""


@dataclass(frozen=True, slots=True)
class Matched:
    """One person who took both checks."""

    registration_id: UUID
    sex: str | None
    unit_id: UUID | None
    before: Points
    after: Points


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of gains; `gain` is None where the group is hidden."""

    people: int
    gain: Gain | None

    @property
    def is_shown(self) -> bool:
        return self.gain is not None


def over(matched: Sequence[Matched], questions: Collection[UUID] | None = None) -> Row:
    """The gain of everybody, over all questions or those given; hidden below five people who met them both times."""
    pairs = [pair for one in matched if (pair := _pair(one, questions)) is not None]
    return Row(len(pairs), gain_of(pairs) if may_be_shown(len(pairs)) else None)


def by_group(matched: Sequence[Matched], group_of: Callable[[Matched], Group]) -> dict[Group, Row]:
    """The gain of each group that everybody belongs to exactly one of."""
    groups: dict[Group, list[Matched]] = {}
    for one in matched:
        groups.setdefault(group_of(one), []).append(one)
    hidden = hidden_groups({group: len(people) for group, people in groups.items()})
    return {group: Row(len(people), None if group in hidden else over(people).gain) for group, people in groups.items()}


def hidden_groups(counts: Mapping[Group, int]) -> set[Group]:
    """Groups that must not be shown beside their sum.

    Those below five people; and while all hidden ones together have fewer than five, the smallest of the others too:
    whoever knows the sum and all groups but one knows that one (complementary suppression).
    """
    ordered = sorted(counts, key=lambda group: counts[group])
    hidden = [group for group in ordered if counts[group] < SMALLEST_GROUP]
    for group in ordered[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= SMALLEST_GROUP):
            break
        hidden.append(group)
    return set(hidden)


def _pair(one: Matched, questions: Collection[UUID] | None) -> tuple[float, float] | None:
    before, after = _percent(one.before, questions), _percent(one.after, questions)
    return None if before is None or after is None else (before, after)


def _percent(points: Points, questions: Collection[UUID] | None) -> float | None:
    found = [value for question, value in points.items() if questions is None or question in questions]
    return fmean(found) if found else None
