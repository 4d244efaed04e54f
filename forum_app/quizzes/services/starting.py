"""Who may begin an attempt, and beginning it."""

from datetime import datetime

from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import random_seed, uuid7
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Attempt, Quiz
from forum_app.quizzes.services.writing import insert, lock
from forum_app.registration.models import Registration


def start_attempt(
    quiz: Quiz, registration: Registration, *, actor: HasId | None, at: datetime, language: str = "km"
) -> Attempt:
    """Begin, or go on with what was begun: one attempt however often the button is pressed.

    Raises NotRegistered, QuizNotOpen, QuizClosed, AlreadySubmitted.
    """
    with transaction() as session:
        if registration.forum_id != quiz.forum_id or registration.status != "approved":
            raise rules.NotRegistered
        lock(session, quiz)
        rules.require_open(quiz.state)
        attempt = queries.find_attempt(quiz, registration)
        if attempt is None:
            attempt = _begin(session, quiz, registration, language, at)
            audit.record("quizzes.start_attempt", attempt, actor=actor)
        if attempt.submitted_at:
            raise rules.AlreadySubmitted
        return attempt


def _begin(session: Session, quiz: Quiz, registration: Registration, language: str, at: datetime) -> Attempt:
    row = {
        "id": uuid7(),
        "forum_id": quiz.forum_id,
        "quiz_id": quiz.id,
        "registration_id": registration.id,
        "number": 1,
        "seed": random_seed(),
        "language": language,
        "started_at": at,
    }
    statement = insert(session, Attempt, row).on_conflict_do_nothing()
    session.execute(statement)
    found = queries.find_attempt(quiz, registration)
    assert found is not None, "the attempt was just written"
    return found
