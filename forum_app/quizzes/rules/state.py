"""Whether a quiz may be answered: its state, the time of an attempt, and the refusals of both."""

from datetime import datetime, timedelta
from enum import StrEnum

from forum_app.kernel.refusal import N_, Refusal

GRACE = timedelta(seconds=30)
"""What a slow network may cost after the time is up (security.md, quiz integrity)."""


class State(StrEnum):
    """Where a quiz stands; derived from what was done to it and from its window, never stored."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"


OVER = frozenset({State.CLOSED, State.RELEASED})
"""No more answers are taken."""


class QuizNotOpen(Refusal):
    text = N_("This quiz is not open yet. The trainer opens it in the session.")


class QuizClosed(Refusal):
    text = N_("This quiz is closed. Answers saved before it closed count; this one does not.")


class AlreadySubmitted(Refusal):
    text = N_("You have already handed in this quiz. Its answers can no longer be changed.")


class NotStarted(Refusal):
    text = N_("Start the quiz first.")


class NotRegistered(Refusal):
    text = N_("Only confirmed participants of this forum take its quizzes.")
    status = 403


class ResultsNotReleased(Refusal):
    text = N_("Results come when the trainer releases them.")


class NotYetClosed(Refusal):
    text = N_("Close the quiz first. Results are released to everybody at the same time.")


class AlreadyReleased(Refusal):
    text = N_("The results are released. The quiz cannot be opened again.")


class AlreadyOpened(Refusal):
    text = N_("The quiz has been opened. Its questions and its time can no longer be changed.")


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
