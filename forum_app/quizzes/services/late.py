"""Whether a person's late answers count: all of them or none, and who said so."""

from datetime import datetime

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Attempt, LateDecision


def accept_late(attempt: Attempt, *, actor: HasId | None, at: datetime) -> Attempt:
    """Let the answers count that came after this attempt's deadline. Raises NothingLate."""
    return _decide(attempt, accepted=True, actor=actor, at=at)


def decline_late(attempt: Attempt, *, actor: HasId | None, at: datetime) -> Attempt:
    """Leave it at the answers in time; may be changed again. Raises NothingLate."""
    return _decide(attempt, accepted=False, actor=actor, at=at)


def _decide(attempt: Attempt, *, accepted: bool, actor: HasId | None, at: datetime) -> Attempt:
    """The newest decision holds; deciding the same twice is once."""
    with transaction() as session:
        session.refresh(attempt, with_for_update=True)
        if not queries.count_late(attempt.quiz).get(attempt.id):
            raise rules.NothingLate
        if (attempt.late_accepted_at if accepted else attempt.late_declined_at) is None:
            attempt.late_accepted_at = at if accepted else None
            attempt.late_declined_at = None if accepted else at
            made_by = actor.id if actor else None
            session.add(LateDecision(attempt_id=attempt.id, is_accepted=accepted, at=at, actor_id=made_by))
            audit.record("quizzes.accept_late" if accepted else "quizzes.decline_late", attempt, actor=actor)
        return attempt
