"""What a message from a phone is held against: the questions of its attempt, and what the server holds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from forum_app.kernel.database import db
from forum_app.questions.models import Question
from forum_app.questions.rules import fits
from forum_app.quizzes.models import Answer, AnswerArrival, Attempt, QuizQuestion
from forum_app.quizzes.queries.asking import plan_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer to a question may look like."""

    kind: str
    options: Sequence[str]
    targets: Sequence[str]

    def fits(self, chosen: Sequence[str]) -> bool:
        """True when this can be an answer to it."""
        return fits(self.kind, chosen, options=self.options, targets=self.targets)


@dataclass(frozen=True, slots=True)
class Counted:
    """How far one device has counted for one question, in time or late."""

    device: str
    question_id: UUID
    is_late: bool
    highest: int


@dataclass(frozen=True, slots=True)
class Held:
    """What counts for a question now, and which device said it."""

    chosen: Sequence[str]
    device: str


def fitting(attempt: Attempt, questions: Collection[UUID]) -> dict[UUID, Asked]:
    """Of these questions the ones that the attempt asks. One query; two where each person gets their own."""
    query = (
        select(Question.id, Question.kind, Question.options, Question.targets)
        .join(QuizQuestion, QuizQuestion.question_id == Question.id)
        .where(QuizQuestion.quiz_id == attempt.quiz_id, Question.id.in_(questions))
    )
    found = {
        key: Asked(kind, [one["key"] for one in options], [one["key"] for one in targets])
        for key, kind, options, targets in db.session.execute(query)
    }
    if attempt.quiz.draw == "each":
        drawn = set(plan_of(attempt.quiz).asks(attempt.seed))
        return {key: asked for key, asked in found.items() if key in drawn}
    return found


def counted(attempt: Attempt) -> list[Counted]:
    """How far the devices of an attempt have counted."""
    query = (
        select(
            AnswerArrival.device,
            AnswerArrival.question_id,
            AnswerArrival.is_late,
            func.max(AnswerArrival.sequence),
        )
        .where(AnswerArrival.attempt_id == attempt.id)
        .group_by(AnswerArrival.device, AnswerArrival.question_id, AnswerArrival.is_late)
    )
    return [Counted(*row) for row in db.session.execute(query)]


def held_by(attempt: Attempt, questions: Collection[UUID], *, late: bool) -> dict[UUID, Held]:
    """What an attempt holds for these questions, in time or late."""
    query = select(Answer.question_id, Answer.chosen, Answer.device).where(
        Answer.attempt_id == attempt.id, Answer.is_late.is_(late), Answer.question_id.in_(questions)
    )
    return {question: Held(chosen, device) for question, chosen, device in db.session.execute(query)}


def answers_of(attempt: Attempt) -> list[Answer]:
    """Everything an attempt holds, in time before late."""
    query = select(Answer).where(Answer.attempt_id == attempt.id).order_by(Answer.is_late)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def arrivals_of(attempt: Attempt) -> list[AnswerArrival]:
    """Every tap of an attempt in the order in which it arrived."""
    query = select(AnswerArrival).where(AnswerArrival.attempt_id == attempt.id)
    return list(db.session.scalars(query.order_by(AnswerArrival.received_at, AnswerArrival.id)))
