"""What an officer does: start, answer, hand in.

Answers are not audited one by one: the row itself says when it was received, and an entry in the audit
trail must not hold what somebody answered.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forum_app.kernel import audit, operations
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.kernel.identifiers import uuid7
from forum_app.questions.models import Question
from forum_app.questions.rules import fits
from forum_app.quizzes import queries, rules
from forum_app.quizzes.models import Answer, Attempt
from forum_app.quizzes.services.writing import insert, lock


def record_answer(
    attempt: Attempt,
    question: Question,
    *,
    chosen: Sequence[str],
    language: str,
    actor: HasId | None,  # noqa: ARG001 - the contract of every service; answers are not audited (see above)
    at: datetime,
    sequence: int = 0,
    answered_at: datetime | None = None,
) -> Answer:
    """Keep a choice; the one with the higher sequence wins, whichever arrives first.

    After the deadline of the attempt an answer is kept and marked late where there was none in time; it
    does not count until a trainer accepts it.
    Raises QuizNotOpen, QuizClosed, AlreadySubmitted, OptionUnknown, TimeIsUp (an answer in time stays).
    """
    with transaction() as session:
        quiz = attempt.quiz
        lock(session, quiz)
        _require_answerable(attempt, question, chosen, at)
        late = rules.is_late(attempt.started_at, quiz.limit_minutes, at=at)
        row = {
            "id": uuid7(),
            "attempt_id": attempt.id,
            "question_id": question.id,
            "chosen": list(chosen),
            "language": language,
            "sequence": sequence,
            "answered_at": answered_at or at,
            "received_at": at,
            "is_late": late,
        }
        _upsert(session, row)
        answer = _held(session, attempt.id, question.id)
        if late and not answer.is_late:
            raise rules.TimeIsUp
        return answer


def save_from_phone(attempt: Attempt, question: Question, **values: Any) -> dict[str, Any]:
    """`record_answer` for a call that waits for JSON: its answer is kept with the operation, for a repeat."""
    with transaction():
        answer = record_answer(attempt, question, **values)
        told = {"saved": True, "late": answer.is_late, "sequence": answer.sequence}
        operations.settle({"json": told})
        return told


def submit_attempt(attempt: Attempt, *, actor: HasId | None, at: datetime) -> Attempt:
    """Hand in; pressing twice is once. Raises QuizNotOpen, QuizClosed."""
    with transaction() as session:
        lock(session, attempt.quiz)
        if attempt.submitted_at is None:
            rules.require_open(attempt.quiz.standing_at(at).state)
            attempt.submitted_at = at
            audit.record("quizzes.submit_attempt", attempt, actor=actor)
        return attempt


def _require_answerable(attempt: Attempt, question: Question, chosen: Sequence[str], at: datetime) -> None:
    if attempt.submitted_at is not None:
        raise rules.AlreadySubmitted
    rules.require_open(attempt.quiz.standing_at(at).state)
    is_one = fits(question.kind, chosen, options=question.option_keys, targets=question.target_keys)
    if not is_one or not queries.is_asked(attempt, question):
        raise rules.OptionUnknown


def _upsert(session: Session, row: dict[str, Any]) -> None:
    statement = insert(session, Answer, row)
    new = statement.excluded
    changed = {name: new[name] for name in row if name not in {"id", "attempt_id", "question_id"}}
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Answer.attempt_id, Answer.question_id],
            set_=changed,
            where=(new.sequence >= Answer.sequence) & or_(new.is_late.is_(False), Answer.is_late.is_(True)),
        )
    )


def _held(session: Session, attempt_id: UUID, question_id: UUID) -> Answer:
    query = select(Answer).where(Answer.attempt_id == attempt_id, Answer.question_id == question_id)
    return session.scalars(query.execution_options(populate_existing=True)).one()
