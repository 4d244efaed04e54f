"""What an attempt is worth, and how hard a question was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from forum_app.questions.rules import Key
from forum_app.questions.rules.keys import FULL

SMALLEST_GROUP = 5
"""Below this many people a figure would speak about somebody (features.md Q10)."""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """What an attempt is worth."""

    right: int
    total: int
    percent: int
    """Rounded down, so that nobody reads 60 and has not reached 60."""
    passed: bool


def percent_of(part: int, whole: int) -> int:
    """Whole percent, rounded down; 0 of nothing is 0."""
    return part * 100 // whole if whole else 0


def score(keys: Mapping[UUID, Key], chosen: Mapping[UUID, Sequence[str]], *, pass_percent: int) -> ScoreSheet:
    """Add up the answers: `keys` has what is right in every question, `chosen` what was answered.

    Percent counts partly right answers with their share; `right` counts wholly right ones only.
    """
    points = [key.points(chosen.get(question, ())) for question, key in keys.items()]
    total = len(points)
    return ScoreSheet(
        right=points.count(FULL),
        total=total,
        percent=sum(points) // total if total else 0,
        passed=bool(total) and sum(points) >= pass_percent * total,
    )


@dataclass(frozen=True, slots=True)
class Facility:
    """How many of those who took the quiz answered a question rightly (p-value of item analysis)."""

    question_id: UUID
    people: int
    right: int

    @property
    def percent(self) -> int:
        return percent_of(self.right, self.people)


def facilities(keys: Mapping[UUID, Key], attempts: Sequence[Mapping[UUID, Sequence[str]]]) -> list[Facility]:
    """One Facility a question, hardest first; a question left open counts as not right."""
    found = [
        Facility(
            question_id=question,
            people=len(attempts),
            right=sum(key.is_right(chosen.get(question, ())) for chosen in attempts),
        )
        for question, key in keys.items()
    ]
    return sorted(found, key=lambda facility: facility.percent)


def distribution(sheets: Sequence[ScoreSheet], total: int) -> list[int]:
    """How many people had 0, 1, 2 ... `total` right answers."""
    counts = [0] * (total + 1)
    for sheet in sheets:
        counts[min(sheet.right, total)] += 1
    return counts


def may_be_shown(people: int) -> bool:
    """True when a group is large enough that its figures speak about nobody in particular."""
    return people >= SMALLEST_GROUP
