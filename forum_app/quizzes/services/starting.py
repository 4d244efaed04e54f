"""Who may begin an attempt, and beginning it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import random_seed, uuid7
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Attempt, Quiz, QuizAdmission
from forum_app.quizzes.rules import Try
from forum_app.quizzes.services.choosing import seed_of
from forum_app.quizzes.services.running import write_opening
from forum_app.quizzes.services.writing import insert, lock
from forum_app.registration.models import Registration


def start_attempt(
    quiz: Quiz, registration: Registration, *, actor: HasId | None, at: datetime, language: str = "km"
) -> Attempt:
    """Begin, or go on with what was begun: one attempt however often the button is pressed.

    After an attempt that was handed in, or whose time is up, a further one begins where the quiz allows it.
    Raises NotRegistered, QuizNotOpen, QuizClosed, NotPresent, AlreadySubmitted, NoAttemptsLeft, QuestionsMissing.
    """
    with transaction() as session:
        _require_own(quiz, registration)
        _open_by_clock(session, quiz, at)
        lock(session, quiz)
        session.refresh(registration, with_for_update=True)  # of two presses at once the second finds the attempt
        rules.require_open(quiz.standing_at(at).state)
        attempt = queries.find_attempt(quiz, registration)
        if attempt is None or _may_go_again(quiz, attempt, at):
            _require_entry(quiz, registration, at)
            attempt = begin(session, quiz, registration, language=language, at=at)
            audit.record("quizzes.start_attempt", attempt, actor=actor)
        if attempt.submitted_at:
            raise (
                rules.AlreadySubmitted
                if quiz.attempts_allowed == 1
                else rules.NoAttemptsLeft(allowed=quiz.attempts_allowed)
            )
        return attempt


def admit(quiz: Quiz, registration_id: UUID, *, reason: str, actor: HasId | None, at: datetime) -> QuizAdmission:
    """Let somebody begin who is not checked in. Raises NotOfThisForum, ReasonMissing."""
    with transaction() as session:
        registration = session.get(Registration, registration_id)
        if registration is None or registration.forum_id != quiz.forum_id or registration.status != "approved":
            raise rules.NotOfThisForum
        if not reason.strip():
            raise rules.ReasonMissing
        admission = QuizAdmission(
            quiz_id=quiz.id,
            registration_id=registration.id,
            reason=reason.strip(),
            actor_id=actor.id if actor else None,
            at=at,
        )
        session.add(admission)
        session.flush()
        audit.record("quizzes.admit", admission, actor=actor)
        return admission


def begin(session: Session, quiz: Quiz, registration: Registration, *, language: str, at: datetime) -> Attempt:
    """The row of a further attempt; two presses at once make one."""
    newest = queries.find_attempt(quiz, registration)
    row = {
        "id": uuid7(),
        "forum_id": quiz.forum_id,
        "quiz_id": quiz.id,
        "registration_id": registration.id,
        "number": newest.number + 1 if newest else 1,
        "seed": _seed(quiz, registration, is_first=newest is None),
        "language": language,
        "started_at": at,
    }
    session.execute(insert(session, Attempt, row).on_conflict_do_nothing())
    found = queries.find_attempt(quiz, registration)
    assert found is not None, "the attempt was just written"
    return found


def _seed(quiz: Quiz, registration: Registration, *, is_first: bool) -> int:
    """That of the printed sheet, so that paper and phone ask alike; the quiz's own where all see the same order."""
    if is_first and (sheet := queries.find_sheet(quiz, registration)):
        return sheet.seed
    return new_seed(quiz)


def new_seed(quiz: Quiz) -> int:
    """A seed for one more person."""
    return random_seed() if quiz.is_shuffled or quiz.draw == "each" else seed_of(quiz) & 0x7FFFFFFF


def _require_own(quiz: Quiz, registration: Registration) -> None:
    if registration.forum_id != quiz.forum_id or registration.status != "approved":
        raise rules.NotRegistered


def _require_entry(quiz: Quiz, registration: Registration, at: datetime) -> None:
    if not queries.may_enter(quiz, registration, at=at):
        raise rules.NotPresent


def _may_go_again(quiz: Quiz, newest: Attempt, at: datetime) -> bool:
    return rules.may_begin_another(
        Try(newest.started_at, newest.submitted_at),
        newest.number,
        allowed=quiz.attempts_allowed,
        limit_minutes=quiz.limit_minutes,
        at=at,
    )


def _open_by_clock(session: Session, quiz: Quiz, at: datetime) -> None:
    """The first who begins writes down that the clock opened the quiz; the others do not wait for each other."""
    if quiz.opened_at is None or quiz.frozen_at is None:
        session.refresh(quiz, with_for_update=True)
        write_opening(session, quiz, at=at)
