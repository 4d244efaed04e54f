"""Opening, closing and releasing a quiz."""

from datetime import datetime

from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.messages import services as messages
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Attempt, Quiz, QuizEvent
from forum_app.quizzes.rules import State


def open_quiz(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Let the hall answer; a quiz closed by mistake is opened again. Opening an open quiz changes nothing.

    Raises AlreadyReleased.
    """
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        if quiz.state is State.RELEASED:
            raise rules.AlreadyReleased
        if quiz.state is not State.OPEN:
            quiz.opened_at, quiz.closed_at = at, None
            _record(session, quiz, "opened", actor, at)
        return quiz


def close_quiz(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Take no more answers. Nothing is handed in for anybody; what is saved counts. Raises QuizNotOpen."""
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        if quiz.state is State.PREPARED:
            raise rules.QuizNotOpen
        if quiz.state is State.OPEN:
            quiz.closed_at = at
            _record(session, quiz, "closed", actor, at)
        return quiz


def release_results(quiz: Quiz, *, actor: HasId | None, at: datetime) -> Quiz:
    """Show everybody their own result, to all at once. Raises NotYetClosed."""
    with transaction() as session:
        session.refresh(quiz, with_for_update=True)
        if quiz.state in {State.PREPARED, State.OPEN}:
            raise rules.NotYetClosed
        if quiz.state is State.CLOSED:
            quiz.released_at = at
            _record(session, quiz, "released", actor, at)
            for registration in queries.list_people_of(quiz).values():
                key = f"results/{quiz.id}/{registration.id}"
                values = {"quiz": quiz.title}
                messages.queue(registration.person, template="results_released", values=values, key=key, at=at)
        return quiz


def accept_late(attempt: Attempt, *, actor: HasId | None, at: datetime) -> Attempt:
    """Let the answers count that came after this attempt's deadline. Raises NothingLate."""
    with transaction():
        if not queries.count_late(attempt.quiz).get(attempt.id):
            raise rules.NothingLate
        if attempt.late_accepted_at is None:
            attempt.late_accepted_at = at
            audit.record("quizzes.accept_late", attempt, actor=actor)
        return attempt


def _record(session: Session, quiz: Quiz, kind: str, actor: HasId | None, at: datetime) -> None:
    session.add(QuizEvent(quiz_id=quiz.id, kind=kind, at=at, actor_id=actor.id if actor else None))
    audit.record(f"quizzes.{kind}", quiz, actor=actor)
