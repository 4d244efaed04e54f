"""Which of a person's own attempts counts."""

from dataclasses import dataclass

from sqlalchemy import select

from forum_app.kernel.database import db
from forum_app.quizzes import rules
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.queries.results import sheet_of
from forum_app.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Counting:
    """The attempt that counts, and how many there are."""

    attempt: Attempt
    made: int


def find_counting(quiz: Quiz, registration: Registration) -> Counting | None:
    """The attempt that counts of those finished; None before the first. One attempt needs no look at its answers."""
    query = select(Attempt).where(Attempt.quiz_id == quiz.id, Attempt.registration_id == registration.id)
    attempts = [one for one in db.session.scalars(query.order_by(Attempt.number)) if one.submitted_at or quiz.is_over]
    if not attempts:
        return None
    percents = [sheet_of(one).percent for one in attempts] if len(attempts) > 1 else [0]
    return Counting(attempts[rules.which_counts(quiz.counting, percents)], len(attempts))
