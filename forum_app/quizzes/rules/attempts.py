"""How often somebody may take a quiz, and which of the attempts counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forum_app.kernel.refusal import N_, Refusal
from forum_app.quizzes.rules.state import deadline


class NoAttemptsLeft(Refusal):
    text = N_("You have used the %(allowed)s attempts that this quiz allows.")


class NotPresent(Refusal):
    text = N_("This quiz is for those who are checked in. Go to the desk with your badge, then start the quiz again.")
    status = 403


class ReasonMissing(Refusal):
    text = N_("Say in a few words why this person may take the quiz.")
    status = 422


class NotOfThisForum(Refusal):
    text = N_("Only confirmed participants of this forum can be let in. Choose a name from the list.")
    status = 422


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt as far as it matters for a further one."""

    started_at: datetime
    submitted_at: datetime | None

    def is_finished(self, limit_minutes: int | None, *, at: datetime) -> bool:
        """Handed in, or its time is up."""
        until = deadline(self.started_at, limit_minutes)
        return self.submitted_at is not None or (until is not None and at > until)


def attempts_left(made: int, allowed: int) -> int | None:
    """How many more may be begun; None: as many as wanted."""
    return max(0, allowed - made) if allowed else None


def may_begin_another(newest: Try, number: int, *, allowed: int, limit_minutes: int | None, at: datetime) -> bool:
    """True when the newest attempt is finished and a further one is allowed."""
    return attempts_left(number, allowed) != 0 and newest.is_finished(limit_minutes, at=at)


def which_counts(counting: str, percents: Sequence[int]) -> int:
    """The place of the attempt that counts, of attempts in the order in which they were made.

    Of two that are equally good the earlier one counts.
    """
    if counting == "first":
        return 0
    return len(percents) - 1 if counting == "last" else percents.index(max(percents))
