"""When a quiz may be answered, in which order, what an attempt is worth, and how hard a question was."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from forum_app.kernel.bilingual import Bilingual
from forum_app.kernel.refusal import N_, Refusal
from forum_app.questions.rules import FIXED_ORDER_KINDS, Key
from forum_app.questions.rules.keys import FULL

GRACE = timedelta(seconds=30)
"""What a slow network may cost after the time is up (security.md, quiz integrity)."""
SMALLEST_GROUP = 5
"""Below this many people a figure would speak about somebody (features.md Q10)."""

PURPOSE_NAMES: dict[str, str] = {
    "session": N_("Quiz of a session"),
    "pre": N_("Before the course"),
    "post": N_("Final check"),
}
PREPOST = frozenset({"pre", "post"})
"""These two ask the same reserved questions over the whole course, so that they can be compared."""


class State(StrEnum):
    """Where a quiz stands; derived from its three times, never stored."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"


class QuizNotOpen(Refusal):
    text = N_("This quiz is not open yet. The trainer opens it in the session.")


class QuizClosed(Refusal):
    text = N_("This quiz is closed. Answers saved before it closed count; this one does not.")


class TimeIsUp(Refusal):
    text = N_("The time of this quiz is up. Answers saved in time count; this one does not.")


class AlreadySubmitted(Refusal):
    text = N_("You have already handed in this quiz. Its answers can no longer be changed.")


class NotStarted(Refusal):
    text = N_("Start the quiz first.")


class NotRegistered(Refusal):
    text = N_("Only confirmed participants of this forum take its quizzes.")
    status = 403


class ResultsNotReleased(Refusal):
    text = N_("Results come when the trainer releases them.")


class OptionUnknown(Refusal):
    text = N_("This answer does not belong to the question. Choose one of the answers on the page.")
    status = 422


class NotYetClosed(Refusal):
    text = N_("Close the quiz first. Results are released to everybody at the same time.")


class AlreadyReleased(Refusal):
    text = N_("The results are released. The quiz cannot be opened again.")


class AlreadyOpened(Refusal):
    text = N_("The quiz has been opened. Its questions and its time can no longer be changed.")


class TooFewQuestions(Refusal):
    text = N_("The question bank has only %(found)s questions for this quiz. Ask for fewer, or choose another module.")
    status = 422


class CodeTaken(Refusal):
    text = N_("Another quiz of this forum already has the code %(code)s.")
    status = 422


class NothingLate(Refusal):
    text = N_("There are no late answers to accept.")


def state_of(opened_at: datetime | None, closed_at: datetime | None, released_at: datetime | None) -> State:
    """Where a quiz stands, from when things were done to it."""
    if opened_at is None:
        return State.PREPARED
    if closed_at is None:
        return State.OPEN
    return State.CLOSED if released_at is None else State.RELEASED


def require_open(state: State) -> None:
    """Raises QuizNotOpen or QuizClosed unless the quiz takes answers."""
    if state is State.PREPARED:
        raise QuizNotOpen
    if state is not State.OPEN:
        raise QuizClosed


def time_is_up_at(started_at: datetime, limit_minutes: int | None) -> datetime | None:
    """When the clock on the phone reaches zero; None where there is no limit."""
    return started_at + timedelta(minutes=limit_minutes) if limit_minutes else None


def deadline(started_at: datetime, limit_minutes: int | None) -> datetime | None:
    """Until when an answer of this attempt is in time: the server's start, the limit, the grace."""
    up = time_is_up_at(started_at, limit_minutes)
    return up + GRACE if up else None


def is_late(started_at: datetime, limit_minutes: int | None, *, at: datetime) -> bool:
    """True when an answer that arrives now comes after its deadline. The phone's clock is not asked."""
    until = deadline(started_at, limit_minutes)
    return until is not None and at > until


def seconds_left(started_at: datetime, limit_minutes: int | None, *, at: datetime) -> int | None:
    """What the clock on the page shows; None where there is no limit."""
    up = time_is_up_at(started_at, limit_minutes)
    return max(0, int((up - at).total_seconds())) if up else None


Named = TypeVar("Named", UUID, str)


def in_order_of(seed: int, keys: Iterable[Named], *, salt: str = "") -> list[Named]:
    """The keys in an order that this seed always gives.

    Sorted by hash instead of shuffled: the same on every Python, and whatever order they came in.
    """
    return sorted(keys, key=lambda key: hashlib.sha256(f"{seed}:{salt}:{key}".encode()).digest())


def option_order(seed: int, question_id: UUID, kind: str, keys: Sequence[str]) -> list[str]:
    """The order of a question's options in one attempt."""
    if kind in FIXED_ORDER_KINDS:
        return list(keys)
    return in_order_of(seed, keys, salt=str(question_id))


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


def pick(candidates: Sequence[tuple[UUID, str]], count: int, *, seed: int) -> list[UUID]:
    """`count` questions out of (question, group) pairs, reproducible, spread evenly over the groups.

    A group is an objective (a module in a pre- or post-test), so that no objective fills a whole quiz.
    Raises TooFewQuestions.
    """
    if len(candidates) < count:
        raise TooFewQuestions(found=len(candidates))
    by_group: dict[str, list[UUID]] = {}
    for question, group in candidates:
        by_group.setdefault(group, []).append(question)
    queues = [in_order_of(seed, by_group[group]) for group in in_order_of(seed, by_group)]
    picked: list[UUID] = []
    while len(picked) < count:
        picked += [queue.pop(0) for queue in queues if queue]
    return picked[:count]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as a phone may see it."""

    key: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Screen:
    """One question of one attempt as a phone may see it: it has no field for what is right."""

    position: int
    question_id: UUID
    stem: Bilingual
    choices: tuple[Choice, ...]
    chosen: str | None
    """The option the server holds."""
    is_late: bool
    sequence: int
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A question of one attempt after release, with what was right and why."""

    screen: Screen
    right_key: str
    feedback: Bilingual
    source: Bilingual
    counts: bool
    """False for an answer that came late and was not accepted."""

    @property
    def is_right(self) -> bool:
        return self.counts and self.screen.chosen == self.right_key

    def outcome(self, key: str) -> str:
        """`right`, `wrong` or nothing, for the option's mark."""
        if key == self.right_key:
            return "right"
        return "wrong" if key == self.screen.chosen else ""


def unanswered(screens: Sequence[Screen]) -> list[int]:
    """The numbers of the questions without an answer."""
    return [screen.position for screen in screens if screen.chosen is None]


def first_open(screens: Sequence[Screen]) -> int:
    """Where somebody who comes back goes on: the first question without an answer, else the first."""
    return next(iter(unanswered(screens)), 1)
