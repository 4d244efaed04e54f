"""What an officer does: answer on a page without script, and hand in. Phones send through `receive`."""

from collections.abc import Sequence
from datetime import datetime

from forum_app.kernel import audit
from forum_app.kernel.audit import HasId
from forum_app.kernel.database import transaction
from forum_app.questions.models import Question
from forum_app.quizzes import rules
from forum_app.quizzes.models import Answer, Attempt
from forum_app.quizzes.queries.arriving import answers_of
from forum_app.quizzes.rules.arriving import Tap
from forum_app.quizzes.services.arriving import receive
from forum_app.quizzes.services.writing import hold


def record_answer(
    attempt: Attempt,
    question: Question,
    *,
    chosen: Sequence[str],
    language: str,
    actor: HasId | None,  # noqa: ARG001 - the contract of every service; answers are not audited (see receive)
    at: datetime,
    sequence: int = 0,
    device: str = "",
    in_the_room: bool = False,
) -> Answer:
    """Keep one choice and answer what the attempt holds for the question now.

    A form that is sent twice is one tap. After the deadline or the closing it is kept and marked late, beside the
    answer in time; it does not count until a trainer accepts it.
    Raises AnsweredInTheRoom, QuizNotOpen, ResultsAreOut, AlreadySubmitted, QuestionNotAsked, OptionUnknown,
    AlreadyAnswered.
    """
    with transaction():
        if sequence == 0 and (held := _the_same(attempt, question, chosen, language, device)):
            return held
        tap = Tap(question.id, chosen, language, sequence, answered_at=at, device=device)
        (arrived,) = receive(attempt, [tap], at=at, in_the_room=in_the_room)
        if arrived.refusal:
            raise arrived.refusal
        return _held(attempt, question, is_late=arrived.is_late)


def submit_attempt(attempt: Attempt, *, actor: HasId | None, at: datetime) -> Attempt:
    """Hand in; pressing twice is once. Raises QuizNotOpen, QuizClosed."""
    with transaction() as session:
        quiz = hold(session, attempt)
        if attempt.submitted_at is None:
            rules.require_open(quiz.standing_at(at).state)
            attempt.submitted_at = at
            audit.record("quizzes.submit_attempt", attempt, actor=actor)
        return attempt


def _the_same(attempt: Attempt, question: Question, chosen: Sequence[str], language: str, device: str) -> Answer | None:
    """The answer in time that already says just this, from the same kind of page."""
    said = (question.id, list(chosen), language, device, False)
    for row in answers_of(attempt):
        if (row.question_id, row.chosen, row.language, row.device, row.is_late) == said:
            return row
    return None


def _held(attempt: Attempt, question: Question, *, is_late: bool) -> Answer:
    return next(row for row in answers_of(attempt) if (row.question_id, row.is_late) == (question.id, is_late))
