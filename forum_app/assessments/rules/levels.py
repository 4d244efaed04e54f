"""Levels of a rubric, and what makes a practical passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from forum_app.assessments.rules.refusals import (
    CommentTooLong,
    Incomplete,
    NoSuchLevel,
    PassMarkOutOfRange,
    ReasonMissing,
)
from forum_app.kernel.refusal import N_

LEVEL_NAMES: dict[int, str] = {
    1: N_("Not yet achieved"),
    2: N_("Developing"),
    3: N_("Competent"),
    4: N_("Excellent"),
}
NOT_OBSERVED = N_("Not observed")
LOWEST, HIGHEST = min(LEVEL_NAMES), max(LEVEL_NAMES)
COMPETENT = 3
"""The level that is taught; its wording says what to practise."""
DEFAULT_PASS_TENTHS = 20
"""A mean of 2.0 unless the organiser sets another one."""

PHRASES: tuple[str, ...] = (
    N_("Calm and careful."),
    N_("Recorded the state before touching anything."),
    N_("Explained each step clearly."),
    N_("Needs to record times more exactly."),
    N_("Practise sealing and labelling once more."),
    N_("Ask for the specialist earlier."),
)
"""Ready phrases for the comment, so that a trainer types little on a phone."""
LONGEST_COMMENT = 2000
LIMIT_MINUTES = 6
"""Sixteen officers in 95 minutes leave under six for each."""


class State(StrEnum):
    """How far the assessment of one officer is."""

    WAITING = "waiting"
    STARTED = "started"
    SIGNED_OFF = "signed_off"


STATE_NAMES: dict[str, str] = {
    "waiting": N_("Waiting"),
    "started": N_("Begun"),
    "signed_off": N_("Signed off"),
}


class Result(StrEnum):
    """What the marks say."""

    PASSED = "passed"
    NOT_YET = "not_yet"
    INCOMPLETE = "incomplete"


RESULT_NAMES: dict[str, str] = {
    "passed": N_("Passed"),
    "not_yet": N_("Not yet passed"),
    "incomplete": N_("Not complete"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as the decision sees it."""

    id: UUID
    critical: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the marks of one officer come to, and why."""

    result: Result
    missing: tuple[UUID, ...] = ()
    """Criteria without a level and without "not observed"."""
    critical_failed: tuple[UUID, ...] = ()
    """Critical criteria at level 1: no other mark makes up for these."""
    critical_unseen: tuple[UUID, ...] = ()
    """Critical criteria that were not observed: nobody can say that the officer can do it."""

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def passed(self) -> bool:
        return self.result is Result.PASSED


def outcome(
    marks: Mapping[UUID, int | None], criteria: Sequence[Asked], *, pass_tenths: int = DEFAULT_PASS_TENTHS
) -> Outcome:
    """Passed: every criterion judged, no critical one at level 1 or unseen, mean of the seen ones high enough.

    `marks` holds a level from 1 to 4, or None for "not observed", by criterion; an absent key is not judged yet.
    """
    missing = tuple(one.id for one in criteria if one.id not in marks)
    failed = tuple(one.id for one in criteria if one.critical and marks.get(one.id) == LOWEST)
    unseen = tuple(one.id for one in criteria if one.critical and one.id in marks and marks[one.id] is None)
    if missing:
        return Outcome(Result.INCOMPLETE, missing, failed, unseen)
    levels = [level for one in criteria if (level := marks[one.id]) is not None]
    is_high = bool(levels) and sum(levels) * 10 >= pass_tenths * len(levels)
    result = Result.PASSED if is_high and not failed and not unseen else Result.NOT_YET
    return Outcome(result, (), failed, unseen)


def mean_level(marks: Mapping[UUID, int | None]) -> float | None:
    """The mean of the levels that were seen; None when nothing was."""
    seen = [level for level in marks.values() if level is not None]
    return sum(seen) / len(seen) if seen else None


def failed_items(
    marks: Mapping[UUID, int | None], criteria: Sequence[Asked], *, pass_tenths: int = DEFAULT_PASS_TENTHS
) -> frozenset[UUID]:
    """What a re-sit asks for: not seen at all, or below the level that passes."""
    return frozenset(one.id for one in criteria if (marks.get(one.id) or 0) * 10 < pass_tenths)


def require_level(level: int | None) -> None:
    """Raises NoSuchLevel."""
    if level is not None and level not in LEVEL_NAMES:
        raise NoSuchLevel


def require_pass_tenths(tenths: int) -> None:
    """Raises PassMarkOutOfRange."""
    if not LOWEST * 10 <= tenths <= HIGHEST * 10:
        raise PassMarkOutOfRange


def require_complete(found: Outcome) -> None:
    """Raises Incomplete."""
    if not found.is_complete:
        raise Incomplete(count=len(found.missing))


def require_comment(text: str) -> str:
    """The tidied comment. Raises CommentTooLong."""
    if len(text) > LONGEST_COMMENT:
        raise CommentTooLong(most=LONGEST_COMMENT)
    return text.strip()


def require_reason(reason: str) -> str:
    """The tidied reason. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def with_phrase(comment: str, phrase: str) -> str:
    """The comment with a ready phrase at its end; a phrase that is there already is not repeated."""
    if phrase in comment:
        return comment
    return f"{comment.rstrip()} {phrase}".strip()


def first_open(marks: Mapping[UUID, int | None], criteria: Sequence[Asked]) -> int:
    """The place (from 1) of the first criterion that nobody judged; after the last one when all are judged."""
    return next((place for place, one in enumerate(criteria, 1) if one.id not in marks), len(criteria) + 1)
